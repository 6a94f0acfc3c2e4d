// Keys that a form does not know: chart and cluster drop them without a word, so that a typo passes. Pure.

import { nearest } from '../../options/nearest.ts';
import { isMap } from '../../stack/fragment.ts';
import { mapAt, placeOf, type Source } from './look.ts';

/** A sentence for each key below the paths that is not among the known ones; `known`: dotted paths. */
export function unknownKeys(
  source: Source,
  paths: readonly string[],
  known: readonly string[],
  reader: string,
): string[] {
  return paths.flatMap((path) => {
    const names = known
      .filter((other) => other.startsWith(`${path}.`))
      .map((other) => other.slice(path.length + 1).split('.')[0] ?? '');
    const map = mapAt(source.value, path);
    const strangers = Object.keys(map).filter((name) => !names.includes(name));
    return strangers.slice(0, mostShown).map((name) => {
      // A long one is no typo of anything.
      const near = name.length > 60 ? undefined : nearest(name, names);
      const meant = near === undefined || isMap(map[near]) ? near : near in map ? undefined : near;
      const ends = meant === undefined ? '' : `: did you mean ${meant}?`;
      return `${placeOf(source, `${path}.${name}`)}: ${path}.${name.slice(0, 60)} is not taken over, since ${reader} does not know it${ends}`;
    });
  });
}

const mostShown = 20;
