import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { shell } from './shell.ts';

const manifest = 'name: cryostat\nservices:\n  cryostat: { image: a }\n  db: { image: b }\n';
const noEngine = {
  PATH: '/nowhere',
  DOCKER_HOST: 'unix:///nowhere/docker.sock',
  CONTAINER_HOST: 'unix:///nowhere/podman.sock',
};
const user = () => shell(noEngine, temporaryFolder({ 'state/smoke/cryostat.yml': manifest }));

describe('smoke logs', () => {
  it.each([
    ['logs bd', 'cryostat has no service "bd", expected some of cryostat, db\n  Did you mean db?'],
    ['logs --tail many', '--tail: got "many", expected a number of lines, or all'],
    ['logs --since yesterday', '--since: got "yesterday", expected how long ago'],
    ['logs --project other', 'no stack "other" is known'],
    ['logs -f db', 'To go on with new lines: smoke logs --follow'],
    ['logs --folow', 'Did you mean --follow?'],
  ])('%s is wrong use, before an engine is looked for: exit 2', async (words, expected) => {
    expect(await user().smoke(words)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining(expected),
    });
  });

  it('needs an engine: exit 3', async () => {
    const { exitCode, stderr } = await user().smoke('logs db cryostat');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('no container engine can be used');
  });
});
