import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../src/report/paint.ts';
import { createProgress } from '../../../src/run/progress.ts';

const up = (lines: number) => `\r\u001b[${lines}A\u001b[J`;

function terminal(columns?: number, rows?: number) {
  let written = '';
  const stderr = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, done) => {
        written += chunk.toString('utf8');
        done();
      },
    }),
    { isTTY: true, ...(columns !== undefined && { columns }), ...(rows !== undefined && { rows }) },
  );
  const io = {
    env: {},
    stdin: Readable.from([]),
    stdout: stderr,
    stderr,
    root: '/',
    now: () => new Date(0),
    signal: new AbortController().signal,
  };
  return { progress: createProgress(io, createPaint(true, {})), written: () => written };
}

describe('the block on a terminal', () => {
  it('is drawn again in its place', () => {
    const { progress, written } = terminal(80);
    progress.states([{ service: 'a', state: 'created' }]);
    progress.states([{ service: 'a', state: 'running' }]);
    expect(written().split(up(1))).toHaveLength(2);
  });

  it('is drawn whole on a terminal that does not know its size', () => {
    const { progress, written } = terminal(0, 0);
    const services = ['a', 'b', 'c', 'd'];
    progress.states(services.map((service) => ({ service, state: 'created' })));
    progress.states(services.map((service) => ({ service, state: 'running' })));
    expect(written().split(up(4))).toHaveLength(2);
  });

  it('is erased whole when its lines are wider than the terminal', () => {
    const { progress, written } = terminal(20);
    // "✘ app  failed: " and 30 letters take three lines of 20, and "… db   created" one.
    progress.states([
      { service: 'app', state: 'failed', problem: 'x'.repeat(30) },
      { service: 'db', state: 'created' },
    ]);
    progress.line('pulling');
    expect(written()).toContain(`${up(4)}pulling`);
  });

  it('is gone when the report follows', () => {
    const { progress, written } = terminal(80);
    progress.states([{ service: 'a', state: 'running' }]);
    progress.done();
    progress.states([{ service: 'a', state: 'healthy' }]);
    expect(written().endsWith(up(1))).toBe(true);
  });

  it('is erased by its lines where the width is unknown', () => {
    const { progress, written } = terminal();
    progress.states([{ service: 'a', state: 'failed', problem: 'x'.repeat(300) }]);
    progress.done();
    expect(written().endsWith(up(1))).toBe(true);
  });

  it('fits a low terminal: what is not ready comes first', () => {
    const { progress, written } = terminal(80, 4);
    const healthy = ['a', 'b', 'c'].map((service) => ({ service, state: 'healthy' as const }));
    progress.states([...healthy, { service: 'late', state: 'starting' }]);
    expect(written()).toMatch(/^[^\n]*late[^\n]*\n[^\n]*a [^\n]*\n {2}and 2 more\n$/);
  });
});
