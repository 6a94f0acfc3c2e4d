// Report → one JSON object for machines. Pure.

import type { Report } from './report.ts';

/** Version 1 of the report. No password is ever in it. */
export function renderJson(report: Report): string {
  const { login, logins, ...rest } = report;
  const users = {
    ...(login && { login: { user: login.user } }),
    ...(logins && { logins: logins.map(({ name, user }) => ({ name, user })) }),
  };
  return `${JSON.stringify({ version: 1, ...rest, ...users }, null, 2)}\n`;
}
