// Volumes that outlive pods: PersistentVolumeClaims, and a ResourceQuota of what they ask for. Pure.

import type { StackParts } from '../stack/parts.ts';
import type { Surroundings } from './mounts.ts';
import { objectName } from './names.ts';
import { type KubernetesObject, metadata } from './objects.ts';
import type { StorageClasses } from './options.ts';
import { quantity, sizeInBytes } from './resources.ts';
import { plainText } from './texts.ts';

/** A claim as far as it is ours to decide. */
export interface Claim {
  readonly name: string;
  readonly bytes: number;
  readonly isShared: boolean;
  readonly storageClass?: string;
  /** The fragment does not say how large it has to be. */
  readonly isGuessed: boolean;
}

/** The claims of a stack; what several pods mount has to be a file system for several nodes. */
export function stackClaims(around: Surroundings, classes: StorageClasses): Claim[] {
  const { parts } = around;
  return Object.values(around.volumes)
    .filter(({ form }) => form === 'claim')
    .map(({ name, users }) => {
      const notes = parts.volumes[name];
      const copies = users.some((user) => podCount(around, user) > 1);
      const isShared = notes?.access === 'shared' || users.length > 1 || copies;
      const storageClass = classes[isShared ? 'file' : 'block'] ?? notes?.storageClass;
      return {
        name: objectName(parts, name),
        bytes: sizeInBytes(notes?.size ?? '1Gi', name),
        isShared,
        ...(storageClass !== undefined && { storageClass }),
        isGuessed: notes?.size === undefined,
      };
    });
}

/** How many pods of a service there are: of one that writes data of its own, never two. */
export function podCount(around: Surroundings, service: string): number {
  const wanted = replicas(around.parts, service);
  return keepsData(around, service) ? Math.min(1, wanted) : wanted;
}

/** Whether it alone writes data: a StatefulSet never has two pods of one name. */
export function keepsData({ parts, mountsOf, volumes }: Surroundings, name: string): boolean {
  return (mountsOf[name]?.mounts ?? []).some(({ volume, readOnly }) => {
    const notes = volume === undefined ? undefined : parts.volumes[volume];
    const isClaim = volume !== undefined && volumes[volume]?.form === 'claim';
    return isClaim && !readOnly && notes?.access !== 'shared' && (notes?.role ?? 'data') === 'data';
  });
}

/** How many containers of a service there are in Compose. */
export function replicas(parts: StackParts, service: string): number {
  const deploy = parts.services[service]?.['deploy'];
  const wanted =
    typeof deploy === 'object' && deploy !== null && 'replicas' in deploy ? deploy['replicas'] : 1;
  return Number(plainText(String(wanted ?? 1))) || 0;
}

/** A claim as an object. */
export function claimObject(parts: StackParts, claim: Claim): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metadata(parts, claim.name),
    spec: {
      accessModes: [claim.isShared ? 'ReadWriteMany' : 'ReadWriteOnce'],
      ...(claim.storageClass !== undefined && { storageClassName: claim.storageClass }),
      resources: { requests: { storage: quantity(claim.bytes) } },
    },
  };
}

/** Exactly what the stack asks for, in all and by class. */
export function quotaObject(parts: StackParts, claims: readonly Claim[]): KubernetesObject {
  const classes = [...new Set(claims.flatMap(({ storageClass }) => storageClass ?? []))];
  const sums = (chosen: readonly Claim[], prefix: string): Record<string, string> => ({
    [`${prefix}requests.storage`]: quantity(chosen.reduce((sum, { bytes }) => sum + bytes, 0)),
    [`${prefix}persistentvolumeclaims`]: String(chosen.length),
  });
  const byClass = classes.map((name) =>
    sums(
      claims.filter(({ storageClass }) => storageClass === name),
      `${name}.storageclass.storage.k8s.io/`,
    ),
  );
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadata(parts, objectName(parts, 'storage')),
    spec: { hard: Object.assign(sums(claims, ''), ...byClass) },
  };
}
