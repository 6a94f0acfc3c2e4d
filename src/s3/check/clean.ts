// Removes what a check has made: objects, all their versions, unfinished uploads, the bucket; and looks whether it is gone.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, bodyText, codeOf } from './answer.ts';
import { hold } from './lock.ts';
import { uploadKeys } from './multipart.ts';
import type { Wire } from './wire.ts';
import { elementsOf, textOf } from './xml.ts';

/** A scratch bucket, or what stands below a prefix in a bucket that is the user's. */
export interface Dirt {
  readonly bucket: string;
  /** Only keys that begin with it are touched; without it, the whole bucket goes. */
  readonly prefix?: string | undefined;
  /** Keys that were written, for servers that do not list. */
  readonly keys: Iterable<string>;
  /** Uploads that were begun, completed or not. */
  readonly uploads?: readonly { readonly key: string; readonly uploadId: string }[];
  /** Versions that the server named when they were written, for servers that do not list them. */
  readonly versions?: readonly { readonly key: string; readonly versionId: string }[];
}

/** What became of it. */
export interface Cleaned {
  /** What is left, as `s3://bucket` or `s3://bucket/key`. */
  readonly left: readonly string[];
  /** Whether it was seen to be gone; the server may also only have said so, and then fallen silent. */
  readonly isSeen: boolean;
}

interface Item {
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly uploadId?: string | undefined;
}

const rounds = 4;
/** What was deleted is looked at for so long. */
const lookMs = 2_000;

/** Removes it as far as the server lets it. */
export async function clean(wire: Wire, dirt: Dirt): Promise<Cleaned> {
  const { bucket, prefix } = dirt;
  const { keys, uploads = [] } = dirt;
  // Answers to a tagging, for one, name a version again.
  const versions = new Map((dirt.versions ?? []).map((one) => [one.versionId, one])).values();
  const known: readonly Item[] = [...[...keys].map((key) => ({ key })), ...uploads, ...versions];
  if (prefix === undefined) {
    // The keys are known: nothing needs to be listed, unless there are versions.
    await removeAll(wire, bucket, known);
    for (let round = 0; round <= rounds; round += 1) {
      const end = await removeBucket(wire, bucket);
      if (end !== 'there') return { left: [], isSeen: end === 'gone' };
      if (round === rounds) break;
      await sleep(round * 100);
      const found = await find(wire, dirt, round);
      await removeAll(wire, bucket, found ?? known);
      // Gateways to file systems may keep an empty folder, which is in no list.
      if (found === undefined || found.length === 0 || round > 0) await removeFolders(wire, dirt);
    }
    return { left: [`s3://${bucket}`], isSeen: true };
  }
  let items = await find(wire, dirt, 0);
  if (items === undefined) {
    // What cannot be listed is deleted by the names that are known.
    return { left: describe(bucket, await removeAll(wire, bucket, known)), isSeen: true };
  }
  for (let round = 1; round < rounds && (items.length > 0 || round === 1); round += 1) {
    // A key may be readable and in no list.
    const hidden =
      round === 1
        ? known.filter(
            ({ key, uploadId, versionId }) =>
              (uploadId ?? versionId) !== undefined || !items?.some((item) => item.key === key),
          )
        : [];
    await removeAll(wire, bucket, [...items, ...hidden]);
    if (round === 1) await removeFolders(wire, dirt);
    // In a bucket with versions, that has made marks, which are removed in turn.
    items = (await find(wire, dirt, round)) ?? [];
  }
  return { left: describe(bucket, items), isSeen: true };
}

/** The deepest first. */
async function removeFolders(wire: Wire, { bucket, prefix = '', keys }: Dirt): Promise<void> {
  const parts = [...keys].map((key) => key.split('/').slice(0, -1));
  const folders = new Set(
    parts.flatMap((names) => names.map((_, index) => `${names.slice(0, index + 1).join('/')}/`)),
  );
  const ours = [...folders].filter((folder) => folder.startsWith(prefix) && folder !== '/');
  const depths = [...new Set(ours.map(depthOf))].sort((a, b) => b - a);
  for (const depth of depths) {
    const keysOfDepth = ours.filter((folder) => depthOf(folder) === depth);
    await removeAll(
      wire,
      bucket,
      keysOfDepth.map((key) => ({ key })),
    );
  }
}

function depthOf(folder: string): number {
  return folder.split('/').length;
}

function describe(bucket: string, items: readonly Item[]): string[] {
  return [...new Set(items.map(({ key }) => `s3://${bucket}/${key}`))];
}

/** Removes a bucket: seen to be gone, said to be gone while no look at it was answered, or still there. */
export async function removeBucket(wire: Wire, bucket: string): Promise<'gone' | 'said' | 'there'> {
  if (!isGone(await wire.ask({ method: 'DELETE', bucket }))) return 'there';
  // Saying so is not enough; large services need a moment before all of them know.
  for (const pauseMs of [0, 150, 400]) {
    await sleep(pauseMs);
    try {
      const { status } = await wire.ask({ method: 'HEAD', bucket, timeoutMs: lookMs });
      if (status === 404 || status === 403) return 'gone';
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return 'said';
    }
  }
  return 'there';
}

function isGone(answer: Answer): boolean {
  return (
    answer.status < 300 || (answer.status === 404 && codeOf(answer) !== '' && codeOf(answer) !== 'NoSuchKey')
  );
}

