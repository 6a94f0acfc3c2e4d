import { describe, expect, it } from 'vitest';
import { shell } from './shell.ts';

describe('a variable of the old script', () => {
  it.each([
    ['USE_PROXY=false', { USE_PROXY: 'false' }, '-s none -p'],
    ['USE_TLS=false', { USE_TLS: 'false' }, '-s none -k'],
    ['DEPLOY_GRAFANA=false', { DEPLOY_GRAFANA: 'false' }, '-s none -G'],
    ['SAMPLE_APPS_USE_TLS=false', { SAMPLE_APPS_USE_TLS: 'false' }, '-s none -A'],
    ['KEEP_VOLUMES=true', { KEEP_VOLUMES: 'true' }, '-s none -V'],
  ])('%s means the flag', async (_, env, flags) => {
    const plain = shell();
    expect((await shell(env, plain.folder).smoke('-s none')).stdout).toBe((await plain.smoke(flags)).stdout);
  });

  it('gives way to a flag', async () => {
    const { manifest } = shell({ USE_PROXY: 'false' });
    expect(Object.keys((await manifest('-s none --proxy')).services)).toContain('auth');
  });

  it('that is not set says nothing', async () => {
    expect((await shell().smoke('-s none')).stderr).toBe('');
  });
});
