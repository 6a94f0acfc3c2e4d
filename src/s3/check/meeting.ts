// Meets the server with what was set; what was not set is found out.

import type { S3Connection } from '../../stack/manifest.ts';
import { type Encounter, meet } from './connect.ts';
import { styleOfBucket } from './ground.ts';
import type { Run } from './run.ts';

/** The server, and the connection as it works. */
export interface Meeting {
  readonly connection: S3Connection;
  readonly encounter: Encounter;
}

/** Meets the server; a region that was not set is taken from what the server tells. */
export async function meetOpenly(run: Run, given: S3Connection): Promise<Meeting> {
  const { options, limits } = run;
  const bounds = {
    ca: options.ca,
    bucket: options.bucket,
    timeoutMs: options.timeoutMs ?? 6_000,
    signal: limits.signal,
  };
  const encounter = await meet(run.wireFor(given), bounds);
  const told = encounter.problem?.kind === 'region' ? encounter.settings['S3_REGION'] : undefined;
  if (options.bucket !== undefined && encounter.problem !== undefined && told === undefined) {
    return await meetInOtherStyle(run, given, encounter, options.bucket);
  }
  if (told === undefined || options.open?.region !== true) return { connection: given, encounter };
  const connection = { ...given, region: told };
  const again = await meet(run.wireFor(connection), bounds);
  return { connection, encounter: { ...again, settings: { ...encounter.settings, ...again.settings } } };
}

/** A bucket of the user that is not found may be there in the other style. */
async function meetInOtherStyle(run: Run, given: S3Connection, encounter: Encounter, bucket: string) {
  const isStyleOpen = run.options.open?.pathStyle === true;
  const style = await styleOfBucket(run.wireFor(given), bucket, isStyleOpen, encounter.problem);
  if (style === undefined) return { connection: given, encounter };
  const { otherStyle = given.pathStyle, settings } = style;
  const { problem: _, ...known } = encounter;
  const found = { ...known, isKnown: true, settings, ...(style.problem && { problem: style.problem }) };
  return { connection: { ...given, pathStyle: otherStyle }, encounter: found };
}
