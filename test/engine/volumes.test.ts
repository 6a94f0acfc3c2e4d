import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  createWriteStream,
  lchownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openArchive } from '../../src/engine/archive-source.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { packFolder } from '../../src/engine/pack.ts';
import { createTarReader, shown, type TarEntry } from '../../src/engine/tar.ts';
import { tarOf } from '../unit/engine/tars.ts';
import { testEngines } from './engines.ts';

const project = `smoke-volumes-${process.pid}`;
const long = 'l'.repeat(200);
const bigBytes = 300 * 1024 * 1024;
const isRoot = process.getuid?.() === 0;

let folder: string;
let nasty: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'smoke-test-'));
  nasty = nastyArchive();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A tree with everything that gets lost easily, as GNU tar archives it. */
function nastyArchive(): string {
  const root = join(folder, 'tree');
  mkdirSync(join(root, 'ünï', '日本語'), { recursive: true });
  mkdirSync(join(root, long, long), { recursive: true });
  mkdirSync(join(root, 'empty'));
  mkdirSync(join(root, 'dev'));
  writeFileSync(join(root, 'ünï', '日本語', 'ファイル'), '日本');
  writeFileSync(join(root, long, long, long), 'deep');
  writeFileSync(join(root, 'dev', 'null'), 'a file like any other');
  writeFileSync(join(root, '.wh.odd'), '');
  writeFileSync(join(root, 'program'), '#!/bin/sh\n');
  linkSync(join(root, 'program'), join(root, 'same'));
  symlinkSync('/etc/passwd', join(root, 'absolute'));
  symlinkSync('../../../elsewhere', join(root, 'climbing'));
  symlinkSync('ünï/日本語', join(root, 'lïnk'));
  writeFileSync(join(root, 'sparse'), '');
  truncateSync(join(root, 'sparse'), 20 * 1024 * 1024);
  writeBig(join(root, 'big'));
  if (isRoot) {
    lchownSync(join(root, 'program'), 1234, 5678);
    lchownSync(join(root, 'empty'), 26, 26);
    lchownSync(join(root, 'absolute'), 77, 77);
    lchownSync(root, 185, 0);
  }
  chmodSync(join(root, 'program'), 0o4751);
  chmodSync(join(root, 'empty'), 0o1777);
  chmodSync(join(root, 'dev', 'null'), 0o000);
  chmodSync(root, 0o750);
  utimesSync(join(root, 'program'), 981_173_106, 981_173_106);
  const archive = join(folder, 'nasty.tar');
  execFileSync('tar', ['--sparse', '-C', root, '-cf', archive, '.']);
  return archive;
}

function writeBig(path: string): void {
  const chunk = randomBytes(1024 * 1024);
  writeFileSync(path, '');
  for (let written = 0; written < bigBytes; written += chunk.length)
    writeFileSync(path, chunk, { flag: 'a' });
}

