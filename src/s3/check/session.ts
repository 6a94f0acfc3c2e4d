// One run of a check: its clock, its places on the server, and what has to be removed in the end.

import { randomBytes } from 'node:crypto';
import type { S3Connection } from '../../stack/manifest.ts';
import type { Journal } from '../journal.ts';
import { isConstraintError, locationConstraint } from '../location.ts';
import { type Answer, accepted, codeOf } from './answer.ts';
import type { Dirt } from './clean.ts';
import type { Place } from './feature.ts';
import type { Ask, Wire } from './wire.ts';
import { encodeXml } from './xml.ts';

/** Why nothing new is begun any more. */
export class Stopped extends Error {
  readonly why: 'time' | 'interrupt';

  constructor(why: 'time' | 'interrupt') {
    super(why === 'time' ? 'no time left' : 'interrupted');
    this.why = why;
  }
}

/** What was made on the server. */
export interface Made extends Dirt {
  readonly keys: Set<string>;
  readonly uploads: { key: string; uploadId: string }[];
  readonly versions: { key: string; versionId: string }[];
  readonly journalId: string;
  /** A change that got no answer: the server may yet carry it out. */
  isUnsure: boolean;
}

/** Makes buckets and places, and remembers them. */
export interface Session {
  readonly made: readonly Made[];
  /** A bucket of our own; a refusal is thrown. */
  readonly makeBucket: (wire: Wire, more?: { readonly lock?: boolean }) => Promise<Made>;
  /** Names of our own in a bucket of the user. */
  readonly takePrefix: (connection: S3Connection, bucket: string) => Promise<Made>;
  /** Where a test works. */
  readonly place: (wire: Wire, made: Made, id: string) => Place;
}

/** Valid with every provider: no reserved prefix, 26 characters, unlike anybody else's. */
export function scratchName(): string {
  return `smoke-${randomBytes(10).toString('hex')}`;
}

/** Whether only smoke can have given a bucket, or a prefix, this name. */
export function isScratchName({
  bucket,
  prefix,
}: {
  readonly bucket: string;
  readonly prefix?: string | undefined;
}): boolean {
  return prefix === undefined
    ? /^smoke-[0-9a-f]{20}$/.test(bucket)
    : /^smoke-check-[0-9a-f]{20}\/$|^smoke\/[0-9a-f]{20}$/.test(prefix);
}

/** A session that notes in the journal what it makes, before it makes it. */
export function createSession(journal: Journal, constraint?: string | null): Session {
  const made: Made[] = [];
  const remember = async (endpoint: string, bucket: string, prefix?: string): Promise<Made> => {
    const journalId = await journal.add({ endpoint, bucket, ...(prefix !== undefined && { prefix }) });
    const one: Made = {
      bucket,
      prefix,
      keys: new Set(),
      uploads: [],
      versions: [],
      journalId,
      isUnsure: false,
    };
    made.push(one);
    return one;
  };
  return {
    made,
    makeBucket: async (wire, { lock = false } = {}) => {
      const one = await remember(wire.connection.endpoint, scratchName());
      // Until it is answered, nobody knows; and a refusal makes nothing.
      one.isUnsure = true;
      const answer = await create(wire, one.bucket, lock, constraint);
      one.isUnsure = false;
      // Nobody else has this name: an earlier answer got lost.
      if (codeOf(answer) === 'BucketAlreadyOwnedByYou') return one;
      if (answer.status >= 300) {
        made.splice(made.indexOf(one), 1);
        await journal.remove(one.journalId);
      }
      accepted(answer);
      return one;
    },
    takePrefix: ({ endpoint }, bucket) =>
      remember(endpoint, bucket, `smoke-check-${randomBytes(10).toString('hex')}/`),
    place: createPlace,
  };
}

async function create(
  wire: Wire,
  bucket: string,
  lock: boolean,
  constraint: string | null = locationConstraint(wire.connection.region),
): Promise<Answer> {
  const send = (body?: string): Promise<Answer> =>
    wire.ask({
      method: 'PUT',
      bucket,
      ...(body !== undefined && { body }),
      headers: lock ? { 'x-amz-bucket-object-lock-enabled': 'true' } : {},
    });
  if (constraint === null) return await send();
  const answer = await send(
    `<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>${encodeXml(constraint)}</LocationConstraint></CreateBucketConfiguration>`,
  );
  return isConstraintError(codeOf(answer)) ? await send() : answer;
}

function createPlace(wire: Wire, made: Made, id: string): Place {
  const { bucket } = made;
  const prefix = made.prefix ?? '';
  const note = (key: string): string => {
    made.keys.add(key);
    return key;
  };
  const ask = async (asked: Omit<Ask, 'bucket'>): Promise<Answer> => {
    try {
      const answer = await wire.ask({ ...asked, bucket });
      const versionId = answer.headers['x-amz-version-id'];
      const isNew = ['PUT', 'POST', 'DELETE'].includes(asked.method ?? 'GET');
      if (isNew && asked.key && versionId && versionId !== 'null')
        made.versions.push({ key: asked.key, versionId });
      return answer;
    } catch (error) {
      const isChange = ['PUT', 'POST', 'DELETE'].includes(asked.method ?? 'GET');
      // With a bucket of our own it goes, whatever comes into it later.
      if (isChange && made.prefix !== undefined && !(error instanceof Stopped)) made.isUnsure = true;
      throw error;
    }
  };
  return {
    wire,
    bucket,
    prefix,
    isGiven: made.prefix !== undefined,
    note,
    noteUpload: (key, uploadId) => void made.uploads.push({ key, uploadId }),
    key: (name) => note(`${prefix}${id}/${name}`),
    ask,
    must: async (asked) => accepted(await ask(asked)),
  };
}
