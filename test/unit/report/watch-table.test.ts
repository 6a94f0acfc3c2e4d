import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../src/report/paint.ts';
import { age, renderWatch } from '../../../src/report/watch-table.ts';

const now = new Date('2026-11-21T12:00:00Z');
const frame = { now, columns: 80, rows: 24, footer: 'q: quit', paint: createPaint(false, {}) };
const startedAt = new Date('2026-11-21T11:57:48Z');

describe('the table of a watched stack', () => {
  it('shows state, age, restarts and what is wrong', () => {
    const rows = [
      { service: 'cryostat', state: 'healthy', startedAt, restarts: 0 },
      { service: 'db', state: 'healthy', startedAt, restarts: 1, problem: 'its last health check failed' },
      { service: 's3', state: 'failed', startedAt, restarts: 0, problem: 'ended with exit code 1' },
      { service: 'files', state: 'done', startedAt, restarts: 0 },
    ];
    expect(renderWatch(rows, frame).split('\n')).toEqual([
      '✔ cryostat  healthy   2m 12s',
      '… db        healthy   2m 12s   1 restart  its last health check failed',
      '✘ s3        failed    ended with exit code 1',
      '✔ files     done',
      'q: quit',
      '',
    ]);
  });

  it('takes one line for each service on a narrow terminal', () => {
    const rows = [{ service: 'db', state: 'failed', restarts: 0, problem: 'x'.repeat(99) }];
    const lines = renderWatch(rows, { ...frame, columns: 20 }).split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.length).toBeLessThan(20);
  });

  it('shows what is not well first where not all find room, and how many more there are', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ service: `s${i}`, state: 'healthy', restarts: 0 }));
    const text = renderWatch([...rows, { service: 'bad', state: 'failed', restarts: 0 }], {
      ...frame,
      rows: 10,
    });
    const lines = text.split('\n').slice(0, -1);
    expect(lines).toHaveLength(9);
    expect(lines[0]).toContain('bad');
    expect(lines.at(-2)).toContain('and 24 more');
  });
});

describe('an age', () => {
  it.each([
    [0, '0s'],
    [59_999, '59s'],
    [61_000, '1m 1s'],
    [3_600_000, '1h 0m'],
    [90_061_000, '1d 1h'],
    [-5, '0s'],
  ])('of %i ms is %s', (ms, text) => expect(age(ms)).toBe(text));
});
