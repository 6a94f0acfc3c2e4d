// The table of checks of one run. Pure.

import { type CheckReport, checkGroups, type TestRun } from '../test-report.ts';
import { checkTitle, countChecks, countsText, duration } from '../test-words.ts';
import { cutList, limits, text } from './text.ts';

const states = {
  passed: ['✔', 'passed'],
  failed: ['✘', 'failed'],
  skipped: ['–', 'skipped'],
} as const;

/** A section, or nothing where no check was made. */
export function renderChecks({ checks }: TestRun, ofWhich: string): string {
  if (checks.length === 0) return '';
  const { shown, rest } = cutList(checks, limits.checks, 'check');
  const groups = checkGroups.filter((group) => shown.some((check) => check.group === group));
  return `<section id="checks" aria-labelledby="checks-title">
<h2 id="checks-title">Checks${ofWhich}</h2>
<table class="checks"><caption>${countsText(countChecks(checks))}</caption>
<thead class="hidden"><tr><th scope="col">State</th><th scope="col">Check</th><th scope="col">Time</th></tr></thead>
${groups.map((group) => groupRows(group, shown)).join('')}</table>
${rest}</section>
`;
}

function groupRows(group: CheckReport['group'], checks: readonly CheckReport[]): string {
  const own = checks.filter((check) => check.group === group);
  return `<tbody><tr class="group"><th scope="rowgroup" colspan="3">${group}</th></tr>\n${own.map(checkRow).join('')}</tbody>\n`;
}

function checkRow(check: CheckReport): string {
  const { state, detail, elapsedMs } = check;
  const [sign, word] = states[state];
  const words = detail ?? (state === 'skipped' ? 'no reason is known' : undefined);
  const told =
    words === undefined
      ? ''
      : `<span class="detail">${state === 'skipped' ? 'skipped: ' : ''}${text(words)}</span>`;
  const time = state === 'skipped' ? '' : duration(elapsedMs);
  return `<tr class="${state}"><td class="state"><span aria-hidden="true">${sign}</span><span class="hidden">${word}</span></td><td>${text(checkTitle(check))}${told}</td><td class="time">${time}</td></tr>\n`;
}