/** A tree as text, one line an entry: all that must come back. */
async function listed(archive: Readable): Promise<string[]> {
  const lines = new Map<string, string>();
  let hash = createHash('sha256');
  let entry: TarEntry | undefined;
  let left = 0;
  const finish = () => {
    if (!entry) return;
    const name = shown(entry.name.replace(/^\.\//, '').replace(/\/$/, ''));
    const field = (at: number) => Number.parseInt(entry?.blocks.toString('latin1', at, at + 7) ?? '', 8);
    const content = entry.type === 'file' ? hash.digest('hex') : shown(entry.linkname.replace(/^\.\//, ''));
    const owner = isRoot ? `${field(108)}:${field(116)}` : '';
    const time = name.includes('program') ? entry.blocks.toString('latin1', 136, 147) : '';
    // Which of two names is the file and which the link is the archiver's choice.
    const kind = ['"program"', '"same"'].includes(name) ? 'linked' : `${entry.type} ${content}`;
    lines.set(name, `${name} ${(field(100) & 0o7777).toString(8)} ${owner} ${time} ${kind}`);
  };
  const reader = createTarReader({
    entry: (next) => {
      finish();
      entry = next;
      left = next.size;
      hash = createHash('sha256');
    },
    data: (data) => {
      hash.update(data.subarray(0, left));
      left -= Math.min(left, data.length);
    },
  });
  for await (const chunk of archive) reader.push(chunk as Buffer);
  reader.end();
  finish();
  return [...lines.values()].sort();
}

for (const { name, missing, open } of await testEngines({ withoutCompose: true })) {
  describe.skipIf(missing)(`volumes on ${name}`, () => {
    let engine: Engine;
    const volume = `${project}_content`;

    beforeEach(async () => {
      engine = await open();
      await engine.createVolume(project, 'content');
    });
    afterEach(async () => {
      await engine.removeProject(project, { volumes: true });
      await engine.close();
      expect(await leftovers(name)).toBe('');
    });

    it('come back as they went in: modes, owners, links, names, empty folders, large files', async () => {
      const archive = await openArchive(nasty);
      let bytes = 0;
      await engine.importVolume(volume, archive.open, {
        replace: false,
        onBytes: (total) => {
          bytes = total;
        },
      });
      expect(bytes).toBeGreaterThan(bigBytes);
      // GNU tar's own sparse entries hold less than the file; the same tree without them is what to compare with.
      const plain = join(folder, 'plain.tar');
      execFileSync('tar', ['-C', join(folder, 'tree'), '-cf', plain, '.']);
      const expected = await listed((await openArchive(plain)).open());
      expect(await listed(await engine.exportVolume(volume))).toEqual(expected);
    });

    it('are labelled so that Compose takes them for its own', async () => {
      expect(await engine.createVolume(project, 'content')).toBe(false);
      const [found] = await engine.volumes(project);
      expect(found).toMatchObject({ name: volume, volume: 'content', project, usedBy: [] });
      expect(found?.labels).toMatchObject({
        'com.docker.compose.project': project,
        'com.docker.compose.volume': 'content',
      });
    });

    it('get nothing at all from an archive with one bad entry', async () => {
      const archive = await tarOf({ name: 'good', content: 'x' }, { name: '../bad', content: 'x' });
      const importing = engine.importVolume(volume, () => Readable.from([archive]), { replace: true });
      await expect(importing).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
      expect(await names(engine)).toEqual([]);
    });

    it('keep what is there when content is added, and lose it when it is replaced', async () => {
      const load = async (file: string, replace: boolean) => {
        const archive = await tarOf({ name: file, content: file });
        await engine.importVolume(volume, () => Readable.from([archive]), { replace });
      };
      await load('one', false);
      await load('two', false);
      expect(await names(engine)).toEqual(['one', 'two']);
      const [before] = await engine.volumes(project);
      await load('three', true);
      expect(await names(engine)).toEqual(['three']);
      expect((await engine.volumes(project))[0]?.labels).toEqual(before?.labels);
    });

    it('take a packed folder, and its root stays as it was', async () => {
      mkdirSync(join(folder, 'packed', 'sub'), { recursive: true });
      writeFileSync(join(folder, 'packed', 'sub', 'a'), 'a');
      await engine.importVolume(volume, () => packFolder(join(folder, 'packed')), { replace: false });
      expect(await names(engine)).toEqual(['sub', 'sub/a']);
    });

    // Docker has no import of its own.
    if (name === 'podman')
      it('take a packed folder by way of plain podman volume import, too', async () => {
        mkdirSync(join(folder, 'plain', 'süb'), { recursive: true });
        writeFileSync(join(folder, 'plain', 'süb', long), 'a');
        const archive = join(folder, 'packed.tar');
        await pipeline(packFolder(join(folder, 'plain')), createWriteStream(archive));
        execFileSync('podman', ['volume', 'import', volume, archive], { stdio: 'ignore' });
        expect(await names(engine)).toEqual(['süb', `süb/${long}`]);
      });

    it('stop taking content when they are told to, and leave nothing of smoke behind', async () => {
      const archive = await openArchive(nasty);
      const stop = new AbortController();
      const importing = engine.importVolume(volume, archive.open, {
        replace: false,
        onBytes: (bytes) => bytes > 10_000_000 && stop.abort(),
        signal: stop.signal,
      });
      await expect(importing).rejects.toMatchObject({ code: 'CANCELLED' });
    });

    it('may be left half read', async () => {
      const archive = await openArchive(nasty);
      await engine.importVolume(volume, archive.open, { replace: false });
      for await (const chunk of await engine.exportVolume(volume)) if (chunk) break;
    });

    it('must be there', async () => {
      await expect(engine.exportVolume('smoke-none')).rejects.toThrow('no volume smoke-none');
      const importing = engine.importVolume('smoke-none', () => Readable.from([]), { replace: false });
      await expect(importing).rejects.toThrow('no volume smoke-none');
    });

    async function names(on: Engine): Promise<string[]> {
      const lines = await listed(await on.exportVolume(volume));
      return lines
        .map((line) => JSON.parse(line.split(' ')[0] ?? '""') as string)
        .filter((path) => path !== '');
    }
  });
}

/** Containers, images and volumes of these tests that are still there. */
async function leftovers(engine: string): Promise<string> {
  const ask = (...args: string[]) =>
    execFileSync(engine, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const scratch = `label=smoke.scratch`;
  return [
    ask('ps', '--all', '--quiet', '--filter', scratch),
    ask('images', '--quiet', '--filter', scratch),
    ask('volume', 'ls', '--quiet', '--filter', `label=com.docker.compose.project=${project}`),
  ].join('');
}
