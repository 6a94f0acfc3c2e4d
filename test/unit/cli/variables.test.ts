import { describe, expect, it } from 'vitest';
import { shell } from './shell.ts';

describe('a variable of the old script', () => {
  it.each([
    ['USE_PROXY=false', { USE_PROXY: 'false' }, '-s none -p'],
    ['USE_TLS=false', { USE_TLS: 'false' }, '-s none -k'],
    ['KEEP_VOLUMES=true', { KEEP_VOLUMES: 'true' }, '-s none -V'],
  ])('%s means the flag', async (_, env, flags) => {
    const plain = shell();
    expect((await shell(env, plain.folder).smoke('-s none')).stdout).toBe((await plain.smoke(flags)).stdout);
  });

  it('gives way to a flag', async () => {
    const { manifest } = shell({ USE_PROXY: 'false' });
    expect(Object.keys((await manifest('-s none --proxy')).services)).toContain('auth');
  });

  it.each([
    [{ DEPLOY_GRAFANA: 'false' }, '-G'],
    [{ SAMPLE_APPS_USE_TLS: 'false' }, '-A'],
    [{ OPEN_TABS: 'true' }, '-b'],
  ])('%o is accepted and says that it has no effect yet', async (env, flag) => {
    const { exitCode, stderr } = await shell(env).smoke('-s none');
    expect(exitCode).toBe(0);
    expect(stderr).toContain(`${flag} (`);
    expect(stderr).toContain('no effect yet');
  });

  it('that is not set says nothing', async () => {
    expect((await shell().smoke('-s none')).stderr).toBe('');
  });
});
