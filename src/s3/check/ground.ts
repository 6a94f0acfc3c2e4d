// Where a check works: a bucket of its own, or a prefix in one that is given; and whether buckets are addressed right.

import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Connection } from '../../stack/manifest.ts';
import { explainS3Error, type S3Problem } from '../explain.ts';
import { isAddress } from './address.ts';
import { type Answer, bodyText, Refusal } from './answer.ts';
import { removeBucket } from './clean.ts';
import { broken, type Finding, works } from './feature.ts';
import { findingOf } from './finding.ts';
import type { Made, Session } from './session.ts';
import { Stopped } from './session.ts';
import type { Wire } from './wire.ts';
import { rootOf } from './xml.ts';

/** The place, or why there is none. */
export interface Ground {
  readonly made?: Made;
  readonly problem?: S3Problem;
  readonly settings: Readonly<Record<string, string>>;
  /** The style that works, where it is another one than was set. */
  readonly otherStyle?: boolean;
  /** What became of creating a bucket. */
  readonly created: Finding;
}

/** A bucket of our own; where the key may not create one, the first of the given ones that answers. */
export async function makeGround(
  session: Session,
  wire: Wire,
  buckets: readonly string[],
  isStyleOpen: boolean,
): Promise<Ground> {
  const settings = {};
  let failure: unknown;
  try {
    const made = await session.makeBucket(wire);
    return (await isThere(wire, made.bucket)) ? { made, settings, created: works() } : phantom(wire);
  } catch (error) {
    if (error instanceof Stopped) return { settings, created: findingOf(error, {}, wire.connection, error) };
    failure = error;
  }
  const problem = explainS3Error(failure, wire.connection);
  const created = findingOf(failure, {}, wire.connection, undefined);
  if (mayBeStyle(problem, wire.connection)) {
    const other = await tryOtherStyle(session, wire);
    if (other !== undefined) {
      return { made: other, ...otherStyleOf(wire.connection, isStyleOpen, problem), created: works() };
    }
  }
  for (const bucket of buckets) {
    if (!(await isBucket(wire, bucket, wire.connection.pathStyle))) continue;
    return { made: await session.takePrefix(wire.connection, bucket), settings, created };
  }
  const isRefused = ['denied', 'unsupported', 'full'].includes(problem.kind);
  const text = isRefused
    ? `${problem.text} (creating a bucket), and there is none to check in`
    : problem.text;
  const hint = isRefused ? 'name a bucket that the key may write to: --bucket NAME' : problem.hint;
  return { problem: { ...problem, text, ...(hint !== undefined && { hint }) }, settings, created };
}

/** Whether a bucket that the server says to have made can be seen; large services need a moment for that. */
async function isThere(wire: Wire, bucket: string): Promise<boolean> {
  for (const pauseMs of [0, 200, 1_000]) {
    await sleep(pauseMs);
    const status = await wire.ask({ method: 'HEAD', bucket }).then(
      (answer) => answer.status,
      (error: unknown) => {
        if (error instanceof Stopped) throw error;
        return undefined;
      },
    );
    // Without an answer, nobody knows; the tests of features will tell.
    if (status !== 404) return true;
  }
  return false;
}

function phantom({ connection }: Wire): Ground {
  const detail = 'taken, but the bucket is not there';
  const text = `${new URL(connection.endpoint).host}: creating a bucket is ${detail}`;
  const hint = 'name a bucket that is there: --bucket NAME';
  return { problem: { kind: 'other', passing: false, text, hint }, settings: {}, created: broken(detail) };
}

/** A bucket of the user: whether it answers in the style that is set, or in the other one. */
export async function styleOfBucket(
  wire: Wire,
  bucket: string,
  isStyleOpen: boolean,
  seen: S3Problem | undefined,
): Promise<Pick<Ground, 'problem' | 'settings' | 'otherStyle'> | undefined> {
  const { pathStyle, endpoint } = wire.connection;
  if (isAddress(new URL(endpoint).hostname)) return undefined;
  if (!(await isBucket(wire, bucket, !pathStyle))) return undefined;
  return otherStyleOf(wire.connection, isStyleOpen, seen);
}

/** Deletes what is not there: a key that may not do that would leave behind whatever it writes. */
export async function explainNoDelete(wire: Wire, made: Made): Promise<Finding | undefined> {
  const { bucket, prefix = '', keys } = made;
  const key = `${prefix}probe`;
  const answer = await wire.ask({ method: 'DELETE', bucket, key });
  const refused = denial(answer, wire.connection);
  if (refused !== undefined) return refused;
  const versionId = answer.headers['x-amz-version-id'];
  if (answer.headers['x-amz-delete-marker'] !== 'true' || versionId === undefined) return undefined;
  keys.add(key);
  return denial(await wire.ask({ method: 'DELETE', bucket, key, query: { versionId } }), wire.connection);
}

/** Whether a bucket of our own can be removed again: asked once, before more of them are made. */
export async function mayDeleteBuckets(session: Session, wire: Wire): Promise<boolean> {
  const made = await session.makeBucket(wire);
  return (await removeBucket(wire, made.bucket)) !== 'there';
}

function denial(answer: Answer, connection: S3Connection): Finding | undefined {
  if (answer.status < 300) return undefined;
  const refusal = new Refusal(answer);
  const { kind } = explainS3Error(refusal, connection);
  return kind === 'denied' ? findingOf(refusal, {}, connection, undefined) : undefined;
}

function mayBeStyle(problem: S3Problem, { endpoint }: S3Connection): boolean {
  if (isAddress(new URL(endpoint).hostname)) return false;
  return !['denied', 'full', 'bucket-taken', 'clock', 'session'].includes(problem.kind);
}

async function tryOtherStyle(session: Session, wire: Wire): Promise<Made | undefined> {
  const { connection } = wire;
  const other: Wire = {
    ...wire,
    ask: (ask) => wire.ask({ ...ask, as: { pathStyle: !connection.pathStyle, ...ask.as } }),
  };
  return await session.makeBucket(other).catch(() => undefined);
}

function otherStyleOf(
  { endpoint, pathStyle }: S3Connection,
  isStyleOpen: boolean,
  seen: S3Problem | undefined,
): Pick<Ground, 'problem' | 'settings' | 'otherStyle'> {
  const settings = { S3_PATH_STYLE_ACCESS: String(!pathStyle) };
  if (isStyleOpen) return { settings, otherStyle: !pathStyle };
  const { host } = new URL(endpoint);
  const text = pathStyle
    ? `${host} wants buckets as host names (<bucket>.${host}), and not as paths`
    : seen?.kind === 'connection'
      ? `no name server knows <bucket>.${host}; buckets as paths work`
      : `${host} does not know buckets as host names (<bucket>.${host}), but as paths`;
  const hint = `set S3_PATH_STYLE_ACCESS=${!pathStyle}`;
  return { settings, otherStyle: !pathStyle, problem: { kind: 'address-style', passing: false, text, hint } };
}

async function isBucket(wire: Wire, bucket: string, pathStyle: boolean): Promise<boolean> {
  const query = { 'list-type': '2', 'max-keys': '1' };
  const answer = await wire.ask({ bucket, query, as: { pathStyle } }).catch((error: unknown) => {
    if (error instanceof Stopped) throw error;
    return undefined;
  });
  return answer !== undefined && answer.status < 300 && rootOf(bodyText(answer)) === 'ListBucketResult';
}
