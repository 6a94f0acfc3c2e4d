// The reports of a test: one on standard output, the others into files.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { checkOutput, writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { testFormats, type WantedReport } from '../report/test-formats.ts';
import type { TestReport } from '../report/test-report.ts';
import { type Case, gatherEvidence } from '../run/evidence.ts';
import type { Manifest } from '../stack/manifest.ts';

/** Refuses files that could not be written, before anything is started for them. */
export function checkReports(wanted: readonly WantedReport[]): void {
  for (const { format, file } of wanted) {
    try {
      checkOutput(file);
    } catch (cause) {
      if (!(cause instanceof SmokeError)) throw cause;
      const hint = `Name a file in a folder that exists and that you may write to: --report ${format}=FILE`;
      throw new SmokeError(cause.code, cause.message, { hint, cause });
    }
  }
}

/**
 * Writes every wanted report; one that cannot be written is no reason to lose the others, and is thrown in the end. In a job of GitHub Actions, annotations come along by themselves.
 */
export async function writeReports(
  report: TestReport,
  manifest: Manifest,
  wanted: readonly WantedReport[],
  io: Io,
): Promise<void> {
  const problems: unknown[] = [];
  for (const { format, file } of wanted) {
    const isShown = file === undefined && io.stdout.isTTY === true;
    const paint = createPaint(isShown, io.env);
    const render = await testFormats[format].load();
    await writeOutput(render(report, { paint, manifest }), file, io).catch((error) => problems.push(error));
  }
  const isActions = io.env['GITHUB_ACTIONS'] === 'true';
  if (isActions && !wanted.some(({ format }) => format === 'github')) {
    const render = await testFormats.github.load();
    io.stderr.write(render(report));
  }
  if (problems.length > 0) throw problems[0];
}

/** Keeps what was seen of one run, with its report, in a folder. */
export async function keepEvidence(
  folder: string,
  { report, ...seen }: Omit<Case, 'texts' | 'began'> & { readonly report: TestReport },
  io: Io,
): Promise<void> {
  const [json, html] = await Promise.all([testFormats.json.load(), testFormats.html.load()]);
  const context = { paint: createPaint(false, io.env), manifest: seen.stack.manifest };
  const texts = { 'report.json': json(report), 'report.html': html(report, context) };
  await gatherEvidence(folder, { ...seen, began: new Date(report.startedAt), texts }, io);
}
