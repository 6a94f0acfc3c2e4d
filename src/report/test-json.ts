// The result of a test → one JSON object for machines, as docs/test-report.schema.json describes it. Pure.

import type { TestReport } from './test-report.ts';

/** Version 1: fields are only ever added. */
export function renderTestJson(report: TestReport): string {
  return `${JSON.stringify({ version: 1, test: report }, null, 2)}\n`;
}
