// Runs the Compose provider: explicit project, file and folder, nothing inherited. Starts processes.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SmokeError } from '../error.ts';
import { signalGroup } from './process.ts';

/** The Compose implementation that starts containers, as found out at detection. */
export interface ComposeProvider {
  readonly name: 'docker compose' | 'docker-compose' | 'podman-compose';
  readonly version: string;
  readonly command: readonly string[];
  /** Added to the child's environment, such as DOCKER_HOST for docker-compose over Podman's socket. */
  readonly env: Readonly<Record<string, string>>;
  /** False where `depends_on: service_healthy` is ignored: then smoke starts the stack in waves. */
  readonly honoursHealthy: boolean;
  /**
   * True where it takes every container for changed: Docker Compose compares network ids, and Podman before
   * 5.4 answers with names. Then `up` of a manifest that already runs needs `--no-recreate`.
   */
  readonly recreatesUnchanged: boolean;
}

/** What one run of the provider is about. */
export interface ComposeRun {
  readonly project: string;
  readonly file: string;
  readonly projectDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onLine?: (line: string, from: 'stdout' | 'stderr') => void;
  readonly signal?: AbortSignal;
  /** Told the process when it runs, and undefined when it has ended. */
  readonly onChild?: (pid: number | undefined) => void;
}

/** How it ended; `output` is the last 16 KiB of both streams. */
export interface ComposeResult {
  readonly exitCode: number;
  readonly output: string;
}

const tailBytes = 16 * 1024;
const killAfterMs = 10_000;

/** The whole command line, for running and for showing. */
export function composeCommand(
  provider: ComposeProvider,
  args: readonly string[],
  run: Pick<ComposeRun, 'project' | 'file' | 'projectDirectory'>,
): readonly string[] {
  // An explicit empty env file keeps a stray .env out with every provider; COMPOSE_DISABLE_ENV_FILE is newer than 2.20.
  const common = ['--env-file', '/dev/null', '--project-name', run.project, '--file', run.file];
  const folder = provider.name === 'podman-compose' ? [] : ['--project-directory', run.projectDirectory];
  return [...provider.command, ...common, ...folder, ...args];
}

/** The child's environment: the given one without COMPOSE_*, plus what the provider needs. */
export function composeEnvironment(provider: ComposeProvider, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !name.startsWith('COMPOSE_'));
  return { ...Object.fromEntries(kept), COMPOSE_DISABLE_ENV_FILE: '1', ...provider.env };
}

/**
 * Runs the provider to its end. The child leads a process group of its own, so Ctrl-C is smoke's to handle;
 * on abort the group gets SIGINT, and SIGKILL after ten seconds.
 */
export function runCompose(
  provider: ComposeProvider,
  args: readonly string[],
  run: ComposeRun,
): Promise<ComposeResult> {
  const [command = '', ...rest] = composeCommand(provider, args, run);
  return new Promise((resolve, reject) => {
    if (run.signal?.aborted) return reject(cancelled(provider));
    const child = spawn(command, rest, {
      cwd: run.projectDirectory,
      env: composeEnvironment(provider, run.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    run.onChild?.(child.pid);
    let output = '';
    for (const from of ['stdout', 'stderr'] as const) {
      createInterface({ input: child[from], crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
        output = `${output}${line}\n`.slice(-tailBytes);
        run.onLine?.(line, from);
      });
    }
    let killTimer: NodeJS.Timeout | undefined;
    const onAbort = () => {
      signalGroup(child.pid, 'SIGINT');
      killTimer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), killAfterMs);
    };
    run.signal?.addEventListener('abort', onAbort, { once: true });
    const settle = () => {
      run.onChild?.(undefined);
      clearTimeout(killTimer);
      run.signal?.removeEventListener('abort', onAbort);
    };
    child.once('error', (cause) => {
      settle();
      reject(
        new SmokeError('COMPOSE_FAILED', `${provider.name} could not be started: ${cause.message}`, {
          cause,
        }),
      );
    });
    child.once('close', (code) => {
      settle();
      if (run.signal?.aborted) reject(cancelled(provider));
      else resolve({ exitCode: code ?? 1, output });
    });
  });
}

function cancelled(provider: ComposeProvider): SmokeError {
  return new SmokeError('CANCELLED', `${provider.name} was interrupted`);
}
