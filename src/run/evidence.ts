// --evidence DIR: what was seen of a stack, in files that can be attached to a report: masked, and cut to a size.

import { join, resolve } from 'node:path';
import type { ContainerState, Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { checkOutput, writeFileWhole } from '../output.ts';
import { createMask, maskJson } from '../report/mask.ts';
import { secretsOf, variablesOf } from '../report/secret-values.ts';
import { makeOwnFolder } from '../shared-file.ts';
import type { Value } from '../stack/manifest.ts';
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
  writing(folder, () => checkOutput(join(folder, 'manifest.yml')));
}

/**
 * Writes manifest, logs, what the engine tells of every container, the history of health checks, events, and the given
 * texts. What cannot be had is said in its place. Resolves to the folder.
 */
export async function gatherEvidence(folder: string, seen: Case, io: Io): Promise<string> {
  const { engine, stack, began, texts } = seen;
  makeFolder(folder);
  const containers = await engine.containers(stack.project).catch((error: unknown) => {
    if (!(error instanceof SmokeError)) throw error;
    writeFileWhole(join(folder, 'containers.txt'), `${seen.mask(error.message)}\n`);
    return [];
  });
  const inspected = new Map<string, unknown>();
  for (const { id } of containers) inspected.set(id, await told(() => engine.inspect(id)));
  // A container has variables that no file names, of its image.
  const found = createMask(
    [...inspected.values()].flatMap((each) => secretsOf(variablesOf(variablesIn(each)))),
  );
  const mask = (text: string): string => found(seen.mask(text));
  const write = (name: string, text: string, most = otherBytes): void =>
    writeFileWhole(join(folder, name), cut(mask(text), most));
  const writeJson = (name: string, value: unknown): void =>
    writeFileWhole(join(folder, name), json(maskJson(value, mask)));
  write('manifest.yml', stack.text);
  write('machine.txt', machine(engine, io));
  writeJson('health.json', healthOf(containers));
  const events = await told(() => engine.events(stack.project, began));
  write(
    'events.jsonl',
    typeof events === 'string' ? events : lines(maskJson(events, mask) as readonly unknown[]),
  );
  for (const [name, text] of Object.entries(texts)) {
    if (name.endsWith('.json')) writeJson(name, JSON.parse(text));
    else write(name, text);
  }
  for (const { id, name } of containers) {
    writeJson(`${name}.inspect.json`, inspected.get(id));
    write(`${name}.log`, await told(() => engine.logs(id, logLines)), logBytes);
  }
  return folder;
}

function variablesIn(inspected: unknown): Value | undefined {
  return (inspected as { Config?: { Env?: Value } }).Config?.Env;
}

function makeFolder(folder: string): void {
  writing(folder, () => makeOwnFolder(resolve(folder)));
}

/** Its own flag names the folder. */
function writing(folder: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    const why =
      cause instanceof SmokeError ? cause.message : `cannot write ${folder}: ${(cause as Error).message}`;
    throw new SmokeError('UNWRITABLE', why, {
      hint: 'Name a folder that you may write to: --evidence DIR',
      cause,
    });
  }
}

/** The end tells why something failed. */
function cut(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  const kept = bytes.subarray(-most).toString('utf8');
  return `(the first ${bytes.length - most} bytes are left out)\n${kept.slice(kept.indexOf('\n') + 1)}`;
}

async function told<Result>(work: () => Promise<Result>): Promise<Result | string> {
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
