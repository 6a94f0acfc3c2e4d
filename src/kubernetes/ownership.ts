// To whom the volumes of a pod belong: to a group that kubelet gives them, or as their fragment says. Pure.

import type { VolumeNotes } from '../stack/fragment.ts';
import type { StackParts } from '../stack/parts.ts';
import type { PodVolume, Surroundings } from './mounts.ts';
import { type PodUser, podUser } from './security.ts';

/** What a pod needs to write its volumes. */
export interface Ownership {
  /** Kubelet gives it all volumes of the pod; undefined where one of them has to stay as it is. */
  readonly fsGroup?: number;
  /** Groups of volumes that other pods write as well. */
  readonly groups: readonly number[];
  /** Roots that an init container sets, as Compose's `files` does. */
  readonly given: readonly Owned[];
}

/** A volume, and what its root has to have. */
export interface Owned {
  readonly volume: string;
  readonly owner: string;
  readonly mode: string;
}

/** Finds it out for the volumes of a pod. */
export function ownership(
  around: Surroundings,
  name: string,
  own: readonly PodVolume[],
  user: PodUser,
): Ownership {
  const { parts } = around;
  const group = groupOf(user);
  const kept = own.filter(({ form }) => form === 'claim' || form === 'folder');
  const mine = kept.filter((volume) => writes(around, name, volume.name));
  const notes = (volume: PodVolume): Partial<VolumeNotes> => parts.volumes[volume.name] ?? {};
  const owned = (volume: PodVolume): Owned => ({
    volume: volume.name,
    owner: notes(volume).owner ?? (user.uid === undefined ? '0:0' : `${user.uid}:${group}`),
    mode: notes(volume).mode ?? (notes(volume).owner === undefined ? '0770' : '0755'),
  });
  const special = mine.filter(
    (volume) => isForeign(parts, volume.name, user) || isClosed(parts, name, volume.name, user),
  );
  const strange = kept.flatMap((volume) => {
    const other = isShared(parts, volume) ? groupOfVolume(around, volume) : undefined;
    return other === undefined || other === group ? [] : [other];
  });
  // Kubelet would change a whole volume at every start, if its root were not what it makes of it.
  if (special.length + strange.length === 0 || !user.isNotRoot || group === undefined) {
    const isGiven = user.isNotRoot && group !== undefined;
    return { ...(isGiven && { fsGroup: group }), groups: [], given: special.map(owned) };
  }
  const given = mine.filter((volume) => special.includes(volume) || volume.form === 'claim');
  return { groups: [...new Set(strange)].filter((other) => other !== 0), given: given.map(owned) };
}

/** Whether a pod places the files of a volume: it writes it, or nobody does. */
export function isFilledBy(around: Surroundings, name: string, { name: volume, users }: PodVolume): boolean {
  return writes(around, name, volume) || !users.some((user) => writes(around, user, volume));
}

function writes({ mountsOf }: Surroundings, service: string, volume: string): boolean {
  return mountsOf[service]?.mounts.some((mount) => mount.volume === volume && !mount.readOnly) ?? false;
}

function groupOf({ uid, gid }: PodUser): number | undefined {
  return gid ?? uid;
}

function isShared(parts: StackParts, { name, form, users }: PodVolume): boolean {
  return form === 'claim' && (users.length > 1 || parts.volumes[name]?.access === 'shared');
}

/** The group that is said, else that of the first who writes it. */
function groupOfVolume(around: Surroundings, volume: PodVolume): number | undefined {
  const { parts, mountsOf, volumes } = around;
  const said = parts.volumes[volume.name]?.owner;
  if (said !== undefined) return Number(said.split(':')[1]);
  const writer = volume.users.find((user) => writes(around, user, volume.name));
  return writer === undefined
    ? undefined
    : groupOf(podUser(parts, writer, mountsOf[writer]?.mounts ?? [], volumes));
}

/** Whether neither the pod's user nor its group is the owner that the volume needs. */
function isForeign(parts: StackParts, volume: string, user: PodUser): boolean {
  const { owner, mode } = parts.volumes[volume] ?? {};
  if (owner === undefined) return mode !== undefined && !user.isNotRoot;
  const [uid, gid] = owner.split(':').map(Number);
  const group = groupOf(user);
  return uid !== user.uid && (gid !== group || group === undefined);
}

/**
 * Whether its group may not write it, which is what kubelet lets it do. A fragment that says as whom a cluster may run
 * the image says that this is enough for it.
 */
function isClosed(parts: StackParts, name: string, volume: string, user: PodUser): boolean {
  const { mode } = parts.volumes[volume] ?? {};
  if (mode === undefined || parts.security[name]?.user !== undefined || !user.isNotRoot) return false;
  return (Number.parseInt(mode, 8) & 0o020) === 0;
}
