// What a proof changes in a comparison: two addresses turn out to be one server, or one bucket to be two. Pure.

import { titleOf } from './compare-buckets.ts';
import { type Comparison, everyKind, judge, type ShareFinding, type Sides } from './compare-finding.ts';
import type { ProofStep, ShareProof } from './proof.ts';
import type { BucketName } from './settings.ts';

/** The comparison with what was seen. */
export function withProof(comparison: Comparison, { steps }: ShareProof, sides: Sides): Comparison {
  const isProven = steps.some(({ state }) => state === 'proven');
  const isWritten = steps.some(({ state, bucket }) => state === 'proven' && bucket.how === 'write');
  const settled = comparison.findings.map((finding) => (isWritten ? settle(finding) : finding));
  const names = [...new Set(steps.map(({ bucket }) => bucket.name))];
  const ofBuckets = names.map((name) =>
    bucketFinding(
      steps.filter(({ bucket }) => bucket.name === name),
      sides,
    ),
  );
  const labels = isProven ? labelFindings(steps) : [];
  const used = everyKind.filter((kind) =>
    [...comparison.shared, ...comparison.apart, ...comparison.unsure].includes(kind),
  );
  return judge([...settled, ...together(ofBuckets), ...labels], used);
}

/** What the words alone did not tell. */
const settledBy: Readonly<Record<string, string>> = {
  endpoint: 'two addresses of one server: the proof shows it',
  reach:
    'from here, both addresses lead to one server; where presigned links are used, their readers need the same name',
  region: 'the server takes either: the proof shows it',
  pathStyle: 'the server takes both: the proof shows it',
};

function settle(finding: ShareFinding): ShareFinding {
  const why = settledBy[finding.what];
  if (why === undefined || finding.verdict === 'same') return finding;
  const { todo: _, ...rest } = finding;
  return { ...rest, verdict: 'harmless', why };
}

/** What is wrong for one reason is told once. */
function together(findings: readonly ShareFinding[]): ShareFinding[] {
  const reasonOf = ({ verdict, why, todo, values }: ShareFinding): string =>
    JSON.stringify([verdict, why, todo, values]);
  const bad = findings.filter(({ verdict }) => verdict !== 'same');
  const merged = [...new Set(bad.map(reasonOf))].flatMap((reason): ShareFinding[] => {
    const [first, ...others] = bad.filter((finding) => reasonOf(finding) === reason);
    if (first === undefined) return [];
    if (others.length === 0) return [first];
    const all = [first, ...others];
    const title = `buckets ${all.map((finding) => finding.title.replace(/^bucket /, '')).join(', ')}`;
    return [{ ...first, title, kinds: all.flatMap(({ kinds }) => kinds) }];
  });
  return [...findings.filter(({ verdict }) => verdict === 'same'), ...merged];
}

/** Ways of one bucket, as one finding; the values are what became of the objects of each side. */
function bucketFinding(steps: readonly ProofStep[], sides: Sides): ShareFinding {
  const [first] = steps;
  if (first === undefined) throw new Error('a bucket without steps');
  const { bucket } = first;
  const value = (writer: 0 | 1): string | undefined => {
    const step = steps.find((candidate) => candidate.writer === writer);
    return step && words(step, sides[1 - writer]?.label ?? '');
  };
  const bad = steps.filter(({ state }) => state !== 'proven' && state !== 'absent');
  const isSilent = bad.some(({ state }) => state === 'silent');
  const isAbsent = bad.length === 0 && steps.every(({ state }) => state === 'absent');
  const todo = [...new Set(bad.map(({ hint }) => hint))].filter((hint) => hint !== undefined).join('; ');
  const texts = [...new Set((bad.length > 0 ? bad : isAbsent ? steps : []).map(({ text }) => text))];
  const isListed = bucket.how === 'list' && bad.length === 0 && !isAbsent;
  const why = isListed
    ? 'nothing was written: Cryostat reads every file there as a template'
    : texts.join('; ');
  return {
    what: 'proof',
    title: `bucket ${bucket.name} (${bucket.kinds.map(titleOf).join(', ')})`,
    values: bucket.how === 'list' && bad.length === 0 ? [value(0), value(0)] : [value(0), value(1)],
    verdict: bad.length === 0 ? (isAbsent ? 'harmless' : 'same') : isSilent ? 'unknown' : 'matters',
    ...(why !== '' && { why }),
    ...(todo !== '' && { todo }),
    kinds: bad.length === 0 ? [] : bucket.kinds,
  };
}

function words({ state, bucket, seen }: ProofStep, reader: string): string {
  if (seen !== undefined) return seen;
  const written = bucket.how === 'list' ? 'listed' : `read by ${reader}`;
  const all = {
    proven: written,
    absent: 'not made yet',
    other: 'not found',
    refused: 'refused',
    silent: 'no answer',
  };
  return all[state];
}

/** Labels have a finding of their own only where they were tried. */
function labelFindings(steps: readonly ProofStep[]): ShareFinding[] {
  const tried = steps.filter(({ labels }) => labels !== undefined);
  if (tried.length === 0) return [];
  const lost = [...new Set(tried.flatMap(({ labels }) => (labels?.isProven === false ? [labels.text] : [])))];
  const value = (writer: 0 | 1): string | undefined => {
    const ways = tried.filter((step) => step.writer === writer);
    if (ways.length === 0) return undefined;
    return ways.every(({ labels }) => labels?.isProven) ? 'read' : 'not read';
  };
  const kinds: readonly BucketName[] = ['metadata'];
  const finding = {
    what: 'labels',
    title: 'labels of objects',
    values: [value(0), value(1)] as const,
    kinds,
  };
  if (lost.length === 0) return [{ ...finding, verdict: 'same' }];
  const todo =
    'choose a storage mode that the server can do, the same for both: smoke storage check tells which';
  return [{ ...finding, verdict: 'matters', why: lost.join('; '), todo }];
}
