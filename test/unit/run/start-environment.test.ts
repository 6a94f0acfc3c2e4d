import { describe, expect, it } from 'vitest';
import type { StackSource } from '../../../src/run/read-source.ts';
import {
  placeholderEnvironment,
  startEnvironment,
  variablesHash,
} from '../../../src/run/start-environment.ts';

const stackOf = (environment: Record<string, string>): StackSource => ({
  project: 'mine',
  manifest: { name: 'mine', services: { a: { environment } } },
  text: '',
  file: 'mine.yml',
  folder: '.',
});
type Io = Parameters<typeof startEnvironment>[1];
const io = (env: Record<string, string>) => ({ env }) as unknown as Io;
const stack = stackOf({
  A: '${KEY:?the key}',
  B: '${SOCKET:-/run/x}',
  C: '$PLAIN ${BRACED}',
  D: '${OTHER?}',
});

describe('the environment of a start', () => {
  it('is the user’s', () => {
    expect(startEnvironment(stack, io({ KEY: '1', OTHER: '2', X: '3' }))).toEqual({
      KEY: '1',
      OTHER: '2',
      X: '3',
    });
  });

  it('lacks no required variable: all of them are named, with what is expected', () => {
    expect(() => startEnvironment(stack, io({ KEY: '' }))).toThrow(
      expect.objectContaining({ message: 'KEY, OTHER are not set, expected the key', exitCode: 2 }),
    );
    expect(() => startEnvironment(stack, io({ KEY: '1' }))).toThrow('OTHER is not set, expected a value');
  });

  it('may lack what Compose takes for empty', () => {
    expect(startEnvironment(stackOf({ A: '$A ${B} ${C:-c} ${D-}' }), io({}))).toEqual({});
  });
});

describe('the environment of verbs that need no credential', () => {
  it('has placeholders for required variables only', () => {
    expect(placeholderEnvironment(stack, io({ X: '3' }))).toEqual({ X: '3', KEY: 'unset', OTHER: 'unset' });
  });

  it('keeps what is set', () => {
    expect(placeholderEnvironment(stack, io({ KEY: '1' }))).toEqual({ KEY: '1', OTHER: 'unset' });
  });
});

describe('the hash of the variables', () => {
  const hash = (env: Record<string, string>) => variablesHash(stack, env);

  it.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ['stays when others change', { KEY: '1', X: '1' }, { KEY: '1', X: '2' }, true],
    ['stays when a default is set as it is', { KEY: '1' }, { KEY: '1', SOCKET: '/run/x' }, true],
    ['changes with a value', { KEY: '1' }, { KEY: '2' }, false],
    ['does not take one variable for another', { KEY: '1' }, { OTHER: '1' }, false],
  ])('%s', (_, one, other, same) => {
    expect(hash(one) === hash(other)).toBe(same);
  });

  it('shows no value', () => {
    expect(hash({ KEY: 'hunter2' })).toMatch(/^[0-9a-f]{64}$/);
  });
});
