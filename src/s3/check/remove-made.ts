// The end of a check, however it came: what was made is removed, by a way to the server that no interrupt closes.

import { setMaxListeners } from 'node:events';
import type { S3Connection } from '../../stack/manifest.ts';
import { type Finding, untried } from './feature.ts';
import type { FeatureState } from './report.ts';
import type { Run } from './run.ts';
import { connectionFeatures } from './tests.ts';
import { patientWire, tidyUp } from './tidy.ts';
import { createWire, type Wire } from './wire.ts';

/** Removes everything that the check made, and says of buckets whether they can be removed; resolves to what is left. */
export async function removeMade(
  run: Run,
  connection: S3Connection,
  budgetMs: number,
  wires: Wire[],
  created: FeatureState | undefined,
): Promise<readonly string[]> {
  const { session, limits, options, journal } = run;
  const { made } = session;
  if (made.length === 0) return [];
  // What is left; an interrupt is not made to wait for all of it.
  const mostMs = limits.stopped()?.why === 'interrupt' ? budgetMs / 3 : budgetMs;
  const forCleaning = Math.min(mostMs, Math.max(limits.left(), budgetMs / 30));
  const signal = AbortSignal.timeout(Math.round(forCleaning));
  setMaxListeners(0, signal);
  const wire = createWire(connection, { ca: options.ca, timeoutMs: forCleaning, signal });
  wires.push(wire);
  const began = performance.now();
  const left = await tidyUp(patientWire(wire), made, journal);
  const own = made.filter(({ prefix }) => prefix === undefined);
  const remove = connectionFeatures.find(({ id }) => id === 'delete-bucket');
  if (own.length > 0 && remove) {
    const kept = left.filter((one) => own.some(({ bucket }) => one === `s3://${bucket}`));
    // What was never seen to be made cannot be seen to go.
    const isUnseen = created !== undefined && created !== 'works';
    const finding: Finding =
      kept.length === 0
        ? isUnseen
          ? untried('no bucket was made')
          : { state: 'works' }
        : { state: 'broken', detail: `${kept.length} of ${own.length} are left` };
    run.report(remove, finding, began);
  }
  return left;
}
