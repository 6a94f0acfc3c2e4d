// Features → advice for the application. Pure.

import type { S3Problem } from '../explain.ts';
import type { Feature, StorageVerdict } from './report.ts';

/** Features under the names that storage fragments use. */
const fragmentNames: Readonly<Record<string, string>> = {
  'object-tags': 'object-tagging',
  versioning: 'versioning',
  'bucket-policy': 'bucket-policy',
  'object-lock': 'object-lock',
  lifecycle: 'lifecycle',
  cors: 'cors',
  'put-if-none-match': 'conditional-writes',
  'trailer-unsigned': 'checksum-trailers',
  'virtual-host': 'virtual-host-style',
};

/** Whether the application would work, and how it should keep its labels. */
export function judge(
  features: readonly Feature[],
  essential: ReadonlySet<string>,
  problem: S3Problem | undefined,
  settings: Readonly<Record<string, string>>,
): StorageVerdict {
  const find = (id: string) => features.find((feature) => feature.id === id);
  const tags = [find('object-tags'), find('object-tags-by-header')];
  const mode = tags.every((feature) => feature?.state === 'works') ? 'tagging' : 'bucket';
  const failed = features.filter(({ id, state }) => essential.has(id) && state !== 'works');
  const lacks = features.flatMap(({ id, state }) => {
    const name = fragmentNames[id];
    return name !== undefined && (state === 'unsupported' || state === 'broken') ? [name] : [];
  });
  const usable = problem === undefined && failed.length === 0;
  const why = problem?.text ?? (usable ? whyMode(mode, tags) : whyNot(failed));
  return { usable, mode, why, lacks, settings };
}

function whyMode(mode: StorageVerdict['mode'], tags: readonly (Feature | undefined)[]): string {
  if (mode === 'tagging') return 'object tags work, so labels of recordings are kept as tags';
  const failing = tags.find((feature) => feature?.state !== 'works');
  const cause = failing?.detail === undefined ? '' : ` (${failing.detail})`;
  const what = failing?.state === 'untried' ? 'object tags were not tried' : 'object tags do not work here';
  return `${what}${cause}, so labels of recordings are kept in a bucket of their own`;
}

/** Features that fail for one cause are told together. */
function whyNot(failed: readonly Feature[]): string {
  const causes = new Map<string, string[]>();
  // What was not tried because of another failure is no cause.
  const seen = failed.filter(({ state }) => state !== 'untried');
  for (const { name, state, detail = state } of seen.length > 0 ? seen : failed) {
    causes.set(detail, [...(causes.get(detail) ?? []), name]);
  }
  const words = [...causes].map(([cause, names]) => `${cause} (${names.join(', ')})`);
  return `the application needs what does not work here: ${words.join('; ')}`;
}

/** What was not tried for want of time is nothing that does not work; undefined when something was seen to fail. */
export function tooSlow(
  features: readonly Feature[],
  essential: ReadonlySet<string>,
  { endpoint }: { readonly endpoint: string },
  latencyMs = 0,
): S3Problem | undefined {
  const failed = features.filter(({ id, state }) => essential.has(id) && state !== 'works');
  if (failed.length === 0 || failed.some(({ state }) => state !== 'untried')) return undefined;
  const seconds = (latencyMs / 1000).toFixed(1);
  const text = `${new URL(endpoint).host}: answers take ${seconds} s: not enough time to try what the application needs`;
  return {
    kind: 'connection',
    passing: true,
    text,
    hint: 'try again when the server or the way to it is faster',
  };
}
