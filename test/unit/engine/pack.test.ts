import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkArchive } from '../../../src/engine/import.ts';
import { isEmptyFolder, packFolder } from '../../../src/engine/pack.ts';
import { shown } from '../../../src/engine/tar.ts';
import { entriesOf } from './tars.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smoke-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function modeOf(options: Parameters<typeof packFolder>[1]): Promise<Record<string, string>> {
  const entries = entriesOf(await buffer(packFolder(folder, options)));
  return Object.fromEntries(entries.map(({ name, blocks }) => [name, blocks.toString('latin1', 102, 106)]));
}

describe('packing a folder', () => {
  it('takes files, folders, empty ones, links and any name, sorted', async () => {
    await mkdir(join(folder, 'ünï', 'empty'), { recursive: true });
    await writeFile(join(folder, 'ünï', 'b'), 'bee');
    await writeFile(join(folder, 'z'), '');
    await symlink('ünï/b', join(folder, 'link'));
    await writeFile(join(folder, '.gitkeep'), '');
    const archive = await buffer(packFolder(folder));
    expect(entriesOf(archive).map(({ name, type, content }) => [shown(name), type, content])).toEqual([
      ['"link"', 'symlink', ''],
      ['"z"', 'file', ''],
      ['"ünï"', 'directory', ''],
      ['"ünï/b"', 'file', 'bee'],
      ['"ünï/empty"', 'directory', ''],
    ]);
    await expect(checkArchive(packFolder(folder))).resolves.toBeUndefined();
  });

  it('gives the same bytes whenever the files were written, and keeps times when asked', async () => {
    await writeFile(join(folder, 'a'), 'a');
    const first = await buffer(packFolder(folder));
    await utimes(join(folder, 'a'), 1000, 1000);
    expect(await buffer(packFolder(folder))).toEqual(first);
    expect(await buffer(packFolder(folder, { keepTimes: true }))).not.toEqual(first);
  });

  it('keeps modes, or lets everybody read what the owner reads', async () => {
    await mkdir(join(folder, 'd'), { mode: 0o700 });
    await writeFile(join(folder, 'd', 'run'), '', { mode: 0o700 });
    await writeFile(join(folder, 'key'), '');
    await chmod(join(folder, 'key'), 0o600);
    expect(await modeOf({})).toEqual({ d: '0700', 'd/run': '0700', key: '0600' });
    expect(await modeOf({ readableByAll: true })).toEqual({ d: '0755', 'd/run': '0755', key: '0644' });
  });

  it('gives everything to root, or to whom it is told', async () => {
    await writeFile(join(folder, 'a'), 'a');
    const [entry] = entriesOf(await buffer(packFolder(folder, { owner: { uid: 185, gid: 0 } })));
    expect(entry?.blocks.toString('latin1', 108, 123).replaceAll(/[\0 ]/g, ' ')).toBe('000271  000000 ');
  });

  it.each(['/etc/passwd', '../x', 'd/../../x', '..'])('refuses a link to %s', async (target) => {
    await symlink(target, join(folder, 'link'));
    await expect(buffer(packFolder(folder))).rejects.toThrow(`link to ${target}, outside of the folder`);
  });

  it('refuses a folder that is not there', async () => {
    await expect(buffer(packFolder(join(folder, 'none')))).rejects.toThrow('cannot be read');
  });

  it('tells a folder without content', async () => {
    expect(await isEmptyFolder(join(folder, 'none'))).toBe(true);
    await writeFile(join(folder, '.gitkeep'), '');
    expect(await isEmptyFolder(folder)).toBe(true);
    await writeFile(join(folder, 'a'), '');
    expect(await isEmptyFolder(folder)).toBe(false);
  });
});
