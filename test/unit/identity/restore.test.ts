import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';

// A manifest printed on one machine ("old"), and smoke on others.
const folder = mkdtempSync(join(tmpdir(), 'smoke-test-'));
const file = join(folder, 'compose.yml');
const smoke = (state: string, words: string) =>
  runSmoke(words.split(' '), { HOME: folder, XDG_STATE_HOME: join(folder, state) });

beforeAll(async () => {
  expect((await smoke('old', `-s garage -p -o ${file}`)).exitCode).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('--identity-from', () => {
  it('gives the manifest again, byte by byte, and remembers', async () => {
    const { exitCode, stdout, stderr } = await smoke('one', `-s garage -p --identity-from ${file}`);
    expect([exitCode, stdout]).toEqual([0, readFileSync(file, 'utf8')]);
    expect(stderr).toContain('restored');
    expect((await smoke('one', '-s garage -p')).stdout).toBe(stdout);
    // Whose buckets those are, only the user knows.
    const kept = readFileSync(join(folder, 'one/smoke/cryostat.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ instanceIdRestored: true });
  });

  it('makes a new CA when a certificate is missing, since no manifest has its key', async () => {
    const { exitCode, stdout } = await smoke('two', `-s garage --identity-from ${file}`);
    expect([exitCode, stdout.includes('oauth2-proxy')]).toEqual([0, true]);
    expect(stdout).toContain(/GARAGE_DEFAULT_BUCKET: .*/.exec(readFileSync(file, 'utf8'))?.[0]);
  });

  it('gives the keys of the nodes of a cluster again', async () => {
    const cluster = join(folder, 'cluster.yml');
    expect((await smoke('five', `-s garage-cluster -p -o ${cluster}`)).exitCode).toBe(0);
    const { exitCode, stdout } = await smoke('six', `-s garage-cluster -p --identity-from ${cluster}`);
    expect([exitCode, stdout]).toEqual([0, readFileSync(cluster, 'utf8')]);
  });

  it('overwrites no identity', async () => {
    expect(await smoke('old', `-s garage -p --identity-from ${file}`)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('--fresh'),
    });
  });

  it('refuses a file without one, and a file that is not there', async () => {
    const other = temporaryFolder({ 'other.yml': 'services: { a: { image: "a:1" } }\n' });
    expect(await smoke('three', `-s garage -p --identity-from ${other}/other.yml`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('shows no identity'),
    });
    expect((await smoke('three', `-s garage -p --identity-from ${other}/no.yml`)).exitCode).toBe(2);
  });

  it('refuses a manifest with a damaged certificate, and writes no identity', async () => {
    const damaged = readFileSync(file, 'utf8').replace('-----BEGIN CERTIFICATE-----', '-----BEGIN-----');
    const other = temporaryFolder({ 'damaged.yml': damaged });
    const run = await smoke('four', `-s garage -p --identity-from ${other}/damaged.yml`);
    expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('cannot be read') });
    expect(existsSync(join(folder, 'four', 'smoke', 'cryostat.json'))).toBe(false);
  });
});
