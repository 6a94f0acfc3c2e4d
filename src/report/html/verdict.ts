// The head of the page: verdict, what was tested, on what, and how to test it again. Pure.

import type { TestReport } from '../test-report.ts';
import { countChecks, isRepeated, keptText, subjectText, verdictText } from '../test-words.ts';
import { strip } from './strip.ts';
import { text } from './text.ts';

/** The verdict, in colour and in words. */
export function renderVerdict(report: TestReport): string {
  const { verdict, engine, command, startedAt, runs } = report;
  const [first] = runs;
  const facts: readonly (readonly [string, string])[] = [
    ['Engine', text(engine)],
    ['Started', `<time datetime="${text(startedAt)}">${text(dayAndTime(startedAt))}</time>`],
    ...(first && !isRepeated(report) ? ([['Project', text(first.project)]] as const) : []),
    ['Test again', `<code>${text(command)}</code>`],
  ];
  const kept = runs.filter((run) => run.kept).map((run) => `<p class="kept">${text(keptText(run))}</p>`);
  return `<header class="verdict ${verdict}">
<div class="inner">
<h1><span class="word"><span class="sign" aria-hidden="true">${verdict === 'passed' ? '✔' : '✘'}</span> ${verdict === 'passed' ? 'Passed' : 'Failed'}</span> <span class="subject">${text(subjectText(report))}</span></h1>
<p class="lead">${text(verdictText(report))}</p>
${strip(partsOf(report))}
<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
${kept.join('\n')}
</div>
</header>
`;
}

/** Runs one by one, or how many checks of each state. */
function partsOf(report: TestReport): Parameters<typeof strip>[0] {
  if (isRepeated(report)) return report.runs.map(({ verdict }) => ({ state: verdict, size: 1 }));
  const { passed, failed, skipped } = countChecks(report.runs.flatMap(({ checks }) => checks));
  return [
    { state: 'failed', size: failed },
    { state: 'skipped', size: skipped },
    { state: 'passed', size: passed },
  ];
}

function dayAndTime(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/, '$1 $2 UTC');
}
