import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { provider, shell } from './shell.ts';

const long = 'x'.repeat(60);
const storage = `x-smoke:
  kind: storage
  summary: s
  provides: { s3: { endpoint: "http://s3", region: r, pathStyle: true, accessKeyId: a, secretAccessKey: s } }
`;

describe('bad input', () => {
  it.each<[string, string, Record<string, string>, string]>([
    ['an unset endpoint', '-s ext', { ...provider, S3_ENDPOINT: '' }, 'S3_ENDPOINT is not set'],
    ['an unset key id', '-s ext', { ...provider, AWS_ACCESS_KEY_ID: '' }, 'AWS_ACCESS_KEY_ID is not set'],
    [
      'an unset secret key',
      '-s ext',
      { ...provider, AWS_SECRET_ACCESS_KEY: '' },
      'AWS_SECRET_ACCESS_KEY is not set',
    ],
    [
      'an endpoint on the loopback',
      '-s ext',
      { ...provider, S3_ENDPOINT: 'http://localhost:9000' },
      'is the container itself',
    ],
    [
      'a path style that is none',
      '-s ext',
      { ...provider, S3_PATH_STYLE_ACCESS: 'maybe' },
      'S3_PATH_STYLE_ACCESS: got "maybe", expected true or false',
    ],
    ['a region that is none', '-s ext', { ...provider, S3_REGION: 'eu west' }, 'S3_REGION: got "eu west"'],
    ['an unknown storage', '-s garag', {}, 'Did you mean garage?'],
    [
      'an unknown storage mode',
      '',
      { CRYOSTAT_STORAGE_MODE: 'tags' },
      'expected one of tagging, metadata, bucket',
    ],
    [
      'a fragment that is not there',
      '-s ./no-such.yml',
      {},
      'cannot read ./no-such.yml: there is no such file',
    ],
    [
      'a bucket name over 63',
      '-s none',
      { CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'x'.repeat(64) },
      'it has 64 characters',
    ],
    ['an instance id that makes names too long', '-s none', { S3_INSTANCE_ID: long }, 'expected 63 at most'],
    ['a wrong instance id', '-s none', { S3_INSTANCE_ID: '../x' }, 'S3_INSTANCE_ID: got "../x"'],
    ['a wrong longest name', '-s none', { BUCKET_NAME_MAX_LENGTH: '7x' }, 'BUCKET_NAME_MAX_LENGTH: got "7x"'],
    ['a longest name that is too short', '-s none', { BUCKET_NAME_MAX_LENGTH: '12' }, 'expected 12 at most'],
    ['a wrong user', '-s none', { CRYOSTAT_USER: 'a:b' }, 'CRYOSTAT_USER: got "a:b"'],
    ['a wrong project', '-s none --project Mine', {}, '--project: got "Mine"'],
    ['a project that is a path', '-s none --project ../x', {}, '--project: got "../x"'],
    ['a wrong address', '-s none --bind localhost', {}, '--bind: got "localhost"'],
    ['an unknown format', '-s none --format jsn', {}, 'Did you mean json?'],
    ['an unknown flag', '--storag garage', {}, "unknown option '--storag'"],
    ['a flag without its value', '-s', {}, 'argument missing'],
    ['a word that is no verb', 'upp', {}, 'Did you mean up?'],
    ['an unknown sample', '-s none -t nosuch', {}, 'unknown sample "nosuch"'],
    [
      'an output in no folder',
      '-s none -o no-such-folder/compose.yml',
      {},
      'cannot write no-such-folder/compose.yml',
    ],
    ['a folder as output', '-s none -o src', {}, 'cannot write src'],
  ])('%s exits 2 with one clear message and writes nothing', async (_, words, env, message) => {
    const { folder, smoke } = shell(env, temporaryFolder());
    const { exitCode, stdout, stderr } = await smoke(words);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('defect');
    expect([exitCode, stdout, readdirSync(folder)]).toEqual([2, '', []]);
    expect(stderr).not.toMatch(/hunter2/i);
  });

  it.each<[string, string, string]>([
    ['broken YAML', 'x-smoke: {\n', ':2: '],
    ['no x-smoke', 'services: {}\n', ':1: x-smoke: is missing'],
    [
      'an unknown key',
      'x-smoke:\n  kind: storage\n  summary: s\n  provide: {}\n',
      ':4: x-smoke.provide: is not known',
    ],
    [
      'an unknown name',
      `${storage}services:\n  a:\n    image: \${IMGE}\n`,
      ':7: services.a.image: ${IMGE} is not a known parameter',
    ],
    [
      'a file that is too large',
      `${storage}  files:\n    a/b: { content: "${'x'.repeat(92_161)}" }\n`,
      'bytes, expected 92160 at most',
    ],
    [
      'a file that is not there',
      `${storage}  files:\n    a/b: {}\n`,
      ':6: x-smoke.files.a/b: there is no such file',
    ],
    ['an unknown pattern', `${storage}  secrets: { A: { pattern: "a+" } }\n`, 'pattern "a+"'],
  ])('a fragment with %s exits 2 with file and line and writes nothing', async (_, text, message) => {
    const folder = temporaryFolder({ 'mine.yml': text });
    const { exitCode, stdout, stderr } = await shell({}, folder).smoke(`-s ${folder}/mine.yml -p`);
    expect(stderr).toContain(message);
    expect([exitCode, stdout, readdirSync(folder)]).toEqual([2, '', ['mine.yml']]);
  });

  it('a damaged identity exits 2 and is kept', async () => {
    const folder = temporaryFolder({ 'state/smoke/cryostat.json': '{' });
    const { smoke, identity } = shell({}, folder);
    expect(await smoke('-s none -p')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('is damaged'),
    });
    expect(readFileSync(identity, 'utf8')).toBe('{');
  });
});
