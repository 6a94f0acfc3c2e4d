// The reports of a test: one on standard output, the others into files.

import type { Io } from '../io.ts';
import { writeOutput } from '../output.ts';
import { createPaint } from '../report/paint.ts';
import { testFormats, type WantedReport } from '../report/test-formats.ts';
import type { TestReport } from '../report/test-report.ts';
import type { Manifest } from '../stack/manifest.ts';

/** Writes every wanted report. In a job of GitHub Actions, annotations come along by themselves. */
export async function writeReports(
  report: TestReport,
  manifest: Manifest | undefined,
  wanted: readonly WantedReport[],
  io: Io,
): Promise<void> {
  for (const { format, file } of wanted) {
    const isShown = file === undefined && io.stdout.isTTY === true;
    const paint = createPaint(isShown, io.env);
    const render = await testFormats[format].load();
    await writeOutput(render(report, { paint, ...(manifest && { manifest }) }), file, io);
  }
  const isActions = io.env['GITHUB_ACTIONS'] === 'true';
  if (!isActions || wanted.some(({ format }) => format === 'github')) return;
  const render = await testFormats.github.load();
  io.stderr.write(render(report));
}
