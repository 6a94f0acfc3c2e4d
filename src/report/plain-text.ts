// Texts of servers, logs and files without what could redraw a terminal or break a format. Pure.

import { stripVTControlCharacters } from 'node:util';

/** Lines of printable characters: no escape sequences, no controls but tabs, no half characters. */
export function plainText(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
      // Characters that change the direction make a line look like another one.
      .replace(/(?![\n\t])[\p{Cc}\p{Bidi_C}\ufeff]/gu, '')
      .replace(/[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
  );
}

/** The same as one line. */
export function oneLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim();
}

/** At most so many characters, and never half of one; what is left out is told by `…`. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
