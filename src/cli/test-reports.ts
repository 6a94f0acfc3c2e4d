// The reports of a test: one on standard output, the others into files.

import type { Io } from '../io.ts';
import { writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { testFormats, type WantedReport } from '../report/test-formats.ts';
import type { TestReport } from '../report/test-report.ts';
import { type Case, gatherEvidence } from '../run/evidence.ts';
import type { Manifest } from '../stack/manifest.ts';

/** Writes every wanted report. In a job of GitHub Actions, annotations come along by themselves. */
export async function writeReports(
  report: TestReport,
  manifest: Manifest,
  wanted: readonly WantedReport[],
  io: Io,
): Promise<void> {
  for (const { format, file } of wanted) {
    const isShown = file === undefined && io.stdout.isTTY === true;
    const paint = createPaint(isShown, io.env);
    const render = await testFormats[format].load();
    await writeOutput(render(report, { paint, manifest }), file, io);
  }
  const isActions = io.env['GITHUB_ACTIONS'] === 'true';
  if (!isActions || wanted.some(({ format }) => format === 'github')) return;
  const render = await testFormats.github.load();
  io.stderr.write(render(report));
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
