// --evidence DIR: what was seen of a stack, in files that can be attached to a report: masked, and cut to a size.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerState, Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { checkOutput, writeFileWhole } from '../output.ts';
import type { StackSource } from './read-source.ts';

/** What evidence is of. */
export interface Case {
  readonly engine: Engine;
  readonly stack: StackSource;
  readonly began: Date;
  readonly mask: (text: string) => string;
  /** File name → text: what was said of it, such as the report. */
  readonly texts: Readonly<Record<string, string>>;
}

const logLines = 5000;
const logBytes = 256 * 1024;
const otherBytes = 1024 * 1024;

/** Refuses a folder that cannot be made, or written to, before anything is started for it. */
export function checkEvidenceFolder(folder: string | undefined): void {
  if (folder === undefined) return;
  makeFolder(folder);
  checkOutput(join(folder, 'manifest.yml'));
}

/**
 * Writes manifest, logs, what the engine tells of every container, the history of health checks, events, and the given
 * texts. What cannot be had is said in its place. Resolves to the folder.
 */
export async function gatherEvidence(folder: string, seen: Case, io: Io): Promise<string> {
  const { engine, stack, began, mask, texts } = seen;
  makeFolder(folder);
  const write = (name: string, text: string, most = otherBytes): void =>
    writeFileWhole(join(folder, name), cut(mask(text), most));
  const containers = await engine.containers(stack.project).catch((error: unknown) => {
    if (!(error instanceof SmokeError)) throw error;
    write('containers.txt', `${error.message}\n`);
    return [];
  });
  write('manifest.yml', stack.text);
  write('machine.txt', machine(engine, io));
  write('health.json', json(healthOf(containers)));
  write('events.jsonl', await told(async () => lines(await engine.events(stack.project, began))));
  for (const [name, text] of Object.entries(texts)) write(name, text);
  for (const { id, name } of containers) {
    write(`${name}.inspect.json`, await told(async () => json(await engine.inspect(id))));
    write(`${name}.log`, await told(() => engine.logs(id, logLines)), logBytes);
  }
  return folder;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new SmokeError('UNWRITABLE', `cannot write ${folder}: ${(cause as Error).message}`, {
      hint: 'Name a folder that you may write to: --evidence DIR',
      cause,
    });
  }
}

/** The end tells why something failed. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(-most);
  return `(the first ${text.length - most} characters are left out)\n${kept.slice(kept.indexOf('\n') + 1)}`;
}

async function told(work: () => Promise<string>): Promise<string> {
  return await work().catch((error: unknown) => {
    if (error instanceof SmokeError) return `(${error.message})\n`;
    throw error;
  });
}

function machine({ name, version, address, compose, firesHealthChecks }: Engine, io: Io): string {
  const fires = firesHealthChecks ? 'by the engine' : 'by smoke';
  return [
    `at ${io.now().toISOString()}`,
    `${name} ${version} at ${address}; health checks are run ${fires}`,
    `${compose.name} ${compose.version} (${compose.command.join(' ')})`,
    `Node ${process.version} on ${process.platform} ${process.arch}`,
    '',
  ].join('\n');
}

function healthOf(containers: readonly ContainerState[]) {
  return containers.map(
    ({ name, service, state, health, exitCode, restartCount, healthcheck, healthLog }) => ({
      name,
      service,
      state,
      health,
      exitCode,
      restartCount,
      healthcheck,
      healthLog,
    }),
  );
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function lines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
