// argv, environment and streams in, exit code out: the only place that turns errors into messages and codes.

import { CommanderError } from 'commander';
import { createProgram, flagLetters, verbNames } from './cli/program.ts';
import { SmokeError } from './error.ts';
import { type Io, isPipeClosed, pipeClosed } from './io.ts';
import { separateFlags } from './options/command-line.ts';

/** Runs smoke with these words; never throws. */
export async function main(words: readonly string[], io: Io): Promise<number> {
  let exitCode = 0;
  try {
    const program = createProgram(io, (code) => {
      exitCode = code;
    });
    await program.parseAsync(separateFlags(words, verbNames(program), flagLetters(program)), {
      from: 'user',
    });
    return exitCode;
  } catch (error) {
    return report(error, io);
  }
}

function report(error: unknown, io: Io): number {
  if (io.signal.reason === pipeClosed || isPipeClosed(error)) return 0;
  // commander has said what was wrong; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof SmokeError) {
    io.stderr.write(`smoke: ${error.message}\n`);
    if (error.hint) io.stderr.write(`  ${error.hint}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(`smoke: a defect of smoke, please report it with this text:\n${text}\n`);
  return 70;
}
