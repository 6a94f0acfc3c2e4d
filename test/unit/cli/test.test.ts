import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shell } from './shell.ts';

/** Where no engine can be reached. */
const nowhere = {
  PATH: '/nonexistent',
  DOCKER_HOST: 'unix:///nonexistent/docker.sock',
  CONTAINER_HOST: 'unix:///nonexistent/podman.sock',
};

describe('smoke test', () => {
  it.each([
    ['--repeat x', '--repeat: got "x", expected a number of runs from 1 to 9999'],
    ['--repeat 0', '--repeat: got "0"'],
    ['--timeout 0', '--timeout: got "0", expected seconds'],
    ['--ports fixed', '--ports: got "fixed", expected auto'],
    ['--identity mine.json', '--identity: smoke test makes an identity of its own'],
    ['--fresh', '--fresh: smoke test makes an identity of its own'],
    ['--report junti', 'Did you mean "junit"?'],
    ['--report json --report tap', 'got json and tap for standard output'],
    ['--json --report tap', 'for standard output, expected one'],
    ['--report junit=nowhere/results.xml', '--report junit=FILE'],
    ['--evidence /dev/null/here', '--evidence DIR'],
    ['garage', 'too many arguments'],
  ])('refuses %s, and starts nothing', async (words, said) => {
    const { folder, smoke } = shell(nowhere);
    const { exitCode, stdout, stderr } = await smoke(`test ${words}`);
    expect([exitCode, stdout], stderr).toEqual([2, '']);
    expect(stderr).toContain(said);
    expect(existsSync(join(folder, 'state', 'smoke', 'ports.reserved'))).toBe(false);
  });

  it('says why there is no engine to test on, exit 3', async () => {
    const { smoke } = shell(nowhere);
    const { exitCode, stdout, stderr } = await smoke('test -s garage');
    expect([exitCode, stdout], stderr).toEqual([3, '']);
    expect(stderr).toContain('no container engine can be used');
  });
});
