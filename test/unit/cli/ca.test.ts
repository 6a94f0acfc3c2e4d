import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { provider, shell } from './shell.ts';

const authorities = readFileSync('test/unit/cli/authorities.pem', 'utf8');
const [first = '', second = ''] = authorities.split(/(?<=-----END CERTIFICATE-----\n)/);

const at = (env: Record<string, string> = provider) => {
  const run = shell(env);
  const file = join(run.folder, 'ca.pem');
  writeFileSync(file, authorities);
  return { ...run, file };
};

describe('--ca', () => {
  it('places each certificate in the truststore of the application, and keeps it for smoke itself', async () => {
    const { manifest, file } = at();
    const made = await manifest(`-s ext -r --ca ${file}`);
    const contents = made.services['files']?.['environment'] as Record<string, string>;
    const placed = (name: string) =>
      Buffer.from(
        contents[new RegExp(`(FILE_\\d+) 0:0 0444 ${name}`).exec(contents['FILES'] ?? '')?.[1] ?? ''] ?? '',
        'base64',
      );
    expect(placed('ca/storage-1.pem').toString()).toBe(first);
    expect(placed('ca/storage-2.pem').toString()).toBe(second);
    expect(made['x-smoke']?.storageAuthorities).toEqual([first, second]);
    expect(made.services['reports']?.['environment']).toMatchObject({
      CRYOSTAT_STORAGE_TLS_CA_PATH: '/truststore/storage-1.pem',
    });
  });

  it('is part of the command that makes the manifest again', async () => {
    const { smoke, file } = at();
    expect((await smoke(`-s ext --ca ${file}`)).stdout).toContain('./smoke -s ext --ca ~/ca.pem\n');
  });

  it('changes nothing where it is not given', async () => {
    const made = await at().manifest('-s ext');
    expect(made['x-smoke']).not.toHaveProperty('storageAuthorities');
  });

  it.each([
    ['-s garage --ca FILE', '--ca is for a storage outside of the stack, but the storage is garage'],
    ['-s ext --ca /nowhere.pem', '--ca: cannot read /nowhere.pem'],
    ['-s ext --ca README.md', '--ca: README.md holds no certificate'],
  ])('refuses %s', async (words, message) => {
    const { smoke, file } = at();
    const run = await smoke(words.replace('FILE', file));
    expect(run).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) });
  });

  it('refuses a certificate that is damaged, by its number', async () => {
    const { smoke, file } = at();
    writeFileSync(file, first + second.replace(/^M.{20}/m, 'MAAAAAAAAAAAAAAAAAAAA'));
    expect(await smoke(`-s ext --ca ${file}`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('cannot be read (number 2)'),
    });
  });
});
