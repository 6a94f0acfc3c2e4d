// Whose a bucket is, by its name alone: what smoke made may be removed, what anybody else named may not. Pure.

import type { Bucket } from '../stack/fragment.ts';
import type { ManifestNotes } from '../stack/manifest.ts';

/** A bucket of the application. */
export interface AppBucket {
  readonly name: string;
  /** Whether the chosen version of the application uses it. */
  readonly used: boolean;
  /**
   * `smoke`: named by smoke, with the instance id that this project remembers. `user`: its name, or the instance id in
   * it, was chosen. `unknown`: by a manifest whose identity is not here.
   */
  readonly namedBy: 'smoke' | 'user' | 'unknown';
  /** What it holds is made again when it is gone. */
  readonly scratch: boolean;
}

/** What decides. */
export interface WhoseInput {
  readonly notes: Pick<ManifestNotes, 'buckets' | 'chosenBuckets'>;
  /** Buckets that the application knows in any version: variable → bucket. */
  readonly known: Readonly<Record<string, Bucket>>;
  /** The instance id that the project made and remembers; undefined where it was restored, or nothing is known. */
  readonly ownId: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The buckets that the version uses, then those of the same instance that it does not. */
export function whoseBuckets({ notes, known, ownId, env }: WhoseInput): AppBucket[] {
  const chosen = notes.chosenBuckets ?? [];
  const isOwn = (name: string): boolean =>
    ownId !== undefined && name.endsWith(`-${ownId}`) && !chosen.includes(name);
  // Buckets of the remembered id that the stack does not use belong to it only if it uses others of them: with an id
  // chosen for one run, or the manifest of somebody else, they are another instance's data.
  const own = ownId !== undefined && notes.buckets.some(isOwn) ? [ownId] : [];
  const ids = [...new Set([...own, ...instanceIds(notes.buckets, known)])];
  const bucketOf = (name: string): Bucket | undefined => {
    const found = Object.entries(known).find(
      ([variable, { base }]) => env[variable] === name || ids.some((id) => name === `${base}-${id}`),
    );
    return found?.[1];
  };
  const describe = (name: string, used: boolean): AppBucket => {
    const isChosen = used ? chosen.includes(name) : chosen.length > 0;
    const namedBy = isOwn(name) ? 'smoke' : isChosen ? 'user' : 'unknown';
    return { name, used, namedBy, scratch: bucketOf(name)?.scratch ?? false };
  };
  const unused = Object.values(known)
    .flatMap(({ base }) => ids.map((id) => `${base}-${id}`))
    .filter((name) => !notes.buckets.includes(name));
  return [
    ...notes.buckets.map((name) => describe(name, true)),
    ...[...new Set(unused)].map((name) => describe(name, false)),
  ];
}

/** Ends that at least two names have in common behind the base of a known bucket: a single one proves nothing. */
function instanceIds(names: readonly string[], known: WhoseInput['known']): string[] {
  const ends = Object.values(known).flatMap(({ base }) =>
    names.filter((name) => name.startsWith(`${base}-`)).map((name) => name.slice(base.length + 1)),
  );
  return [...new Set(ends)].filter((end) => ends.filter((other) => other === end).length > 1);
}
