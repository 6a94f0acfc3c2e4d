// Lifecycle rules as text. Pure.

import type { BucketRulesReport } from '../s3/buckets-rules.ts';
import { counted, type Row, renderFields, renderTable } from './buckets.ts';
import type { Paint } from './paint.ts';

const notSet = { expire: 'objects do not expire', abort: 'uploads are not cleaned up' } as const;

/** Columns for people, or fields for programs where `paint` is left out. */
export function renderRules(reports: readonly BucketRulesReport[], paint?: Paint): string {
  const days = (number: number | undefined): string => (number === undefined ? '-' : counted(number, 'day'));
  const rows = reports.map((report): Row => {
    const { name, expireDays, abortDays, others, problem, refused } = report;
    const notes = Object.keys(refused).map((kind) => notSet[kind as keyof typeof notSet]);
    return {
      mark: problem || notes.length > 0 ? 'bad' : 'none',
      cells: [name, days(expireDays), days(abortDays), others === 0 ? '-' : String(others)],
      note: problem ? 'not known' : notes.join(', '),
    };
  });
  if (!paint) return renderFields(rows.map(({ cells, note }) => [...cells, note]));
  return renderTable(['BUCKET', 'OBJECTS EXPIRE', 'UPLOADS ABORTED', 'OTHER RULES'], rows, paint);
}

/** Why a bucket has not what was asked for. */
export function ruleReasons({ problem, refused }: BucketRulesReport): string | undefined {
  const reasons = Object.entries(refused).map(
    ([kind, why]) => `${notSet[kind as keyof typeof notSet]}: ${why}`,
  );
  const texts = problem ? [problem.text] : reasons;
  return texts.length > 0 ? texts.join('; ') : undefined;
}

/** For machines. */
export function rulesForJson(reports: readonly BucketRulesReport[]): object[] {
  return reports.map(({ problem, ...report }) => ({ ...report, ...(problem && { problem: problem.text }) }));
}
