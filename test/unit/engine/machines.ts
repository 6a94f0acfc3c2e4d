// Made-up machines and engines for detection.

import type { Reach } from '../../../src/engine/candidates.ts';
import type { EngineClient } from '../../../src/engine/client.ts';
import type { Answer, Machine } from '../../../src/engine/process.ts';

/** What a made-up machine has. */
export interface MachineParts {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly uid?: number;
  /** Paths that are there; those named like programs are on the PATH. */
  readonly files?: readonly string[];
  /** Command line → what it says on standard output; a number is an exit code. */
  readonly answers?: Readonly<Record<string, string | number>>;
}

/** A machine; `asked` collects the command lines it ran. */
export function machineOf(parts: MachineParts, asked: string[] = []): Machine {
  const files = parts.files ?? [];
  return {
    env: { HOME: '/home/u', ...parts.env },
    platform: parts.platform ?? 'linux',
    uid: parts.uid ?? 0,
    which: (command) =>
      command.includes('/')
        ? files.find((file) => file === command)
        : files.find((file) => file === `/usr/bin/${command}`),
    exists: (path) => files.includes(path),
    ask: async (command) => {
      asked.push(command.join(' '));
      return answerOf(parts.answers?.[command.join(' ')]);
    },
  };
}

function answerOf(said: string | number | undefined): Answer {
  if (typeof said === 'string') return { exitCode: 0, stdout: said, stderr: '' };
  return { exitCode: said ?? 127, stdout: '', stderr: 'no such command' };
}

/** Engines that answer at addresses; what is started answers as Podman 4.3.1. */
export function reachOf(
  answering: Readonly<Record<string, readonly ['docker' | 'podman', string]>>,
): Reach & { stopped: number } {
  const reach = {
    stopped: 0,
    connect: async (address: string) => {
      const found = answering[address];
      if (!found) throw new Error(`nothing answers at ${address}`);
      return clientOf(found[0], found[1], address);
    },
    startPodman: async (podman: string) => ({
      client: clientOf('podman', '4.3.1', `unix:///tmp/own/${podman}`),
      stop: async () => {
        reach.stopped += 1;
      },
    }),
  };
  return reach;
}

function clientOf(name: 'docker' | 'podman', version: string, address: string): EngineClient {
  // Detection asks nothing more of a connection.
  return { name, version, address, docker: {} as EngineClient['docker'] };
}
