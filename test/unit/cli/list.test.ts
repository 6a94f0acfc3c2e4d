import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { listFragments } from '../../../src/library/library.ts';
import { openLibrary } from '../../../src/library/open.ts';
import { runSmoke } from '../../memory-io.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const run = (words: string, more: Parameters<typeof runSmoke>[2] = {}) =>
  runSmoke(words.split(' '), { HOME: '/nowhere', XDG_STATE_HOME: '/nowhere' }, more);

const library = openLibrary(process.cwd(), 'volumes');

describe('smoke list', () => {
  it('has a line for each thing there is, its fields apart by tabs', async () => {
    const { exitCode, stdout, stderr } = await run('list');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines.every((fields) => fields.length === 4 && fields.every(Boolean))).toBe(true);
    expect(lines).toContainEqual([
      'storage',
      'garage',
      '-s garage',
      'Garage on one node, with its own key and first bucket',
    ]);
    const names = (kind: string) => lines.filter(([of]) => of === kind).map(([, name]) => name);
    expect(names('storage')).toEqual(listFragments(library, 'storage'));
    expect(names('sample')).toEqual(listFragments(library, 'sample'));
    expect(names('app')).toEqual(['cryostat']);
  });

  it('leaves out what comes by itself', async () => {
    expect((await run('list tools')).stdout).not.toContain('\tfiles\t');
  });

  it.each(['storages', 'storage', 'STORAGES'])('lists one kind: %s', async (word) => {
    const { stdout } = await run(`list ${word}`);
    const kinds = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0]);
    expect([...new Set(kinds)]).toEqual(['storage']);
  });

  it('refuses another word, with the nearest one', async () => {
    expect(await run('list sampels')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'smoke: list: got "sampels", expected one of apps, storages, samples, tools, or nothing for all\n  Did you mean samples?\n',
    });
  });

  it('gives one object as JSON', async () => {
    const all = JSON.parse((await run('list --json')).stdout) as Record<string, unknown>;
    expect(Object.keys(all)).toEqual(['version', 'apps', 'storages', 'samples', 'tools']);
    const { version, storages } = JSON.parse((await run('list storages --json')).stdout);
    expect(version).toBe(1);
    expect(storages).toContainEqual({
      name: 'ext',
      choose: '-s ext',
      summary: expect.stringContaining('S3_ENDPOINT'),
    });
  });

  it('aligns columns under headings on a terminal', async () => {
    let text = '';
    const terminal = new Writable({
      write: (chunk, _, done) => {
        text += String(chunk);
        done();
      },
    });
    const stdout = Object.assign(terminal, { isTTY: true });
    await runSmoke(['list', 'storages'], { NO_COLOR: '1' }, { stdout });
    const [heading, ...lines] = text.trimEnd().split('\n');
    expect(heading).toBe('storages');
    expect(new Set(lines.map((line) => line.indexOf('-s '))).size).toBe(1);
  });

  it('tells the error of a fragment that is broken', async () => {
    const root = temporaryFolder({});
    cpSync('compose', join(root, 'compose'), { recursive: true });
    writeFileSync(join(root, 'compose/samples/broken.yml'), 'x-smoke: { kind: sample }\n');
    expect(await run('list samples', { root })).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('compose/samples/broken.yml:1'),
    });
    expect(await run('list storages', { root })).toMatchObject({ exitCode: 0 });
  });
});
