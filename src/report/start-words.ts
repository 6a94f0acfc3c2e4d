// How a stack started, in sentences. Pure.

import { oneLine } from './plain-text.ts';
import type { CriticalStep, Timeline, TimelineService } from './test-report.ts';
import { duration } from './test-words.ts';

/** A link of the critical chain: all consecutive steps of one service. */
export interface ChainLink {
  readonly service: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The critical chain by service, from the begin on. */
export function chainLinks({ critical }: Timeline): ChainLink[] {
  const links: ChainLink[] = [];
  for (const { service, fromMs, toMs } of critical) {
    const last = links.at(-1);
    if (last?.service === service) links[links.length - 1] = { ...last, toMs };
    else links.push({ service, fromMs, toMs });
  }
  return links;
}

/** `files 1.2 s → db 3.9 s → cryostat 7.3 s`; empty where nothing is known. */
export function chainText(timeline: Timeline): string {
  return chainLinks(timeline)
    .map(({ service, fromMs, toMs }) => `${oneLine(service)} ${duration(toMs - fromMs)}`)
    .join(' → ');
}

/** What came last, what it waited for, and what took the most of it. */
export function chainSentences(timeline: Timeline): string {
  const links = chainLinks(timeline).reverse();
  const [last, ...before] = links;
  if (last === undefined) return '';
  const chain = before.map(({ service, fromMs, toMs }) => `${oneLine(service)} (${duration(toMs - fromMs)})`);
  const waited = chain.length === 0 ? '' : `; it waited for ${chain.join(', which waited for ')}`;
  return `${endText(last.service, timeline)}${waited}.${longestText(timeline.critical)}`;
}

function endText(service: string, { services, totalMs }: Timeline): string {
  const end = services.find((one) => one.service === service);
  const name = oneLine(service);
  if (end?.readyMs !== undefined) return `${name} was ready last, at ${duration(end.readyMs)}`;
  return `${name} was not ready when the start ended, at ${duration(totalMs)}`;
}

function longestText(steps: readonly CriticalStep[]): string {
  const lengthOf = ({ fromMs, toMs }: CriticalStep): number => toMs - fromMs;
  const [longest] = [...steps].sort((a, b) => lengthOf(b) - lengthOf(a));
  if (longest === undefined || steps.length < 2) return '';
  const what = longest.phase === 'ready' ? 'getting ready' : 'starting its container';
  return ` The longest step was ${oneLine(longest.service)} ${what}: ${duration(lengthOf(longest))}.`;
}

/** The way of one service. */
export function serviceWords(service: TimelineService, { services }: Timeline): string {
  const { startedMs, readyMs, waitsFor } = service;
  const others = services.filter((other) => waitsFor.includes(other.service));
  const late = others.filter((other) => other.readyMs === undefined).map((other) => oneLine(other.service));
  if (startedMs === undefined)
    return late.length > 0 ? `not started: ${late.join(', ')} did not get ready` : 'not started';
  const [last] = [...others].sort((a, b) => (b.readyMs ?? 0) - (a.readyMs ?? 0));
  const waited =
    last?.readyMs === undefined
      ? ''
      : `waited for ${oneLine(last.service)} until ${duration(last.readyMs)}, `;
  const started = `${waited}started at ${duration(startedMs)}`;
  return readyMs === undefined
    ? `${started}, did not get ready`
    : `${started}, ready ${duration(readyMs - startedMs)} later`;
}
