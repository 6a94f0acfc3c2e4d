// Where the storage of a side is for a stack on this machine: its address, its region, and who names buckets there.

import { join } from 'node:path';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { openLibrary } from '../library/open.ts';
import { readProviders } from '../library/providers.ts';
import type { CliFlags } from '../options/flags.ts';
import { recogniseQuietly } from '../share/compare-address.ts';
import type { Receiver } from '../share/parameters.ts';
import { hostOf, reachOf, shownAddress, whyOutOfReach } from '../share/reach.ts';
import type { Side } from '../share/settings.ts';

/** The address that this machine reaches the storage by, where the description's own is good in its place alone. */
export function wayTo({ settings: { endpoint = '' }, form, label }: Side, { env }: Io): string | undefined {
  const said = form === 'compose' ? 'stack' : 'cluster';
  const host = hostOf(endpoint) ?? '';
  const isOfStack = form === 'compose' && reachOf(endpoint) === 'stack' && !host.includes('.');
  const why = isOfStack ? `${host} is a name inside of that stack` : whyOutOfReach(endpoint, 'stack', said);
  if (why === undefined) return undefined;
  if (host === '') {
    const got = `${label}: the address of the storage is "${shownAddress(endpoint)}"`;
    throw new SmokeError('USAGE', `${got}, expected one such as https://s3.example.net`, {
      hint: 'Correct it there; credentials belong into the Secret, and not into the address.',
    });
  }
  if (env['S3_ENDPOINT']) return env['S3_ENDPOINT'];
  throw new SmokeError(
    'USAGE',
    `${label}: this machine does not reach the storage at ${shownAddress(endpoint)}: ${why}`,
    {
      hint: 'Set the address by which this machine reaches the same server: S3_ENDPOINT=https://… ./smoke --from …',
    },
  );
}

/** The region that has to be set for the stack; undefined where --region sets it. */
export function regionOf(
  { settings: { region }, label }: Side,
  flags: CliFlags,
  { env }: Io,
): string | undefined {
  if (region && flags.region !== undefined && flags.region !== region)
    throw new SmokeError('USAGE', `--region ${flags.region}: ${label} says ${region}`, {
      hint: 'Leave --region out.',
    });
  const found = region || flags.region || env['S3_REGION'];
  if (found) return flags.region === undefined ? found : undefined;
  throw new SmokeError('USAGE', `${label} does not say the region of the storage`, {
    hint: 'Give it by --region, and in the description: nothing else chooses one there.',
  });
}

/** What the provider of an address decides about the stack that gets the variables. */
export async function receiverAt(
  endpoint: string | undefined,
  { root }: Io,
): Promise<Omit<Receiver, 'usesNewer'>> {
  if (endpoint === undefined) return {};
  const providers = await readProviders(openLibrary(root, join(root, 'volumes')));
  const provider = providers[recogniseQuietly(endpoint, providers)?.provider ?? ''];
  return {
    ...(provider?.buckets.strangers && { strangersAt: provider.title }),
  };
}
