import { describe, expect, it } from 'vitest';
import { bucketsShell, fill, ownId, ownNames } from './buckets-shell.ts';

const left = (s3: { buckets: Map<string, unknown> }) => [...s3.buckets.keys()];

describe('smoke buckets remove', () => {
  it('removes what smoke named with everything in it, after a yes, and nothing else', async () => {
    const { s3, smoke } = await bucketsShell();
    fill(s3, [...ownNames, 'archives-other', `production-${ownId}`]);
    const { exitCode, stdout, stderr } = await smoke('remove --yes');
    expect({ exitCode, stdout: stdout.trim().split('\n').sort() }).toEqual({
      exitCode: 0,
      stdout: [...ownNames].sort().map((name) => `${name}\tremoved, 2 objects`),
    });
    expect(stderr).toContain(`archives-${ownId}: 2 objects, 8 B`);
    expect(left(s3)).toEqual(['archives-other', `production-${ownId}`]);
  });

  it('wants --yes where there is nobody to ask', async () => {
    const { s3, smoke } = await bucketsShell();
    fill(s3);
    expect(await smoke('remove')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('Say --yes'),
    });
    expect(left(s3)).toEqual(ownNames);
  });

  it.each([
    ['y', []],
    ['n', ownNames],
    ['', ownNames],
  ])('asks at a terminal, and heeds the answer "%s"', async (answer, stays) => {
    const { s3, typed } = await bucketsShell();
    fill(s3);
    const { stderr } = await typed('remove', [answer]);
    expect(stderr).toContain('Remove these 3 buckets and everything in them for ever? [y/N]');
    expect(left(s3)).toEqual(stays);
  });

  const guarded = [
    ['the user chose', { buckets: ['mine', ...ownNames.slice(1)], chosen: ['mine'] }],
    ['the user chose, even with the id of the project', { chosen: [`archives-${ownId}`] }],
    ['end with another instance id', { buckets: ['archives-zzz', 'metadata-zzz'] }],
    ['end with an id that came out of a manifest', { identity: { instanceIdRestored: true } }],
    ['belong to the identity of another project', { identity: { project: 'another' } }],
  ] as const;

  it.each(guarded)('keeps buckets whose names %s, whatever --yes says', async (_, setting) => {
    const { s3, smoke } = await bucketsShell(setting);
    const { buckets = ownNames, chosen = buckets } = setting as { buckets?: string[]; chosen?: string[] };
    fill(s3, buckets);
    const { exitCode, stderr } = await smoke('remove --yes');
    expect(exitCode).toBe(chosen.length === buckets.length ? 2 : 0);
    expect(stderr).toMatch(/smoke buckets remove -f \S+ \S+/);
    for (const name of chosen) expect(s3.buckets.get(name)?.objects.size).toBe(2);
  });

  it('removes a bucket of any name when exactly this name is typed, and only that', async () => {
    const { s3, smoke } = await bucketsShell({ chosen: ownNames });
    fill(s3, [...ownNames, 'elsewhere']);
    expect(await smoke(`remove elsewhere ${ownNames[0]} --yes`)).toMatchObject({ exitCode: 0 });
    expect(left(s3)).toEqual(ownNames.slice(1));
  });

  it('takes the name at the prompt, in full', async () => {
    const { s3, typed } = await bucketsShell({ buckets: ['mine', 'ours'], chosen: ['mine', 'ours'] });
    fill(s3, ['mine', 'ours']);
    expect(await typed('remove', ['min', 'ours'])).toMatchObject({ exitCode: 0 });
    expect(left(s3)).toEqual(['mine']);
  });

  it('leaves the buckets of the remembered id alone when another id was chosen for the run', async () => {
    const team = ['archives-team', 'metadata-team'];
    const { s3, smoke } = await bucketsShell({ buckets: team, chosen: team });
    fill(s3, [...team, ...ownNames]);
    await smoke('remove --yes');
    expect(left(s3)).toEqual([...team, ...ownNames]);
  });

  it('refuses a name that is not there before anything is removed', async () => {
    const { s3, smoke } = await bucketsShell();
    fill(s3);
    expect(await smoke(`remove ${ownNames[1]} archives --yes`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`Did you mean archives-${ownId}?`),
    });
    expect(left(s3)).toEqual(ownNames);
  });

  it('leaves a bucket alone that is closed to the key, and removes the others', async () => {
    const { s3, smoke } = await bucketsShell();
    fill(s3, ownNames.slice(1));
    s3.foreign.add(ownNames[0] ?? '');
    const { exitCode, stderr } = await smoke('remove --yes');
    expect({ exitCode, left: left(s3) }).toEqual({ exitCode: 0, left: [] });
    expect(stderr).toContain(`${ownNames[0]} is left alone: `);
  });

  it('says with --dry-run what would go, and removes nothing', async () => {
    const { s3, smoke } = await bucketsShell({ chosen: [ownNames[0] ?? ''] });
    fill(s3);
    const { stdout } = await smoke('remove --dry-run --json');
    const actions = JSON.parse(stdout).buckets.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['keep', 'remove', 'remove']);
    expect(left(s3)).toEqual(ownNames);
  });

  it('is content when nothing is there', async () => {
    const { smoke } = await bucketsShell();
    expect(await smoke('remove --yes --json')).toMatchObject({
      exitCode: 0,
      stdout: '{\n  "version": 1,\n  "buckets": []\n}\n',
    });
  });

  it('names the object that is locked, and what to do', async () => {
    const { s3, smoke } = await bucketsShell();
    fill(s3);
    const held = s3.buckets.get(ownNames[0] ?? '')?.objects.get('one')?.[0];
    if (held) held.locked = true;
    const { exitCode, stderr } = await smoke('remove --yes');
    expect({ exitCode, left: left(s3) }).toEqual({ exitCode: 4, left: ownNames.slice(0, 1) });
    expect(stderr).toMatch(/stays: .*it is locked.*\("one"\)/);
  });

  it('tells what is left when it is interrupted, and goes on the next time', async () => {
    const interrupt = new AbortController();
    const { s3, smoke } = await bucketsShell({
      fault: (line) => {
        if (line.startsWith(`POST ${ownNames[2]}`)) interrupt.abort(new Error('interrupted'));
        return undefined;
      },
    });
    fill(s3);
    const run = await smoke('remove --yes', { signal: interrupt.signal });
    expect(run).toMatchObject({ exitCode: 130, stderr: expect.stringContaining('interrupted: ') });
    expect(run.stderr).toContain('goes on where this run stopped');
    expect(await smoke('remove --yes')).toMatchObject({ exitCode: 0 });
    expect(left(s3)).toEqual([]);
  });
});
