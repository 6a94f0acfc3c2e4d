// Kubernetes objects, compared byte by byte.
//   npx vitest run --project golden -u
// writes the files anew; read the difference before it is committed.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runScenario } from './scenarios.ts';

const folder = join(import.meta.dirname, 'kubernetes');
const format = '--format kubernetes';

const written: Readonly<Record<string, string>> = {
  garage: '-s garage --only s3 --quota --storage-class file=nfs,block=fast',
  'garage-cluster': '-s garage-cluster --only s3',
  minio: '-s minio -p -G',
  seaweed: '-s seaweed',
  'garage-secrets': '-s garage --only s3 --secrets separate',
};

describe('the objects', () => {
  it.each(Object.entries(written))('of %s are those that are written down', async (name, words) => {
    const { exitCode, stdout } = await runScenario({ words: `${words} ${format}` });
    expect(exitCode).toBe(0);
    const documents = (version: '1.1' | '1.2') =>
      parseAllDocuments(stdout, { version }).map((each) => each.toJS());
    expect(documents('1.1')).toEqual(documents('1.2'));
    await expect(stdout).toMatchFileSnapshot(join(folder, `${name}.yml`));
  });
  it('have no golden file that nobody owns', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(written)
        .map((name) => `${name}.yml`)
        .sort(),
    );
  });
});
