// What a test threw → what it found. Pure.

import { explainConnection } from '../../probes/connection.ts';
import type { S3Connection } from '../../stack/manifest.ts';
import { explainS3Error } from '../explain.ts';
import { Refusal } from './answer.ts';
import { type FeatureTest, type Finding, inShort, untried } from './feature.ts';
import { Stopped } from './session.ts';

/** A refusal means that the feature is missing or forbidden; where the application cannot do without, it is a fault. */
export function findingOf(
  error: unknown,
  test: Pick<FeatureTest, 'essential'>,
  connection: S3Connection,
  stopped: Stopped | undefined,
): Finding {
  if (error instanceof Stopped) return untried(error.message);
  if (error instanceof Refusal) return findingOfRefusal(error, test, connection);
  if (stopped !== undefined) return untried(stopped.message);
  const problem = explainConnection(error);
  if (problem !== undefined) return { state: 'broken', detail: problem.text };
  // Answers that are no HTTP, or do not end, have codes and words of their own.
  if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
  return { state: 'broken', detail: (error as Error).message };
}

/** Whether asking once more may help: what SDKs do by themselves. */
export function isPassing(error: unknown, connection: S3Connection): boolean {
  return !(error instanceof Stopped) && explainS3Error(error, connection).passing;
}

function findingOfRefusal(
  refusal: Refusal,
  test: Pick<FeatureTest, 'essential'>,
  connection: S3Connection,
): Finding {
  const { status } = refusal.answer;
  const { kind, text } = explainS3Error(refusal, connection);
  if (kind === 'full') return { state: 'broken', detail: text.slice(text.indexOf(': ') + 2) };
  const words = refusal.message === '' ? '' : `: ${oneLine(refusal.message)}`;
  const detail = `answers ${inShort(refusal.answer)}${words}`;
  if (kind === 'denied' || (status === 403 && kind === 'other')) return { state: 'denied', detail };
  const isMissing = kind === 'unsupported' || (status < 500 && kind !== 'secret');
  return { state: isMissing && test.essential !== true ? 'unsupported' : 'broken', detail };
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
