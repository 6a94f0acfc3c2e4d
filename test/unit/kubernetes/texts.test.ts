import { describe, expect, it } from 'vitest';
import { escapeExpansion, seconds, words } from '../../../src/kubernetes/texts.ts';
import { expand } from './expand.ts';

describe('a text that Kubernetes expands', () => {
  it.each([
    'plain',
    '$HOME and ${HOME}',
    '$(HOME)',
    '$$(HOME)',
    'kill $$',
    '$$$',
    'a$',
    'x=$(cat <&3); echo $x',
    '$(',
    '^/health$',
  ])('comes out as it went in: %s', (text) => {
    expect(expand(escapeExpansion(text), { HOME: 'replaced' })).toBe(text);
  });
  it.each(['plain', '$HOME', '^/health$'])('stays readable where nothing is expanded: %s', (text) => {
    expect(escapeExpansion(text)).toBe(text);
  });
});

describe('a command', () => {
  it.each([
    ['server /data', ['server', '/data']],
    ['sh -c "echo \\"a b\\" $$x"', ['sh', '-c', 'echo "a b" $$x']],
    ["/bin/sh -c 'x' \\; y\\ z", ['/bin/sh', '-c', 'x', ';', 'y z']],
    ["a 'b c' d'e f'", ['a', 'b c', 'de f']],
    [
      ['a b', '$$c'],
      ['a b', '$$c'],
    ],
    ['login ${PASS:?your password} -v', ['login', '${PASS:?your password}', '-v']],
    [undefined, undefined],
  ])('%j is the words %j', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
});

describe('a duration', () => {
  it.each([
    ['2s', 2],
    ['1m30s', 90],
    ['500ms', 0.5],
    ['1h', 3600],
    [undefined, undefined],
  ])('%s is %s seconds', (text, expected) => {
    expect(seconds(text)).toBe(expected);
  });
});
