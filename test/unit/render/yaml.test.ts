import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeYaml } from '../../../src/render/yaml.ts';

const traps = [
  ...['yes', 'no', 'on', 'off', 'y', 'n', 'Y', 'N', 'Yes', 'NO', 'On', 'OFF', 'true', 'True', 'FALSE'],
  ...[
    'null',
    'Null',
    '~',
    '',
    ' ',
    '=',
    '<<',
    '-',
    '?',
    ':',
    '*',
    '&a',
    '*a',
    '!a',
    '|',
    '>',
    '%',
    '@',
    '`',
    '#',
    '# x',
  ],
  ...[
    '0755',
    '0o755',
    '0x1F',
    '0b1',
    '1_000',
    '22:22',
    '1:2:3',
    '190:20:30',
    '1e5',
    '1E5',
    'e10',
    'E-1',
    '_1',
    '.5',
    '5.',
    '1.',
    '+1',
    '-1',
  ],
  ...['.inf', '-.inf', '.NaN', '2001-12-14', '2001-12-14T21:59:43Z', '12:30:45', '4.2.0', '1.10', '3.0'],
  ...[
    'a: b',
    'a #b',
    'a:',
    '- a',
    '{a}',
    '[a]',
    'a, b',
    "'a'",
    '"a"',
    '\\n',
    'a\\',
    '%a',
    '@a',
    '!!str a',
    '--- a',
    '...',
  ],
  ...[' a', 'a ', '\ta', 'a\tb', 'a\r', 'a\r\nb', '\u0085', '\u2028', '\u00a0', '\ufeff', '\0', '\u007f'],
  ...[
    'a\nb',
    'a\nb\n',
    'a\n\nb\n\n',
    '\n',
    '\na',
    ' a\nb',
    'a \nb',
    'a\n b',
    '#!/bin/sh\nx: $$y\n',
    '---\na\n',
    'a\n---\nb\n',
  ],
  ...['zoë', '日本語', '🎬', 'é\nü\n', '$$', '$${A}', '${A:?b}', 'x'.repeat(300), `${'word '.repeat(60)}end`],
];

describe('the YAML writer', () => {
  it.each(traps)('gives %j back, to readers of YAML 1.1 and 1.2', (text) => {
    for (const version of ['1.1', '1.2'] as const) {
      const written = writeYaml({ value: text, list: [text], [text]: 'key' });
      const read = parse(written, { version, merge: false }) as Record<string, unknown>;
      expect(read['value']).toBe(text);
      expect(read['list']).toEqual([text]);
      expect(Object.keys(read)).toContain(text);
    }
  });

  it.each(['docker.io/dxflrs/garage', 'service_healthy', 'CMD', '/etc/x', 'user@host', 'unless-stopped'])(
    'leaves the plain word %s plain',
    (text) => {
      expect(writeYaml({ a: text })).toBe(`a: ${text}\n`);
    },
  );

  it.each<[string, unknown]>([
    ['numbers', 1.5],
    ['whole numbers', 60],
    ['booleans', true],
    ['null', null],
    ['an empty map', {}],
    ['an empty list', []],
  ])('keeps %s', (_, value) => {
    expect(parse(writeYaml({ value }), { version: '1.1' })).toEqual({ value });
  });

  it('keeps the order of keys', () => {
    expect(writeYaml({ z: 1, a: 2, m: 3 })).toBe('z: 1\na: 2\nm: 3\n');
  });

  it('writes no anchors for what is used twice', () => {
    const shared = { a: ['b'] };
    expect(writeYaml({ x: shared, y: shared })).not.toMatch(/[&*]/);
  });

  it('writes scripts as readable blocks', () => {
    expect(writeYaml({ a: 'umask 022\nread -r x\n' })).toBe('a: |\n  umask 022\n  read -r x\n');
  });

  it('folds no long lines', () => {
    expect(
      writeYaml({ a: 'word '.repeat(100) })
        .trimEnd()
        .split('\n'),
    ).toHaveLength(1);
  });

  it('makes a comment of every line of the head', () => {
    const head = writeYaml({ a: 1 }, ' one\n two\n\n four: x').split('\n');
    expect(parse(head.join('\n'))).toEqual({ a: 1 });
    expect(head.slice(0, 2)).toEqual(['# one', '# two']);
  });
});
