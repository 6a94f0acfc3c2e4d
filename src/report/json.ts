// Report → one JSON object for machines. Pure.

import type { Report } from './report.ts';

/** Version 1 of the report. The password is never in it. */
export function renderJson(report: Report): string {
  const { login, ...rest } = report;
  return `${JSON.stringify({ version: 1, ...rest, ...(login && { login: { user: login.user } }) }, null, 2)}\n`;
}
