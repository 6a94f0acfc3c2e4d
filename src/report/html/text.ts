// Texts for a page: escaped, of printable characters, and not longer than a page can bear. Pure.

import { counted } from '../buckets.ts';
import { cutText, oneLine, plainText } from '../plain-text.ts';
import { escapeXml } from '../xml.ts';

/** The most of everything that a page shows. What is left out is told where it would be. */
export const limits = {
  textLength: 2000,
  evidenceLines: 200,
  causes: 40,
  cards: 10,
  services: 100,
  picturedServices: 80,
  checks: 1000,
  runs: 1000,
} as const;

/** A text of one line. */
export function text(value: string): string {
  return escapeXml(cutText(oneLine(value), limits.textLength));
}

/** The first of a list, and words about the rest where something is left out. */
export function cutList<T>(
  list: readonly T[],
  most: number,
  singular: string,
): { shown: readonly T[]; rest: string } {
  const rest = list.length - most;
  if (rest <= 0) return { shown: list, rest: '' };
  const words = `${counted(rest, `further ${singular}`)} ${rest === 1 ? 'is' : 'are'} not shown; the JSON report has all of them.`;
  return { shown: list.slice(0, most), rest: `<p class="rest">${words}</p>` };
}

/** Lines of logs: of many, the begin and above all the end, where it went wrong. */
export function evidenceText(evidence: readonly string[]): { html: string; lines: number } {
  const lines = evidence.flatMap((line) => plainText(line).split('\n'));
  const shown = lines.length <= limits.evidenceLines ? lines : shorten(lines);
  return {
    html: shown.map((line) => escapeXml(cutText(line, limits.textLength))).join('\n'),
    lines: lines.length,
  };
}

function shorten(lines: readonly string[]): string[] {
  const [head, tail] = [10, limits.evidenceLines - 11];
  const rest = counted(lines.length - head - tail, 'line');
  return [
    ...lines.slice(0, head),
    `… ${rest} left out; the JSON report has all of them …`,
    ...lines.slice(-tail),
  ];
}
