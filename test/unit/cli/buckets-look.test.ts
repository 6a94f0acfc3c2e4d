import { describe, expect, it } from 'vitest';
import { bucketsShell, fill, ownId, ownNames } from './buckets-shell.ts';

const [archives = '', reports = '', metadata = ''] = ownNames;

describe('smoke buckets list', () => {
  it('counts objects and bytes over pages, and shows what is missing or not used', async () => {
    const { s3, smoke } = await bucketsShell();
    s3.put(archives, ['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    fill(s3, [reports, `heapdumpreports-${ownId}`, `production-${ownId}`]);
    const { exitCode, stdout } = await smoke('list');
    expect({ exitCode, lines: stdout.split('\n') }).toEqual({
      exitCode: 0,
      lines: [
        `${archives}\texists\t9\t36\t\t`,
        `${reports}\texists\t2\t8\t\t`,
        `${metadata}\tmissing\t\t\t\tnot there yet`,
        `heapdumpreports-${ownId}\texists\t2\t8\t\tnot used by 4.2.0`,
        '',
      ],
    });
  });

  it('has exact numbers and a total as JSON', async () => {
    const { s3, smoke } = await bucketsShell({ buckets: [archives, 'mine'], chosen: ['mine'] });
    s3.put(archives, ['x']);
    const { version, buckets, total } = JSON.parse((await smoke('list --json')).stdout);
    expect({ version, buckets, total }).toEqual({
      version: 1,
      buckets: [
        {
          name: archives,
          used: true,
          namedBy: 'smoke',
          scratch: false,
          exists: true,
          objects: 1,
          bytes: 4,
          more: false,
        },
        { name: 'mine', used: true, namedBy: 'user', scratch: false, exists: false },
      ],
      total: { existing: 1, objects: 1, bytes: 4, more: false },
    });
  });

  it('counts older versions as well, for they are paid for', async () => {
    const { s3, smoke } = await bucketsShell({ buckets: [archives] });
    s3.buckets.set(archives, { objects: new Map(), uploads: new Map(), versioned: true });
    s3.put(archives, ['x', 'x', 'y']);
    expect((await smoke('list')).stdout).toBe(`${archives}\texists\t2\t12\t\tand 1 older version\n`);
  });

  it('tells the cause once when the storage refuses everything', async () => {
    const { smoke } = await bucketsShell({ fault: () => [403, 'InvalidAccessKeyId'] });
    expect(await smoke('list')).toMatchObject({
      exitCode: 4,
      stdout: '',
      stderr: expect.stringMatching(/^smoke: the buckets cannot be listed: .*access key id\n.*\n$/),
    });
  });

  it('says of a bucket of somebody else that nobody knows', async () => {
    const { s3, smoke } = await bucketsShell({ buckets: ['taken'] });
    s3.foreign.add('taken');
    const { exitCode, stdout } = await smoke('list');
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^taken\tunknown\t\t\t\t.*belongs to somebody else, or is closed to this key\n$/);
  });
});

describe('smoke buckets check', () => {
  it('writes, reads and deletes an object in each, and leaves nothing', async () => {
    const { s3, smoke } = await bucketsShell();
    fill(s3);
    const { exitCode, stdout } = await smoke('check --json');
    const { buckets } = JSON.parse(stdout);
    expect(exitCode).toBe(0);
    expect(buckets[0]).toMatchObject({
      name: archives,
      state: 'passed',
      exists: true,
      ours: true,
      writable: true,
    });
    expect(ownNames.map((name) => s3.buckets.get(name)?.objects.size)).toEqual([2, 2, 2]);
    expect(
      s3.log.filter((line) => line.startsWith('PUT')).every((line) => line.includes('/smoke/bucket-check-')),
    ).toBe(true);
  });

  it('exits 1 when one is missing, closed, or refuses to be written', async () => {
    const { s3, smoke } = await bucketsShell({
      fault: (line) => (line.startsWith(`PUT ${metadata}/`) ? [403, 'AccessDenied'] : undefined),
    });
    fill(s3, [metadata]);
    s3.foreign.add(reports);
    const { exitCode, stdout, stderr } = await smoke('check');
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(`^${archives}\tfailed\t.*it is not there$`),
      expect.stringMatching(
        `^${reports}\tfailed\t.*somebody else\t\t.*belongs to somebody else, or is closed to this key$`,
      ),
      expect.stringMatching(`^${metadata}\tfailed\t.*writing: `),
      '',
    ]);
    expect(stderr).toContain('smoke buckets create makes it');
  });
});

