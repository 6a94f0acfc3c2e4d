// The line of many that most likely tells why. Pure.

import type { Line } from './symptoms.ts';

/** From the surest word to the weakest. */
const strengths: readonly RegExp[] = [
  /^Caused by: /,
  /\b(?:FATAL|PANIC|EMERG|CRITICAL)\b|^panic:|fatal error|\[(?:emerg|crit|fatal)\]/i,
  /(?:^|\s)(?:ERROR|ERR|SEVERE)\b|level=error|"level":\s*"(?:error|fatal)"|^[\w.$]+(?:Exception|Error)\b|^error\b/i,
  /\b(?:cannot|can't|could not|couldn't|unable to|failed|refused|denied|invalid|missing|no such|not found|unexpected)\b/i,
];

/** The last of the surest; where none speaks of an error, the last one; undefined where nothing was said. */
export function decisiveLine(lines: readonly Line[]): Line | undefined {
  const said = lines.filter(({ from, text }) => from !== 'health' && text.trim() !== '');
  for (const strength of strengths) {
    const found = said.filter(({ text }) => strength.test(text)).at(-1);
    if (found) return found;
  }
  return said.at(-1);
}
