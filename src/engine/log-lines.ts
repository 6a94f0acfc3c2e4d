// An engine's log stream → lines: frames taken off, long lines put together again, times read. Pure.

/** One line of a container's log. */
export interface LogLine {
  readonly from: 'stdout' | 'stderr';
  /** When it was written, in nanoseconds since 1970; Docker tells them, Podman whole seconds. */
  readonly at: bigint;
  readonly text: string;
}

interface Frame {
  readonly from: LogLine['from'];
  readonly bytes: Buffer;
}

/** A line that has no end is given up in pieces of this size. */
const longestLine = 256 * 1024;

/** Lines of a stream whose every piece begins with a time; `framed` is false for a container with a terminal. */
export async function* logLines(stream: AsyncIterable<Buffer>, framed: boolean): AsyncGenerator<LogLine> {
  const unfinished = new Map<LogLine['from'], LogLine>();
  for await (const { from, bytes } of framed ? frames(stream) : pieces(stream)) {
    const begun = unfinished.get(from);
    unfinished.delete(from);
    // The engine cuts a long line into pieces, and gives each of them the time.
    const { at, text } = timed(bytes.toString('utf8'));
    const line = { from, at: begun?.at ?? at, text: `${begun?.text ?? ''}${text}` };
    if (!line.text.endsWith('\n') && line.text.length < longestLine) unfinished.set(from, line);
    else yield { ...line, text: withoutEnd(line.text) };
  }
  yield* unfinished.values();
}

/** Takes the engine's framing off: eight bytes before every piece, the last four its length. */
async function* frames(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < 8) break;
      const end = 8 + rest.readUInt32BE(4);
      if (rest.length < end) break;
      yield { from: rest[0] === 2 ? 'stderr' : 'stdout', bytes: rest.subarray(8, end) };
      rest = rest.subarray(end);
    }
  }
}

/** A terminal's output has no frames, and lines end where they end. */
async function* pieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield { from: 'stdout', bytes: rest.subarray(0, end + 1) };
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield { from: 'stdout', bytes: rest };
}

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

function timed(piece: string): { at: bigint; text: string } {
  const found = stamp.exec(piece);
  if (!found) return { at: 0n, text: piece };
  const [all, second, fraction = '', zone] = found;
  const at = BigInt(Date.parse(`${second}${zone}`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  return { at, text: piece.slice(all.length) };
}

function withoutEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}
