// The variables that Compose reads from the environment: required ones checked, or filled with placeholders.

import { createHash } from 'node:crypto';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import { collectReferences } from '../stack/references.ts';
import type { StackSource } from './read-source.ts';

/** The environment for Compose; a required variable that is not set is an error. */
export function startEnvironment(stack: StackSource, io: Io): NodeJS.ProcessEnv {
  // Compose takes nothing for a variable without `?` that is not set.
  const missing = collectReferences(stack.manifest).filter(
    ({ name, help }) => help !== undefined && !io.env[name],
  );
  const [first] = missing;
  if (first === undefined) return { ...io.env };
  const names = missing.map(({ name }) => name).join(', ');
  throw new SmokeError(
    'USAGE',
    `${names} ${missing.length > 1 ? 'are' : 'is'} not set, expected ${first.help || 'a value'}`,
    {
      hint: `Set it and call again: ${first.name}=… smoke up`,
    },
  );
}

/** The environment for verbs that need no credential: Compose refuses even `down` without the variables. */
export function placeholderEnvironment(stack: StackSource, io: Io): NodeJS.ProcessEnv {
  const unset = collectReferences(stack.manifest).filter(
    ({ name, help }) => help !== undefined && !io.env[name],
  );
  return { ...io.env, ...Object.fromEntries(unset.map(({ name }) => [name, 'unset'])) };
}

/** A hash of the variables that the manifest refers to, to see whether a start is the same as the last one. */
export function variablesHash(stack: StackSource, env: NodeJS.ProcessEnv): string {
  const values = collectReferences(stack.manifest).map(({ name, fallback }) => [name, env[name] || fallback]);
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
