// Whether two sides talk to the same server, each from where it runs. Pure.

import type { Providers } from '../s3/provider.ts';
import { type Address, addressOf, isSamePlace } from './compare-address.ts';
import { everyKind, type ShareFinding, type Sides } from './compare-finding.ts';
import { fixFor, fixForEndpoint } from './compare-fix.ts';
import { compareReach } from './compare-reach.ts';
import { hostOf } from './reach.ts';

/** Findings about the way to the storage: endpoint, reach, region, style. */
export function compareServers(sides: Sides, providers: Providers): ShareFinding[] {
  const addresses = [addressOf(sides[0], providers), addressOf(sides[1], providers)] as const;
  const endpoint = compareEndpoints(sides, addresses);
  const isSame = endpoint.verdict !== 'matters';
  return [
    endpoint,
    compareReach(sides, addresses),
    // Of two servers, each has settings of its own.
    ...(isSame ? [compareRegions(sides, addresses)] : []),
    ...compareStyles(sides, addresses),
  ];
}

function compareEndpoints(sides: Sides, addresses: readonly [Address, Address]): ShareFinding {
  const [one, other] = addresses;
  const values = [one.shown, other.shown] as const;
  const finding = { what: 'endpoint', title: 'endpoint', values, kinds: everyKind };
  const own = sides.find((_, index) => [one, other][index]?.url === undefined);
  if (own || one.url === undefined || other.url === undefined) {
    const why = `${own?.label ?? 'one side'} names no endpoint: it brings a storage of its own, which nobody else uses`;
    return { ...finding, verdict: 'matters', why, ...endpointTodo(sides, addresses) };
  }
  if (one.url === other.url) return { ...finding, verdict: 'same' };
  if (isSamePlace(one.known, other.known)) {
    const why = `two addresses of one service: ${one.provider?.title ?? one.known?.provider}`;
    return { ...finding, verdict: 'harmless', why };
  }
  const why =
    hostOf(one.url) === hostOf(other.url)
      ? 'the same host in two ways: two servers, unless a proof shows that they are one'
      : 'two servers, as far as the addresses tell: what one side writes, the other never sees';
  return { ...finding, verdict: 'matters', why, ...endpointTodo(sides, addresses) };
}

function compareRegions(sides: Sides, addresses: readonly [Address, Address]): ShareFinding {
  const values = [sides[0].settings.region, sides[1].settings.region] as const;
  const finding = { what: 'region', title: 'region', values, kinds: everyKind };
  if (values[0] === values[1]) return { ...finding, verdict: 'same' };
  const { provider, known } = addresses[0].provider ? addresses[0] : addresses[1];
  const places = [known?.region, ...(provider?.aliases ?? [])];
  if (
    provider?.anyRegion ||
    (known?.region !== undefined && values.every((value) => places.includes(value)))
  ) {
    return { ...finding, verdict: 'harmless', why: `${provider?.title ?? 'this storage'} takes either` };
  }
  if (known?.region !== undefined) {
    const why = `requests for another region than ${known.region} are refused at this address`;
    const wrong = sides.findIndex(({ settings }) => settings.region !== known.region);
    const right = [known.region, known.region] as const;
    const one = sides[wrong];
    const advice = one && fixFor('region', [one, one], [undefined, right[1]]);
    return { ...finding, verdict: 'matters', why, ...(advice !== undefined && { todo: advice }) };
  }
  const why = 'a server that looks at the region refuses one of the two; many do not look';
  const advice = fixFor('region', sides, values);
  return { ...finding, verdict: 'unknown', why, ...(advice !== undefined && { todo: advice }) };
}

function compareStyles(sides: Sides, addresses: readonly [Address, Address]): ShareFinding[] {
  const values = [sides[0].settings.pathStyle, sides[1].settings.pathStyle] as const;
  const finding = { what: 'pathStyle', title: 'bucket in the path', values };
  const lost = sides.flatMap((side, index) => {
    const { provider } = addresses[index] ?? {};
    const style = side.settings.pathStyle === 'true' ? 'path' : 'virtual-host';
    if (provider === undefined || provider.styles.includes(style)) return [];
    const place = style === 'path' ? 'in the path' : 'before the host';
    return [{ side, why: `${provider.title} does not take the bucket ${place}, as ${side.label} sends it` }];
  });
  if (lost.length > 0) {
    const why = lost.map((one) => one.why).join('; ');
    const right = lost.map(({ side }) => {
      const turned = String(side.settings.pathStyle !== 'true');
      return fixFor('pathStyle', [side, side], [undefined, turned]);
    });
    return [{ ...finding, verdict: 'matters', why, todo: right.join('; and '), kinds: everyKind }];
  }
  if (values[0] === values[1]) return [{ ...finding, verdict: 'same', kinds: [] }];
  const why = 'two ways to the same bucket: good where the server knows both, as most do';
  return [{ ...finding, verdict: 'harmless', why, kinds: [] }];
}

function endpointTodo(sides: Sides, [one, other]: readonly [Address, Address]): { todo?: string } {
  const text = fixForEndpoint(sides, [one.url, other.url]);
  return text === undefined ? {} : { todo: text };
}
