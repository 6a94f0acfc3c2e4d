import { describe, expect, it } from 'vitest';
import { logLines } from '../../../src/engine/log-lines.ts';

const time = '2026-11-21T12:00:00.000000001Z';
const nanos = 1795262400000000001n;

function frame(from: 1 | 2, text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = from;
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

async function linesOf(chunks: readonly Buffer[], framed = true) {
  async function* stream() {
    yield* chunks;
  }
  const lines = [];
  for await (const line of logLines(stream(), framed)) lines.push(line);
  return lines;
}

/** The same bytes as pieces of this size. */
const cut = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));

describe('the lines of a log', () => {
  it.each([1, 3, 7, 1000])('are the same in pieces of %i bytes', async (size) => {
    const bytes = Buffer.concat([frame(1, `${time} out ü\n`), frame(2, `${time} err\n`)]);
    expect(await linesOf(cut(bytes, size))).toEqual([
      { from: 'stdout', at: nanos, text: 'out ü' },
      { from: 'stderr', at: nanos, text: 'err' },
    ]);
  });

  it('are put together where the engine cut them, each stream by itself', async () => {
    const chunks = [
      frame(1, `${time} long `),
      frame(2, `${time} between\n`),
      frame(1, '2026-11-21T12:00:00.000000002Z line\n'),
    ];
    expect((await linesOf(chunks)).map(({ from, at, text }) => [from, at, text])).toEqual([
      ['stderr', nanos, 'between'],
      ['stdout', nanos, 'long line'],
    ]);
  });

  it('are told when they have no end', async () => {
    expect((await linesOf([frame(1, `${time} no end`)])).map(({ text }) => text)).toEqual(['no end']);
  });

  it('of a terminal have no frames', async () => {
    const bytes = Buffer.from(`${time} one\r\n${time} two\r\n`);
    expect((await linesOf(cut(bytes, 5), false)).map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it.each([
    ['2026-11-21T12:00:00Z', 1795262400000000000n],
    ['2026-11-21T13:00:00+01:00', 1795262400000000000n],
    ['2026-11-21T12:00:00.5Z', 1795262400500000000n],
    ['2026-11-21T07:00:00.123456789-05:00', 1795262400123456789n],
  ])('know the time %s', async (text, at) => {
    expect(await linesOf([frame(1, `${text} x\n`)])).toEqual([{ from: 'stdout', at, text: 'x' }]);
  });

  it('may be empty', async () => {
    expect(await linesOf([frame(1, `${time} \n`)])).toEqual([{ from: 'stdout', at: nanos, text: '' }]);
  });

  it('may have no time', async () => {
    expect(await linesOf([frame(1, 'plain\n')])).toEqual([{ from: 'stdout', at: 0n, text: 'plain' }]);
  });
});
