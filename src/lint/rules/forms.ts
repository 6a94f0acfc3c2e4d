// Values of another form than Compose has there, and services without anything to start. Pure.

import type { Rule } from '../finding.ts';
import { type Form, forms } from '../known/forms.ts';
import { type ComposeFile, isWhole } from '../project.ts';
import { child, type Spot } from '../spot.ts';

const table = forms.map(([path, allowed]) => ({ path: path.split('.'), allowed }));

export const formRules: readonly Rule[] = [
  {
    code: 'SM404',
    name: 'nothing-to-start',
    severity: 'error',
    summary: 'a service with neither an image nor a build',
    on: 'docker compose refuses the project; podman-compose (1.6 seen) takes an image of the name of project and service, which is not there',
    cure: 'image: or build:, or the file that has it given together with this one',
    *check(file, project) {
      if (!isWhole(file, project) || project.files.some(({ root }) => root.entries.has('include'))) return;
      for (const { name, spot } of file.services) {
        const starts = ['image', 'build', 'extends', 'provider'].some(
          (key) => project.attribute(name, key).length > 0,
        );
        const isFirst = project.files.find((other) => child(other.root, 'services', name)) === file;
        if (spot.kind === 'map' && !starts && isFirst)
          yield { spot, message: `${name} has neither an image nor a build` };
      }
    },
  },
  {
    code: 'SM813',
    name: 'wrong-form',
    severity: 'error',
    summary: 'a value of another form than Compose has there',
    on: 'docker compose refuses the file; podman-compose (1.6 seen) ends in a traceback, or takes it for something else',
    cure: 'the form that belongs there',
    *check(file) {
      yield* wrongForms(file);
    },
  },
];

function* wrongForms(file: ComposeFile) {
  for (const { path, allowed } of table)
    for (const spot of at(file.root, path)) {
      const form = formOf(spot);
      // What is taken back has no form.
      if (allowed.includes(form) || spot.tag === '!reset') continue;
      const expected = allowed
        .filter((one) => one !== 'null')
        .map((one) => `a ${one}`)
        .join(' or ');
      yield {
        spot,
        message: `${form === 'null' ? 'nothing' : `a ${form}`} where ${expected} belongs`,
        cure: cureFor(form, expected),
      };
    }
}

function cureFor(form: Form, expected: string): string {
  if (form === 'null') return `${expected}, or leave it out`;
  const isBare = form === 'number' || form === 'truth value';
  return isBare && expected.startsWith('a text') ? `${expected}: put it in quotes` : expected;
}

function* at(spot: Spot, [first, ...rest]: readonly string[]): Iterable<Spot> {
  if (first === undefined) return yield spot;
  if (first === '#') for (const item of spot.items) yield* at(item, rest);
  else if (first === '*') {
    for (const [name, entry] of spot.entries) if (!name.startsWith('x-')) yield* at(entry, rest);
  } else {
    const next = spot.entries.get(first);
    if (next) yield* at(next, rest);
  }
}

/** As YAML 1.2 reads it, which docker compose does. */
function formOf({ kind, isNull, isPlain, text }: Spot): Form {
  if (kind !== 'scalar') return kind;
  if (isNull) return 'null';
  if (!isPlain) return 'text';
  if (/^(true|false|True|False|TRUE|FALSE)$/.test(text)) return 'truth value';
  return /^[-+]?(\d+|\d+\.\d*|\.\d+|0x[\da-fA-F]+|0o[0-7]+)$/.test(text) ? 'number' : 'text';
}
