// Decides whether an archive may go into a volume: every entry must stay inside its root. Pure.

import { shown, type TarEntry, type TarType } from './tar.ts';
import type { TarNames } from './tar-write.ts';

const longestName = 255;
const longestPath = 4095;

/**
 * A check that is fed entry by entry and throws at the first that may not be written. It remembers what
 * came before, since an entry may be harmful only through a link that an earlier one made.
 */
export function createArchiveCheck(): (entry: TarEntry) => void {
  const seen = new Map<string, TarType>();
  return (entry) => {
    const path = insidePath(entry.name, entry.name);
    const before = seen.get(path);
    requireParents(seen, path, entry.name);
    if (before === 'symlink' && entry.type !== 'symlink')
      throw refused(entry.name, 'it comes a second time, after a symbolic link of that name');
    if (path === '' && entry.type !== 'directory') throw refused(entry.name, 'the root must be a folder');
    seen.set(path, kindOf(entry, seen));
  };
}

/** The entry's clean path inside the volume, and its hard link's, below `root`. */
export function namesBelow(root: string, entry: TarEntry): TarNames {
  const below = (path: string) => (path === '' ? root || './' : `${root}${path}`);
  const name = below(insidePath(entry.name, entry.name));
  if (entry.type === 'link') return { name, linkname: below(insidePath(entry.linkname, entry.name)) };
  return { name, linkname: entry.type === 'symlink' ? entry.linkname : '' };
}

function kindOf(entry: TarEntry, seen: ReadonlyMap<string, TarType>): TarType {
  if (entry.type === 'device') throw refused(entry.name, 'it is a device');
  if (entry.type === 'unknown')
    throw refused(entry.name, `its type ${JSON.stringify(entry.flag)} is not known`);
  if (entry.type === 'symlink') {
    // A symbolic link may point anywhere: a container reads it by its own root. Nothing is written through it.
    if (entry.linkname === '' || entry.linkname.includes('\0'))
      throw refused(entry.name, 'it is a link to nothing');
    if (entry.linkname.length > longestPath) throw refused(entry.name, 'its target is too long');
  }
  if (entry.type !== 'link') return entry.type;
  const target = insidePath(entry.linkname, entry.name);
  requireParents(seen, target, entry.name);
  const kind = seen.get(target);
  if (!kind)
    throw refused(entry.name, `it is a hard link to ${shown(entry.linkname)}, which does not come before it`);
  if (kind === 'directory')
    throw refused(entry.name, `it is a hard link to the folder ${shown(entry.linkname)}`);
  return kind;
}

function requireParents(seen: ReadonlyMap<string, TarType>, path: string, name: string): void {
  for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
    const parent = path.slice(0, end);
    const kind = seen.get(parent);
    if (kind === 'symlink') throw refused(name, `it goes through the symbolic link ${shown(parent)}`);
    if (kind !== undefined && kind !== 'directory') throw refused(name, `${shown(parent)} is not a folder`);
  }
}

function insidePath(path: string, name: string): string {
  if (path === '') throw refused(name, 'it has no name');
  if (path.includes('\0')) throw refused(name, 'its name has a zero byte');
  if (path.startsWith('/')) throw refused(name, 'its path is absolute');
  if (path.length > longestPath) throw refused(name, 'its path is too long');
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refused(name, 'its path has ".." in it');
  if (parts.some((part) => part.length > longestName))
    throw refused(name, 'a part of its path is over 255 bytes');
  return parts.join('/');
}

function refused(name: string, why: string): Error {
  return new Error(`the entry ${shown(name.slice(0, 300))} may not go into a volume: ${why}`);
}
