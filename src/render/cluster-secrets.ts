// The Secrets that Helm values and a Cryostat resource refer to. Pure.

import type { SharedStorage } from './cluster.ts';
import { writeYaml } from './yaml.ts';

/** A Secret that goes to a cluster. */
interface Secret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: { readonly name: string };
  readonly type: 'Opaque';
  readonly stringData: Readonly<Record<string, string>>;
}

/** Name of the file of users in its Secret. */
export const loginFile = 'htpasswd';

/** Names of the Secrets. The chart and the operator make others: `…-storage-secret`, `…-storage`. */
export function secretNames(name: string): { storage: string; authorities: string; login: string } {
  return { storage: `${name}-s3`, authorities: `${name}-s3-ca`, login: `${name}-login` };
}

/** Keys of the authorities' certificates in their Secret, one for each: readers of a file may stop after the first. */
export function authorityKeys(authorities: readonly string[]): string[] {
  return authorities.map((_, index) => (index === 0 ? 'ca.crt' : `ca-${index + 1}.crt`));
}

/** Name of the stack as the name of an object in a cluster: letters, digits and hyphens, a letter first. */
export function clusterName(project: string): string {
  const word = project.replaceAll(/[^a-z0-9-]+/g, '-').replace(/-+$/, '');
  const name = /^[a-z]/.test(word) ? word : `cryostat-${word}`;
  return name.slice(0, 40).replace(/-+$/, '');
}

/** The Secrets as documents of YAML. The credentials have to be known. */
export function renderSecrets(shared: SharedStorage): string {
  return clusterSecrets(shared)
    .map((secret) => writeYaml(secret))
    .join('---\n');
}

/** The Secrets alone, with a head that says how they were made. */
export function renderSecretsAlone(shared: SharedStorage): string {
  const head = [
    `The Secrets of ${shared.name}, made by smoke. The same again, with ${listed(shared.variables)} set:`,
    `  ${shared.command} --secrets separate`,
    'Credentials are inside: keep this to yourself.',
  ];
  return `${head.map((line) => `# ${line}\n`).join('')}---\n${renderSecrets(shared)}`;
}

/** How to make the Secrets that an object refers to, as lines of its head. */
export function secretsFirst(shared: SharedStorage): string[] {
  const { variables, command } = shared;
  return [
    `The Secrets that it refers to (${shownNames(shared)}) come first, with ${listed(variables)} set:`,
    `  ${command} --secrets separate | kubectl apply -f -`,
  ];
}

/** The names of the Secrets, by comma. */
export function shownNames(shared: SharedStorage): string {
  return clusterSecrets(shared)
    .map(({ metadata }) => metadata.name)
    .join(', ');
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
}

function clusterSecrets({ name, side, htpasswd }: SharedStorage): Secret[] {
  const { storage, authorities, login } = secretNames(name);
  const { accessKeyId = '', secretAccessKey = '' } = side.credentials ?? {};
  const keys = authorityKeys(side.authorities);
  return [
    secret(storage, {
      // The chart's names: the last one is the secret key, not the id.
      STORAGE_ACCESS_KEY_ID: accessKeyId,
      STORAGE_ACCESS_KEY: secretAccessKey,
      // The operator's.
      ACCESS_KEY: accessKeyId,
      SECRET_KEY: secretAccessKey,
    }),
    ...(side.authorities.length > 0
      ? [
          secret(
            authorities,
            Object.fromEntries(side.authorities.map((pem, index) => [keys[index] ?? '', pem])),
          ),
        ]
      : []),
    ...(htpasswd === undefined ? [] : [secret(login, { [loginFile]: htpasswd })]),
  ];
}

function secret(name: string, stringData: Secret['stringData']): Secret {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type: 'Opaque', stringData };
}
