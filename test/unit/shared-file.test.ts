import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeOwnFolder } from '../../src/shared-file.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a folder of smoke', () => {
  it('is made for its owner alone, with those above it', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    makeOwnFolder(folder);
    expect([folder, join(folder, '..')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
    expect(() => makeOwnFolder(folder)).not.toThrow();
  });

  it('cannot be made below a file', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(() => makeOwnFolder(join(file, 'a'))).toThrow(/ENOTDIR/);
  });

  it('fails at once below /proc, where none can be made', () => {
    expect(() => makeOwnFolder('/proc/nowhere/smoke')).toThrow(/ENOENT|EROFS|EACCES|EPERM/);
  });
});
