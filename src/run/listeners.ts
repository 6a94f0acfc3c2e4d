// Which process of this machine listens at a port. Reads /proc on Linux, and asks lsof elsewhere.

import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process that listens. Without `pid`, somebody does, and only root may know who. */
export interface Listener {
  readonly pid?: number;
  readonly name?: string;
  readonly commandLine?: readonly string[];
}

/** The process that listens at a TCP port, at an address that is meant; undefined when none does. */
export async function findListener(
  port: number,
  isMeant: (address: string) => boolean,
): Promise<Listener | undefined> {
  if (process.platform !== 'linux') return await askLsof(port);
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => textOf(`/proc/net/${name}`)));
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port, isMeant)));
  if (sockets.size === 0) return undefined;
  const pid = await ownerOf(sockets);
  if (pid === undefined) return {};
  const commandLine = (await textOf(`/proc/${pid}/cmdline`)).split('\0').filter((word) => word !== '');
  const name = (await textOf(`/proc/${pid}/comm`)).trim();
  return { pid, commandLine, ...(name && { name }) };
}

/** Inodes of the sockets that listen at a port, from the text of /proc/net/tcp. */
export function listeningSockets(
  table: string,
  port: number,
  isMeant: (address: string) => boolean,
): string[] {
  const listens = '0A';
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => {
      const [address = '', at = ''] = local.split(':');
      return state === listens && Number.parseInt(at, 16) === port && isMeant(addressOf(address));
    })
    .map((words) => words[9] ?? '');
}

/** The kernel writes addresses as numbers of this machine: the last byte of each four comes first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  const isMapped = bytes.length === 16 && bytes.slice(0, 12).join('') === '00000000000000000000FFFF';
  const four = isMapped ? bytes.slice(12) : bytes;
  if (four.length === 4) return four.map((byte) => Number.parseInt(byte, 16)).join('.');
  if (bytes.slice(0, 15).every((byte) => byte === '00')) return bytes.at(-1) === '01' ? '::1' : '::';
  return bytes
    .join('')
    .replace(/(.{4})(?!$)/g, '$1:')
    .toLowerCase();
}

async function ownerOf(sockets: ReadonlySet<string>): Promise<number | undefined> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    // A process that has ended meanwhile, or is somebody else's, shows nothing.
    const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const file of files) {
      const target = await readlink(`/proc/${pid}/fd/${file}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined && sockets.has(inode)) return Number(pid);
    }
  }
  return undefined;
}

async function textOf(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

function askLsof(port: number): Promise<Listener | undefined> {
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return new Promise((resolve) => {
    execFile('lsof', args, { timeout: 5000 }, (_, stdout) => {
      const pid = /^p(\d+)$/m.exec(stdout)?.[1];
      const name = /^c(.+)$/m.exec(stdout)?.[1];
      resolve(pid === undefined ? undefined : { pid: Number(pid), ...(name !== undefined && { name }) });
    });
  });
}
