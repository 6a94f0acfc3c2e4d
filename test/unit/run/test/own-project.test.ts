import { describe, expect, it } from 'vitest';
import type { Io } from '../../../../src/io.ts';
import type { StackSource } from '../../../../src/run/read-source.ts';
import { nextStep, testCommand } from '../../../../src/run/test/command.ts';
import { ownProject, ownWorld, refuseShared } from '../../../../src/run/test/own-project.ts';

const io = (env: Record<string, string> = {}): Io =>
  ({ env, stderr: { write: () => true } }) as unknown as Io;

describe('the project of a test', () => {
  it('is called after the stack, and is another one each time, with free ports', () => {
    const flags = ownProject({ storage: 'garage' }, io());
    expect(flags).toMatchObject({ storage: 'garage', ports: 'auto' });
    expect(flags.project).toMatch(/^cryostat-test-[a-z0-9]{6}$/);
    expect(ownProject({}, io()).project).not.toBe(ownProject({}, io()).project);
  });

  it.each([
    [{ project: 'mine' }, {}, /^mine-test-/],
    [{}, { COMPOSE_PROJECT_NAME: 'theirs' }, /^theirs-test-/],
    [{ project: 'x'.repeat(63) }, {}, /^x{51}-test-[a-z0-9]{6}$/],
  ])('%j with %j', (flags, env, name) => {
    expect(ownProject(flags, io(env)).project).toMatch(name);
  });

  it.each([
    [{ identity: 'x.json' }, '--identity:'],
    [{ identityFrom: 'x.yml' }, '--identity-from:'],
    [{ fresh: true }, '--fresh:'],
  ])('takes no identity from elsewhere: %j', (flags, start) => {
    expect(() => refuseShared(flags)).toThrow(start);
  });

  it('has an instance id of its own', () => {
    expect(ownWorld(io({ S3_INSTANCE_ID: 'mine', HOME: '/h' })).env).toEqual({ HOME: '/h' });
  });
});

describe('the command that tests again', () => {
  const stack = (command?: string) =>
    ({ project: 'cryostat-test-abc123', file: '/s/x.yml', command }) as StackSource;
  it.each([
    ['./smoke -s garage --project cryostat-test-abc123 --ports auto', undefined, './smoke test -s garage'],
    ['A=b ./smoke --project cryostat-test-abc123 --ports auto', undefined, 'A=b ./smoke test'],
    [undefined, 'compose.yml', './smoke test -f compose.yml'],
    [undefined, '-', './smoke test -f FILE'],
  ])('%s', (command, file, expected) => {
    expect(testCommand(stack(command), file)).toBe(expected);
  });
});

describe('the next step', () => {
  it.each([
    ['smoke logs --project p-test-a1 web', true, 'smoke logs --project p-test-a1 web'],
    ['smoke doctor', false, 'smoke doctor'],
    [
      'smoke logs --project p-test-a1 web',
      false,
      'smoke test --keep leaves a stack that fails as it is; then: smoke logs --project NAME web',
    ],
  ])('%s, kept: %s', (next, isKept, expected) => {
    expect(nextStep(next, 'p-test-a1', isKept)).toBe(expected);
  });
});
