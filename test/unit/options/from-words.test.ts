import { expect, test } from 'vitest';
import { separateFlags } from '../../../src/options/command-line.ts';

test.each([
  ['--from a.yaml up', '--from=a.yaml up'],
  ['--from a.yaml b.yaml up --dry-run', '--from=a.yaml --from=b.yaml up --dry-run'],
  ['up --from a.yaml -', 'up --from=a.yaml --from=-'],
  ['--from a --from b -G', '--from=a --from=b -G'],
  ['--from - -s ext', '--from=- -s ext'],
  ['--from ./up down', '--from=./up down'],
  ['--from=a up', '--from=a up'],
  ['--from', '--from'],
  ['--from -- a', '--from -- a'],
  ['--with-credentials up', '--with-credentials= up'],
  ['--with-credentials --from x', '--with-credentials --from=x'],
  ['--with-credentials a.env up', '--with-credentials a.env up'],
])('%s means %s', (given, meant) => {
  expect(separateFlags(given.split(' '), ['up', 'down'], ['s', 'G']).join(' ')).toBe(meant);
});
