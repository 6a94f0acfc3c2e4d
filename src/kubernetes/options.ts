// --storage-class and --only as data. Pure.

import { SmokeError } from '../error.ts';
import { nearest } from '../options/nearest.ts';
import type { SecretsWay } from '../render/cluster.ts';
import { dependencyNames } from '../stack/depends-on.ts';
import type { StackParts } from '../stack/parts.ts';

/** Kinds of storage: what several pods mount, and what one does. */
const storageKinds = ['file', 'block'] as const;

/** Class of each kind; without one, the cluster's default. */
export type StorageClasses = Readonly<Partial<Record<(typeof storageKinds)[number], string>>>;

/** What the flags want of the objects. */
export interface KubernetesOptions {
  readonly secrets: SecretsWay;
  readonly classes: StorageClasses;
  readonly quota: boolean;
  /** Services by name; undefined: all. */
  readonly only?: readonly string[];
  /** Where the values of variables come from that Secrets hold. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Command that makes the text again, free of credentials, and without these flags. */
  readonly command: string;
}

/** Reads `CLASS`, or `file=CLASS,block=CLASS`. */
export function readStorageClasses(text: string | undefined): StorageClasses {
  if (text === undefined) return {};
  const entries = text.split(',').map((entry) => entry.split('='));
  if (entries.length === 1 && entries[0]?.length === 1) {
    const name = checkClass(entries[0][0] ?? '', text);
    return { file: name, block: name };
  }
  const classes: Partial<Record<string, string>> = {};
  for (const [kind = '', name = '', ...rest] of entries) {
    if (rest.length > 0 || !storageKinds.some((known) => known === kind) || classes[kind] !== undefined) {
      throw wrongClasses(text, nearest(kind, storageKinds));
    }
    classes[kind] = checkClass(name, text);
  }
  return classes;
}

function checkClass(name: string, text: string): string {
  if (/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name)) return name;
  throw wrongClasses(text);
}

function wrongClasses(text: string, near?: string): SmokeError {
  return new SmokeError(
    'USAGE',
    `--storage-class: got "${text}", expected a class, or file=CLASS,block=CLASS`,
    { hint: near ? `Did you mean ${near}=…?` : 'kubectl get storageclass shows the classes of a cluster.' },
  );
}

/** Reads names by comma. */
export function readOnly(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new SmokeError('USAGE', `--only: got "${text}", expected services by comma`);
}

/** The parts with the chosen services, what they wait for, and a storage as a whole: one node of it is of no use. */
export function onlyServices(parts: StackParts, only: readonly string[] | undefined): StackParts {
  if (only === undefined) return parts;
  const all = Object.keys(parts.services).filter((name) => name !== 'files');
  for (const name of only) {
    if (all.includes(name)) continue;
    const near = nearest(name, all);
    throw new SmokeError('USAGE', `--only: got "${name}", expected one of ${all.join(', ')}`, {
      ...(near && { hint: `Did you mean ${near}?` }),
    });
  }
  const kept = new Set<string>();
  const keep = (name: string): void => {
    if (kept.has(name)) return;
    kept.add(name);
    for (const other of dependencyNames(parts.services[name])) keep(other);
    if (parts.kinds[name] === 'storage')
      for (const other of all.filter((each) => parts.kinds[each] === 'storage')) keep(other);
  };
  for (const name of only) keep(name);
  const chosen = (name: string): boolean => kept.has(name) || name === 'files';
  const services = Object.fromEntries(Object.entries(parts.services).filter(([name]) => chosen(name)));
  return { ...parts, services };
}
