import { isAbsolute } from 'node:path';
import { expect, it } from 'vitest';
import { stateFolder } from '../../../src/identity/paths.ts';

it.each<[string, Record<string, string>, string | undefined]>([
  ['$XDG_STATE_HOME', { XDG_STATE_HOME: '/x', HOME: '/home/zoe' }, '/x/smoke'],
  ['the home folder', { HOME: '/home/zoe' }, '/home/zoe/.local/state/smoke'],
  ['a relative path ignored', { XDG_STATE_HOME: 'x', HOME: '/home/zoe' }, '/home/zoe/.local/state/smoke'],
  ['an empty home folder', { HOME: '' }, undefined],
  ['no home folder at all', {}, undefined],
])('what smoke remembers is in an absolute place: %s', (_, environment, place) => {
  const folder = stateFolder(environment);
  expect(isAbsolute(folder)).toBe(true);
  if (place !== undefined) expect(folder).toBe(place);
});
