// Values of a manifest that nobody should see, by the names they have and the forms they take. Pure.

import { isMap } from '../stack/fragment.ts';
import type { Manifest, Value } from '../stack/manifest.ts';

const secretName =
  /pass(word|wd|phrase)|(^|_)pass($|[_\d])|secret|token|credential|api_?key|access_?key|private_?key|encrypt\w*_?key|authorization/i;
/** What such a name may hold that is no secret: a switch, a file, a reference, an address. */
const harmless = /^(\$\{[^}]*\}|\$\w+|\/.*|true|false|none|default|unused|basic|\d{1,5}|[a-z]+:\/\/[^@]*)$/i;
const userInfo = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/gi;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----([\s\S]*?)-----END/g;
const shortest = 6;

/** Passwords, keys and tokens in the environment of services, in URLs, and keys of certificates, encoded ones too. */
export function secretsIn({ services, 'x-smoke': notes }: Manifest): string[] {
  const pairs = Object.values(services).flatMap((service) => environmentPairs(service?.['environment']));
  const isNamed = ([name, value]: readonly [string, string]): boolean =>
    secretName.test(name) && value.length >= shortest && !harmless.test(value);
  // Where a password is called like its user, hiding it would take every such word out of the log.
  const open = new Set([
    ...Object.keys(services),
    ...pairs.filter((pair) => !isNamed(pair)).map(([, value]) => value),
  ]);
  const named = pairs.filter((pair) => isNamed(pair) && !open.has(pair[1])).map(([, value]) => value);
  const texts = pairs.map(([, value]) => value);
  const keys = [...texts, ...texts.flatMap(decoded)].flatMap(keyLines);
  const addressed = texts.flatMap((text) => [...text.matchAll(userInfo)].map(([, secret = '']) => secret));
  const connection = notes?.s3 ? [notes.s3.secretAccessKey, notes.s3.accessKeyId] : [];
  return [...named, ...addressed, ...keys, ...connection.filter((text) => !harmless.test(text))].map(asIs);
}

/** The lines of every private key in a text: a log or an encoded file may have any of them. */
export function keyLines(text: string): string[] {
  return [...text.matchAll(privateKey)].flatMap(([, body = '']) =>
    body.split(/\s+/).filter((line) => line.length > shortest),
  );
}

function environmentPairs(environment: Value | undefined): [string, string][] {
  if (Array.isArray(environment))
    return environment.map((line): [string, string] => {
      const text = String(line);
      const at = text.indexOf('=');
      return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
    });
  if (!isMap(environment)) return [];
  return Object.entries(environment).map(([name, value]) => [name, value === null ? '' : String(value)]);
}

function decoded(text: string): string[] {
  return /^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/.test(text) ? [Buffer.from(text, 'base64').toString('utf8')] : [];
}

/** As the container has it: a manifest doubles every dollar sign. */
function asIs(text: string): string {
  return text.replaceAll('$$', '$');
}