describe('smoke buckets lifecycle', () => {
  it('lets expire what is made again, and cleans up uploads everywhere', async () => {
    const { s3, smoke } = await bucketsShell();
    fill(s3);
    expect(await smoke('lifecycle --expire-days 7 --abort-days 2')).toEqual({
      exitCode: 0,
      stdout: `${archives}\t-\t2 days\t-\t\n${reports}\t7 days\t2 days\t-\t\n${metadata}\t-\t2 days\t-\t\n`,
      stderr: '',
    });
    expect((await smoke(`lifecycle ${reports}`)).stdout).toBe(`${reports}\t7 days\t2 days\t-\t\n`);
  });

  it.each([
    ['--all', 3],
    [archives, 1],
  ])('lets everything expire with %s', async (words, count) => {
    const { s3, smoke } = await bucketsShell();
    fill(s3);
    const { stdout } = await smoke(`lifecycle ${words} --expire-days 7`);
    expect(stdout.match(/7 days/g)).toHaveLength(count);
  });

  it('leaves buckets alone that smoke did not name, unless their names are given', async () => {
    const { s3, smoke } = await bucketsShell({ chosen: [archives] });
    fill(s3);
    expect((await smoke('lifecycle --abort-days 1')).stderr).toContain(`did not name them: ${archives}`);
    expect(s3.buckets.get(archives)?.lifecycle).toBeUndefined();
    await smoke(`lifecycle ${archives} --abort-days 1`);
    expect(s3.buckets.get(archives)?.lifecycle).toContain('smoke-abort-uploads');
  });

  const theirs =
    '<Rule><ID>team</ID><Status>Enabled</Status><Filter><Prefix>old/</Prefix></Filter><Expiration><Days>90</Days></Expiration></Rule>';

  it('keeps the rules of others, also when it takes its own away', async () => {
    const { s3, smoke } = await bucketsShell({ buckets: [reports] });
    fill(s3, [reports]);
    const bucket = s3.buckets.get(reports);
    if (bucket) bucket.lifecycle = `<LifecycleConfiguration>${theirs}</LifecycleConfiguration>`;
    expect((await smoke('lifecycle --expire-days 7')).stdout).toBe(`${reports}\t7 days\t-\t1\t\n`);
    expect(bucket?.lifecycle).toContain('<Prefix>old/</Prefix>');
    expect((await smoke('lifecycle --remove')).stdout).toBe(`${reports}\t-\t-\t1\t\n`);
    expect(bucket?.lifecycle).not.toContain('smoke-');
  });

  it('writes nothing where the rules that are there cannot be read', async () => {
    const { s3, smoke } = await bucketsShell({
      fault: (line) =>
        line.startsWith('GET') && line.includes('lifecycle') ? [403, 'AccessDenied'] : undefined,
    });
    fill(s3);
    expect(await smoke('lifecycle --abort-days 7')).toMatchObject({ exitCode: 4 });
    expect(s3.log.some((line) => line.startsWith('PUT'))).toBe(false);
  });

  it('says what a server did not take', async () => {
    const { s3, smoke } = await bucketsShell({
      buckets: [reports],
      fault: (line) => (line.startsWith('PUT') ? [501, 'NotImplemented'] : undefined),
    });
    fill(s3, [reports]);
    const { exitCode, stderr } = await smoke('lifecycle --expire-days 7');
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/: objects do not expire: .*cannot do this/);
  });

  it.each([
    ['--expire-days soon', 'expected a number of days'],
    ['--show --remove', 'does one thing'],
    ['archives --abort-days 1', `Did you mean archives-${ownId}?`],
  ])('refuses %s', async (words, text) => {
    const { s3, smoke } = await bucketsShell();
    expect(await smoke(`lifecycle ${words}`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(text),
    });
    expect(s3.log).toEqual([]);
  });
});

describe('smoke buckets', () => {
  it('knows the nearest verb', async () => {
    const { smoke } = await bucketsShell();
    expect(await smoke('crate')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean create?'),
    });
  });

  it('never shows a secret, whatever goes wrong', async () => {
    const { smoke } = await bucketsShell({ fault: () => [400, 'the-secret-key'] });
    for (const verb of ['list', 'create --no-check', 'check', 'remove --yes', 'lifecycle']) {
      const { stdout, stderr } = await smoke(verb);
      expect(stdout + stderr).not.toContain('the-secret-key');
    }
  });
});
