import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A manifest printed on one machine, and smoke on another one. */
async function lost() {
  const folder = temporaryFolder();
  const smoke = (state: string, words: string) =>
    runSmoke(words.split(' '), { HOME: folder, XDG_STATE_HOME: join(folder, state) });
  const file = join(folder, 'compose.yml');
  expect((await smoke('old', `-s garage -p -o ${file}`)).exitCode).toBe(0);
  return { folder, file, smoke };
}

describe('--identity-from', () => {
  it('gives the manifest again, byte by byte', async () => {
    const { file, smoke } = await lost();
    const { exitCode, stdout, stderr } = await smoke('new', `-s garage -p --identity-from ${file}`);
    expect([exitCode, stdout]).toEqual([0, readFileSync(file, 'utf8')]);
    expect(stderr).toContain('restored');
    expect((await smoke('new', '-s garage -p')).stdout).toBe(stdout);
  });

  it('makes a new CA when a certificate is missing, since no manifest has its key', async () => {
    const { file, smoke } = await lost();
    const { exitCode, stdout } = await smoke('new', `-s garage -k --identity-from ${file}`);
    expect([exitCode, stdout.includes('oauth2-proxy')]).toEqual([0, true]);
    expect((await smoke('new', '-s seaweed')).exitCode).toBe(0);
  });

  it('overwrites no identity', async () => {
    const { file, smoke } = await lost();
    expect(await smoke('old', `-s garage -p --identity-from ${file}`)).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('--fresh'),
    });
  });

  it('refuses a file without one', async () => {
    const { folder, smoke } = await lost();
    const other = join(temporaryFolder({ 'other.yml': 'services: { a: { image: "a:1" } }\n' }), 'other.yml');
    const { exitCode, stderr } = await smoke('new', `-s garage -p --identity-from ${other}`);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('shows no identity')]);
    expect((await smoke('new', `-s garage -p --identity-from ${folder}/no.yml`)).exitCode).toBe(2);
  });
});
