// The values that the environment may set, checked. Pure.

import { SmokeError } from '../error.ts';
import { parseReference } from '../images/reference.ts';
import { nearest } from '../options/nearest.ts';
import { checkBucketName } from '../s3/bucket-names.ts';
import type { Parameter } from './fragment.ts';

/**
 * A value that the environment gave for a parameter, or an error that says what was expected. `hostOnly`: no container
 * will see it.
 */
export function checkValue(name: string, parameter: Parameter, value: string, hostOnly = false): string {
  if (parameter.allowed && !parameter.allowed.includes(value)) {
    const near = nearest(value, parameter.allowed);
    throw invalid(name, value, `one of ${parameter.allowed.join(', ')}`, near && `Did you mean ${near}?`);
  }
  if (hasControlCharacter(value))
    throw invalid(name, '…', 'a value without line breaks and control characters');
  return forms[parameter.form ?? 'text'](name, value, hostOnly);
}

type Check = (name: string, value: string, hostOnly: boolean) => string;

const matching =
  (pattern: RegExp, expected: string): Check =>
  (name, value) => {
    if (pattern.test(value)) return value;
    throw invalid(name, value, expected);
  };

/** Form of a value → its check, which may put it into the form that applications read. */
const forms: Readonly<Record<NonNullable<Parameter['form']> | 'text', Check>> = {
  text: (_, value) => value,
  word: matching(/^[\w.-]+$/, 'letters, digits, dots, hyphens and underscores'),
  user: matching(/^[^\s:$]+$/, 'a name without spaces, colons and dollar signs'),
  count: matching(/^[1-9]\d?$/, 'a number from 1 to 99'),
  image: (name, value) => {
    if (parseReference(value)) return value;
    throw invalid(name, value, 'an image such as quay.io/cryostat/cryostat:4.2.0');
  },
  buckets: (name, value) => {
    for (const bucket of value.split(',')) checkBucketName(bucket, name);
    return value;
  },
  flag: (name, value) => {
    if (/^(true|1|yes)$/i.test(value)) return 'true';
    if (/^(false|0|no)$/i.test(value)) return 'false';
    throw invalid(name, value, 'true or false');
  },
  endpoint: checkEndpoint,
};

/** What to say when a required parameter has no value. */
export function missingValue(name: string, parameter: Parameter): SmokeError {
  return new SmokeError('USAGE', `${name} is not set, expected ${parameter.help}`, {
    hint: `Set it and call again: ${name}=… ./smoke …`,
  });
}

function hasControlCharacter(value: string): boolean {
  return [...value].some((character) => character < ' ' || character === '\u007f');
}

function invalid(name: string, got: string, expected: string, hint?: string): SmokeError {
  return new SmokeError('USAGE', `${name}: got "${got}", expected ${expected}`, hint ? { hint } : {});
}

/** An http(s) address that means the same inside of a container as outside, without a user in it. */
function checkEndpoint(name: string, value: string, hostOnly: boolean): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname) {
    const shown = value.includes('@') ? '…' : value;
    throw invalid(
      name,
      shown,
      'an address such as https://s3.example.net',
      /^[\w.-]+(:\d+)?$/.test(value) ? `Did you mean https://${value}?` : undefined,
    );
  }
  if (url.username || url.password) {
    throw invalid(
      name,
      '…@…',
      'an address without credentials',
      'Credentials belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  }
  if (url.search || url.hash || (url.pathname !== '/' && url.pathname !== '')) {
    throw invalid(
      name,
      // A query may hold a signature.
      `${url.origin}${url.pathname}${url.search || url.hash ? '…' : ''}`,
      'an address without path, query and fragment',
      `Did you mean ${url.origin}? Bucket names are set elsewhere.`,
    );
  }
  if (!hostOnly && isLoopback(url.hostname)) {
    throw invalid(
      name,
      value,
      'an address that containers reach; inside of a container, this one is the container itself',
      'Use host.docker.internal (Docker), host.containers.internal (Podman), or an address of this machine.',
    );
  }
  return url.origin;
}

/** Whether a host is this machine itself, whoever asks. */
export function isLoopback(host: string): boolean {
  return /^((.*\.)?localhost\.?|127(\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f.*\])$/i.test(host);
}
