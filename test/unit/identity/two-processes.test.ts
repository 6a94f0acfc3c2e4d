import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

const run = promisify(execFile);

it('processes that start at once have one identity, with what each of them needs', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'state'));
  const script = join(folder, 'store.mjs');
  await build({
    entryPoints: ['src/identity/store.ts'],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Loaded only where they are needed, which is not here.
    external: ['bcryptjs', './certificates.ts'],
    logLevel: 'error',
  });
  const program = `
    import { loadIdentity } from ${JSON.stringify(script)};
    const name = process.argv[1];
    const place = { path: ${JSON.stringify(join(folder, 'state/mine.json'))}, project: 'mine', now: new Date(0), warn: console.error };
    const needs = { secrets: { SHARED: '[a-z]{20}', [name]: '[a-z]{20}' }, hashes: {}, certificates: {} };
    const { instanceId, secrets } = await loadIdentity(place, needs);
    console.log(JSON.stringify([instanceId, secrets.SHARED, typeof secrets[name]]));`;
  const start = (name: string) => run(process.execPath, ['--input-type=module', '-e', program, name]);
  const results = await Promise.all(['ONE', 'TWO', 'THREE'].map(start));
  expect(results.map(({ stderr }) => stderr)).toEqual(['', '', '']);
  expect(new Set(results.map(({ stdout }) => stdout)).size).toBe(1);
  expect(results[0]?.stdout).toMatch(/^\["[a-z0-9]{12}","[a-z]{20}","string"\]\n$/);
});
