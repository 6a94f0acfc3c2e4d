// Variables → a file that Docker Compose, podman-compose and a shell read alike. Pure.

import { SmokeError } from '../error.ts';

/** A line for each; a value that the readers would take differently is an error. */
export function renderVariables(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${quoted(name, value)}\n`)
    .join('');
}

/**
 * Between single quotes everything stands for itself to all three, but for the quote itself, for a backslash before
 * another one or at the end, and for `${`, which podman-compose follows even there; between double quotes, what is
 * neither of `$`, backslash, backtick and quote. Seen on Docker Compose 2.26 and 5.5, podman-compose 1.6 and dash.
 */
function quoted(name: string, value: string): string {
  const isPlain = ![...value].some((character) => character < ' ' || character === '\u007f');
  if (isPlain && !/'|\\\\|\\$|\$\{/.test(value)) return `'${value}'`;
  if (isPlain && !/["$\\`]/.test(value)) return `"${value}"`;
  throw new SmokeError(
    'USAGE',
    `${name} has characters that Docker Compose, podman-compose and shells read differently in a file`,
    { hint: `Set ${name} in the environment instead, and call again without --with-credentials.` },
  );
}
