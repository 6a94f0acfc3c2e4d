// A printed manifest, and what tests ask of it.

import { parse } from 'yaml';
import type { Manifest, ValueMap } from '../../src/stack/manifest.ts';
import { map } from './parts.ts';
import { provider } from './scenarios.ts';

/** A printed manifest with the words that made it. */
export interface Printed {
  readonly words: string;
  readonly text: string;
  readonly manifest: Manifest;
}

/** Secrets that may come out nowhere. */
export const secret = {
  ...provider,
  AWS_SESSION_TOKEN: 'test-session-token',
  CRYOSTAT_PASS: 'chosen-password',
} as const;

/** Reads the text; lint tells what YAML has beyond plain data. */
export function readPrinted(words: string, text: string): Printed {
  return { words, text, manifest: parse(text) as Manifest };
}

/** The services by their names. */
export const servicesOf = ({ manifest }: Printed): [string, ValueMap][] => Object.entries(manifest.services);

/** Whether the words have a flag, with its value where it has one. */
export const wants = (words: string, flag: string): boolean => ` ${words} `.includes(` ${flag} `);

/** Text of a file that the `files` service writes. */
export function placedText(manifest: Manifest, wanted: string): string | undefined {
  const environment = map(map(manifest.services['files'])['environment']);
  const line = String(environment['FILES'])
    .split('\n')
    .find((entry) => entry.endsWith(` ${wanted}`));
  const variable = line?.split(' ')[0];
  return variable && Buffer.from(String(environment[variable]), 'base64').toString('utf8');
}
