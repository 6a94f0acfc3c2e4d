// The program's verbs and flags as data, for scripts of every shell. Pure.

import type { Argument, Command, Option } from 'commander';

/** What may stand in a place: names, names by comma, files, folders, or something that cannot be known. */
export interface Place {
  readonly kind: 'names' | 'list' | 'file' | 'folder' | 'text';
  readonly names?: readonly string[];
  /** A path is possible, too. */
  readonly orFile?: true;
  /** Any number of words takes it. */
  readonly isRepeated?: true;
}

/** A flag with its spellings. */
export interface CompletedFlag {
  readonly short?: string;
  readonly long?: string;
  readonly help: string;
  /** Absent where the flag takes no value. */
  readonly value?: Place;
  readonly isValueOptional: boolean;
  readonly isRepeatable: boolean;
}

/** A verb, with what may follow it; the program itself is one without a name. */
export interface CompletedVerb {
  readonly name: string;
  readonly help: string;
  readonly flags: readonly CompletedFlag[];
  readonly places: readonly Place[];
  readonly verbs: readonly CompletedVerb[];
}

/** Names that flags and words can have, by the name of the flag or of the argument. */
export type KnownNames = Readonly<Record<string, Place>>;

/** Reads the program. Flags that help does not show are left out, and so are names that a shell could misread. */
export function readVerbs(program: Command, known: KnownNames): CompletedVerb {
  const root = readVerb(program, known, []);
  const names = root.verbs.map(({ name }) => name);
  const help: CompletedVerb = {
    name: 'help',
    help: 'help, also for a verb',
    flags: [],
    places: [{ kind: 'names', names }],
    verbs: [],
  };
  return { ...root, name: '', verbs: [...root.verbs, help] };
}

/** Names that are plain words in every shell. */
export function plainNames(names: readonly string[]): string[] {
  return names.filter((name) => /^[A-Za-z0-9][\w.+-]*$/.test(name));
}

/** What the program's own flags are is not said again for a verb, such as --help. */
function readVerb(command: Command, known: KnownNames, above: readonly CompletedFlag[]): CompletedVerb {
  const flags = command
    .createHelp()
    .visibleOptions(command)
    .map((option) => readFlag(option, known))
    .filter(({ long }) => !above.some((flag) => flag.long === long));
  return {
    name: command.name(),
    help: command.description(),
    flags,
    places: command.registeredArguments.map((argument) => placeOfArgument(argument, known)),
    verbs: command.commands.map((verb) => readVerb(verb, known, [...above, ...flags])),
  };
}

function readFlag(option: Option, known: KnownNames): CompletedFlag {
  const takesValue = option.required || option.optional;
  const [, placeholder = ''] = /[<[]([^>\]]+)[>\]]/.exec(option.flags) ?? [];
  const chosen: Place | undefined = option.argChoices && { kind: 'names', names: option.argChoices };
  return {
    ...(option.short && { short: option.short }),
    ...(option.long && { long: option.long }),
    help: option.description,
    ...(takesValue && { value: chosen ?? placeOf(option.attributeName(), placeholder, known) }),
    isValueOptional: option.optional,
    isRepeatable: option.variadic || option.parseArg !== undefined,
  };
}

function placeOfArgument(argument: Argument, known: KnownNames): Place {
  const place = argument.argChoices
    ? { kind: 'names' as const, names: argument.argChoices }
    : placeOf(argument.name(), argument.name(), known);
  return { ...place, ...(argument.variadic && { isRepeated: true as const }) };
}

function placeOf(name: string, placeholder: string, known: KnownNames): Place {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found) return found;
  if (/^(file|manifest|archive)s?$/i.test(placeholder)) return { kind: 'file' };
  return { kind: /^folder$/i.test(placeholder) ? 'folder' : 'text' };
}
