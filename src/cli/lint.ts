// smoke lint: portability and safety rules over any Compose file.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { Finding } from '../lint/finding.ts';
import { fixFiles } from '../lint/fix.ts';
import { type LintInput, lintFiles, readLintInput } from '../lint/lint.ts';
import type { ComposeFile } from '../lint/project.ts';
import { rules } from '../lint/rules.ts';
import type { CliFlags } from '../options/flags.ts';
import { writeOutput } from '../output.ts';
import { findingsJson, renderFindings, summarize } from '../report/findings.ts';
import { createPaint } from '../report/paint.ts';
import { renderSarif } from '../report/sarif.ts';
import { readInput } from '../run/read-input.ts';
import { version } from '../version.ts';
import { openReplaceable, replaceFile } from './replace-file.ts';

/** Lints files, `-` being standard input; exit 1 when an error or a warning is found, notes are said only. */
export async function lint(flags: CliFlags, files: readonly string[], io: Io): Promise<number> {
  if (flags.json && flags.sarif)
    throw new SmokeError('USAGE', 'expected one of --json and --sarif, got both');
  if (flags.fix && files.includes('-')) {
    throw new SmokeError('USAGE', '--fix writes into files, and standard input is none', {
      hint: 'Name the file: smoke lint --fix compose.yml',
    });
  }
  const { good, bad } = await readAll(files, io);
  const inputs = flags.fix ? mend(good, io) : good;
  const findings = lintFiles(inputs);
  await writeOutput(render(findings, flags, io), undefined, io);
  say(io, summarize(findings, inputs.length));
  if (bad.length > 0) return 2;
  return findings.some(({ severity }) => severity !== 'note') ? 1 : 0;
}

/** Reads all files. One that is no Compose file does not keep the others from being linted. */
async function readAll(
  files: readonly string[],
  io: Io,
): Promise<{ good: ComposeFile[]; bad: SmokeError[] }> {
  const good: ComposeFile[] = [];
  const bad: SmokeError[] = [];
  for (const file of new Set(files)) {
    try {
      const text = await readInput(file, 'Name a Compose file, or - for standard input.', io);
      good.push(readLintInput({ file, text }));
    } catch (error) {
      if (!(error instanceof SmokeError) || files.length === 1) throw error;
      bad.push(error);
      say(io, `smoke: ${error.message}`);
    }
  }
  return { good, bad };
}

function render(findings: readonly Finding[], flags: CliFlags, io: Io): string {
  if (flags.json) return findingsJson(findings);
  if (flags.sarif) return renderSarif(findings, rules, version);
  return renderFindings(findings, createPaint(io.stdout.isTTY === true, io.env));
}

/** Writes what is mended, and says it; nothing when one of the files cannot be written to. */
function mend(given: readonly LintInput[], io: Io): LintInput[] {
  const mended = fixFiles(given);
  const changed = mended
    .filter(({ text }, index) => text !== given[index]?.text)
    .map((one) => ({ ...one, place: openReplaceable(one.file) }));
  for (const { file, text, fixed, place } of changed) {
    replaceFile(place, text);
    for (const { line, code, rule, message } of fixed)
      say(io, `fixed ${file}:${line}: ${code} ${rule}, ${message}`);
  }
  return mended.map(({ file, text }) => ({ file, text }));
}
