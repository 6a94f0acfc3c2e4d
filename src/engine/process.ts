// Finds programs and asks them short questions. Starts processes.

import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** What a short-lived program said. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The machine as detection sees it; tests hand in another. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly uid: number;
  /** Path of an executable: a path that is one, or the first on the PATH. */
  readonly which: (command: string) => string | undefined;
  readonly exists: (path: string) => boolean;
  readonly ask: (command: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Answer>;
}

const answerWithinMs = 15_000;

/** This machine. */
export function thisMachine(
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
  withinMs = answerWithinMs,
): Machine {
  return {
    env,
    platform: process.platform,
    uid: process.getuid?.() ?? -1,
    which: (command) => which(command, env),
    // What cannot be looked at is of no use either.
    exists: existsSync,
    ask: ([command = '', ...args], more = {}) =>
      new Promise((answer) => {
        const options = { env: { ...env, ...more }, timeout: withinMs, ...(signal ? { signal } : {}) };
        execFile(command, args, options, (error, stdout, stderr) => {
          const code = error ? error.code : 0;
          const why = error && typeof code !== 'number' ? error.message : '';
          answer({ exitCode: typeof code === 'number' ? code : 127, stdout, stderr: stderr || why });
        });
      }),
  };
}

function which(command: string, env: NodeJS.ProcessEnv): string | undefined {
  if (isAbsolute(command)) return isExecutable(command) ? command : undefined;
  if (command.includes('/')) return which(resolve(command), env);
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, command)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us: both mean that it is not the one.
    return false;
  }
}

/** Signals a process group, or with 0 only looks for it; false when there is none, or only somebody else's. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