/** Resolves to what could not be removed. Versions of one key go one after the other: at once, some servers mix them up. */
async function removeAll(wire: Wire, bucket: string, items: readonly Item[]): Promise<Item[]> {
  const byKey = new Map<string, Item[]>();
  for (const item of items) byKey.set(item.key, [...(byKey.get(item.key) ?? []), item]);
  const kept = await Promise.all(
    [...byKey.values()].map(async (versions) => {
      const left: Item[] = [];
      for (const item of versions) if (!(await remove(wire, bucket, item))) left.push(item);
      return left;
    }),
  );
  return kept.flat();
}

async function remove(wire: Wire, bucket: string, { key, versionId, uploadId }: Item): Promise<boolean> {
  const query = { ...(versionId && { versionId }), ...(uploadId && { uploadId }) };
  const answer = await wire.ask({ method: 'DELETE', bucket, key, query });
  const mark = answer.headers['x-amz-version-id'];
  if (versionId === undefined && mark && answer.headers['x-amz-delete-marker'] === 'true') {
    // In a bucket with versions that has only made a mark, which not every server lists.
    return await remove(wire, bucket, { key, versionId: mark });
  }
  if (answer.status < 300 || answer.status === 404) return true;
  if (versionId === undefined) return false;
  // That is how the only version is called where there are no versions; some servers do not take it back.
  if (versionId === 'null') return await remove(wire, bucket, { key });
  // A hold that the check put on it, and was stopped before it took it off.
  const must = (ask: Parameters<Wire['must']>[0]) => wire.must({ ...ask, bucket });
  await hold({ must }, key, versionId, 'OFF').catch(() => undefined);
  return (await wire.ask({ method: 'DELETE', bucket, key, query })).status < 300;
}

/** Everything that is ours there; undefined where the server does not list. */
async function find(wire: Wire, dirt: Dirt, round: number): Promise<readonly Item[] | undefined> {
  const [uploads, objects] = await Promise.all([
    findUploads(wire, dirt),
    findVersions(wire, dirt, round).then((found) => found ?? findObjects(wire, dirt, round)),
  ]);
  const ours = [...uploads, ...(objects ?? [])].filter(({ key }) => key.startsWith(dirt.prefix ?? ''));
  return objects === undefined && ours.length === 0 ? undefined : ours;
}

async function findUploads(wire: Wire, { bucket, prefix = '' }: Dirt): Promise<readonly Item[]> {
  const found = await Promise.all(
    ['', ...uploadKeys].map((key) => wire.ask({ bucket, query: { uploads: '', prefix: prefix + key } })),
  );
  const uploads = found
    .filter(({ status }) => status < 300)
    .flatMap((answer) => elementsOf(bodyText(answer), 'Upload'))
    .map((upload) => ({ key: textOf(upload, 'Key') ?? '', uploadId: textOf(upload, 'UploadId') }));
  return [...new Map(uploads.map((upload) => [upload.uploadId, upload])).values()];
}

async function findVersions(wire: Wire, dirt: Dirt, round: number): Promise<readonly Item[] | undefined> {
  return await pages(wire, dirt, round, { versions: '' }, (xml, read) => ({
    items: [...elementsOf(xml, 'Version'), ...elementsOf(xml, 'DeleteMarker')].map((version) => {
      return { key: read(version, 'Key'), versionId: textOf(version, 'VersionId') };
    }),
    next: {
      'key-marker': read(xml, 'NextKeyMarker'),
      'version-id-marker': textOf(xml, 'NextVersionIdMarker') ?? '',
    },
  }));
}

async function findObjects(wire: Wire, dirt: Dirt, round: number): Promise<readonly Item[] | undefined> {
  return await pages(wire, dirt, round, { 'list-type': '2' }, (xml, read) => ({
    items: elementsOf(xml, 'Contents').map((object) => ({ key: read(object, 'Key') })),
    next: { 'continuation-token': textOf(xml, 'NextContinuationToken') ?? '' },
  }));
}

type Read = (xml: string, name: string) => string;
type Query = Readonly<Record<string, string>>;

async function pages(
  wire: Wire,
  { bucket, prefix = '' }: Dirt,
  round: number,
  first: Query,
  parse: (xml: string, read: Read) => { readonly items: readonly Item[]; readonly next: Query },
): Promise<readonly Item[] | undefined> {
  // Keys may hold what XML cannot; but not every server that says it encodes does so in the same way.
  const encoding: Query = round % 2 === 0 ? { 'encoding-type': 'url' } : {};
  const found: Item[] = [];
  let more: Query = {};
  for (let page = 0; page < 100; page += 1) {
    const answer = await wire.ask({ bucket, query: { ...first, ...encoding, prefix, ...more } });
    if (answer.status >= 300) return page === 0 ? undefined : found;
    const xml = bodyText(answer);
    const isEncoded = textOf(xml, 'EncodingType') === 'url';
    const { items, next } = parse(xml, (part, name) => decode(textOf(part, name) ?? '', isEncoded));
    found.push(...items);
    if (textOf(xml, 'IsTruncated') !== 'true' || Object.values(next).every((value) => value === '')) break;
    more = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''));
  }
  return found;
}

function decode(text: string, isEncoded: boolean): string {
  if (!isEncoded) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
