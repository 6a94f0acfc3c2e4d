import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

// The launcher in a checkout of its own, with a build and an npm that only note that they were called.

const checkout = join(import.meta.dirname, '../..');
let root: string;

const fakeBuild = `
import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
appendFileSync('calls', ['build', ...process.argv.slice(2)].join(' ') + '\\n');
if (existsSync('slow')) await sleep(60_000);
if (existsSync('broken')) process.exit(1);
mkdirSync('dist', { recursive: true });
writeFileSync('dist/run.cjs', 'console.log("ran", ...process.argv.slice(2))');
`;

const fakeNpm = `#!/bin/sh
echo npm >> calls
[ ! -e slow-npm ] || exec sleep 60
mkdir -p node_modules/esbuild
`;

/** Node's starts take longer than all else where there are many of them: the shell builds and runs in its place. */
const quickNode = `#!/bin/sh
case $1 in
  -e) ;;
  scripts/build.js)
    echo "build\${2:+ $2}" >> calls
    mkdir -p dist && : > dist/run.cjs ;;
  */dist/run.cjs) [ -f "$1" ] && echo ran ;;
  *) exit 9 ;;
esac
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'smoke-launcher-'));
  for (const folder of ['src/cli', 'compose', 'scripts', 'bin'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['smoke', 'scripts/prepare.sh']) copyFileSync(join(checkout, file), join(root, file));
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write('scripts/build.js', fakeBuild);
  write('scripts/launch.cjs', '');
  write('src/main.ts', '');
  write('src/cli/up.ts', '');
  write('compose/app.yml', '');
  write('bin/npm', fakeNpm);
  for (const file of ['smoke', 'bin/npm']) chmodSync(join(root, file), 0o755);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(root, name), text);
}

/** A group of its own, so that a signal reaches all of it as Ctrl-C does. */
function start(words: readonly string[] = [], command = join(root, 'smoke'), cwd = root): ChildProcess {
  const env = { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` };
  return spawn(command, words, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    err += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** What was called since the last look. */
function calls(): string[] {
  const file = join(root, 'calls');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  rmSync(file, { force: true });
  return lines;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

function leftOvers(): string[] {
  return readdirSync(root).filter((name) => name.startsWith('.smoke'));
}

describe('the launcher', () => {
  test('installs and builds at the first start, and afterwards only runs', async () => {
    const first = await finish(start(['-s', 'a b']));
    expect([first.code, first.out, calls()]).toEqual([0, 'ran -s a b\n', ['npm', 'build']]);
    expect(first.err).toContain('builds itself');
    expect(await finish(start())).toEqual({ code: 0, out: 'ran\n', err: '' });
    expect([calls(), leftOvers()]).toEqual([[], []]);
  });

  test('makes what is due after a change, and that once', async () => {
    const changes: [string, () => void, string[]][] = [
      ['a source changed', () => write('src/main.ts', '//'), ['build']],
      ['a source came', () => write('src/cli/new.ts', ''), ['build']],
      ['a source went', () => rmSync(join(root, 'src/cli/up.ts')), ['build']],
      ['the version changed', () => write('package.json', '{ "type": "module", "version": "2" }'), ['build']],
      ['the lockfile changed', () => write('package-lock.json', '{ }'), ['npm', 'build']],
      ['a fragment changed', () => write('compose/app.yml', '#'), ['build library']],
      ['a fragment came', () => write('compose/new.yml', ''), ['build library']],
      ['a fragment went', () => rmSync(join(root, 'compose/app.yml')), ['build library']],
      ['dist/ went', () => rmSync(join(root, 'dist'), { recursive: true }), ['build']],
    ];
    write('bin/node', quickNode);
    chmodSync(join(root, 'bin/node'), 0o755);
    await finish(start());
    for (const [what, change, due] of changes) {
      calls();
      change();
      expect([what, (await finish(start())).out, calls()]).toEqual([what, 'ran\n', due]);
    }
    await finish(start());
    expect(calls()).toEqual([]);
  }, 20_000);

  test('takes packages that were installed by hand', async () => {
    mkdirSync(join(root, 'node_modules/esbuild'), { recursive: true });
    write('node_modules/.package-lock.json', '{}');
    await finish(start());
    expect(calls()).toEqual(['build']);
  });

  test('runs through a link, from any folder', async () => {
    symlinkSync('../smoke', join(root, 'bin/linked'));
    symlinkSync(join(root, 'bin/linked'), join(root, 'bin/again'));
    expect((await finish(start(['x'], join(root, 'bin/again'), tmpdir()))).out).toBe('ran x\n');
  });

  test('builds once for several first starts, which all run', async () => {
    const ended = await Promise.all([1, 2, 3, 4].map(() => finish(start())));
    expect(ended.map(({ code, out }) => [code, out])).toEqual(Array(4).fill([0, 'ran\n']));
    expect(calls()).toEqual(['npm', 'build']);
    expect(leftOvers()).toEqual([]);
  });

  test.each([
    ['install', 'slow-npm', 'SIGINT', 130],
    ['build', 'slow', 'SIGINT', 130],
    ['build', 'slow', 'SIGTERM', 143],
  ] as const)('an %s ended midway (%s, %s) is done at the next start', async (_, slow, signal, code) => {
    write(slow, '');
    const child = start();
    await until(
      () =>
        existsSync(join(root, 'calls')) &&
        (slow === 'slow-npm' || readFileSync(join(root, 'calls'), 'utf8').includes('build')),
    );
    if (child.pid) process.kill(-child.pid, signal);
    expect((await finish(child)).code).toBe(code);
    expect(existsSync(join(root, 'dist'))).toBe(false);
    rmSync(join(root, slow));
    calls();
    expect((await finish(start())).out).toBe('ran\n');
    expect([calls().at(-1), leftOvers()]).toEqual(['build', []]);
  });

  test('a process that was killed holds nobody up', async () => {
    write('slow', '');
    const child = start();
    await until(
      () => existsSync(join(root, 'calls')) && readFileSync(join(root, 'calls'), 'utf8').includes('build'),
    );
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
    await finish(child);
    expect(readlinkSync(join(root, '.smoke-lock'))).toBe(String(child.pid));
    rmSync(join(root, 'slow'));
    expect((await Promise.all([finish(start()), finish(start())])).map(({ out }) => out)).toEqual([
      'ran\n',
      'ran\n',
    ]);
    expect(leftOvers()).toEqual([]);
  });

  test('a failed build is an error of exit 2, and is tried again', async () => {
    await finish(start());
    write('src/main.ts', '//');
    write('broken', '');
    const failed = await finish(start());
    expect([failed.code, failed.out]).toEqual([2, '']);
    expect(failed.err).toContain('the build failed');
    rmSync(join(root, 'broken'));
    expect((await finish(start())).out).toBe('ran\n');
  });
});
