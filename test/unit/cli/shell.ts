// A shell in a folder of its own, in which smoke is called by its words.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A provider whose credentials are easy to find again. */
export const provider = {
  S3_ENDPOINT: 'https://s3.example.net',
  AWS_ACCESS_KEY_ID: 'AKIAHUNTER2HUNTER2',
  AWS_SECRET_ACCESS_KEY: 'hunter2/hunter2+hunter2',
};

/** Keys are looked for nowhere but in variables. */
export const nowhere = { AWS_EC2_METADATA_DISABLED: 'true', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' };

/** Keys take time to make, so most tests begin with an identity. */
export const known = { 'state/smoke/cryostat.json': readFileSync('test/golden/identity.json', 'utf8') };

/** `smoke` runs it; `manifest` runs it where nothing may go wrong. */
export function shell(env: Record<string, string> = {}, folder = temporaryFolder(known)) {
  const all = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...env };
  const smoke = (words: string) => runSmoke(words.split(' ').filter(Boolean), all);
  const manifest = async (words: string) => {
    const run = await smoke(words);
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    return parse(run.stdout) as Manifest;
  };
  return { folder, smoke, manifest, identity: join(folder, 'state/smoke/cryostat.json') };
}
