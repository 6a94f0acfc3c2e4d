// How this machine talks to the storage as each of two sides would: address, style, region and key of that side.

import type { Io } from '../io.ts';
import type { Providers } from '../s3/provider.ts';
import type { ProofSide } from '../s3/share-side.ts';
import { addressOf } from '../share/compare-address.ts';
import { cureFor } from '../share/compare-cure.ts';
import { placeOf, type Sides } from '../share/compare-finding.ts';
import type { ShareProof } from '../share/proof.ts';
import { reachOf } from '../share/reach.ts';
import type { Credentials, Side } from '../share/settings.ts';
import { fillReferences } from '../stack/references.ts';

/** Both ways, or why nothing can be proven. */
export type ShareConnections =
  | {
      readonly sides: readonly [ProofSide, ProofSide];
      /** Sides that use the key of the environment. */
      readonly borrowed: readonly string[];
      readonly unproven?: undefined;
    }
  | { readonly unproven: NonNullable<ShareProof['unproven']> };

/** Finds them. Keys of a side without its own are those of the environment, or of an AWS profile. */
export async function shareConnections(
  sides: Sides,
  given: Io,
  { providers, authorities }: { readonly providers: Providers; readonly authorities: readonly string[] },
): Promise<ShareConnections> {
  const far = sides.map((side) => whyFar(side, providers)).find((why) => why !== undefined);
  if (far !== undefined) return { unproven: far };
  const keyless = sides.filter((side) => credentialsOf(side, given) === undefined);
  const io =
    keyless.length > 0 ? await (await import('../s3/credentials.ts')).withAwsCredentials(given) : given;
  const ways = sides.map((side): ProofSide | undefined => {
    const own = credentialsOf(side, io);
    const keys = own ?? keysOf(io);
    const cure = (hint: string): string => cureFor(hint, side, own !== undefined);
    const way = keys && proofSide(side, keys, providers, authorities);
    return way && { ...way, cure };
  });
  const [one, other] = ways;
  // References of a manifest are meant to be filled from there.
  const borrowed = keyless.filter(({ form }) => form !== 'compose').map(({ label }) => label);
  if (one && other) return { sides: [one, other], borrowed };
  const lacking = sides.filter((_, index) => ways[index] === undefined);
  const hasSecrets = lacking.some(({ form }) => form !== 'compose');
  const set = 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.';
  return {
    unproven: {
      why: `no credentials of ${lacking.map(({ label }) => label).join(' and ')} are at hand`,
      hint: hasSecrets
        ? `To have it proven, add the Secret of that side by comma (values.yaml,secret.yaml), or ${set}`
        : `To have it proven, ${set}`,
    },
  };
}

/** Secrets that are at hand, to be kept out of every output. */
export function secretsOf(sides: Sides, io: Io): string[] {
  return sides.flatMap((side) => {
    const { secretAccessKey, sessionToken } = credentialsOf(side, io) ?? keysOf(io) ?? {};
    return [secretAccessKey, sessionToken].filter((secret) => secret !== undefined);
  });
}

/** An address that means something else here, or nothing. */
function whyFar(side: Side, providers: Providers): ShareProof['unproven'] {
  if (side.host) return undefined;
  const { url } = addressOf(side, providers);
  if (url === undefined) return { why: `${side.label} names no endpoint` };
  const reach = reachOf(url, placeOf(side));
  if (reach === 'everywhere' || reach === 'private') return undefined;
  return { why: `${url} of ${side.label} cannot be reached from here` };
}

function proofSide(
  side: Side,
  keys: Credentials,
  providers: Providers,
  given: readonly string[],
): ProofSide | undefined {
  const { url, known, provider } = addressOf(side, providers);
  const endpoint = side.host?.endpoint ?? url;
  if (endpoint === undefined) return undefined;
  const { settings, authorities, host, label } = side;
  const ca = [...authorities, ...(host?.authorities ?? []), ...given].join('\n');
  const needsFew = settings.requestChecksums?.toLowerCase() === 'when_required';
  const checksums = needsFew ? 'required' : provider?.checksums;
  return {
    label,
    mode: settings.mode,
    ...(ca !== '' && { ca }),
    connection: {
      endpoint,
      region: settings.region || known?.region || 'us-east-1',
      pathStyle: settings.pathStyle === 'true',
      ...keys,
      ...(checksums && { checksums }),
    },
  };
}

/** A side's own: in clear from a Secret, or in a manifest, where they may be references. */
function credentialsOf({ credentials, form }: Side, { env }: Io): Credentials | undefined {
  if (!credentials || form !== 'compose') return credentials;
  const fill = (text: string | undefined): string | undefined => text && fillReferences(text, env);
  const accessKeyId = fill(credentials.accessKeyId);
  const secretAccessKey = fill(credentials.secretAccessKey);
  // Keys from a profile may need a token that the manifest does not know of.
  const isUsers = credentials.accessKeyId.startsWith('${AWS_ACCESS_KEY_ID');
  const sessionToken = fill(credentials.sessionToken) || (isUsers && env['AWS_SESSION_TOKEN']);
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

function keysOf({ env }: Io): Credentials | undefined {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
