import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { provider, shell } from './shell.ts';

const format = '--format kubernetes';

describe('--format kubernetes', () => {
  it.each([
    ['--only s4', /--only: got "s4", expected one of s3, .*\n.*Did you mean s3\?/],
    ['--only ,', /--only: got ","/],
    ['--storage-class files=a', /--storage-class: got "files=a".*\n.*file=/],
    ['--secrets some', /--secrets: got "some", expected one of none, separate, inline/],
    ['-s none --only nothing', /--only: got "nothing"/],
  ])('with %s is wrong use, told in one error', async (words, expected) => {
    const { exitCode, stdout, stderr } = await shell().smoke(`${format} ${words}`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
  it('has in its head the commands that make it again, and apply it', async () => {
    const { stdout } = await shell().smoke(
      `-s garage --only s3 ${format} --quota --storage-class block=fast`,
    );
    const again = './smoke -s garage --format kubernetes --storage-class block=fast --quota --only s3';
    expect(stdout).toContain(`#   ${again}\n`);
    expect(stdout).toContain(`#   ${again} --secrets separate | kubectl apply -f -\n`);
    expect((await shell().smoke(again.replace('./smoke ', ''))).stdout).toBe(stdout);
  });
  it('wants credentials of a provider for Secrets alone, and takes them from a profile', async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...place } = provider;
    const user = shell({ ...place, S3_REGION: 'eu-west-1' });
    expect(await user.smoke(`-s ext ${format}`)).toMatchObject({ exitCode: 0 });
    const words = `-s ext ${format} --secrets separate`;
    const lacking = await user.smoke(words);
    expect(lacking).toMatchObject({ exitCode: 2, stdout: '' });
    expect(lacking.stderr).toContain('AWS_ACCESS_KEY_ID is not set, and a Secret is to hold its value');
    mkdirSync(join(user.folder, '.aws'));
    writeFileSync(
      join(user.folder, '.aws/credentials'),
      `[default]\naws_access_key_id=${AWS_ACCESS_KEY_ID}\naws_secret_access_key=${AWS_SECRET_ACCESS_KEY}\n`,
    );
    expect((await user.smoke(words)).stdout).toContain(AWS_SECRET_ACCESS_KEY);
  });
  it('shows credentials of a provider only in Secrets that were asked for', async () => {
    const user = shell(provider);
    const plain = await user.smoke(`-s ext ${format}`);
    expect(plain.stdout + plain.stderr).not.toMatch(/hunter2/i);
    const { exitCode, stdout, stderr } = await user.smoke(`-s ext ${format} --secrets separate`);
    expect(exitCode, stderr).toBe(0);
    const given = parseAllDocuments(stdout)
      .map((document) => document.toJS())
      .find(({ metadata }) => metadata.name === 'cryostat-env-given');
    expect(given.stringData).toEqual({
      AWS_ACCESS_KEY_ID: provider.AWS_ACCESS_KEY_ID,
      AWS_SECRET_ACCESS_KEY: provider.AWS_SECRET_ACCESS_KEY,
    });
  });
});
