// What a service mounts, and what each volume becomes: a claim, files, content of the user's, or a folder of the pod. Pure.

import { isMap } from '../stack/fragment.ts';
import type { Value, ValueMap } from '../stack/manifest.ts';
import type { StackParts } from '../stack/parts.ts';
import type { StackFile } from '../stack/placed-files.ts';
import { memoryQuantity } from './resources.ts';
import type { Port } from './services.ts';
import { plainText, texts } from './texts.ts';

/** A mount of a named volume, or of a folder that lives as long as the pod. */
export interface Mount {
  /** Undefined: it has no name. */
  readonly volume: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
  readonly inMemory?: boolean;
  /** Folder of the volume that is mounted, instead of its root. */
  readonly subPath?: string;
  /** How much a folder in memory may hold. */
  readonly sizeLimit?: string;
}

/** The mounts of a service, and the places of this machine that it would have had. */
export interface Mounts {
  readonly mounts: readonly Mount[];
  readonly refused: readonly string[];
}

/** Reads both forms of Compose. */
export function readMounts(service: ValueMap): Mounts {
  const mounts: Mount[] = [];
  const refused: string[] = [];
  const list = Array.isArray(service['volumes']) ? (service['volumes'] as readonly Value[]) : [];
  for (const entry of list) {
    const { source, isHere, ...mount } = isMap(entry) ? longForm(entry) : shortForm(String(entry));
    if (isHere) refused.push(`${source} (at ${mount.target})`);
    else mounts.push({ volume: source, ...mount });
  }
  const memory = typeof service['tmpfs'] === 'string' ? [service['tmpfs']] : texts(service['tmpfs']);
  for (const entry of memory) {
    const [target = entry, options = ''] = entry.split(':');
    const size = options
      .split(',')
      .find((option) => option.startsWith('size='))
      ?.slice('size='.length);
    mounts.push({ volume: undefined, target, readOnly: false, inMemory: true, ...sizeOf(size) });
  }
  return { mounts, refused };
}

/** Nothing is no limit. */
function sizeOf(size: Value | undefined): Pick<Mount, 'sizeLimit'> {
  return size === undefined || size === null || String(size) === '0'
    ? {}
    : { sizeLimit: memoryQuantity(size) };
}

interface Read extends Omit<Mount, 'volume'> {
  readonly source: string | undefined;
  readonly isHere?: boolean;
}

function longForm(entry: ValueMap): Read {
  const { type, source, target, read_only: readOnly, volume, tmpfs } = entry;
  const subPath = isMap(volume) ? volume['subpath'] : undefined;
  const text = source === undefined || source === null ? undefined : String(source);
  return {
    source: type === 'tmpfs' ? undefined : text,
    target: String(target),
    readOnly: readOnly === true,
    ...(type === 'tmpfs' && { inMemory: true, ...sizeOf(isMap(tmpfs) ? tmpfs['size'] : undefined) }),
    ...(typeof subPath === 'string' && { subPath: plainText(subPath) }),
    isHere: type === 'bind' || type === 'npipe',
  };
}

function shortForm(entry: string): Read {
  // A reference has a colon of its own.
  const [first = '', second, options = ''] = entry.match(/(?:\$\{[^}]*\}|[^:])+/g) ?? [];
  if (second === undefined) return { source: undefined, target: first, readOnly: false };
  const isName = /^[A-Za-z0-9][\w.-]*$/.test(first);
  return { source: first, target: second, readOnly: options.split(',').includes('ro'), isHere: !isName };
}

/** What a volume becomes. */
export type VolumeForm = 'claim' | 'files' | 'content' | 'folder';

/** A volume with its form, its files, and the services that mount it. */
export interface PodVolume {
  readonly name: string;
  readonly form: VolumeForm;
  readonly files: readonly StackFile[];
  readonly users: readonly string[];
}

/** What is known of the whole stack when a pod is made. */
export interface Surroundings {
  readonly parts: StackParts;
  readonly mountsOf: Readonly<Record<string, Mounts>>;
  readonly volumes: Readonly<Record<string, PodVolume>>;
  readonly ports: Readonly<Record<string, readonly Port[]>>;
}

/** Every named volume that the services mount. */
export function podVolumes(
  parts: StackParts,
  mountsOf: Readonly<Record<string, Mounts>>,
): Record<string, PodVolume> {
  const found: Record<string, PodVolume> = {};
  for (const [service, { mounts }] of Object.entries(mountsOf)) {
    for (const { volume } of mounts) {
      if (volume === undefined || found[volume]?.users.includes(service)) continue;
      const users = [...(found[volume]?.users ?? []), service];
      const files = parts.files.filter((file) => file.volume === volume);
      found[volume] = { name: volume, files, users, form: 'folder' };
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([name, volume]) => [
      name,
      { ...volume, form: formOf(parts, volume, mountsOf) },
    ]),
  );
}

function formOf(
  parts: StackParts,
  { name, files, users }: PodVolume,
  mountsOf: Readonly<Record<string, Mounts>>,
): VolumeForm {
  const notes = parts.volumes[name];
  const isOnlyRead = users.every((user) =>
    mountsOf[user]?.mounts.every(({ volume, readOnly }) => volume !== name || readOnly),
  );
  if (notes?.role === 'scratch' && notes.access !== 'shared') return 'folder';
  if (notes?.content && isOnlyRead && files.length === 0) return 'content';
  if (files.length > 0 && (notes === undefined || notes.role === 'config') && !notes?.content) return 'files';
  return 'claim';
}
