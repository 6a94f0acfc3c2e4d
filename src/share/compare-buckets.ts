// Whether two sides keep each kind of content in the same bucket, and nothing else in it. Pure.

import type { ShareFinding, Sides } from './compare-finding.ts';
import { fixFor } from './compare-fix.ts';
import type { BucketName, Side } from './settings.ts';
import { bucketNames, newerBuckets, settingRows } from './table.ts';

/** What a kind of content is called: `recordings`, `heap dumps`. */
export function titleOf(kind: BucketName): string {
  const title = settingRows.find(({ name }) => name === kind)?.title ?? kind;
  return title.replace(/^bucket of /, '');
}

/** Findings about the buckets, one for each kind, and one for each that holds what it should not. */
export function compareBuckets(sides: Sides): ShareFinding[] {
  return [...bucketNames.map((kind) => compareBucket(kind, sides)), ...mixed(sides), ...crowded(sides)];
}

/** Kinds of content that both sides keep. */
export function usedKinds(sides: Sides): readonly BucketName[] {
  return bucketNames.filter((kind) => unusedBy(kind, sides) === undefined);
}

function compareBucket(kind: BucketName, sides: Sides): ShareFinding {
  const values = namesOf(kind, sides);
  const finding = { what: kind, title: `bucket of ${titleOf(kind)}`, values, kinds: [kind] };
  const isNewer = newerBuckets.includes(kind);
  const note = isNewer ? 'only a Cryostat of 4.3 or newer uses it' : undefined;
  if (values[0] === values[1])
    return { ...finding, verdict: 'same', ...(note !== undefined && { why: note }) };
  const unused = unusedBy(kind, sides);
  if (unused) {
    const why = `${note}, and that of ${unused.label} is older`;
    return { ...finding, verdict: 'harmless', why };
  }
  if (kind === 'metadata' && !sides.some(({ settings }) => settings.mode === 'bucket')) {
    return { ...finding, verdict: 'harmless', why: 'only the storage mode "bucket" uses it', kinds: [] };
  }
  const lost =
    kind === 'metadata'
      ? 'labels of the other side are not found'
      : `neither side sees the other's ${titleOf(kind)}`;
  const todo = fixFor(kind, sides, values);
  return {
    ...finding,
    verdict: 'matters',
    why: note === undefined ? lost : `${lost} (${note})`,
    ...(todo !== undefined && { todo }),
  };
}

/** A side whose version does not know this kind of content. */
function unusedBy(kind: BucketName, sides: Sides): Side | undefined {
  if (!newerBuckets.includes(kind)) return undefined;
  return sides.find(({ kinds }) => kinds !== undefined && !kinds.includes(kind));
}

/** Names that one side uses for one kind, and the other for another. */
function mixed(sides: Sides): ShareFinding[] {
  return bucketNames.flatMap((kind) =>
    bucketNames.flatMap((other): ShareFinding[] => {
      const name = sides[0].settings[kind];
      const [wanted] = [sides[0].settings[other]];
      if (kind === other || name === undefined || name !== sides[1].settings[other]) return [];
      // Where one of the sides itself mixes both, that is said of it alone.
      if (wanted === name || sides[1].settings[kind] === name) return [];
      const [one, two] = [titleOf(kind), titleOf(other)];
      const todo = fixFor(other, sides, [wanted, undefined]);
      return [
        {
          what: 'mixed',
          title: `bucket ${name}`,
          values: [one, two],
          verdict: 'matters',
          why: `${sides[0].label} keeps its ${one} there, ${sides[1].label} its ${two}: each lists the other's files as its own kind`,
          ...(todo !== undefined && { todo }),
          kinds: [kind, other],
        },
      ];
    }),
  );
}

/** Buckets in which a side keeps several kinds. */
function crowded(sides: Sides): ShareFinding[] {
  const found = sides.map(({ settings }) =>
    [...new Set(bucketNames.map((kind) => settings[kind]))].flatMap((name) => {
      const kinds = bucketNames.filter((kind) => settings[kind] === name);
      return name === undefined || kinds.length < 2
        ? []
        : [{ name, titles: kinds.map(titleOf).join(' and ') }];
    }),
  );
  const names = [...new Set(found.flat().map(({ name }) => name))];
  return names.map((name) => {
    const of = (index: 0 | 1) => found[index]?.find((one) => one.name === name)?.titles;
    const whose = sides.filter((_, index) => of(index as 0 | 1) !== undefined).map(({ label }) => label);
    return {
      what: 'crowded',
      title: `bucket ${name}`,
      values: [of(0), of(1)],
      verdict: 'harmless',
      why: `${whose.join(' and ')} keeps several kinds of content in it, and Cryostat lists all of a bucket as one kind`,
      todo: 'give each kind of content a bucket of its own',
      kinds: [],
    };
  });
}

function namesOf(kind: BucketName, sides: Sides): readonly [string | undefined, string | undefined] {
  return [sides[0].settings[kind], sides[1].settings[kind]];
}
