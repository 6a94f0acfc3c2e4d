// One line of a service's log, for people and for machines. Pure.

import { stripVTControlCharacters } from 'node:util';
import type { Paint } from './paint.ts';

/** A line with the service that wrote it. */
export interface ServiceLine {
  readonly service: string;
  readonly container: string;
  readonly from: 'stdout' | 'stderr';
  /** Nanoseconds since 1970; 0 where the engine told no time. */
  readonly at: bigint;
  readonly text: string;
}

/** How lines are shown. */
export interface LineStyle {
  /** In the order that gives each its colour, and for the width of the prefix. */
  readonly services: readonly string[];
  readonly paint: Paint;
  readonly timestamps?: boolean;
}

const colours = ['cyan', 'yellow', 'green', 'magenta', 'blue'] as const;

/** `service | text`, aligned. Control characters are left out: they could redraw the terminal. */
export function renderLogLine(
  { service, at, text }: ServiceLine,
  { services, paint, timestamps }: LineStyle,
): string {
  const width = Math.max(0, ...services.map((name) => name.length));
  const colour = colours[Math.max(0, services.indexOf(service)) % colours.length] ?? 'cyan';
  const time = timestamps && at > 0n ? `${timeOf(at)} ` : '';
  return `${paint(colour, `${service.padEnd(width)} |`)} ${time}${plain(text)}`;
}

/** The line as one JSON object. */
export function logLineJson({ service, container, from, at, text }: ServiceLine): string {
  return JSON.stringify({
    service,
    container,
    stream: from,
    ...(at > 0n && { time: timeOf(at) }),
    text: plain(text),
  });
}

function timeOf(at: bigint): string {
  return new Date(Number(at / 1_000_000n)).toISOString();
}

function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '');
}
