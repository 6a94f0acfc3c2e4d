import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runSmoke } from '../../memory-io.ts';
import { deployment, helmValues, secret } from '../share/read/described.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { known, nowhere } from './shell.ts';

const odd = 'a"b$HOME#c d+/=`e\\f%';

function place(key = odd) {
  const keys = { STORAGE_ACCESS_KEY_ID: 'the-id', STORAGE_ACCESS_KEY: key };
  const folder = temporaryFolder({
    ...known,
    'a.yaml': helmValues(),
    's.yaml': secret('s3cred', keys, 'data'),
  });
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...nowhere };
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

test('a file in no folder is refused before anything is written, and by its own flag', async () => {
  const { folder, smoke } = place();
  const run = await smoke('--with-credentials', join(folder, 'no/keys.env'), '-o', join(folder, 'out.yml'));
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toMatch(/cannot write .*keys\.env.*\n.*--with-credentials FILE/);
  expect(run.stderr).not.toContain('-o FILE');
  expect(existsSync(join(folder, 'out.yml'))).toBe(false);
});

test('an output over a file of --from, or over that of the credentials, is refused', async () => {
  const { folder, file, smoke } = place();
  const before = readFileSync(join(folder, 's.yaml'), 'utf8');
  symlinkSync(folder, join(folder, 'link'));
  for (const output of [join(folder, 's.yaml'), join(folder, 'link/s.yaml'), `${folder}/./s.yaml`]) {
    const run = await smoke('-o', output);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain('--from reads that file');
  }
  expect(readFileSync(join(folder, 's.yaml'), 'utf8')).toBe(before);
  for (const output of [file, join(folder, 'link/keys.env')])
    expect((await smoke('-o', output, '--with-credentials', file)).stderr).toContain(
      '--with-credentials writes that file',
    );
  expect(existsSync(file)).toBe(false);
  expect((await smoke('-o', join(folder, 'new.yml'), '--with-credentials', file)).exitCode).toBe(0);
});

test.each(['up', 'buckets list'])(
  '%s without keys names the flag that takes those of the Secret',
  async (verb) => {
    const { folder, smoke } = place();
    const run = await smoke(...verb.split(' '));
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toMatch(/AWS_ACCESS_KEY_ID is not set, .*\n.*--with-credentials/);
    expect(run.stderr).not.toContain(odd);
    expect(readdirSync(folder)).not.toContain('cryostat.env');
  },
);

test('--secrets has the keys that came along', async () => {
  const { file, smoke } = place('plain-hunter2');
  for (const format of ['operator', 'kubernetes']) {
    const run = await smoke('--format', format, '--secrets', 'inline', '--with-credentials', file);
    expect(run).toMatchObject({ exitCode: 0 });
    expect(run.stdout).toContain('plain-hunter2');
  }
});

test('keys of a pod that are no text are refused', async () => {
  const { folder, file } = place();
  const variables = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].map(
    (name) => `            - {name: ${name}, valueFrom: {secretKeyRef: {name: k, key: k}}}`,
  );
  writeFileSync(
    join(folder, 'd.yaml'),
    `${deployment(variables.join('\n'))}\n---\n{apiVersion: v1, kind: Secret, metadata: {name: k}, data: {k: /////w==}}`,
  );
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), ...nowhere };
  const run = await runSmoke(['--from', join(folder, 'd.yaml'), '--with-credentials', file], env);
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('are no text in UTF-8');
  expect(existsSync(file)).toBe(false);
});
