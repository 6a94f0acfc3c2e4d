// The result of a test → one HTML page: no script, nothing from elsewhere, light and dark by the reader's choice. Pure.

import { createHash } from 'node:crypto';
import type { Manifest } from '../stack/manifest.ts';
import { renderChecks } from './html/checks.ts';
import { renderFailures } from './html/failures.ts';
import { renderRuns } from './html/runs.ts';
import { renderStack } from './html/stack.ts';
import { renderStartUp } from './html/start-up.ts';
import { pageStyle } from './html/style.ts';
import { text } from './html/text.ts';
import { renderVerdict } from './html/verdict.ts';
import type { TestReport } from './test-report.ts';
import { isRepeated, subjectText } from './test-words.ts';

/** Verdict, failures, runs, start-up, the stack, checks. The manifest is for the picture. */
export function renderHtml(report: TestReport, manifest?: Manifest): string {
  const { runs, verdict } = report;
  // Of many runs, the first that failed is looked at closely.
  const failed = runs.findIndex((run) => run.verdict === 'failed');
  const index = failed >= 0 ? failed : runs.length - 1;
  const run = runs[index];
  const ofWhich = isRepeated(report) ? ` of run ${index + 1}` : '';
  const sections = [
    renderFailures(report),
    isRepeated(report) ? renderRuns(report) : '',
    run === undefined ? '' : renderStartUp(run.timeline, ofWhich),
    manifest === undefined ? '' : renderStack(manifest, run),
    run === undefined ? '' : renderChecks(run, ofWhich),
  ];
  const title = `${verdict === 'passed' ? '✔ Passed' : '✘ Failed'}: ${subjectText(report)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${text(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
${renderVerdict(report)}<main>
${sections.join('')}</main>
<footer><p>Made by <code>smoke test</code></p></footer>
</body>
</html>
`;
}

/** Nothing may be loaded or run, and only this style may be used. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
