// Texts that containers and programs write, as lines fit for a card. Pure.

import type { Line, Origin } from './symptoms.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours and cursor movements begin with one
const escapes = /\x1b\[[\d;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b-\x1f\x7f]/g;
const userOfUrl = /(:\/\/)[^/\s:@"']*:[^/\s@"']+@/g;
const spokenSecret =
  /((?:password|passwd|pwd|secret|token|api[-_]?key|access[-_]?key)["']?(?:=|["']\s*:\s*)["']?)([^\s"',;&)]{3,})/gi;
const authorization = /(authorization["']?\s*[:=]\s*["']?(?:basic|bearer|aws4-hmac-sha256)\s+)\S+/gi;

/** Lines of a text, without colours, empty ones, and whatever speaks of a secret. */
export function linesOf(from: Origin, text: string): Line[] {
  return text
    .split(/\r?\n|\r/)
    .map((line) => withoutSecrets(line.replace(escapes, '')).trimEnd())
    .filter((line) => line.trim() !== '')
    .map((line) => ({ from, text: line }));
}

/** Secrets that nobody told smoke of, known by what stands before them. */
export function withoutSecrets(text: string): string {
  return text.replace(userOfUrl, '$1***@').replace(spokenSecret, '$1***').replace(authorization, '$1***');
}

/** A line cut to a length, with the part at `around` in it. */
export function clip(text: string, length: number, around = 0): string {
  if (text.length <= length) return text;
  const end = Math.min(text.length, Math.max(length - 1, around + Math.floor(length / 2)));
  const start = Math.max(0, end - length + 2);
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
