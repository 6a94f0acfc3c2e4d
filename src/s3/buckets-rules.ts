// Lifecycle rules: smoke's own among those of others. Pure.

import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { S3Problem } from './explain.ts';

/** What smoke can set. */
export type RuleKind = 'expire' | 'abort';

/** After how many days; what is undefined stays as it is. */
export interface WantedDays {
  readonly expire?: number | undefined;
  readonly abort?: number | undefined;
}

/** Rules with these ids are smoke's, and no other is ever changed. */
export const ruleIds: Readonly<Record<RuleKind, string>> = {
  expire: 'smoke-expire',
  abort: 'smoke-abort-uploads',
};

/** What the rules of smoke's in a bucket say. */
export interface OwnRules {
  readonly expireDays?: number;
  readonly abortDays?: number;
  /** Rules of others. */
  readonly others: number;
}

/** What became of a bucket's rules. */
export interface BucketRulesReport extends OwnRules {
  readonly name: string;
  /** Kinds that were asked for and are not there, with the reason. */
  readonly refused: Readonly<Partial<Record<RuleKind, string>>>;
  /** Why nothing could be read or done. */
  readonly problem?: S3Problem;
}

/** A rule for every object of a bucket. Where older versions are kept, they go as many days after they were replaced. */
export function makeRule(kind: RuleKind, days: number, keepsVersions: boolean): LifecycleRule {
  const rule = { ID: ruleIds[kind], Status: 'Enabled', Filter: { Prefix: '' } } as const;
  if (kind === 'abort') return { ...rule, AbortIncompleteMultipartUpload: { DaysAfterInitiation: days } };
  return {
    ...rule,
    Expiration: { Days: days },
    ...(keepsVersions && { NoncurrentVersionExpiration: { NoncurrentDays: days } }),
  };
}

/** The rules with ours of these kinds replaced; all others stay as they are, in their order. */
export function mergeRules(
  rules: readonly LifecycleRule[],
  own: readonly LifecycleRule[],
  kinds: readonly RuleKind[],
): LifecycleRule[] {
  const replaced = kinds.map((kind) => ruleIds[kind]);
  return [...rules.filter(({ ID }) => !replaced.includes(ID ?? '')), ...own];
}

/** What the rules of a bucket say of smoke's. */
export function readRules(rules: readonly LifecycleRule[]): OwnRules {
  const find = (kind: RuleKind): LifecycleRule | undefined =>
    rules.find(({ ID, Status }) => ID === ruleIds[kind] && Status === 'Enabled');
  const expireDays = find('expire')?.Expiration?.Days;
  const abortDays = find('abort')?.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  const ids = Object.values(ruleIds);
  return {
    ...(expireDays !== undefined && { expireDays }),
    ...(abortDays !== undefined && { abortDays }),
    others: rules.filter(({ ID }) => !ids.includes(ID ?? '')).length,
  };
}

/** Whether a rule that was read back does what was asked for. */
export function isSet(kind: RuleKind, days: number, rules: readonly LifecycleRule[]): boolean {
  const { expireDays, abortDays } = readRules(rules);
  return (kind === 'expire' ? expireDays : abortDays) === days;
}
