// The machine on which smoke runs. Reads /proc and /sys where they are; elsewhere these facts are not known.

import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DiskFacts, HostFacts } from '../../doctor/facts.ts';

/** What is looked at. */
export interface HostQuestions {
  readonly settings: readonly string[];
  readonly sockets: readonly string[];
}

/** Settings of the kernel that every stack depends on. */
const always = ['net.ipv4.ip_unprivileged_port_start', 'fs.inotify.max_user_instances', 'fs.nr_open'];

/** Reads everything but the disks, which the engines have to name first. */
export async function readHost({ settings, sockets }: HostQuestions): Promise<Omit<HostFacts, 'disks'>> {
  const [values, openFiles, enforce] = await Promise.all([
    Promise.all(
      [...always, ...settings].map(
        async (name) => [name, numberIn(await textOf(settingPath(name)))] as const,
      ),
    ),
    textOf('/proc/self/limits'),
    textOf('/sys/fs/selinux/enforce'),
  ]);
  const limit = numberIn(/^Max open files +\d+ +(\d+)/m.exec(openFiles ?? '')?.[1]);
  return {
    settings: Object.fromEntries(values),
    ...(limit !== undefined && { openFiles: limit }),
    ...(enforce !== undefined && { isSelinuxEnforcing: enforce.trim() === '1' }),
    sockets: Object.fromEntries(sockets.map((path) => [path, existsSync(path)])),
  };
}

/** What the file systems of these folders have left. A folder that this user may not enter stands on that of one above. */
export async function readDisks(folders: readonly string[]): Promise<HostFacts['disks']> {
  return Object.fromEntries(
    await Promise.all(folders.map(async (folder) => [folder, await readDisk(folder)] as const)),
  );
}

async function readDisk(folder: string): Promise<DiskFacts | undefined> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(folder);
    return { freeBytes: bavail * bsize, ...(files > 0 && { freeFiles: ffree }) };
  } catch {
    return dirname(folder) === folder ? undefined : await readDisk(dirname(folder));
  }
}

/** Names with anything but words and dots are none of the kernel's. */
function settingPath(name: string): string {
  return `/proc/sys/${/^[\w.-]+$/.test(name) ? name.replaceAll('.', '/') : 'none'}`;
}

async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}

function numberIn(text: string | undefined): number | undefined {
  const number = Number.parseInt(text ?? '', 10);
  return Number.isNaN(number) ? undefined : number;
}
