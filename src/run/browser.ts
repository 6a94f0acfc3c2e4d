// The user's browser: found by the variables and programs of the system, started without a shell. Starts processes.

import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Io } from '../io.ts';

/** Opens one address; resolves with the reason when it could not. */
export type Browser = (url: string) => Promise<string | undefined>;

/** A browser opener that has not ended with an error by then is at work. */
const startedAfterMs = 1000;

/** The browser, or why there is none. `$BROWSER` counts first: the user chose it. */
export function findBrowser(
  env: Io['env'],
  platform: NodeJS.Platform = process.platform,
): { readonly open: Browser } | { readonly missing: string } {
  const command = chosen(env) ?? usual(env, platform);
  if (Array.isArray(command)) return { open: (url) => start(commandFor(command, url), env) };
  return { missing: command };
}

/** `$BROWSER`: commands with a colon between them, `%s` for the address; the first that is there. */
function chosen(env: Io['env']): string[] | undefined {
  const commands = (env['BROWSER'] ?? '').split(':').map((command) => command.split(/\s+/).filter(Boolean));
  return commands.find(([program]) => program !== undefined && isThere(program, env));
}

function usual(env: Io['env'], platform: NodeJS.Platform): string[] | string {
  if (platform === 'darwin') return ['open'];
  if (env['WSL_DISTRO_NAME'] && isThere('wslview', env)) return ['wslview'];
  // Without a display xdg-open would take a browser for text, on the terminal that smoke is on.
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return 'this session has no display, and $BROWSER is not set';
  return isThere('xdg-open', env) ? ['xdg-open'] : 'xdg-open is not on the PATH, and $BROWSER is not set';
}

/** The address is one word of the command, never a line for a shell. */
export function commandFor(command: readonly string[], url: string): string[] {
  const filled = command.map((word) => word.replaceAll('%s', () => url));
  return command.some((word) => word.includes('%s')) ? filled : [...command, url];
}

function start([program = '', ...words]: readonly string[], env: Io['env']): Promise<string | undefined> {
  return new Promise((resolve) => {
    // A group of its own: Ctrl-C for smoke must not close the browser.
    const child = spawn(program, words, { env, detached: true, stdio: 'ignore' });
    const timer = setTimeout(() => resolve(undefined), startedAfterMs);
    const end = (reason: string | undefined): void => {
      clearTimeout(timer);
      resolve(reason);
    };
    child.once('error', (error) => end(`${program} could not be started: ${error.message}`));
    child.once('exit', (code) => end(code === 0 ? undefined : `${program} ended with ${code ?? 'a signal'}`));
    child.unref();
  });
}

function isThere(program: string, env: Io['env']): boolean {
  const paths = program.includes('/')
    ? [program]
    : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return paths.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      // Not there, or not for us: both mean that it is not the one.
      return false;
    }
  });
}
