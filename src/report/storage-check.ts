// What a check of a storage found → text for people, or JSON. Pure.

import type { Feature, FeatureState, StorageReport } from '../s3/check/report.ts';
import type { Paint } from './paint.ts';

const marks: Readonly<Record<FeatureState, readonly [mark: string, style: Parameters<Paint>[0]]>> = {
  works: ['✔', 'green'],
  unsupported: ['–', 'yellow'],
  denied: ['⊘', 'yellow'],
  broken: ['✘', 'red'],
  untried: ['·', 'dim'],
};

/** The whole table with its verdict. */
export function renderStorageReport(report: StorageReport, paint: Paint): string {
  const { features, problem } = report;
  const width = Math.max(0, ...features.map(({ name }) => name.length));
  const groups = [...new Set(features.map(({ group }) => group))];
  // After a problem, long lists of what was not tried tell nothing.
  const isTold = ({ state }: Feature) => problem === undefined || state !== 'untried';
  const tables = groups.flatMap((group) => {
    const rows = features.filter((feature) => feature.group === group && isTold(feature));
    const lines = rows.map((feature) => `  ${renderFeature(feature, width, paint)}\n`);
    return lines.length === 0 ? [] : [`${paint('bold', group)}\n${lines.join('')}`];
  });
  return [renderHead(report, paint), ...tables, renderVerdict(report, paint)].join('\n');
}

/** One line of it, also for telling while the check runs. */
export function renderFeature({ name, state, detail }: Feature, width: number, paint: Paint): string {
  const [mark, style] = marks[state];
  const words =
    state === 'works' ? (detail ?? '') : `${state}${detail === undefined ? '' : `: ${oneLine(detail)}`}`;
  const shown = state === 'works' ? paint('dim', oneLine(words)) : words;
  return `${paint(style, mark)} ${words === '' ? name : `${name.padEnd(width)}  ${shown}`}`;
}

/** How many of each state: `51 work, 4 unsupported`. */
export function countStates(features: readonly Feature[]): string {
  const states: readonly (readonly [FeatureState, string])[] = [
    ['works', 'work'],
    ['unsupported', 'unsupported'],
    ['denied', 'denied'],
    ['broken', 'broken'],
    ['untried', 'untried'],
  ];
  return states
    .map(([state, word]) => [features.filter((feature) => feature.state === state).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** One object for machines. */
export function renderStorageJson(reports: readonly StorageReport[]): string {
  return `${JSON.stringify({ version: 1, checks: reports }, null, 2)}\n`;
}

function renderHead({ endpoint, server, region, pathStyle, bucket }: StorageReport, paint: Paint): string {
  const called = server === undefined ? '' : ` (${oneLine(server)})`;
  const style = pathStyle ? 'path style' : 'virtual-host style';
  const where = bucket === undefined ? '' : `, only bucket ${bucket}`;
  return `${paint('bold', endpoint)}${called}, region ${region}, ${style}${where}\n`;
}

function renderVerdict(report: StorageReport, paint: Paint): string {
  const { verdict, problem, left, swept, features, took } = report;
  const settings = Object.entries(verdict.settings).map(([name, value]) => `${name}=${value}`);
  const seconds = (took / 1000).toFixed(1);
  const lines = [
    paint('dim', `${countStates(features)}, in ${seconds} s and ${report.requests} requests`),
    ...swept.map((one) => `removed what an earlier run left: ${one}`),
    ...left.map((one) => paint('red', `left behind: ${one} (the next check of this endpoint removes it)`)),
    ...(settings.length > 0 ? [`set ${paint('cyan', settings.join(' '))}`] : []),
    ...(verdict.lacks.length > 0 ? [`lacks: ${verdict.lacks.join(', ')}`] : []),
    verdictLine(report, paint),
    ...(problem?.hint === undefined ? [] : [`  ${problem.hint}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function verdictLine({ verdict, problem }: StorageReport, paint: Paint): string {
  const { usable, mode, why } = verdict;
  if (usable) return `${paint('green', '✔')} usable, storage mode ${paint('bold', mode)}: ${oneLine(why)}`;
  const what = problem === undefined ? 'not usable' : 'could not be checked';
  return `${paint('red', '✘')} ${what}: ${oneLine(why)}`;
}

/** Texts of servers may hold anything. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
