// Files that Compose's `files` service would write: ConfigMaps and Secrets, mounted, or copied where mode or owner matter. Pure.

import { SmokeError } from '../error.ts';
import type { StackParts } from '../stack/parts.ts';
import type { StackFile } from '../stack/placed-files.ts';
import type { PodVolume } from './mounts.ts';
import { keyOf, objectName } from './names.ts';
import { type Json, type JsonMap, type KubernetesObject, metadata } from './objects.ts';
import type { PodUser } from './security.ts';
import { secretIn } from './texts.ts';

const largestObject = 1024 * 1024;

/** Whether a file has to be kept in a Secret. */
function isSecretFile(parts: StackParts, file: StackFile): boolean {
  const text = Buffer.from(file.base64, 'base64').toString('utf8');
  return secretIn(text, parts) !== undefined || secretIn(file.base64, parts) !== undefined;
}

/** The objects that hold the files of a volume: a ConfigMap of what everybody may see, a Secret of the rest. */
export function fileObjects(parts: StackParts, { name, files }: PodVolume): KubernetesObject[] {
  const groups = [
    { kind: 'ConfigMap', chosen: files.filter((file) => !isSecretFile(parts, file)) },
    { kind: 'Secret', chosen: files.filter((file) => isSecretFile(parts, file)) },
  ];
  return groups
    .filter(({ chosen }) => chosen.length > 0)
    .map(({ kind, chosen }) => holder(parts, name, kind, chosen));
}

function holder(
  parts: StackParts,
  volume: string,
  kind: string,
  files: readonly StackFile[],
): KubernetesObject {
  const size = files.reduce((sum, { base64 }) => sum + base64.length, 0);
  if (size > largestObject) {
    throw new SmokeError(
      'FRAGMENT',
      `the files of ${volume} have ${size} bytes, expected ${largestObject} at most`,
      {
        hint: 'A ConfigMap or Secret holds a mebibyte: place them in several volumes.',
      },
    );
  }
  const text: Record<string, Json> = {};
  const binary: Record<string, Json> = {};
  for (const { path, base64 } of files) {
    const bytes = Buffer.from(base64, 'base64');
    const decoded = bytes.toString('utf8');
    if (Buffer.from(decoded).equals(bytes) && !decoded.includes('\0')) text[fileKey(files, path)] = decoded;
    else binary[fileKey(files, path)] = base64;
  }
  const isSecret = kind === 'Secret';
  return {
    apiVersion: 'v1',
    kind,
    metadata: metadata(parts, objectName(parts, volume)),
    ...(isSecret && { type: 'Opaque' }),
    ...(Object.keys(text).length > 0 && { [isSecret ? 'stringData' : 'data']: text }),
    ...(Object.keys(binary).length > 0 && { [isSecret ? 'data' : 'binaryData']: binary }),
  };
}

/** Paths that only differ in what a key cannot show get a number. */
function fileKey(files: readonly StackFile[], path: string): string {
  const same = files.map((file) => file.path).filter((other) => keyOf(other) === keyOf(path));
  const index = same.indexOf(path);
  return index > 0 ? `${keyOf(path)}.${index + 1}` : keyOf(path);
}

/**
 * The source of a pod's volume that has the files: one object, or both projected into one folder. What is copied
 * gets its mode then, and only the container that copies sees it here.
 */
export function filesSource(parts: StackParts, { name, files }: PodVolume, isCopied: boolean): JsonMap {
  const object = objectName(parts, name);
  const items = (chosen: readonly StackFile[]): JsonMap[] =>
    chosen.map(({ path, mode }) => ({
      key: fileKey(chosen, path),
      path,
      mode: isCopied ? 0o444 : Number.parseInt(mode, 8),
    }));
  const shown = files.filter((file) => !isSecretFile(parts, file));
  const hidden = files.filter((file) => isSecretFile(parts, file));
  if (hidden.length === 0) return { configMap: { name: object, items: items(shown) } };
  if (shown.length === 0) return { secret: { secretName: object, items: items(hidden) } };
  const sources = [
    { configMap: { name: object, items: items(shown) } },
    { secret: { name: object, items: items(hidden) } },
  ];
  return { projected: { sources } };
}

/** Owner that a copied file has to get; undefined where the pod's user makes it anyway. */
export function ownerToGive(file: StackFile, user: PodUser): string | undefined {
  if (isForAll(file)) return undefined;
  const [uid, gid] = file.owner.split(':').map(Number);
  // Root is what a file has where the fragment does not say; who runs as somebody else reads its own.
  if (uid === 0 || uid === user.uid) return undefined;
  return `${uid}:${gid}`;
}

/** Whether everybody may read it. */
function isForAll({ mode }: StackFile): boolean {
  return (Number.parseInt(mode, 8) & 0o004) !== 0;
}

/** Mounted files belong to root, and a group of the pod could read them: what is not for all is copied. */
export function needsCopy({ files }: PodVolume, user: PodUser): boolean {
  return files.some((file) => !isForAll(file) && (user.uid ?? 0) !== 0);
}

/** Copies files to where they belong; FILES has mode, owner (or -), source and target of each, OWNERS those of folders. */
export const copyScript = `umask 022
printf '%s\\n' "\${OWNERS-}" | while read -r owner mode root; do
  [ -n "$root" ] || continue
  chown "$owner" "$root"
  chmod "$mode" "$root"
done
printf '%s\\n' "\${FILES-}" | while read -r mode owner source target; do
  [ -n "$target" ] || continue
  mkdir -p "\${target%/*}"
  (umask 077; cat "$source" > "$target.new")
  [ "$owner" = - ] || chown "$owner" "$target.new"
  chmod "$mode" "$target.new"
  mv -f "$target.new" "$target"
done
`;

/** Lines of FILES for one volume. */
export function copyLines({ name, files }: PodVolume, user: PodUser, asRoot: boolean): string[] {
  return files.map((file) => {
    if (/\s/.test(file.path))
      throw new SmokeError(
        'FRAGMENT',
        `got the file "${name}/${file.path}", expected a name without spaces`,
        {
          hint: 'In a cluster it has to be copied, and a line of the list says from where to where.',
        },
      );
    // What root makes is its own, and nobody else may read it.
    const readers = asRoot && user.uid && !isForAll(file) ? `${user.uid}:${user.gid ?? user.uid}` : '-';
    const owner = ownerToGive(file, user) ?? readers;
    return `${file.mode} ${owner} /from/${name}/${file.path} /to/${name}/${file.path}`;
  });
}
