// Which Secret holds the credentials, and under which keys: also where examples have them wrong. Pure.

import { SmokeError } from '../../error.ts';
import type { Credentials, Form } from '../settings.ts';
import type { Described, Objects } from './described.ts';
import { placeOf, type Source, titleOf } from './look.ts';
import { isElsewhere, namespaceOf, objectNamed } from './objects.ts';
import { entriesOf } from './secret.ts';

/** A key pair, and what was wrong about it. */
export interface FoundCredentials {
  readonly credentials?: Credentials;
  readonly warnings: readonly string[];
}

/** Key of the id, key of the secret. */
type Pair = readonly [string, string];

const helm: Pair = ['STORAGE_ACCESS_KEY_ID', 'STORAGE_ACCESS_KEY'];
const operator: Pair = ['ACCESS_KEY', 'SECRET_KEY'];
/** Published for the operator. */
const published: Pair = ['ACCESS_KEY', 'STORAGE_KEY'];
const plain: Pair = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];

/** The keys that each form reads, and all others, which it would not find. */
const pairs: Readonly<Record<Form, readonly [Pair | undefined, readonly Pair[]]>> = {
  helm: [helm, [operator, published, plain]],
  operator: [operator, [published, helm, plain]],
  workload: [undefined, [plain, helm, operator, published]],
  compose: [undefined, [plain, helm, operator, published]],
};

/** The credentials of the Secret that is named, else of the only one that fits. */
export function findCredentials(described: Described, objects: Objects): FoundCredentials {
  const { form, secret, source } = described;
  if (described.credentials) return { credentials: described.credentials, warnings: [] };
  const named = secret === undefined ? undefined : objectNamed(objects, 'Secret', secret, source);
  if (named) return credentialsOf(named, form, true);
  const withKeys = objects.secrets.filter((other) => pairOf(other, form) !== undefined);
  const fitting = withKeys.filter((other) => !isElsewhere(other, source));
  const [only, ...more] = fitting;
  if (only === undefined) return { warnings: withKeys.slice(0, 1).map((far) => farAway(far, source)) };
  if (more.length > 0) {
    const shown = fitting.slice(0, 5).map(titleOf).join(', ');
    return {
      warnings: [`credentials are in several Secrets (${shown}), and ${wanted(secret)}: none is taken`],
    };
  }
  const found = credentialsOf(only, form, false);
  const warning = `${placeOf(only)}: credentials are taken from ${titleOf(only)}, the only one that has any, though ${wanted(secret)}`;
  return { ...found, warnings: [warning, ...found.warnings] };
}

/** A pod reads the Secrets of its own namespace alone. */
function farAway(secret: Source, description: Source): string {
  const [there, here] = [secret, description].map(namespaceOf);
  return `${placeOf(secret)}: no credentials are taken: ${titleOf(secret)} is in namespace ${there}, and the Cryostat in ${here}, which cannot read it`;
}

function wanted(secret: string | undefined): string {
  return secret === undefined
    ? 'the description names no Secret'
    : `Secret ${secret} is named, which did not come along`;
}

function pairOf(secret: Source, form: Form): Pair | undefined {
  const keys = entriesOf(secret);
  const [own, others] = pairs[form];
  return [...(own ? [own] : []), ...others].find((pair) => pair.every((key) => keys.get(key)));
}

function credentialsOf(secret: Source, form: Form, isNamed: boolean): FoundCredentials {
  const entries = entriesOf(secret);
  const pair = pairOf(secret, form);
  const place = `${placeOf(secret)}: ${titleOf(secret)}`;
  const [own] = pairs[form];
  if (pair === undefined) {
    if (!isNamed) return { warnings: [] };
    const keys = [...entries.keys()].slice(0, 10).join(', ') || 'no keys';
    return {
      warnings: [`${place} has ${keys}, expected ${(own ?? plain).join(' and ')}: no credentials are taken`],
    };
  }
  const [id = '', key = ''] = pair.map((name) => entries.get(name));
  const garbled = pair.find((name) => entries.get(name)?.includes('\uFFFD'));
  if (garbled !== undefined) {
    // An id of letters and digits alone passes for base64.
    throw new SmokeError('USAGE', `${place}: data.${garbled} is no text in base64`, {
      hint: 'Put texts that are not encoded below stringData.',
    });
  }
  const warnings: string[] = [];
  if (own !== undefined && pair !== own) {
    const missing =
      pair === published
        ? `${pair[1]} is meant as ${own[1]}`
        : `${pair.join(' and ')} are meant as ${own.join(' and ')}`;
    const who = form === 'helm' ? 'the chart' : 'the operator';
    warnings.push(`${place}: ${missing}, where ${who} looks: Cryostat in the cluster does not start with it`);
  }
  const trimmed = { id: id.replace(/\s+$/, ''), key: key.replace(/\s+$/, '') };
  if (trimmed.id !== id || trimmed.key !== key)
    warnings.push(
      `${place}: a value ends with spaces or a line break, which is part of the key in the cluster: taken without`,
    );
  const swapped = areSwapped(trimmed.id, trimmed.key);
  if (swapped)
    warnings.push(
      `${place}: the values of ${pair.join(' and ')} are swapped: ${pair[0]} has to hold the access key id, and ${pair[1]} the secret; taken as meant, while the storage refuses the cluster`,
    );
  const token = entries.get('AWS_SESSION_TOKEN');
  return {
    credentials: {
      accessKeyId: swapped ? trimmed.key : trimmed.id,
      secretAccessKey: swapped ? trimmed.id : trimmed.key,
      ...(token && { sessionToken: token }),
    },
    warnings,
  };
}

/** Ids by which a provider is known: of AWS, of Backblaze, of Garage. */
const idForms = /^((AKIA|ASIA)[A-Z0-9]{16}|[0-9a-f]{25}|GK[0-9a-f]{24})$/;
/** Secrets that no id looks like: of Backblaze; 64 hexadecimal digits of Garage and R2. */
const secretForms = /^(K0[A-Za-z0-9+/]{29}|[0-9a-f]{64})$/;
/** A secret of AWS, and of some others; also ids of Oracle have 40 characters. */
const perhapsSecret = /^[A-Za-z0-9+/]{40}$/;

/** Whether the id stands where the secret belongs; one of the two that is known is enough. */
export function areSwapped(id: string, secret: string): boolean {
  if (idForms.test(id) || secretForms.test(secret)) return false;
  if (idForms.test(secret) || secretForms.test(id)) return true;
  return perhapsSecret.test(id) && /[A-Z+/]/.test(id) && /^[A-Z0-9]{16,24}$/.test(secret);
}
