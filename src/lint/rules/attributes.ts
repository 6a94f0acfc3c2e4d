// Attributes that no version of Compose knows: typing errors. Pure.

import type { Hit, Rule } from '../finding.ts';
import { guess } from '../guess.ts';
import { attributes } from '../known/attributes.ts';
import { shownName } from '../shown.ts';
import { child, type Spot } from '../spot.ts';

export const attributeRules: readonly Rule[] = [
  {
    code: 'SM811',
    name: 'unknown-attribute',
    severity: 'error',
    summary: 'an attribute that the Compose specification does not have',
    on: 'docker compose refuses the file: additional properties are not allowed; podman-compose ignores it and says nothing',
    cure: 'take it out, or begin its name with x-',
    *check(file) {
      for (const [path, known] of attributes)
        yield* below(file.root, path === '' ? [] : path.split('.'), known);
    },
  },
  {
    code: 'SM812',
    name: 'bad-value',
    severity: 'error',
    summary: 'a word where Compose has a choice of others',
    on: 'docker compose refuses the file or the engine the container; podman-compose passes it on or ignores it',
    cure: 'one of the words that are allowed',
    *check(file) {
      for (const { spot } of file.services) {
        yield* choice(
          child(spot, 'restart'),
          /^(no|always|unless-stopped|on-failure(:\d+)?|false)$/,
          'no, always, unless-stopped, on-failure',
        );
        for (const wait of child(spot, 'depends_on')?.entries.values() ?? [])
          yield* choice(
            child(wait, 'condition'),
            /^service_(started|healthy|completed_successfully)$/,
            'service_started, service_healthy, service_completed_successfully',
          );
        yield* choice(
          child(spot, 'pull_policy'),
          /^(always|never|missing|if_not_present|build|refresh|daily|weekly|every_\w+|newer)$/,
          'always, never, missing, build, daily, weekly',
        );
        const mode = child(spot, 'network_mode');
        const networks = child(spot, 'networks');
        if (mode && networks && !networks.isNull)
          yield {
            spot: mode,
            message: 'network_mode and networks together',
            on: 'docker compose and podman-compose (1.3 and newer) refuse the project',
            cure: 'one of the two',
          };
      }
    },
  },
];

function* below(spot: Spot, path: readonly string[], known: ReadonlySet<string>): Iterable<Hit> {
  const [first, ...rest] = path;
  if (first !== undefined) {
    const next =
      first === '*'
        ? [...spot.entries]
            .filter(([key]) => !key.startsWith('x-'))
            .map(([, one]) => one)
            .concat(spot.items)
        : [child(spot, first)];
    for (const one of next) if (one) yield* below(one, rest, known);
    return;
  }
  for (const [key, value] of spot.entries) {
    if (known.has(key) || key.startsWith('x-')) continue;
    const near = guess(key, known);
    yield {
      spot: value,
      message: `${shownName(key)} is no attribute`,
      ...(near && { cure: `did you mean ${near}?` }),
    };
  }
}

function* choice(spot: Spot | undefined, allowed: RegExp, words: string): Iterable<Hit> {
  if (spot?.kind !== 'scalar' || spot.isNull || spot.text.includes('$') || allowed.test(spot.text)) return;
  yield { spot, message: JSON.stringify(spot.text), cure: `one of ${words}` };
}
