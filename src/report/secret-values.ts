// Values of a manifest that nobody should see, by the names they have and the forms they take. Pure.

import { isMap } from '../stack/fragment.ts';
import type { Manifest, Value } from '../stack/manifest.ts';

const secretName =
  /pass(word|wd|phrase)|requirepass|(^|_)pass($|[_\d])|secret|token|credential|api_?key|access_?key|private_?key|encrypt\w*_?key|authorization/i;
/** What such a name may hold that is no secret: a switch, a file, a reference, an address. */
const harmless =
  /^(\${1,2}\{[^}]*\}|\${1,2}\w+|\/.*|true|false|none|default|unused|basic|\d{1,5}|[a-z]+:\/\/[^@]*)$/i;
const userInfo = /[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/gi;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----([\s\S]*?)-----END/g;
const shortest = 6;

/** Passwords, keys and tokens in environment and commands of services, in URLs, and keys of certificates, encoded ones too. */
export function secretsIn({ services, 'x-smoke': notes }: Manifest): string[] {
  const pairs = Object.values(services).flatMap((service) => variablesOf(service?.['environment']));
  const words = Object.values(services).flatMap((service) => {
    const healthcheck = service?.['healthcheck'];
    const test = isMap(healthcheck) ? healthcheck['test'] : undefined;
    return [service?.['command'], service?.['entrypoint'], test].flatMap(argumentsOf);
  });
  // Where a password is called like its user, hiding it would take every such word out of the log.
  const open = new Set([
    ...Object.keys(services),
    ...pairs.filter(([name]) => !isSecretName(name)).map(([, value]) => value),
  ]);
  const texts = pairs.map(([, value]) => value);
  const keys = [...texts, ...texts.flatMap(decoded)].flatMap(keyLines);
  const connection = notes?.s3 ? [notes.s3.secretAccessKey, notes.s3.accessKeyId] : [];
  return [
    ...secretsOf([...pairs, ...words]).filter((value) => !open.has(value)),
    ...keys,
    ...connection.filter((text) => !harmless.test(text)).map(asIs),
  ];
}

/** Whether a variable or a flag of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replaceAll('-', '_'));
}

/** Whether this may be anything but a secret: a switch, a number, a path, an address. */
export function isHarmless(value: string): boolean {
  return harmless.test(value);
}

/** What variables hold whose names tell of a secret, and passwords in their addresses. */
export function secretsOf(pairs: readonly (readonly [string, string])[]): string[] {
  const named = pairs
    .filter(([name]) => isSecretName(name))
    .map(([, value]) => withoutReference(value))
    .filter((value) => value.length >= shortest && !harmless.test(value));
  const addressed = pairs.flatMap(([, text]) =>
    [...text.matchAll(userInfo)].map(([, secret = '']) => secret),
  );
  return [...named, ...addressed].map(asIs);
}

/** The lines of every private key in a text: a log or an encoded file may have any of them. */
export function keyLines(text: string): string[] {
  return [...text.matchAll(privateKey)].flatMap(([, body = '']) =>
    body.split(/\s+/).filter((line) => line.length > shortest),
  );
}

/** Variables of a service, in either form; one without a value has the one of the same name outside. */
export function variablesOf(environment: Value | undefined): [string, string][] {
  if (Array.isArray(environment))
    return environment.map((line): [string, string] => {
      const text = String(line);
      const at = text.indexOf('=');
      return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
    });
  if (!isMap(environment)) return [];
  return Object.entries(environment).map(([name, value]) => [name, value === null ? '' : String(value)]);
}

/** `--name value`, `--name=value` and `NAME=value`, as words of their own or inside of a shell's text. */
function argumentsOf(command: Value | undefined): [string, string][] {
  const words = (Array.isArray(command) ? command : [command ?? '']).map(String);
  const apart = words.flatMap((word, index): [string, string][] => {
    const name = /^--?([\w-]+)$/.exec(word)?.[1];
    const value = words[index + 1];
    return name === undefined || value === undefined || value.startsWith('-') ? [] : [[name, value]];
  });
  const inside = words.flatMap((word) =>
    [...word.matchAll(/(?:--?([\w-]+)[= ]|\b(\w+)=)["']?([^\s"']+)/g)].map(
      ([, flag, variable, value = '']): [string, string] => [flag ?? variable ?? '', value],
    ),
  );
  return [...apart, ...inside];
}

/** The default of a reference that has one. */
function withoutReference(value: string): string {
  return /^\$\{\w+:?-([^}]*)\}$/.exec(value)?.[1] ?? value;
}

function decoded(text: string): string[] {
  return /^[A-Za-z0-9+/\s]{64,}={0,2}\s*$/.test(text) ? [Buffer.from(text, 'base64').toString('utf8')] : [];
}

/** As the container has it: a manifest doubles every dollar sign. */
function asIs(text: string): string {
  return text.replaceAll('$$', '$');
}
