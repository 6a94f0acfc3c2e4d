import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../../../src/graph/graph.ts';
import { provider, shell } from './shell.ts';

const identity = JSON.parse(readFileSync('test/golden/identity.json', 'utf8')) as {
  secrets: Record<string, string>;
};

describe('smoke graph', () => {
  it('draws the stack of the flags as a tree', async () => {
    const { exitCode, stdout } = await shell().smoke('graph -s garage -G');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^cryostat\n└─ auth {2}.*https:\/\/localhost:8443\n/);
    expect(stdout).toMatch(/s3 \(healthy\).*127\.0\.0\.1:3900\n[\s\S]*buckets[\s\S]*archives-testtesttest/);
    expect(stdout).toMatch(/\n[├└]─ storage-data {2}s3 /);
  });

  it('shows a storage outside of the stack, its buckets, and who uses it', async () => {
    const { stdout } = await shell(provider).smoke('graph -s ext -p --json');
    const { nodes, edges, ...rest } = JSON.parse(stdout) as Graph & { version: number };
    expect(rest).toEqual({ version: 1, project: 'cryostat', notes: [] });
    expect(nodes).toContainEqual({
      id: 'o1',
      kind: 'storage',
      name: 'https://s3.example.net',
      isOutside: true,
    });
    const cryostat = nodes.find(({ name }) => name === 'cryostat');
    expect(edges).toContainEqual({ kind: 'uses', from: cryostat?.id, to: 'o1' });
    expect(edges.filter(({ kind }) => kind === 'holds').length).toBeGreaterThan(5);
  });

  it.each(['docker', 'podman'])(
    'shows the engine socket of %s, which is the power over the engine',
    async (engine) => {
      const { stdout } = await shell().smoke(`graph --discovery -c ${engine}`);
      expect(stdout).toMatch(
        new RegExp(`outside of the stack\n.*${engine}.sock {2}engine socket {2}cryostat`),
      );
    },
  );

  it.each(['seaweed', 'ext'])('holds no secret and no credential in any form: %s', async (storage) => {
    const { folder, smoke } = shell({ ...provider, CRYOSTAT_PASS: 'hunter2-password' });
    const file = join(folder, 'compose.yml');
    await smoke(`-s ${storage} -o ${file}`);
    const secrets = [...Object.values(identity.secrets), 'hunter2', 'HUNTER2', 'PRIVATE KEY'];
    const found = secrets.filter((secret) => readFileSync(file, 'utf8').includes(secret));
    expect(found.length).toBeGreaterThan(1);
    for (const form of ['', '--mermaid', '--svg', '--json']) {
      const { exitCode, stdout } = await smoke(`graph -f ${file} ${form}`);
      expect(exitCode).toBe(0);
      for (const secret of secrets) expect(stdout).not.toContain(secret);
    }
  });

  it('draws any Compose file, into a file if wanted', async () => {
    const { folder, smoke } = shell();
    const file = join(folder, 'other.yml');
    writeFileSync(file, 'services:\n  "a<b>": { image: x, depends_on: [ghost] }\n');
    const svg = join(folder, 'other.svg');
    expect(await smoke(`graph -f ${file} --svg -o ${svg}`)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(readFileSync(svg, 'utf8')).toMatch(
      /^<svg [\s\S]*a&lt;b&gt;[\s\S]*not in this file[\s\S]*<\/svg>\n$/,
    );
  });

  it('refuses to draw what nobody could read, and says what has no limit', async () => {
    const { folder, smoke } = shell();
    const file = join(folder, 'chain.yml');
    const chain = (length: number): string =>
      `services:\n${Array.from({ length }, (_, at) => `  s${at}: { depends_on: [s${at + 1}] }\n`).join('')}`;
    writeFileSync(file, chain(501));
    expect(await smoke(`graph -f ${file} --svg`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('got 501 services, expected 500 at most for an SVG'),
    });
    expect(await smoke(`graph -f ${file} --mermaid`)).toMatchObject({ exitCode: 0 });
    writeFileSync(file, chain(500));
    expect(await smoke(`graph -f ${file}`)).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['--svg --mermaid', 'got --mermaid and --svg, expected one form'],
    ['-f nowhere.yml', 'cannot read nowhere.yml'],
    ['-s garag', 'Did you mean garage?'],
  ])('refuses %s', async (words, expected) => {
    const { folder, smoke } = shell();
    const out = join(folder, 'out');
    const result = await smoke(`graph ${words} -o ${out}`);
    expect(result).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(expected) });
    expect(existsSync(out)).toBe(false);
  });
});
