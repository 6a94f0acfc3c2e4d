// smoke doctor: what on this machine would stop a stack, each with its cure.

import { diagnose } from '../doctor/diagnose.ts';
import type { Facts } from '../doctor/facts.ts';
import { usedEngine } from '../doctor/used.ts';
import { type Wants, wantsOf } from '../doctor/wants.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { checkOutput, writeOutput } from '../output.ts';
import { diagnosisJson, renderDiagnosis } from '../report/doctor.ts';
import { createPaint } from '../report/paint.ts';
import { type Place, readFacts, thisPlace } from '../run/doctor/facts.ts';
import { type StackOnPaper, stackOnPaper } from '../run/doctor/stack.ts';
import { flagsForEngine } from '../run/stack-for-engine.ts';
import { slowly } from './slowly.ts';

/** Looks at the machine for the stack of the flags, or of -f FILE; exit 1 when something would stop it. */
export async function doctor(flags: CliFlags, io: Io, place: Place = thisPlace(io)): Promise<number> {
  checkOutput(flags.output);
  const onPaper = await stackOnPaper(flags, io);
  const done = slowly(io, 'smoke: looking at engines, ports and disks …');
  const { facts, wants } = await look(onPaper, flags, io, place).finally(done);
  const findings = diagnose(facts, wants);
  const isTerminal = io.stdout.isTTY === true && (flags.output === undefined || flags.output === '-');
  const text = flags.json
    ? diagnosisJson(wants.project, facts, findings)
    : renderDiagnosis(wants.project, facts, findings, createPaint(isTerminal, io.env));
  await writeOutput(text, flags.output, io);
  return findings.some(({ level }) => level === 'stops') ? 1 : 0;
}

/** Once more on paper where the engine that was found matters to the stack. */
async function look(
  { manifest, more }: StackOnPaper,
  flags: CliFlags,
  io: Io,
  place: Place,
): Promise<{ facts: Facts; wants: Wants }> {
  const wants = wantsOf(manifest, io.env, more);
  const facts = await readFacts(wants, flags, io, place);
  const used = usedEngine(facts);
  const wanted = used ? flagsForEngine(used, { manifest }, flags) : flags;
  if (wanted === flags) return { facts, wants };
  const again = await stackOnPaper(wanted, io);
  const fitting = wantsOf(again.manifest, io.env, again.more);
  return { facts: await readFacts(fitting, flags, io, place), wants: fitting };
}
