// The script of the init container, run by a real shell.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyScript } from '../../../src/kubernetes/files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function copy(folder: string, files: readonly string[], owners: readonly string[] = []): void {
  const env = { PATH: process.env['PATH'], FILES: files.join('\n'), OWNERS: owners.join('\n') };
  execFileSync('sh', ['-euc', copyScript], { env, cwd: folder, stdio: 'pipe' });
}

const modeOf = (path: string): string => (statSync(path).mode & 0o7777).toString(8);

describe('the copy of files', () => {
  it('has every byte and the mode, in folders that it makes, as often as it is run', () => {
    const folder = temporaryFolder({});
    const bytes = Buffer.from([0, 1, 2, 255, 10, 10, 36, 40]);
    writeFileSync(join(folder, 'key'), bytes);
    const lines = [`0600 - ${folder}/key ${folder}/to/deep/key`, `0444 - ${folder}/key ${folder}/to/open`];
    for (const _ of ['first', 'again']) copy(folder, lines);
    expect(readFileSync(join(folder, 'to/deep/key'))).toEqual(bytes);
    expect([modeOf(join(folder, 'to/deep/key')), modeOf(join(folder, 'to/open'))]).toEqual(['600', '444']);
    expect(modeOf(join(folder, 'to/deep'))).toBe('755');
  });
  it('fails where a file is not there, so that nothing starts without it', () => {
    const folder = temporaryFolder({});
    expect(() => copy(folder, [`0600 - ${folder}/absent ${folder}/to/key`])).toThrow();
  });
  it.skipIf(process.getuid?.() !== 0)('gives files and roots of volumes to whom they belong', () => {
    const folder = temporaryFolder({ key: 'secret' });
    mkdirSync(join(folder, 'root'));
    copy(folder, [`0400 26:27 ${folder}/key ${folder}/root/key`], [`26:0 0770 ${folder}/root`]);
    const [file, root] = [statSync(join(folder, 'root/key')), statSync(join(folder, 'root'))];
    expect([file.uid, file.gid, modeOf(join(folder, 'root/key'))]).toEqual([26, 27, '400']);
    expect([root.uid, root.gid, modeOf(join(folder, 'root'))]).toEqual([26, 0, '770']);
  });
});
