import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { shell } from './shell.ts';

/** No engine can be reached, so that nothing is started whatever goes wrong. */
const nowhere = {
  PATH: '/nowhere',
  DOCKER_HOST: 'unix:///nowhere/docker.sock',
  CONTAINER_HOST: 'unix:///nowhere/podman.sock',
};

describe('a dry run', () => {
  it.each(['up --fresh --dry-run', 'up --dry-run --fresh -t all'])(
    'leaves the identity as it is: %s',
    async (words) => {
      const { smoke, identity } = shell(nowhere);
      const before = readFileSync(identity, 'utf8');
      expect((await smoke(words)).exitCode).toBe(3);
      expect(readFileSync(identity, 'utf8')).toBe(before);
      expect(readdirSync(dirname(identity))).toEqual(['cryostat.json']);
    },
  );

  it('makes no identity where there is none, also with DRY_RUN', async () => {
    const folder = temporaryFolder();
    const { smoke } = shell({ ...nowhere, DRY_RUN: 'true' }, folder);
    expect((await smoke('up')).exitCode).toBe(3);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not meant by DRY_RUN where a manifest is printed', async () => {
    const { smoke } = shell({ DRY_RUN: 'true' });
    expect(await smoke('-s none -p')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('services:'),
    });
  });
});
