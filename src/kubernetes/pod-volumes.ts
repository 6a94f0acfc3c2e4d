// The volumes of a pod, and where its container mounts them. Pure.

import type { StackParts } from '../stack/parts.ts';
import { filesSource } from './files.ts';
import type { Mount, PodVolume } from './mounts.ts';
import { freeName, objectName, sourceKey, volumeKey } from './names.ts';
import type { JsonMap } from './objects.ts';

/** Name of a volume inside of the pod. */
function podVolumeName({ volume }: Mount, index: number, own: readonly PodVolume[]): string {
  if (volume !== undefined) return volumeKey(volume);
  return freeName(
    `folder-${index + 1}`,
    own.map(({ name }) => volumeKey(name)),
  );
}

/** Where the container has a volume. */
export function volumeMount(mount: Mount, index: number, own: readonly PodVolume[]): JsonMap {
  return {
    name: podVolumeName(mount, index, own),
    mountPath: mount.target,
    ...(mount.subPath !== undefined && { subPath: mount.subPath }),
    ...(mount.readOnly && { readOnly: true }),
  };
}

function emptyDir({ inMemory, sizeLimit }: Mount): JsonMap {
  return { ...(inMemory && { medium: 'Memory' }), ...(sizeLimit !== undefined && { sizeLimit }) };
}

/** The volumes of a pod; what is copied has two: where it comes from, and where it goes to. */
export function podVolumesOf(
  parts: StackParts,
  mounts: readonly Mount[],
  own: readonly PodVolume[],
  copied: readonly PodVolume[],
): JsonMap[] {
  const nameless = mounts.flatMap((mount, index) =>
    mount.volume === undefined ? [{ name: podVolumeName(mount, index, own), emptyDir: emptyDir(mount) }] : [],
  );
  return [
    ...own.flatMap((volume): JsonMap[] => {
      const key = volumeKey(volume.name);
      const isWritten = copied.includes(volume);
      const from = { name: sourceKey(volume.name, own), ...filesSource(parts, volume, isWritten) };
      const object = objectName(parts, volume.name);
      if (volume.form === 'claim')
        return [{ name: key, persistentVolumeClaim: { claimName: object } }, ...(isWritten ? [from] : [])];
      // Users may make it or not.
      if (volume.form === 'content') return [{ name: key, secret: { secretName: object, optional: true } }];
      if (volume.form === 'folder' || isWritten)
        return [{ name: key, emptyDir: {} }, ...(isWritten ? [from] : [])];
      return [{ ...from, name: key }];
    }),
    ...nameless,
  ];
}
