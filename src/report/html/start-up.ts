// How the stack started: a bar for each service, what the end waited for in another colour. Pure.

import { chainSentences, serviceWords } from '../start-words.ts';
import type { Timeline, TimelineService } from '../test-report.ts';
import { duration } from '../test-words.ts';
import { percent } from './strip.ts';
import { cutList, limits, text } from './text.ts';

const barHeight = 14;

/** A section, or nothing where no service was seen. */
export function renderStartUp(timeline: Timeline, ofWhich: string): string {
  const { services, totalMs } = timeline;
  if (services.length === 0) return '';
  const sorted = [...services].sort((a, b) => begin(a) - begin(b));
  const { shown, rest } = cutList(sorted, limits.services, 'service');
  const ticks = ticksOf(totalMs);
  return `<section id="start-up" aria-labelledby="start-up-title">
<h2 id="start-up-title">Start-up${ofWhich} <span class="aside">${duration(totalMs)}</span></h2>
<p>${text(chainSentences(timeline))}</p>
<p class="legend" aria-hidden="true">${legend}</p>
<ol class="timeline">
<li class="axis" aria-hidden="true"><svg height="16">${ticks.map((at, index) => tickLabel(at, index, totalMs)).join('')}</svg></li>
${shown.map((service) => row(service, timeline, ticks)).join('')}</ol>
${rest}</section>
`;
}

const legend = [
  ['critical', 'on the critical chain'],
  ['ready', 'getting ready'],
  ['waiting', 'waiting'],
]
  .map(
    ([kind, words]) =>
      `<span><svg width="22" height="10"><rect class="${kind}" y="${kind === 'waiting' ? 4 : 0}" width="22" height="${kind === 'waiting' ? 2 : 10}"/></svg> ${words}</span>`,
  )
  .join(' ');

/** Services in the order of their start; what was never started comes last. */
function begin({ startedMs }: TimelineService): number {
  return startedMs ?? Number.POSITIVE_INFINITY;
}

function row(service: TimelineService, timeline: Timeline, ticks: readonly number[]): string {
  const isCritical = timeline.critical.some((step) => step.service === service.service);
  const { readyMs, startedMs } = service;
  const state = readyMs === undefined ? ' unready' : isCritical ? ' chain' : '';
  const end =
    readyMs !== undefined ? duration(readyMs) : startedMs === undefined ? 'not started' : 'not ready';
  return `<li class="service${state}"><span class="name">${text(service.service)}</span><span class="end">${end}</span>${bar(service, timeline, ticks)}<span class="words">${text(serviceWords(service, timeline))}${isCritical ? '<span class="hidden">; on the critical chain</span>' : ''}</span></li>\n`;
}

function bar(service: TimelineService, timeline: Timeline, ticks: readonly number[]): string {
  const { createdMs = 0, startedMs, readyMs } = service;
  const { totalMs, critical } = timeline;
  const piece = (kind: string, from: number, to: number, height: number): string =>
    `<rect class="${kind}" x="${percent(from, totalMs)}" y="${(barHeight - height) / 2 + 3}" width="${percent(Math.max(to - from, totalMs / 400), totalMs)}" height="${height}"${height > 4 ? ' rx="2"' : ''}/>`;
  const grid = ticks.map(
    (at) => `<line x1="${percent(at, totalMs)}" x2="${percent(at, totalMs)}" y2="100%"/>`,
  );
  const own = critical.filter((step) => step.service === service.service);
  return [
    `<svg class="bar" height="${barHeight + 6}" aria-hidden="true">`,
    ...grid,
    piece('waiting', createdMs, startedMs ?? totalMs, 2),
    ...(startedMs === undefined
      ? []
      : [piece(readyMs === undefined ? 'unready' : 'ready', startedMs, readyMs ?? totalMs, barHeight)]),
    ...own.map(({ phase, fromMs, toMs }) =>
      piece(`critical ${phase}`, fromMs, toMs, phase === 'ready' ? barHeight : 6),
    ),
    '</svg>',
  ].join('');
}

/** Round times, at most six. */
function ticksOf(totalMs: number): number[] {
  if (totalMs <= 0) return [];
  const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000];
  const step = steps.find((length) => totalMs / length <= 6) ?? Math.ceil(totalMs / 6 / 600_000) * 600_000;
  return Array.from({ length: Math.floor(totalMs / step) + 1 }, (_, index) => index * step);
}

function tickLabel(at: number, index: number, totalMs: number): string {
  const anchor = index === 0 ? 'start' : at / totalMs > 0.94 ? 'end' : 'middle';
  const label = at % 1000 === 0 ? `${at / 1000} s` : `${at} ms`;
  return `<text x="${percent(at, totalMs)}" y="11" text-anchor="${anchor}">${label}</text>`;
}
