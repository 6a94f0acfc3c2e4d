// Archived recordings in the bucket, with their labels in tags, user metadata or a sidecar object. Talks S3.

import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Database } from './database.ts';
import type { Target } from './live.ts';
import type { Settings } from './settings.ts';

/** Labels of a recording. */
export type Labels = Readonly<Record<string, string>>;

/** A recording as the API lists it. */
export interface Recording {
  readonly jvmId: string;
  readonly name: string;
  readonly downloadUrl: string;
  readonly reportUrl: string;
  readonly size: number;
  readonly metadata: { readonly labels: readonly { readonly key: string; readonly value: string }[] };
}

/** The archive: what the API does with recordings. */
export interface Recordings {
  upload(
    fileName: string,
    bytes: Uint8Array,
    labels: Labels,
  ): Promise<{ name: string; metadata: { labels: Labels } }>;
  list(): Promise<Recording[]>;
  read(key: string): Promise<Uint8Array>;
  /** Puts a finished recording of a target into the archive. */
  archive(target: Target, recordingName: string): Promise<void>;
  /** The report of a recording; undefined while it is made. */
  report(key: string): Promise<Uint8Array | undefined>;
  remove(jvmId: string, fileName: string): Promise<void>;
}

/** Ties bucket and database together as Cryostat does. */
export function openRecordings(client: S3Client, database: Database, settings: Settings): Recordings {
  const { mode } = settings;
  const bucket = settings.buckets.archives;
  const sidecar = (key: string) => ({ Bucket: settings.buckets.metadata, Key: `${bucket}/${key}` });

  async function readBody(at: { Bucket: string; Key: string }): Promise<Uint8Array> {
    const { Body } = await client.send(new GetObjectCommand(at));
    return Body === undefined ? new Uint8Array() : Body.transformToByteArray();
  }

  async function readLabels(key: string): Promise<Labels> {
    if (mode === 'tagging') {
      const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
      return Object.fromEntries(
        (TagSet ?? []).map((tag) => [decode(tag.Key ?? ''), decode(tag.Value ?? '')]),
      );
    }
    if (mode === 'metadata') {
      const { Metadata } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return Metadata ?? {};
    }
    const text = Buffer.from(await readBody(sidecar(key))).toString('utf8');
    return JSON.parse(text) as Labels;
  }

  async function store(key: string, bytes: Uint8Array, labels: Labels): Promise<void> {
    const tags = new URLSearchParams();
    for (const [name, value] of Object.entries(labels)) tags.append(encode(name), encode(value));
    if (mode === 'bucket') {
      await client.send(new PutObjectCommand({ ...sidecar(key), Body: JSON.stringify(labels) }));
    }
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: bytes,
        ContentType: 'application/jfr',
        ...(mode === 'tagging' ? { Tagging: tags.toString() } : {}),
        ...(mode === 'metadata' ? { Metadata: labels } : {}),
      }),
    );
  }

  return {
    async upload(fileName, bytes, given) {
      const name = `${fileName.replace(/\.jfr$/, '')}.jfr`;
      const labels = { jvmId: 'uploads', connectUrl: 'uploads', ...given };
      await database.add('uploads', name, () => store(`uploads/${name}`, bytes, labels));
      return { name, metadata: { labels } };
    },
    async list() {
      // Like Cryostat, the first page only.
      const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Promise.all(
        (Contents ?? []).map(async ({ Key: key = '', Size: size = 0 }) => {
          const [jvmId = '', name] = key.split('/');
          // Cryostat's own weakness: an object at the root of its bucket breaks every list.
          if (name === undefined) throw new Error(`Index 1 out of bounds: ${key}`);
          const labels = Object.entries(await readLabels(key)).map(([label, value]) => ({
            key: label,
            value,
          }));
          const downloadUrl = `/api/v4/download/${encode(key)}`;
          return {
            jvmId,
            name,
            downloadUrl,
            reportUrl: `/api/v4/reports/${encode(key)}`,
            size,
            metadata: { labels },
          };
        }),
      );
    },
    read: (encodedKey) => readBody({ Bucket: bucket, Key: decode(encodedKey) }),
    async archive({ alias, jvmId, connectUrl }, recordingName) {
      const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
      const name = `${alias}_${recordingName}_${time}.jfr`;
      const bytes = Buffer.from(`a recording of ${alias} until ${time}`);
      await database.add(jvmId, name, () => store(`${jvmId}/${name}`, bytes, { jvmId, connectUrl }));
    },
    async report(encodedKey) {
      const recording = { Bucket: bucket, Key: decode(encodedKey) };
      const at = { Bucket: settings.buckets.reports, Key: `${recording.Key}.report.json` };
      const made = await readBody(at).catch((error: Error) => {
        if (error.name === 'NoSuchKey') return undefined;
        throw error;
      });
      if (made === undefined) {
        await client.send(new HeadObjectCommand(recording));
        await client.send(new PutObjectCommand({ ...at, Body: '{}', ContentType: 'application/json' }));
      }
      return made;
    },
    async remove(jvmId, fileName) {
      const key = `${jvmId}/${fileName}`;
      await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
      if (mode === 'bucket') await client.send(new DeleteObjectCommand(sidecar(key)));
      await database.remove(jvmId, fileName);
    },
  };
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function decode(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8');
}
