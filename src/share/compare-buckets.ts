// Whether two sides keep each kind of content in the same bucket, and nothing else in it. Pure.

import { bucketNames, newerBuckets } from './buckets.ts';
import type { ShareFinding, Sides } from './compare-finding.ts';
import { fixFor } from './compare-fix.ts';
import type { BucketName } from './settings.ts';
import { settingRows } from './table.ts';

/** What a kind of content is called: `recordings`, `heap dumps`. */
export function titleOf(kind: BucketName): string {
  const title = settingRows.find(({ name }) => name === kind)?.title ?? kind;
  return title.replace(/^bucket of /, '');
}

/** Findings about the buckets, one for each kind, and one for each that holds what it should not. */
export function compareBuckets(sides: Sides): ShareFinding[] {
  return [...bucketNames.map((kind) => compareBucket(kind, sides)), ...mixed(sides), ...crowded(sides)];
}

/** Kinds of content that both sides keep, as far as anybody knows. */
export function usedKinds(sides: Sides): readonly BucketName[] {
  return bucketNames.filter((kind) => {
    const [one, other] = namesOf(kind, sides);
    return whyUnused(kind, sides) === undefined && (one === other || isMeant(kind, sides));
  });
}

function compareBucket(kind: BucketName, sides: Sides): ShareFinding {
  const values = namesOf(kind, sides);
  const finding = { what: kind, title: `bucket of ${titleOf(kind)}`, values, kinds: [kind] };
  const note = newerBuckets.includes(kind) ? 'only a Cryostat of 4.3 or newer uses it' : undefined;
  if (values[0] === values[1])
    return { ...finding, verdict: 'same', ...(note !== undefined && { why: note }) };
  const unused = whyUnused(kind, sides);
  if (unused !== undefined) return { ...finding, verdict: 'harmless', why: unused };
  const todo = fixFor(kind, sides, values);
  const advice = todo === undefined ? {} : { todo };
  if (!isMeant(kind, sides)) {
    const why = `${note}: with one on both sides, their ${titleOf(kind)} stay apart`;
    return { ...finding, verdict: 'harmless', why, ...advice };
  }
  if (kind === 'metadata' && !sides.some(({ settings }) => settings.mode === 'bucket')) {
    return { ...finding, verdict: 'harmless', why: 'only the storage mode "bucket" uses it' };
  }
  const lost =
    kind === 'metadata'
      ? 'labels of the other side are not found'
      : `neither side sees the other's ${titleOf(kind)}`;
  const why = note === undefined ? lost : `${lost} (${note})`;
  return { ...finding, verdict: 'matters', why, ...advice };
}

/** A side whose version does not know this kind of content. */
function whyUnused(kind: BucketName, sides: Sides): string | undefined {
  if (!newerBuckets.includes(kind)) return undefined;
  const older = sides.find(({ kinds }) => kinds !== undefined && !kinds.includes(kind));
  return older && `only a Cryostat of 4.3 or newer uses it, and that of ${older.label} is older`;
}

/** Newer kinds count where a version is known to keep them, or both sides name their bucket. */
function isMeant(kind: BucketName, sides: Sides): boolean {
  return (
    !newerBuckets.includes(kind) ||
    sides.some(({ kinds }) => kinds?.includes(kind)) ||
    sides.every(({ said }) => said.includes(kind))
  );
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
