// A value of a Compose file together with its place in the text. Pure.

/** A node of the file; `entries` of a map, `items` of a list, `text` of a scalar. */
export interface Spot {
  readonly kind: 'map' | 'list' | 'scalar';
  /** Dotted path from the root. */
  readonly path: string;
  /** Where people look for it: its key, or the item itself. */
  readonly start: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly entries: ReadonlyMap<string, Spot>;
  readonly items: readonly Spot[];
  readonly text: string;
  /** A scalar without quotes, which readers of YAML may take for something else than text. */
  readonly isPlain: boolean;
  readonly isNull: boolean;
  /** `!reset` or `!override` before it. */
  readonly tag?: string;
  /** Written between [ ] or { }. */
  readonly isFlow: boolean;
}

/** Follows keys; undefined where one is missing. */
export function child(spot: Spot | undefined, ...keys: readonly string[]): Spot | undefined {
  let found = spot;
  for (const key of keys) found = found?.entries.get(key);
  return found;
}

/** Every scalar below, with itself. */
export function* scalars(spot: Spot): Iterable<Spot> {
  if (spot.kind === 'scalar') yield spot;
  for (const entry of spot.entries.values()) yield* scalars(entry);
  for (const item of spot.items) yield* scalars(item);
}

/** Every node below, with itself. */
export function* everySpot(spot: Spot): Iterable<Spot> {
  yield spot;
  for (const entry of spot.entries.values()) yield* everySpot(entry);
  for (const item of spot.items) yield* everySpot(item);
}

/** Texts of a scalar or of a list of scalars. */
export function texts(spot: Spot | undefined): readonly Spot[] {
  if (!spot) return [];
  return spot.kind === 'scalar'
    ? spot.isNull
      ? []
      : [spot]
    : spot.items.filter((item) => item.kind === 'scalar');
}

/** Names in a list of words or in the keys of a map. */
export function namesIn(spot: Spot | undefined): readonly (readonly [string, Spot])[] {
  if (!spot) return [];
  if (spot.kind === 'map') return [...spot.entries];
  return spot.items.filter((item) => item.kind === 'scalar').map((item) => [item.text, item] as const);
}

/** Whether a scalar says yes, as every reader of Compose files takes it. */
export function isTrue(spot: Spot | undefined): boolean {
  return spot?.kind === 'scalar' && /^(true|yes|on|y)$/i.test(spot.text);
}
