// Stacks by chance, the same ones at every run: what a user may set of an external storage.

import { bucketNames } from '../../src/share/buckets.ts';
import { settingRows } from '../../src/share/table.ts';
import { provider } from './scenarios.ts';

/** Numbers from 0 to 1, always the same for a seed (Mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const endpoints = [
  'https://s3.eu-west-1.amazonaws.com',
  'https://s3.us-west-004.backblazeb2.com',
  'https://s3.example.net',
  'https://s3.example.net:9443',
  'http://10.20.30.40:9000',
  'https://[2001:db8::7]:9000',
];

/** Beginnings of names that readers of YAML could take for a number, a date or a word of their own. */
const oddBases = ['null', 'true', '12345', 'off', 'yes', '0x1f', '2026-11-21', 'no', '1e5'];

/** The variables of one stack. */
export function randomEnvironment(seed: number): Record<string, string> {
  const next = chance(seed);
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  const maybe = (entry: () => Record<string, string>): Record<string, string> =>
    next() < 0.5 ? entry() : {};
  const flag = (name: string) => maybe(() => ({ [name]: one(['true', 'false']) }));
  const ending = `${one(['team', 'lab', 'x'])}${Math.floor(next() * 36 ** 6).toString(36)}`;
  const chosen = settingRows.flatMap(({ name, parameter }) => {
    const isBucket = bucketNames.some((bucket) => bucket === name);
    const base = next() < 0.2 ? `${one(oddBases)}-${name.toLowerCase()}` : name.toLowerCase();
    return isBucket && parameter !== undefined ? [[parameter, `${base}-${ending}`]] : [];
  });
  return {
    ...provider,
    S3_ENDPOINT: one(endpoints),
    ...maybe(() => ({ S3_REGION: one(['eu-west-1', 'garage', 'us-west-004', 'us-east-1']) })),
    ...flag('S3_PATH_STYLE_ACCESS'),
    ...flag('S3_PRESIGNED_TRANSFERS'),
    ...flag('S3_PRESIGNED_DOWNLOADS'),
    ...flag('S3_CHECKSUM_VALIDATION'),
    ...flag('S3_ATTEMPT_CREATE'),
    ...maybe(() => ({ S3_CHECKSUMS: one(['when_required', 'when_supported']) })),
    ...maybe(() => ({ CRYOSTAT_STORAGE_MODE: one(['tagging', 'metadata', 'bucket']) })),
    ...(next() < 0.2 ? { STORAGE_METADATA_PREFIX_RECORDINGS: 'labels' } : {}),
    ...maybe(() => ({ CRYOSTAT_VERSION: one(['4.1.2', '4.2.0', '4.3.0', 'latest']) })),
    ...(next() < 0.7 ? Object.fromEntries(chosen) : {}),
  };
}
