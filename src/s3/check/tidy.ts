// The end of a check, and of those before it: what was made is removed, and the journal told.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from '../journal.ts';
import { accepted } from './answer.ts';
import { type Cleaned, clean } from './clean.ts';
import { isScratchName, type Made, Stopped } from './session.ts';
import { bucketTests } from './tests.ts';
import type { Wire } from './wire.ts';

/** The same way, but a broken connection is no end: what a cut request did is seen by the next. */
export function patientWire(wire: Wire): Wire {
  const ask: Wire['ask'] = async (asked) => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await wire.ask(asked);
      } catch (error) {
        if (tries >= 4 || (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
        await sleep(50 * 2 ** tries);
      }
    }
  };
  return { ...wire, ask, must: async (asked) => accepted(await ask(asked)) };
}

/** Removes what this run made; resolves to what is left. */
export async function tidyUp(
  wire: Wire,
  made: readonly Made[],
  journal: Journal,
): Promise<readonly string[]> {
  const left = await Promise.all(
    made.map(async (one) => {
      const end = await clean(wire, one).catch((): Cleaned => ({ left: [place(one)], isSeen: true }));
      // What may come, or be there, after all is looked for by the next run.
      if (end.left.length === 0 && end.isSeen && !one.isUnsure) await journal.remove(one.journalId);
      return end.left;
    }),
  );
  return left.flat();
}

// Keys are not in the journal; the folders that they were in are always the same.
const folders = bucketTests.map(({ id }) => id);

/** A request that was cut off may be carried out so much later. */
const lateMs = 60_000;

/** Removes what runs that were killed left at this endpoint; adds it to `swept`. */
export async function sweep(wire: Wire, journal: Journal, swept: string[]): Promise<void> {
  const leftovers = journal.left(wire.connection.endpoint).filter(isScratchName);
  await Promise.all(
    leftovers.map(async ({ id, bucket, prefix, since }) => {
      try {
        const { status } = await wire.ask({ method: 'HEAD', bucket });
        // It is not there, or not yet.
        if (status === 404 && Date.now() - Date.parse(since) < lateMs) return;
        const keys = folders.map((id) => `${prefix ?? ''}${id}/`);
        const end = status === 404 ? { left: [], isSeen: true } : await clean(wire, { bucket, prefix, keys });
        if (end.left.length > 0 || !end.isSeen) return;
        await journal.remove(id);
        if (status !== 404) swept.push(place({ bucket, prefix }));
      } catch (error) {
        // There is no hurry: the run after this one comes by, too.
        if (!(error instanceof Stopped) && (error as NodeJS.ErrnoException).code === undefined) throw error;
      }
    }),
  );
}

function place({
  bucket,
  prefix,
}: {
  readonly bucket: string;
  readonly prefix?: string | undefined;
}): string {
  return prefix === undefined ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
}
