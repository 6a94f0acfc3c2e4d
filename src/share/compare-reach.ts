// Whether the address of each side means the same wherever one of the two runs. Pure.

import type { Address } from './compare-address.ts';
import { everyKind, placeOf, type ShareFinding, type Sides } from './compare-finding.ts';
import { reachOf, whyOutOfReach } from './reach.ts';

/** The finding about it. */
export function compareReach(sides: Sides, addresses: readonly [Address, Address]): ShareFinding {
  const shown = [addresses[0].shown, addresses[1].shown] as const;
  const found = sides.flatMap((side, index): readonly string[] => {
    const url = addresses[index]?.url;
    const other = sides[1 - index];
    if (url === undefined || other === undefined) return [];
    const [here, there] = [placeOf(side), placeOf(other)];
    const why = whyOutOfReach(url, there, here) ?? whyOutOfReach(url, here, here);
    if (why !== undefined) {
      const who = whyOutOfReach(url, there, here) === undefined ? here : there;
      return [`${people[who]} cannot reach ${url}: ${why}`];
    }
    return here === there && isNarrow(url, here)
      ? [`${url} is a name inside of one ${here}: each ${here} has its own`]
      : [];
  });
  const finding = { what: 'reach', title: 'reached from both places', values: shown, kinds: everyKind };
  const why = [...new Set(found)].join('; ');
  if (found.length > 0) {
    if (addresses[0].url === addresses[1].url && isOneStack(sides)) return { ...finding, verdict: 'same' };
    // Two descriptions of one cluster may mean the same server.
    const isOpen =
      sides.every((side) => placeOf(side) === 'cluster') && addresses[0].url === addresses[1].url;
    return { ...finding, verdict: isOpen ? 'unknown' : 'matters', why, todo: takePublic };
  }
  const isPrivate = addresses.some(({ url }) => url !== undefined && reachOf(url) === 'private');
  if (!isPrivate) return { ...finding, verdict: 'same' };
  const note = 'an address of a private network: it has to be the same network for both';
  return { ...finding, verdict: 'harmless', why: note, kinds: [] };
}

const people = { stack: 'the laptop', cluster: 'the cluster' } as const;
const takePublic =
  'give both sides an address of the storage that both reach; the same name, where browsers follow presigned links';

function isNarrow(url: string, here: 'stack' | 'cluster'): boolean {
  const reach = reachOf(url, here);
  return reach !== 'everywhere' && reach !== 'private';
}

/** The manifest of one stack, twice: its keys were made for it alone. */
function isOneStack([one, other]: Sides): boolean {
  const key = one.credentials?.secretAccessKey;
  return (
    one.form === 'compose' &&
    other.form === 'compose' &&
    key !== undefined &&
    !key.startsWith('$') &&
    key === other.credentials?.secretAccessKey
  );
}
