// smoke logs: what the services of a stack write, together, in the order of time.

import { existsSync } from 'node:fs';
import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { type Io, pipeClosed, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { readSince, readTail } from '../options/log-flags.ts';
import { nearest } from '../options/nearest.ts';
import { projectFlag } from '../options/options.ts';
import { writeOutput } from '../output.ts';
import { logLineJson, renderLogLine, type ServiceLine } from '../report/log-line.ts';
import { createPaint } from '../report/paint.ts';
import { engineOf } from '../run/find-engine.ts';
import { followLogs } from '../run/follow-logs.ts';
import { mergedLogs } from '../run/merge-logs.ts';
import type { StackSource } from '../run/read-source.ts';
import { maskFor } from '../run/secrets.ts';
import { requireStack } from '../run/source.ts';

/** Prints the logs of the named services, or of all. */
export async function logs(flags: CliFlags, names: readonly string[], io: Io): Promise<number> {
  const tail = readTail(flags.tail);
  const since = readSince(flags.since, io.now());
  const part = { ...(tail !== undefined && { tail }), ...(since && { since }), signal: io.signal };
  refuseFollow(flags.file);
  const stack = await requireStack(flags, io);
  refuseUnknown(names, stack);
  const isWanted = (service: string): boolean => names.length === 0 || names.includes(service);
  const engine = await engineOf(stack.project, flags, io, { compose: false });
  try {
    const all = await engine.containers(stack.project);
    refuseNone(engine, stack, all.length);
    const containers = all.filter(({ service, state }) => isWanted(service) && state !== 'created');
    for (const name of names)
      if (!containers.some(({ service }) => service === name)) say(io, `smoke: ${name} was not started yet`);
    const write = createWriter(stack, isWanted, flags, io);
    if (flags.follow) await followLogs(engine, stack.project, { ...part, isWanted, onLine: write.line });
    else for await (const line of mergedLogs(engine, containers, part)) await write.line(line);
    await write.end();
  } finally {
    await engine.close();
  }
  if (!io.signal.aborted || io.signal.reason === pipeClosed) return 0;
  // Ctrl-C is how following ends: nothing to explain.
  return io.signal.reason instanceof SmokeError ? io.signal.reason.exitCode : 130;
}

interface Writer {
  readonly line: (line: ServiceLine) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Text, or JSON: one object for all, and with --follow one for each line. */
function createWriter(
  stack: StackSource,
  isWanted: (service: string) => boolean,
  flags: CliFlags,
  io: Io,
): Writer {
  const mask = maskFor(stack, flags, io);
  const services = Object.keys(stack.manifest.services).filter(isWanted);
  const paint = createPaint(io.stdout.isTTY === true, io.env);
  const style = { services, paint, timestamps: flags.timestamps === true };
  const isOne = flags.json === true && flags.follow !== true;
  let count = 0;
  const begin = (): string => (isOne && count++ > 0 ? ',\n' : isOne ? '{"version": 1, "logs": [\n' : '');
  return {
    line: async (line) => {
      const masked = { ...line, text: mask(line.text) };
      const text = flags.json ? logLineJson(masked) : renderLogLine(masked, style);
      if (!io.signal.aborted) await writeOutput(`${begin()}${text}${isOne ? '' : '\n'}`, undefined, io);
    },
    end: async () => {
      if (!isOne || io.signal.aborted) return;
      await writeOutput(count > 0 ? '\n]}\n' : '{"version": 1, "logs": []}\n', undefined, io);
    },
  };
}

/** Elsewhere `logs -f` follows; here -f names a manifest, as with every verb. */
function refuseFollow(file: string | undefined): void {
  if (file === undefined || file === '-' || existsSync(file)) return;
  throw new SmokeError('USAGE', `cannot read ${file}: -f names a manifest, and there is none`, {
    hint: 'To go on with new lines: smoke logs --follow',
  });
}

function refuseUnknown(names: readonly string[], { manifest, project }: StackSource): void {
  const known = Object.keys(manifest.services);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    throw new SmokeError(
      'USAGE',
      `${project} has no service "${name}", expected ${known.length > 1 ? 'some of ' : ''}${known.join(', ')}`,
      { ...(near && { hint: `Did you mean ${near}?` }) },
    );
  }
}

function refuseNone(engine: Engine, { project }: StackSource, containers: number): void {
  if (containers > 0) return;
  throw new SmokeError('ENGINE_FAILED', `${project} is not running: ${engine.name} has no container of it`, {
    hint: `Start it: smoke up${projectFlag(project)}`,
  });
}
