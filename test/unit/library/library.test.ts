import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFragments, readFragment, readVariants } from '../../../src/library/library.ts';
import { openLibrary } from '../../../src/library/open.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const builtIn = () => openLibrary(process.cwd(), join(process.cwd(), 'volumes'));
const mine = (more = '') =>
  `x-smoke:\n  kind: tool\n  summary: mine\n${more}services:\n  s3: { image: mine:1 }\n`;
const placing = mine('  files:\n    conf/a.txt: {}\n');

describe('the library', () => {
  it.each([
    ['app', ['cryostat']],
    [
      'storage',
      [
        'ceph',
        'cloudserver',
        'ext',
        'garage',
        'garage-cluster',
        'localstack',
        'minio',
        'none',
        'rustfs',
        'seaweed',
        'versitygw',
      ],
    ],
    ['tool', ['db-viewer', 'files', 'grafana', 'prometheus', 'reports']],
  ] as const)('has fragments of the kind %s', (kind, names) => {
    expect(listFragments(builtIn(), kind)).toEqual(expect.arrayContaining([...names]));
  });

  it.each(['app', 'storage', 'tool', 'sample'] as const)(
    'holds only sound fragments of the kind %s',
    async (kind) => {
      const library = builtIn();
      for (const name of listFragments(library, kind)) {
        expect((await readFragment(library, kind, name)).notes.kind).toBe(kind);
      }
    },
  );

  it('refuses an unknown name with the near match and all others', async () => {
    await expect(readFragment(builtIn(), 'storage', 'garag')).rejects.toMatchObject({
      message: expect.stringMatching(
        /^unknown storage "garag", expected one of ceph, cloudserver, ext, garage, .*or a path such as/,
      ),
      hint: 'Did you mean garage?',
      exitCode: 2,
    });
  });

  it('takes no name for a path out of its folder', async () => {
    await expect(readFragment(builtIn(), 'storage', '..')).rejects.toThrow('unknown storage ".."');
  });

  it('reads the variants that were chosen', async () => {
    const library = builtIn();
    const app = await readFragment(library, 'app', 'cryostat');
    const choices = { proxy: 'plain', discovery: 'none' };
    const variants = await readVariants(library, app, join(library.folder, 'apps'), choices);
    expect(variants.map(({ file }) => file)).toEqual([
      'compose/apps/cryostat/proxy.yml',
      'compose/apps/cryostat/proxy-plain.yml',
    ]);
  });

  it('refuses a variant that leads back to itself', async () => {
    const variant = (next: string) =>
      `x-smoke:\n  kind: variant\n  summary: x\n  variants: { agents: { tls: [${next}] } }\n`;
    const folder = temporaryFolder({
      'mine.yml': mine('  variants: { agents: { tls: [one.yml] } }\n'),
      'one.yml': variant('two.yml'),
      'two.yml': variant('one.yml'),
    });
    const library = builtIn();
    const fragment = await readFragment(library, 'tool', `${folder}/mine.yml`);
    await expect(readVariants(library, fragment, folder, { agents: 'tls' })).rejects.toThrow(
      /a variant leads back to itself: .*mine\.yml → .*one\.yml → .*two\.yml → .*one\.yml/,
    );
  });

  it('reads the variants of a variant', async () => {
    const library = builtIn();
    const app = await readFragment(library, 'app', 'cryostat');
    const choices = { proxy: 'plain', storage: 'inside' };
    const variants = await readVariants(library, app, join(library.folder, 'apps'), choices);
    expect(variants.map(({ file }) => file)).toContain('compose/apps/cryostat/proxy-storage.yml');
  });
});

describe('a fragment of the user', () => {
  it.each(['mine.yml', 'mine.yaml', 'mine'])('is read by its path: %s', async (name) => {
    const folder = temporaryFolder({ [name]: mine() });
    const { notes, compose } = await readFragment(builtIn(), 'tool', `${folder}/${name}`);
    expect([notes.summary, compose]).toEqual(['mine', { services: { s3: { image: 'mine:1' } } }]);
  });

  it('that is not there is an error', async () => {
    await expect(readFragment(builtIn(), 'tool', './no.yml')).rejects.toMatchObject({
      message: 'cannot read ./no.yml: there is no such file',
      exitCode: 2,
    });
  });

  it('that is a folder is an error', async () => {
    await expect(readFragment(builtIn(), 'tool', './src')).rejects.toThrow('cannot read ./src: EISDIR');
  });

  it('of another kind is an error with file and line', async () => {
    const folder = temporaryFolder({ 'mine.yml': mine() });
    await expect(readFragment(builtIn(), 'app', `${folder}/mine.yml`)).rejects.toThrow(
      'mine.yml:2: x-smoke.kind: got tool, expected app',
    );
  });

  it('takes its files from volumes/ beside it', async () => {
    const folder = temporaryFolder({ 'mine.yml': placing, 'volumes/conf/a.txt': 'hello' });
    const { sources } = await readFragment(builtIn(), 'tool', `${folder}/mine.yml`);
    expect(sources).toEqual({ 'conf/a.txt': { file: 'volumes/conf/a.txt', text: 'hello' } });
  });

  it('takes no file of another fragment', async () => {
    const folder = temporaryFolder({ 'mine.yml': mine('  files:\n    garage-config/garage.toml: {}\n') });
    expect((await readFragment(builtIn(), 'tool', `${folder}/mine.yml`)).sources).toEqual({});
  });

  it.each([
    ['a file', (folder: string) => symlinkSync('../../secret', join(folder, 'volumes/conf/a.txt'))],
    ['a folder', (folder: string) => symlinkSync('..', join(folder, 'volumes/conf'))],
  ])('takes nothing from outside of volumes/ through a symlink to %s', async (what, link) => {
    const folder = temporaryFolder({ 'mine.yml': placing, secret: 'secret', 'a.txt': 'secret' });
    mkdirSync(join(folder, what === 'a file' ? 'volumes/conf' : 'volumes'), { recursive: true });
    link(folder);
    await expect(readFragment(builtIn(), 'tool', `${folder}/mine.yml`)).rejects.toMatchObject({
      message: 'volumes/conf/a.txt leads out of its folder, expected a file inside of volumes/',
      exitCode: 2,
    });
  });

  it('follows a symlink that stays inside of volumes/', async () => {
    const folder = temporaryFolder({ 'mine.yml': placing, 'volumes/common.txt': 'hello' });
    mkdirSync(join(folder, 'volumes/conf'));
    symlinkSync('../common.txt', join(folder, 'volumes/conf/a.txt'));
    const { sources } = await readFragment(builtIn(), 'tool', `${folder}/mine.yml`);
    expect(sources['conf/a.txt']?.text).toBe('hello');
  });
});

describe('a parsed copy', () => {
  const text = 'x-smoke: { kind: tool, summary: new }\n';
  const copyOf = (copied: string, summary: string) =>
    JSON.stringify({ text: copied, parsed: { value: { 'x-smoke': { kind: 'tool', summary } }, lines: {} } });

  it.each([
    ['is used while the text is the same', text, 'copy'],
    ['is not used when the text has changed', 'old', 'new'],
  ])('%s', async (_, copied, expected) => {
    const root = temporaryFolder({ 'compose/tools/files.yml': text });
    mkdirSync(join(root, 'dist/library/compose/tools'), { recursive: true });
    writeFileSync(join(root, 'dist/library/compose/tools/files.yml.json'), copyOf(copied, 'copy'));
    const { notes } = await readFragment(openLibrary(root, root), 'tool', 'files');
    expect(notes.summary).toBe(expected);
  });
});
