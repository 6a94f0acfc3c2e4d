// The storage behind an endpoint that is given as a word: credentials of the environment or of a profile, the rest from
// the environment, the provider table, or left open.

import { join } from 'node:path';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { openLibrary } from '../library/open.ts';
import { readProviders } from '../library/providers.ts';
import type { CliFlags } from '../options/flags.ts';
import { flagOf } from '../options/options.ts';
import { withAwsCredentials } from '../s3/credentials.ts';
import { chooseProvider } from '../s3/provider-choice.ts';
import type { S3Connection } from '../stack/manifest.ts';

/** A way to a storage, and what of it nobody has set. */
export interface EndpointTarget {
  readonly connection: S3Connection;
  readonly open: { readonly region: boolean; readonly pathStyle: boolean };
}

/** The storage at this endpoint. */
export async function endpointTarget(word: string, flags: CliFlags, given: Io): Promise<EndpointTarget> {
  const endpoint = readEndpoint(word);
  const { env } = await withAwsCredentials(given);
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    const missing = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].filter((name) => !env[name]);
    throw new SmokeError('USAGE', `${missing.join(', ')} not set, expected the credentials for ${endpoint}`, {
      hint: 'Set them, or AWS_PROFILE, and call again; they are used and never kept.',
    });
  }
  const providers = await readProviders(openLibrary(given.root, join(given.root, 'volumes')));
  const environment = { ...env, S3_ENDPOINT: endpoint };
  const wish = { provider: flags.provider, region: flags.region, environment };
  const { provider, flags: set, defaults } = chooseProvider(wish, providers);
  const region = set['S3_REGION'] ?? (env['S3_REGION'] || undefined) ?? defaults['S3_REGION'];
  // Of a server that is nobody's, the style is left open.
  const known = provider && flagOf(defaults, 'S3_PATH_STYLE_ACCESS');
  const pathStyle = flagOf(env, 'S3_PATH_STYLE_ACCESS') ?? known;
  const sessionToken = env['AWS_SESSION_TOKEN'];
  return {
    connection: {
      endpoint,
      region: region ?? 'us-east-1',
      pathStyle: pathStyle ?? true,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken && { sessionToken }),
      ...(provider && { checksums: provider.checksums }),
    },
    open: { region: region === undefined, pathStyle: pathStyle === undefined },
  };
}

function readEndpoint(word: string): string {
  const url = URL.canParse(word) ? new URL(word) : undefined;
  const isHttp = url?.protocol === 'https:' || url?.protocol === 'http:';
  const isSecret = url !== undefined && (url.username !== '' || url.password !== '');
  if (url && isHttp && !isSecret && url.search === '' && url.hash === '') {
    return url.pathname === '/' ? url.origin : `${url.origin}${url.pathname}`;
  }
  const got = isSecret ? 'one with a user in it' : JSON.stringify(word);
  const hint = isSecret
    ? 'Credentials come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.'
    : adviceFor(word, isHttp ? url : undefined);
  const expected = 'expected a URL such as https://s3.example.net';
  throw new SmokeError('USAGE', `the endpoint is not usable: got ${got}, ${expected}`, { hint });
}

function adviceFor(word: string, url: URL | undefined): string {
  if (url) return `Leave out what follows the host and its path: ${url.search}${url.hash}`;
  const port = /^https?:\/\/[^/?#]*:(\d+)(?=[/?#]|$)/.exec(word)?.[1];
  if (Number(port) > 65_535) return `Ports go up to 65535, got ${port}.`;
  return 'Begin with https:// or http://, and leave out everything after the host and its path.';
}
