import { describe, expect, it } from 'vitest';
import { bucketsShell, ownId, ownNames } from './buckets-shell.ts';

describe('smoke buckets create', () => {
  it('makes what is missing, and finds it the next time', async () => {
    const { s3, smoke } = await bucketsShell();
    s3.put(ownNames[1] ?? '', ['kept']);
    const first = await smoke('create --no-check');
    expect(first).toEqual({
      exitCode: 0,
      stdout: `${ownNames[0]}\tcreated\n${ownNames[1]}\twas there\n${ownNames[2]}\tcreated\n`,
      stderr: '',
    });
    const again = JSON.parse((await smoke('create --no-check --json')).stdout);
    expect(again).toEqual({
      version: 1,
      buckets: ownNames.map((name) => ({ name, state: 'yours-already' })),
    });
    expect(s3.buckets.get(ownNames[1] ?? '')?.objects.size).toBe(1);
  });

  it('proposes a new instance id for a name that is taken; the others stay', async () => {
    const { s3, smoke } = await bucketsShell();
    s3.foreign.add(ownNames[1] ?? '');
    const { exitCode, stderr } = await smoke('create --no-check');
    expect({ exitCode, made: [...s3.buckets.keys()] }).toEqual({
      exitCode: 4,
      made: [ownNames[0], ownNames[2]],
    });
    expect(stderr).toMatch(/2 buckets created in this run stay/);
    expect(stderr).toMatch(/belongs to somebody else\n {2}.*S3_INSTANCE_ID=[a-z0-9]{12} /);
  });

  it('names the variable of a chosen name that is taken', async () => {
    const variable = 'CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME';
    const { s3, smoke } = await bucketsShell({
      buckets: ['mine'],
      chosen: ['mine'],
      env: { [variable]: 'mine' },
    });
    s3.foreign.add('mine');
    expect((await smoke('create --no-check')).stderr).toContain(`Set ${variable} to another name`);
  });

  it('tells once what would fail for each bucket', async () => {
    const { smoke } = await bucketsShell({ fault: () => [403, 'SignatureDoesNotMatch'] });
    expect(await smoke('create --no-check')).toEqual({
      exitCode: 4,
      stdout: '',
      stderr: expect.stringMatching(
        /^smoke: bucket archives-\w+ and 2 more could not be created: .*the secret access key is wrong.*\n {2}check AWS_SECRET_ACCESS_KEY.*\n$/,
      ),
    });
  });

  it('takes back what an interrupted run made, and only that', async () => {
    const interrupt = new AbortController();
    const { s3, smoke } = await bucketsShell({
      fault: (line) => {
        if (line.startsWith(`PUT ${ownNames[2]}`)) interrupt.abort(new Error('interrupted'));
        return undefined;
      },
    });
    s3.buckets.set(ownNames[1] ?? '', { objects: new Map(), uploads: new Map() });
    const { exitCode, stdout, stderr } = await smoke('create --no-check', { signal: interrupt.signal });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toContain('2 new buckets removed again');
    expect([...s3.buckets.keys()]).toEqual([ownNames[1]]);
  });

  it('tries again where the server is busy', async () => {
    let refusals = 1;
    const { s3, smoke } = await bucketsShell({
      buckets: [`archives-${ownId}`],
      fault: (line) => {
        if (!line.startsWith('PUT') || refusals === 0) return undefined;
        refusals -= 1;
        return [503, 'SlowDown'];
      },
    });
    expect(await smoke('create --no-check')).toMatchObject({ exitCode: 0 });
    expect(s3.buckets.size).toBe(1);
  });

  it('is content with a bucket that is there when the key may not create', async () => {
    const { s3, smoke } = await bucketsShell({
      buckets: ['mine'],
      fault: (line) => (line.startsWith('PUT') ? [403, 'AccessDenied'] : undefined),
    });
    s3.put('mine', ['x']);
    expect(await smoke('create --no-check')).toMatchObject({ exitCode: 0, stdout: 'mine\twas there\n' });
  });

  it('makes nothing with --dry-run', async () => {
    const { s3, smoke } = await bucketsShell();
    expect((await smoke('create --dry-run')).stdout).toContain(`${ownNames[0]}\twould be created\n`);
    expect(s3.buckets.size).toBe(0);
    expect(s3.log.every((line) => /^(HEAD|GET) /.test(line))).toBe(true);
  });

  it('makes nothing where the storage cannot be used', async () => {
    const { s3, smoke } = await bucketsShell({ fault: () => [403, 'InvalidAccessKeyId'] });
    expect(await smoke('create')).toMatchObject({
      exitCode: 4,
      stdout: '',
      stderr: expect.stringMatching(/nothing was made: .*access key id\n[\s\S]*--no-check/),
    });
    expect(s3.buckets.size).toBe(0);
  });
});
