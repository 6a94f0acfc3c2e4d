// Reads and sets lifecycle rules of a bucket, and reads them back: servers take rules that they do not keep. Talks S3.

import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type GetBucketLifecycleConfigurationCommandOutput,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { keepsVersions } from './buckets-count.ts';
import { type Answer, ask, type BucketStorage } from './buckets-open.ts';
import {
  type BucketRulesReport,
  isSet,
  makeRule,
  mergeRules,
  type RuleKind,
  readRules,
  ruleIds,
  type WantedDays,
} from './buckets-rules.ts';
import type { S3Problem } from './explain.ts';

type Configuration = Pick<
  GetBucketLifecycleConfigurationCommandOutput,
  'Rules' | 'TransitionDefaultMinimumObjectSize'
>;

/** What the bucket has now. */
export async function showRules(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<BucketRulesReport> {
  const found = await read(storage, name, signal);
  if (found.problem) return { name, others: 0, refused: {}, problem: found.problem };
  return { name, ...readRules(found.value.Rules ?? []), refused: {} };
}

/** Sets smoke's rules beside those that are there. What a server refuses together is tried one by one. */
export async function setRules(
  storage: BucketStorage,
  name: string,
  days: WantedDays,
  signal: AbortSignal,
): Promise<BucketRulesReport> {
  const before = await read(storage, name, signal);
  // Nothing is written over rules that could not be read.
  if (before.problem) return { name, others: 0, refused: {}, problem: before.problem };
  const versions = days.expire !== undefined && (await keepsVersions(storage, name, signal));
  const wanted = (['expire', 'abort'] as const).flatMap((kind) => {
    const number = days[kind];
    return number === undefined ? [] : [{ kind, number, rule: makeRule(kind, number, versions) }];
  });
  const kinds = wanted.map(({ kind }) => kind);
  const rules = before.value.Rules ?? [];
  const merged = mergeRules(
    rules,
    wanted.map(({ rule }) => rule),
    kinds,
  );
  const refused: Partial<Record<RuleKind, string>> = {};
  const all = await write(storage, name, { ...before.value, Rules: merged }, signal);
  if (all.problem) {
    let kept: readonly LifecycleRule[] = rules;
    for (const { kind, rule } of wanted) {
      const next = mergeRules(kept, [rule], [kind]);
      const one = await write(storage, name, { ...before.value, Rules: next }, signal);
      if (one.problem) refused[kind] = refusal(one.problem);
      else kept = next;
    }
  }
  const after = await read(storage, name, signal);
  if (after.problem) return { name, others: 0, refused, problem: after.problem };
  const kept = after.value.Rules ?? [];
  for (const { kind, number } of wanted)
    if (!isSet(kind, number, kept)) refused[kind] ??= 'the server took the rule and did not keep it';
  return { name, ...readRules(kept), refused };
}

/** Takes smoke's rules away again; rules of others stay. */
export async function removeRules(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<BucketRulesReport> {
  const before = await read(storage, name, signal);
  if (before.problem) return { name, others: 0, refused: {}, problem: before.problem };
  const rules = before.value.Rules ?? [];
  const rest = rules.filter(({ ID }) => !Object.values(ruleIds).includes(ID ?? ''));
  if (rest.length === rules.length) return { name, ...readRules(rules), refused: {} };
  const done = await write(storage, name, { ...before.value, Rules: rest }, signal);
  if (done.problem) return { name, ...readRules(rules), refused: {}, problem: done.problem };
  return await showRules(storage, name, signal);
}

/** Servers without the rule mostly say that the request is not well-formed. */
function refusal({ kind, text }: S3Problem): string {
  return kind === 'other' ? `the server does not take this rule (${text})` : text;
}

async function read(
  storage: BucketStorage,
  name: string,
  signal: AbortSignal,
): Promise<Answer<Configuration>> {
  const command = new GetBucketLifecycleConfigurationCommand({ Bucket: name });
  const answer = await ask<Configuration>(
    storage,
    () => storage.client.send(command, { abortSignal: signal }),
    signal,
  );
  if (answer.problem && /^NoSuchLifecycleConfiguration$|^NoSuchLifecycle/.test(answer.code))
    return { value: {} };
  return answer;
}

/** Without any rule, there must be no configuration: servers refuse an empty one. */
async function write(
  { client, ...storage }: BucketStorage,
  name: string,
  { Rules = [], TransitionDefaultMinimumObjectSize: size }: Configuration,
  signal: AbortSignal,
): Promise<Answer<unknown>> {
  const configuration = {
    Bucket: name,
    LifecycleConfiguration: { Rules },
    ...(size && { TransitionDefaultMinimumObjectSize: size }),
  };
  const send = async (): Promise<unknown> =>
    Rules.length === 0
      ? await client.send(new DeleteBucketLifecycleCommand({ Bucket: name }))
      : await client.send(new PutBucketLifecycleConfigurationCommand(configuration));
  signal.throwIfAborted();
  return await ask({ client, ...storage }, send);
}
