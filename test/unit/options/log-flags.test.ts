import { describe, expect, it } from 'vitest';
import { readSince, readTail } from '../../../src/options/log-flags.ts';

const now = new Date('2026-11-21T12:00:00Z');

describe('--tail', () => {
  it.each([
    [undefined, undefined],
    ['all', undefined],
    ['0', 0],
    ['20', 20],
  ])('%s means %s', (text, lines) => expect(readTail(text)).toBe(lines));

  it.each(['-1', 'x', '1.5', ''])('"%s" is refused with what is expected', (text) => {
    expect(() => readTail(text)).toThrow('expected a number of lines, or all');
  });
});

describe('--since', () => {
  it.each([
    ['90s', '2026-11-21T11:58:30Z'],
    ['10m', '2026-11-21T11:50:00Z'],
    ['1h30m', '2026-11-21T10:30:00Z'],
    ['2d', '2026-11-19T12:00:00Z'],
    ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00Z'],
  ])('%s is %s', (text, time) => expect(readSince(text, now)).toEqual(new Date(time)));

  it.each(['10', 'm', 'yesterday', '2026-13-41', ''])('"%s" is refused with what is expected', (text) => {
    expect(() => readSince(text, now)).toThrow('expected how long ago');
  });
});
