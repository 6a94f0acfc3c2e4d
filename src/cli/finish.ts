// The end of up, probe and status: the report on standard output, with the login where it may be shown.

import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { projectFlag } from '../options/options.ts';
import { writeOutput } from '../output.ts';
import { renderJson } from '../report/json.ts';
import { createPaint } from '../report/paint.ts';
import type { Failure, LoginReport, ProbeReport, Report } from '../report/report.ts';
import { renderReport } from '../report/terminal.ts';
import { findLogin } from '../run/context.ts';
import type { StackSource } from '../run/read-source.ts';
import type { ServiceState } from '../run/verdict.ts';
import type { Login } from '../stack/manifest.ts';

/** What a verb found out. */
export interface Findings {
  readonly engine?: string;
  readonly services: readonly ServiceState[];
  readonly probes: readonly ProbeReport[];
  readonly failures: readonly Failure[];
}

/** Prints the report: text, or one JSON object with --json. */
export async function finish(stack: StackSource, findings: Findings, flags: CliFlags, io: Io): Promise<void> {
  const report = reportOf(stack, findings, flags, io);
  const paint = createPaint(io.stdout.isTTY === true, io.env);
  await writeOutput(flags.json ? renderJson(report) : renderReport(report, paint), undefined, io);
}

/** What was found out, as a report. */
export function reportOf(stack: StackSource, findings: Findings, flags: CliFlags, io: Io): Report {
  const notes = stack.manifest['x-smoke'];
  const login = notes?.login && loginReport(notes.login, stack, flags, io);
  const logins = notes?.logins?.map((other) => ({
    name: other.name,
    ...loginReport(other, stack, flags, io),
  }));
  return {
    project: stack.project,
    ...(findings.engine !== undefined && { engine: findings.engine }),
    services: findings.services.map(({ service, state, problem }) => ({
      service,
      state,
      ...(problem !== undefined && { problem }),
    })),
    probes: findings.probes,
    urls: notes?.urls ?? [],
    ...(login && { login }),
    ...(logins && { logins }),
    failures: findings.failures,
  };
}

/** `up` shows the password on a terminal only, `status --show-password` wherever it is asked to. */
function loginReport(wanted: Login, stack: StackSource, flags: CliFlags, io: Io): LoginReport {
  const source =
    'variable' in wanted.password
      ? `the one in ${wanted.password.variable}`
      : `smoke status --show-password${projectFlag(stack.project)}`;
  const login = findLogin(stack, flags, io, wanted);
  const isShown = flags.showPassword === true || (io.stdout.isTTY === true && 'secret' in wanted.password);
  return { user: login?.user ?? wanted.user, source, ...(login && isShown && { password: login.password }) };
}
