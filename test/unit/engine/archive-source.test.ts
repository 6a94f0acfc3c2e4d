import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openArchive, plainTar } from '../../../src/engine/archive-source.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smoke-test-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('an archive', () => {
  it('in a file is read as often as wanted', async () => {
    await writeFile(join(folder, 'a'), 'content');
    const archive = await openArchive(join(folder, 'a'));
    expect([await text(archive.open()), await text(archive.open())]).toEqual(['content', 'content']);
  });

  it('from standard input is kept where nobody finds it, so that a killed run leaves nothing', async () => {
    const seen: string[] = [];
    async function* input() {
      yield 'con';
      seen.push(...(await readdir(folder)));
      yield 'tent';
    }
    const archive = await openArchive(Readable.from(input()));
    expect([await text(archive.open()), await text(archive.open())]).toEqual(['content', 'content']);
    expect([seen, await readdir(folder)]).toEqual([[], []]);
    await archive.close();
  });

  it('from a broken standard input leaves nothing behind', async () => {
    const broken = new Readable({
      read() {
        this.destroy(new Error('gone'));
      },
    });
    await expect(openArchive(broken)).rejects.toMatchObject({ code: 'PROVISION_FAILED' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('from standard input that cannot be kept says where and why', async () => {
    vi.stubEnv('TMPDIR', join(folder, 'none'));
    await expect(openArchive(Readable.from(['content']))).rejects.toMatchObject({
      code: 'PROVISION_FAILED',
      message: expect.stringMatching(/none.*ENOENT/),
    });
  });

  it('must be there, and be no folder', async () => {
    await expect(openArchive(join(folder, 'none'))).rejects.toMatchObject({ code: 'USAGE' });
    await expect(openArchive(folder)).rejects.toThrow('is a folder');
  });

  it.each([1, 2, 5, 1000])('is unpacked when it is gzip, in pieces of %i bytes', async (bytes) => {
    const packed = gzipSync('content');
    const pieces = Array.from({ length: Math.ceil(packed.length / bytes) }, (_, i) =>
      packed.subarray(i * bytes, (i + 1) * bytes),
    );
    expect(await text(await plainTar(Readable.from(pieces)))).toBe('content');
    expect(await text(await plainTar(Readable.from([Buffer.from('plain text')])))).toBe('plain text');
  });
});
