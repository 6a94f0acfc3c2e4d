import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closedPort, serveHttp } from '../probes/servers.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { shell } from './shell.ts';

const note = '#!/bin/sh\necho "$1" >> "$(dirname "$0")/opened"\n';

/** A user with a stack whose URLs are on these ports, and a browser that notes what it opens. */
function user(ports: { app: number; console: number }, env: Record<string, string> = {}) {
  const urls = [
    { name: 'Cryostat', url: `http://127.0.0.1:${ports.app}`, service: 'auth' },
    { name: 'MinIO console', url: `http://127.0.0.1:${ports.console}`, service: 's3' },
  ];
  const manifest = JSON.stringify({
    name: 'cryostat',
    services: { auth: { image: 'a:1' }, s3: { image: 's:1' } },
    'x-smoke': { urls },
  });
  const folder = temporaryFolder({ 'state/smoke/cryostat.yml': manifest, browser: note });
  chmodSync(join(folder, 'browser'), 0o755);
  const opened = () => readFileSync(join(folder, 'opened'), 'utf8').trim().split('\n');
  return { ...shell({ PATH: '/usr/bin:/bin', BROWSER: join(folder, 'browser'), ...env }, folder), opened };
}

const answering = () => serveHttp((_, response) => response.end());

describe('smoke open', () => {
  it('opens all URLs, and prints them', async () => {
    const [app, console] = [await answering(), await answering()];
    const { smoke, opened } = user({ app, console });
    expect(await smoke('open')).toEqual({
      exitCode: 0,
      stdout: `Cryostat: http://127.0.0.1:${app}/\nMinIO console: http://127.0.0.1:${console}/\n`,
      stderr: '',
    });
    expect(opened()).toEqual([`http://127.0.0.1:${app}/`, `http://127.0.0.1:${console}/`]);
  });

  it.each(['s3', 'S3'])('opens the one of the service %s', async (name) => {
    const console = await answering();
    const { smoke, opened } = user({ app: 1, console });
    expect((await smoke(`open ${name}`)).exitCode).toBe(0);
    expect(opened()).toEqual([`http://127.0.0.1:${console}/`]);
  });

  it('says which one does not answer, and opens the others: exit 1', async () => {
    const { smoke, opened } = user({ app: await closedPort(), console: await answering() });
    const { exitCode, stderr } = await smoke('open');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Cryostat not opened: connection refused');
    expect(opened()).toHaveLength(1);
  });

  it('prints the URLs and why where there is no browser: exit 1', async () => {
    const { smoke } = user({ app: 1, console: 2 }, { BROWSER: '' });
    const { exitCode, stdout, stderr } = await smoke('open');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Cryostat: http://127.0.0.1:1/\n');
    expect(stderr).toMatch(/Cryostat, MinIO console not opened: .*\$BROWSER is not set/);
  });

  it('tells machines with --json', async () => {
    const { smoke } = user({ app: await answering(), console: await closedPort() });
    expect(JSON.parse((await smoke('open --json')).stdout)).toMatchObject({
      version: 1,
      opened: [{ name: 'Cryostat' }, { name: 'MinIO console', problem: 'connection refused' }],
    });
  });

  it.each([
    ['open s33', 'cryostat has no URL "s33", expected one of Cryostat, auth, MinIO console, s3'],
    ['open s33', 'Did you mean s3?'],
    ['open --project other', 'no stack "other" is known'],
  ])('%s is wrong use: exit 2', async (words, expected) => {
    const { exitCode, stderr } = await user({ app: 1, console: 2 }).smoke(words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });
});

describe('-b', () => {
  it('says when printing that it is for up', async () => {
    const { exitCode, stderr } = await shell().smoke('-s none -b');
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('-b is for smoke up')]);
  });
});
