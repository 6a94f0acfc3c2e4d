// What a fault of the bench is: one thing wrong, and the card that has to tell of it.

import type { Target } from '../targets.ts';

/** Where a fault happens: a project, a folder and a port that no other fault has. */
export interface Place {
  readonly target: Target;
  readonly project: string;
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  /** Runs the client of the engine; other things of a fault live in this project, too. */
  readonly engine: (...args: string[]) => string;
}

/** What `prepare` leaves: what takes it back, and more of the environment of smoke. */
export interface Prepared {
  readonly undo?: () => Promise<unknown> | unknown;
  readonly env?: Readonly<Record<string, string>>;
  /** What the preparation made and the file or the expectations need, such as the host of a registry. */
  readonly made?: Readonly<Record<string, string>>;
}

/** A Compose file as data: JSON is YAML. */
export type ComposeFile = Readonly<Record<string, unknown>>;

/** One fault. */
export interface Fault {
  readonly name: string;
  readonly prepare?: (place: Place) => Promise<Prepared> | Prepared;
  readonly file: (place: Place, made: Readonly<Record<string, string>>) => ComposeFile;
  /** Seconds that smoke waits at most. */
  readonly timeout?: number;
  /** Words after `smoke up`, such as other flags. */
  readonly words?: readonly string[];
  readonly code: string;
  /** Services or whatever else the first card is about. */
  readonly subject: string | RegExp;
  /** What the cause says. */
  readonly says: RegExp;
  /** What the first line of evidence says. */
  readonly shows?: RegExp;
  readonly next: RegExp;
  /** What stands in some further line of evidence. */
  readonly tells?: RegExp;
  /** Must not appear anywhere in what smoke prints. */
  readonly hides?: readonly string[];
  readonly exitCode: number;
  /** The one engine that it is tried on: where it can happen, or where both would show the same. */
  readonly only?: 'docker' | 'podman';
  /** Where the engine itself words or does it in another way. */
  readonly onPodman?: Partial<
    Pick<Fault, 'code' | 'subject' | 'says' | 'shows' | 'next' | 'exitCode' | 'tells'>
  >;
}

const tests = 'localhost/smoke-test';

/** bash as sh and coreutils, nothing else. */
export const plainImage = `${tests}/ubi-micro:9`;
/** Node, curl, bash, grep and sed. */
export const toolsImage = `${tests}/cryostat:4.2.0`;
/** Garage alone. */
export const garageImage = `${tests}/garage:2.5.0`;
/** PostgreSQL 15, all of its programs. */
export const postgresImage = `${tests}/postgres:15`;

/** A service that runs a shell script as root; `$` is the shell's. */
export function script(lines: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const text = lines.trim().replaceAll('$', '$$$$');
  return {
    image: plainImage,
    user: '0:0',
    entrypoint: ['/bin/sh', '-c', text],
    stop_grace_period: '0s',
    ...more,
  };
}

/** The same with curl and Node at hand. */
export function toolScript(
  lines: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return script(lines, { image: toolsImage, ...more });
}

/** A file of one service, which is called web. */
export function web(service: Readonly<Record<string, unknown>>, more: ComposeFile = {}): ComposeFile {
  return { services: { web: service }, ...more };
}

/** A check that runs every half second and is given three tries. */
export function check(...test: string[]): Readonly<Record<string, unknown>> {
  return { test, interval: '500ms', timeout: '2s', retries: 3 };
}
