// What went wrong: for each cause the evidence and the next step. Pure.

import { counted } from '../buckets.ts';
import { oneLine } from '../plain-text.ts';
import { type Cause, causesOf } from '../test-problems.ts';
import type { TestFailure, TestReport } from '../test-report.ts';
import { isRepeated } from '../test-words.ts';
import { cutList, evidenceText, limits, text } from './text.ts';

/** Longer evidence is folded, so that the next failure stays in sight. */
const openLines = 16;

/** A section, or nothing after a good test. */
export function renderFailures(report: TestReport): string {
  const causes = causesOf(report);
  if (causes.length === 0) return '';
  const { shown, rest } = cutList(causes, limits.causes, 'failure');
  // A consequence has nothing to do next where its cause has.
  const again = causes.every(({ problem }) => problem.cards.length === 0) ? nextStep(report.command) : '';
  return `<section id="failures" aria-labelledby="failures-title">
<h2 id="failures-title">What failed${causes.length === 1 ? '' : ` <span class="aside">${causes.length} causes</span>`}</h2>
${shown.map((cause) => renderCause(cause, report)).join('')}${rest}${again}</section>
`;
}

function renderCause({ problem, runs }: Cause, report: TestReport): string {
  const { title, cause, cards, check } = problem;
  const group = check === undefined ? '' : `<span class="group">${check.group}</span> `;
  const { shown, rest } = cutList(cards, limits.cards, 'card');
  return `<article class="failure">
<h3>${group}${text(title)}</h3>
${isRepeated(report) ? `<p class="often">${often(runs, report)}</p>\n` : ''}${cards.length === 0 ? `<p class="cause">${text(cause)}</p>\n` : ''}${shown.map((card) => renderCard(card, title)).join('')}${rest}</article>
`;
}

function often(runs: readonly number[], { runs: all }: TestReport): string {
  const numbers = runs.slice(0, 20).map((index) => index + 1);
  const rest = runs.length > numbers.length ? ', …' : '';
  const isFlake = runs.length < all.length;
  return `${isFlake ? '<strong class="flake">Flaky</strong> ' : ''}${runs.length} of ${counted(all.length, 'run')} failed: ${numbers.join(', ')}${rest}`;
}

function renderCard({ subject, cause, code, evidence, next }: TestFailure, title: string): string {
  const who = oneLine(subject) === title ? '' : `<strong>${text(subject)}</strong>: `;
  const known = code === undefined ? '' : ` <code class="code">${text(code)}</code>`;
  return `<p class="cause">${who}${text(cause)}${known}</p>\n${renderEvidence(evidence)}${nextStep(next)}`;
}

function renderEvidence(evidence: readonly string[]): string {
  const { html, lines } = evidenceText(evidence);
  if (evidence.length === 0) return '';
  const isOpen = lines <= openLines ? ' open' : '';
  return `<details${isOpen}><summary>Evidence, ${counted(lines, 'line')}</summary><pre>${html}</pre></details>\n`;
}

function nextStep(next: string): string {
  return `<p class="next"><strong>Next</strong> <code>${text(next)}</code></p>\n`;
}
