// What smoke remembers of a project's last `up`: the engine, and which content its volumes got.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder } from '../identity/paths.ts';
import type { Io } from '../io.ts';
import { readTextIfThere } from '../library/read-text.ts';
import { writeFileWhole } from '../output.ts';
import type { MovedPorts } from '../stack/port-names.ts';

/** Kept beside the identity as `<project>.run.json`. */
export interface RunMemory {
  /** The engine, so that later verbs look where the stack is. */
  readonly engine?: string;
  /** It was made by `smoke test`, and nothing of it shall stay once it is taken down. */
  readonly isTest?: boolean;
  /** Hash of the variables that Compose read at the last start. */
  readonly variables?: string;
  /** Where --ports auto moved the published ports. */
  readonly ports?: MovedPorts;
  /** Engine and volume → hash of the content that it got. */
  readonly content: Readonly<Record<string, string>>;
}

/** What is remembered; nothing for an unknown project. */
export function readMemory(project: string, io: Io): RunMemory {
  const text = readTextIfThere(memoryPath(project, io));
  return text === undefined ? { content: {} } : (JSON.parse(text) as RunMemory);
}

/** What is remembered, as a text that `restoreMemory` takes; undefined: nothing. */
export function memoryText(project: string, io: Io): string | undefined {
  return readTextIfThere(memoryPath(project, io));
}

/** Remembers what was remembered before. */
export function restoreMemory(project: string, text: string | undefined, io: Io): void {
  if (text === undefined) forgetRun(project, io);
  else writeFileWhole(memoryPath(project, io), text);
}

/** Adds to what is remembered. */
export function remember(project: string, more: Partial<RunMemory>, io: Io): void {
  writeFileWhole(
    memoryPath(project, io),
    `${JSON.stringify({ ...readMemory(project, io), ...more }, null, 2)}\n`,
  );
}

/** Forgets the project. */
export function forgetRun(project: string, io: Io): void {
  rmSync(memoryPath(project, io), { force: true });
}

function memoryPath(project: string, io: Io): string {
  return join(stateFolder(io.env), `${project}.run.json`);
}
