// As whom a service runs in a cluster, and what it may do. Pure.

import type { SecurityNotes } from '../stack/fragment.ts';
import type { StackParts } from '../stack/parts.ts';
import type { Mount, PodVolume } from './mounts.ts';
import type { JsonMap } from './objects.ts';

/** The user of a pod as far as it is known, and whether the pod meets the restricted standard. */
export interface PodUser {
  readonly uid?: number;
  readonly gid?: number;
  /** The image's own user is not root. */
  readonly isNotRoot: boolean;
  readonly isRestricted: boolean;
  /** Why it is not restricted. */
  readonly why?: string;
}

/** What is said in the fragment, then Compose's `user`, then the owner of what the service mounts. */
export function podUser(
  parts: StackParts,
  service: string,
  mounts: readonly Mount[],
  volumes: Readonly<Record<string, PodVolume>>,
): PodUser {
  const notes: SecurityNotes = parts.security[service] ?? {};
  const text = notes.user ?? composeUser(parts, service) ?? ownerOf(parts, mounts, volumes);
  const isRestricted = notes.restricted !== false && text !== undefined && !text.startsWith('0');
  const why = notes.why ?? (text === undefined ? 'nobody says as whom the image runs' : undefined);
  const [uid, gid] = text === undefined || text === 'image' ? [] : text.split(':').map(Number);
  return {
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    isNotRoot: text === 'image' || (uid ?? 0) > 0,
    isRestricted,
    ...(!isRestricted && { why: why ?? 'it runs as root' }),
  };
}

function composeUser(parts: StackParts, service: string): string | undefined {
  const user = parts.services[service]?.['user'];
  if (user === 'root') return '0';
  return user !== undefined && /^\d+(:\d+)?$/.test(String(user)) ? String(user) : undefined;
}

function ownerOf(
  parts: StackParts,
  mounts: readonly Mount[],
  volumes: Readonly<Record<string, PodVolume>>,
): string | undefined {
  const names = mounts.flatMap(({ volume, readOnly }) =>
    volume === undefined ? [] : [{ volume, readOnly }],
  );
  const ofVolumes = names
    .filter(({ readOnly }) => !readOnly)
    .map(({ volume }) => parts.volumes[volume]?.owner);
  const ofFiles = names.flatMap(({ volume }) => volumes[volume]?.files.map(({ owner }) => owner) ?? []);
  return [...ofVolumes, ...ofFiles].find((owner) => owner !== undefined && !/^0:/.test(owner));
}

/** The pod's part of it; `groups`: what it belongs to besides. */
export function podSecurity(user: PodUser, fsGroup: number | undefined, groups: readonly number[]): JsonMap {
  return {
    ...(user.isRestricted && { runAsNonRoot: true }),
    ...(user.uid !== undefined && { runAsUser: user.uid }),
    ...(user.gid !== undefined && { runAsGroup: user.gid }),
    // On a mismatch only: some servers refuse data whose mode was changed under them.
    ...(fsGroup !== undefined && { fsGroup, fsGroupChangePolicy: 'OnRootMismatch' }),
    ...(groups.length > 0 && { supplementalGroups: groups }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** The container's part of it. */
export function containerSecurity({ isRestricted }: PodUser): JsonMap | undefined {
  return isRestricted ? { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } : undefined;
}

/** Of an init container that only waits or copies: as the pod's user, else as nobody. */
export function helperSecurity(user: PodUser): JsonMap {
  return {
    runAsNonRoot: true,
    ...(user.isRestricted && user.uid !== undefined
      ? {}
      : { runAsUser: user.isNotRoot && user.uid ? user.uid : 65534 }),
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
  };
}

/** Of an init container that gives files to somebody else. */
export const ownerSecurity: JsonMap = {
  runAsNonRoot: false,
  runAsUser: 0,
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'], add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'] },
};
