// What the verbs of the command line have in common.

import type { Command } from 'commander';
import { SmokeError } from '../error.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';

/** Turns a verb's work into an action: it gets the flags and the words, and its result becomes the exit code. */
export type RunVerb = (
  work: (flags: CliFlags, ...words: string[]) => Promise<number>,
) => (...given: unknown[]) => Promise<void>;

/** Refuses a word that is no verb; says which one was probably meant. */
export function refuseWord(word: string | undefined, known: readonly string[], otherwise = ''): void {
  if (word === undefined) return;
  const near = nearest(word, known);
  throw new SmokeError('USAGE', `unknown verb "${word}", expected one of ${known.join(', ')}${otherwise}`, {
    ...(near && { hint: `Did you mean ${near}?` }),
  });
}

/** Adds a verb that only has verbs of its own; without one of them it shows its help and fails. */
export function addGroup(program: Command, name: string, description: string): Command {
  const group = program.command(name).description(description).allowExcessArguments();
  return group.action(() => {
    refuseWord(
      group.args[0],
      group.commands.map((command) => command.name()),
    );
    group.help({ error: true });
  });
}
