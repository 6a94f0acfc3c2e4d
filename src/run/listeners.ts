// Who listens on this machine, and which process it is. Reads /proc on Linux, and asks lsof elsewhere.

import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import type { Listener } from '../doctor/facts.ts';
import { parseLsof } from '../doctor/lsof.ts';
import { type ListeningSocket, parseSockets } from '../doctor/proc-net.ts';

const lsofWithinMs = 5000;

const tables = [
  ['tcp', 'tcp'],
  ['tcp6', 'tcp'],
  ['udp', 'udp'],
  ['udp6', 'udp'],
] as const;

/** Listeners on these ports; undefined where the machine does not tell. */
export async function readListeners(
  isWanted: (port: number) => boolean,
  { proc = '/proc', lsof = 'lsof' } = {},
): Promise<Listener[] | undefined> {
  const read = await Promise.all(
    tables.map(async ([file, protocol]) => {
      const text = await readFile(`${proc}/net/${file}`, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseSockets(text, protocol);
    }),
  );
  // Without version 6 of the protocol, there is no table of it; without any, this is no Linux.
  if (read[0] === undefined) return (await askLsof(lsof))?.filter(({ port }) => isWanted(port));
  const sockets = read.flatMap((table) => table ?? []).filter(({ port }) => isWanted(port));
  const holders = await findHolders(new Set(sockets.map(({ inode }) => inode)), proc);
  return sockets.map((socket) => withHolder(socket, holders));
}

function withHolder({ inode, ...socket }: ListeningSocket, holders: ReadonlyMap<string, string>): Listener {
  const found = holders.get(inode);
  if (found === undefined) return socket;
  const [pid = '', ...name] = found.split(' ');
  return { ...socket, process: { pid: Number(pid), name: name.join(' ') } };
}

/** Inode → process and its name. Processes of others cannot be looked into, and are left out. */
async function findHolders(wanted: ReadonlySet<string>, proc: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (wanted.size === 0) return found;
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (found.size === wanted.size) break;
    for (const inode of await socketsOf(`${proc}/${pid}/fd`)) {
      if (!wanted.has(inode) || found.has(inode)) continue;
      const name = await readFile(`${proc}/${pid}/comm`, 'utf8').catch(() => 'a process');
      found.set(inode, `${pid} ${name.trim()}`);
    }
  }
  return found;
}

async function socketsOf(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(`${folder}/${file}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Those of this user alone, unless it is root. */
function askLsof(command: string): Promise<Listener[] | undefined> {
  const args = ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fpcn'];
  return new Promise((resolve) => {
    execFile(command, args, { timeout: lsofWithinMs }, (error, stdout) => {
      // It ends with 1 when nobody listens.
      const isThere = error === null || typeof error.code === 'number';
      resolve(isThere ? parseLsof(stdout) : undefined);
    });
  });
}
