// smoke as a function: words and environment in; exit code and what was written out.

import { Readable, Writable } from 'node:stream';
import { main } from '../src/main.ts';
import { quickMaking } from './quick-making.ts';

type Io = Parameters<typeof main>[1];

/** What a run of smoke gave. */
export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The moment at which tests run smoke. */
export const testTime = new Date('2026-11-21T12:00:00Z');

/** Runs smoke in this process with streams in memory, on the library of this checkout. */
export async function runSmoke(
  words: readonly string[],
  env: Io['env'],
  more: Partial<Io> = {},
): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') =>
    new Writable({
      write: (chunk: Buffer, _, done) => {
        written[name] += chunk.toString('utf8');
        done();
      },
    });
  const exitCode = await main(words, {
    env,
    stdin: Readable.from([]),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    root: process.cwd(),
    now: () => testTime,
    making: quickMaking,
    signal: new AbortController().signal,
    ...more,
  });
  return { exitCode, ...written };
}
