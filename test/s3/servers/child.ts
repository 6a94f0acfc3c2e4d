// Servers as child processes: each with a folder of its own, on free ports, and gone without a trace.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'smoke-test');
const tools = join(cache, 'tools');

/** Python with boto3 and moto. */
export const python = join(cache, 's3-python', 'bin', 'python');

/** Where scripts/tool keeps a program, in a folder with the version in its name; undefined where it was not built. */
export function findTool(name: string): string | undefined {
  if (!existsSync(tools)) return undefined;
  const found = readdirSync(tools).filter((folder) => existsSync(join(tools, folder, name)));
  return found
    .filter((folder) => folder.startsWith(`${name}-`))
    .map((folder) => join(tools, folder, name))[0];
}

/** The same, where its absence is a mistake of the caller. */
export function tool(name: string): string {
  const path = findTool(name);
  if (path === undefined) throw new Error(`no ${name} in ${tools}: scripts/s3-servers builds it`);
  return path;
}

/** A program on the PATH or where administrators have theirs. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Ports that nobody listens on now. All are held until the last is found, so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(0, resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** The address at which a server that listens there is reached, by containers as well. */
export function reached(host: string): string {
  if (host !== '0.0.0.0') return host;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const own = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (own === undefined) throw new Error('this machine has no address besides its loopback');
  return own;
}

/** Child processes and a folder that end together. */
export interface Family {
  readonly folder: string;
  /** Starts a program; what it prints goes to `NAME.log` in the folder. */
  readonly spawn: (name: string, program: string, words: readonly string[], env?: NodeJS.ProcessEnv) => void;
  /** Runs a program to its end and gives its output. */
  readonly run: (program: string, words: readonly string[], env?: NodeJS.ProcessEnv) => Promise<string>;
  /** Waits until the address answers as wanted; a child that ended is an error with the end of its log. */
  readonly answers: (url: string, isReady?: (status: number) => boolean) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const execute = promisify(execFile);

/** Makes an empty family. */
export function startFamily(name: string): Family {
  const folder = mkdtempSync(join(tmpdir(), `smoke-s3-${name}-`));
  const children = new Map<string, ChildProcess>();
  const environment = { ...process.env, HOME: folder };
  const stop = async () => {
    await Promise.all([...children.values()].reverse().map(end));
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    folder,
    stop,
    spawn: (child, program, words, env) => {
      const log = openSync(join(folder, `${child}.log`), 'a');
      const options = { cwd: folder, env: { ...environment, ...env } };
      const [file, ...rest] = diesWithUs([program, ...words]);
      children.set(child, spawn(file, rest, { ...options, stdio: ['ignore', log, log] }));
      closeSync(log);
    },
    run: async (program, words, env) => {
      const options = { cwd: folder, env: { ...environment, ...env }, timeout: 90_000 };
      return (await execute(program, [...words], options)).stdout;
    },
    answers: (url, isReady = (status) => status < 500) => waitFor(url, isReady, folder, children),
  };
}

// A test run that is killed cannot stop its servers: the kernel does it.
function diesWithUs(words: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const setpriv = findProgram('setpriv');
  return setpriv === undefined ? words : [setpriv, '--pdeathsig', 'KILL', '--', ...words];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Nothing of what they hold is wanted any more, so nobody waits for them to put it in order.
  child.kill('SIGKILL');
  await ended;
}

async function waitFor(
  url: string,
  isReady: (status: number) => boolean,
  folder: string,
  children: ReadonlyMap<string, ChildProcess>,
): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    for (const [name, child] of children) {
      if (child.exitCode === null && child.signalCode === null) continue;
      const log = readFileSync(join(folder, `${name}.log`), 'utf8').slice(-2000);
      throw new Error(`${name} ended with ${child.exitCode ?? child.signalCode}:\n${log}`);
    }
    const status = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      },
      () => undefined,
    );
    if (status !== undefined && isReady(status)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer within a minute`);
}
