// Random text of a simple pattern: literals, character classes and counts, such as "GK[0-9a-f]{24}".

import { randomInt } from 'node:crypto';
import { SmokeError } from '../error.ts';

/** A random text of the pattern, from the system's secure source. */
export function randomText(pattern: string): string {
  const part = /\[([^\]]+)\](?:\{(\d+)\})?|([\w-])/gy;
  let text = '';
  while (part.lastIndex < pattern.length) {
    const at = part.lastIndex;
    const match = part.exec(pattern);
    const alphabet = expandClass(match?.[1] ?? '');
    if (!match || (match[3] === undefined && alphabet === '')) {
      throw new SmokeError(
        'FRAGMENT',
        `pattern "${pattern}": got "${pattern.slice(at)}", expected literals and classes such as [a-z0-9]{8}`,
      );
    }
    text += match[3] ?? randomFrom(alphabet, Number(match[2] ?? 1));
  }
  return text;
}

function expandClass(ranges: string): string {
  return ranges.replace(/(.)-(.)/g, (_, from: string, to: string) => {
    const first = from.charCodeAt(0);
    return Array.from({ length: to.charCodeAt(0) - first + 1 }, (__, i) =>
      String.fromCharCode(first + i),
    ).join('');
  });
}

function randomFrom(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
