// The credentials that came with a description, as the variables of a start.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { Side } from '../share/settings.ts';
import { fillReferences } from '../stack/references.ts';

/** The file that --with-credentials means. */
export function fileOf({ withCredentials }: CliFlags, project: string): string | undefined {
  if (withCredentials === undefined || withCredentials === false) return undefined;
  return typeof withCredentials === 'string' && withCredentials !== '' ? withCredentials : `${project}.env`;
}

/** The Io with them; those that the environment has are other ones, which `note` is told. */
export function withKeys(side: Side, user: Io, note: (line: string) => void): Io {
  const keys = keysOf(side);
  const other = Object.keys(keys).find((name) => user.env[name] && user.env[name] !== keys[name]);
  if (other !== undefined)
    note(`smoke: ${other} of the environment is not used: ${side.label} has credentials`);
  const { AWS_SESSION_TOKEN: _, ...env } = user.env;
  return { ...user, env: { ...env, ...keys } };
}

/** Credentials as variables; references to variables are none. */
export function keysOf({ credentials, secret, label, form }: Side): Record<string, string> {
  const plain = (text: string): string | undefined => (form === 'compose' ? fillReferences(text, {}) : text);
  const accessKeyId = plain(credentials?.accessKeyId ?? '');
  const secretAccessKey = plain(credentials?.secretAccessKey ?? '');
  const sessionToken = plain(credentials?.sessionToken ?? '');
  if ([accessKeyId, secretAccessKey, sessionToken].some((text) => text?.includes('\uFFFD')))
    throw new SmokeError('USAGE', `--with-credentials: the credentials of ${label} are no text in UTF-8`);
  if (accessKeyId && secretAccessKey) {
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    return sessionToken ? { ...keys, AWS_SESSION_TOKEN: sessionToken } : keys;
  }
  throw new SmokeError('USAGE', `--with-credentials: no credentials came with ${label}`, {
    hint: secret
      ? `Give the Secret to --from as well: kubectl get secret ${secret} -o yaml`
      : 'Give the Secret that has them to --from as well, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  });
}
