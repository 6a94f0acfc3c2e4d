// Colours for a terminal, or none. Pure.

import { styleText } from 'node:util';

type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold' | 'cyan' | 'magenta' | 'blue';

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Paints only where colours are wanted: a terminal, and no NO_COLOR (https://no-color.org). */
export function createPaint(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  const wanted = isTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  return wanted ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
