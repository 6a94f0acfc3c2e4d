// Report → text for people. Pure.

import type { Paint } from './paint.ts';
import type { Failure, LoginReport, ProbeReport, Report, ServiceReport } from './report.ts';

const good = new Set(['healthy', 'running', 'done', 'passed']);

/** Everything: services, probes, failures, and where to go. */
export function renderReport(report: Report, paint: Paint): string {
  const parts = [
    renderServices(report.services, paint),
    renderProbes(report.probes, paint),
    ...report.failures.map((failure) => renderFailure(failure, paint)),
    ...(report.failures.length === 0 ? [renderUrls(report, paint)] : []),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** A line for each service. */
export function renderServices(services: readonly ServiceReport[], paint: Paint): string {
  const width = Math.max(0, ...services.map(({ service }) => service.length));
  return services
    .map(({ service, state, problem }) => {
      const mark = good.has(state)
        ? paint('green', '✔')
        : state === 'failed'
          ? paint('red', '✘')
          : paint('yellow', '…');
      return `${mark} ${service.padEnd(width)}  ${state}${problem ? `: ${problem}` : ''}\n`;
    })
    .join('');
}

/** A line for each probe. */
export function renderProbes(probes: readonly ProbeReport[], paint: Paint): string {
  return probes.map((probe) => `${renderProbe(probe, paint)}\n`).join('');
}

function renderProbe({ name, state, detail }: ProbeReport, paint: Paint): string {
  if (state === 'passed')
    return `${paint('green', '✔')} ${name}${detail ? paint('dim', ` (${detail})`) : ''}`;
  if (state === 'skipped') return `${paint('yellow', '-')} ${name}: skipped, ${detail}`;
  return `${paint('red', '✘')} ${name}: ${detail}`;
}

/** The failure card: cause, evidence, next step. */
export function renderFailure({ subject, cause, evidence, next }: Failure, paint: Paint): string {
  const lines = [
    `${paint('red', paint('bold', `${subject}: ${cause}`))}`,
    ...evidence.map((line) => paint('dim', `  │ ${line}`)),
    `  next: ${next}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function renderUrls({ urls, login, logins = [] }: Report, paint: Paint): string {
  const lines = urls.map(({ name, url }) => `${name}: ${paint('cyan', url)}\n`);
  const users = [
    ...(login ? [renderLogin(login)] : []),
    ...logins.map((other) => renderLogin(other, other.name)),
  ];
  return [...lines, ...users.map((line) => `${line}\n`)].join('');
}

function renderLogin({ user, password, source }: LoginReport, name?: string): string {
  const whom = name === undefined ? `Log in as ${user}` : `${name}: log in as ${user}`;
  return password === undefined
    ? `${whom}; the password: ${source}`
    : `${whom} with the password ${password}`;
}
