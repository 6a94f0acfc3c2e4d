import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { helmValues, secret } from '../share/read/described.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { known } from './shell.ts';

const odd = 'a"b$HOME#c d+/=`e\\f%';

function place(key = odd) {
  const keys = { STORAGE_ACCESS_KEY_ID: 'the-id', STORAGE_ACCESS_KEY: key };
  const folder = temporaryFolder({
    ...known,
    'a.yaml': helmValues(),
    's.yaml': secret('s3cred', keys, 'data'),
  });
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
  const file = join(folder, 'keys.env');
  const smoke = (...words: string[]) =>
    runSmoke(['--from', join(folder, 'a.yaml'), join(folder, 's.yaml'), ...words], env);
  return { folder, file, smoke };
}

test('--with-credentials writes them for their owner alone, as a shell reads them, and tells the way', async () => {
  const { file, smoke } = place();
  const run = await smoke('--with-credentials', file, '-o', '/dev/null');
  expect(run).toMatchObject({ exitCode: 0, stdout: '' });
  expect(run.stderr).toContain(`--env-file ${file}`);
  expect(run.stderr).not.toContain(odd);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const script = `set -a; . "${file}"; printf '%s %s' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`the-id ${odd}`);
  const { mtimeMs } = statSync(file);
  expect((await smoke('--with-credentials', file, '-o', '/dev/null')).exitCode).toBe(0);
  expect(statSync(file).mtimeMs).toBe(mtimeMs);
  chmodSync(file, 0o644);
  await smoke('--with-credentials', file, '-o', '/dev/null');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a user in an address is not shown, whatever is said of the address', async () => {
  const folder = temporaryFolder({
    ...known,
    'a.yaml': helmValues().replace('https://s3.', 'http://me:hunt@er2@minio.svc #'),
  });
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state') };
  const words = ['--from', join(folder, 'a.yaml')];
  const away = await runSmoke(words, env);
  expect(away.stderr).toContain('does not reach the storage at http://…@minio.svc:');
  const run = await runSmoke(words, { ...env, S3_ENDPOINT: 'https://minio.example.net' });
  expect(run).toMatchObject({ exitCode: 0 });
  expect(run.stderr).toContain('the way from this machine to http://…@minio.svc\n');
  expect(away.stderr + run.stderr + run.stdout).not.toMatch(/hunt|er2/);
});

test('a file with something else is left alone', async () => {
  const { file, smoke } = place();
  writeFileSync(file, 'mine\n');
  const run = await smoke('--with-credentials', file);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('does not overwrite it');
  expect(readFileSync(file, 'utf8')).toBe('mine\n');
});

test('a dry run and a wrong call write nothing', async () => {
  const { file, smoke } = place();
  await smoke('--with-credentials', file, '--dry-run');
  await smoke('--with-credentials', file, '--region', 'elsewhere-1');
  expect(existsSync(file)).toBe(false);
});

test.each(["it's $5", 'a${b}', 'a\\\\b', 'end\\', 'two\nlines'])(
  '%s, which the readers of such a file take differently, is refused',
  async (key) => {
    const { file, smoke } = place(key);
    const run = await smoke('--with-credentials', file);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('AWS_SECRET_ACCESS_KEY has characters that');
    expect(run.stderr).not.toContain(key);
  },
);
