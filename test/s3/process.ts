// `./smoke` as a real process, and signals at moments that chance chooses, yet the same in every run.

import { type ChildProcess, spawn } from 'node:child_process';

/** How a process ended. */
export interface Ended {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** Runs the launcher of this checkout; with a signal, it gets it after so many milliseconds. */
export async function runProcess(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  interrupt?: { readonly signal: 'SIGINT' | 'SIGKILL'; readonly afterMs: number },
): Promise<Ended> {
  const began = performance.now();
  const child = spawn('./smoke', [...words], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    written.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    written.stderr += chunk.toString();
  });
  const timer = interrupt && setTimeout(() => child.kill(interrupt.signal), interrupt.afterMs);
  const exitCode = await ended(child);
  clearTimeout(timer);
  return { exitCode, ...written, tookMs: performance.now() - began };
}

function ended(child: ChildProcess): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? undefined));
  });
}

/** Moments in a span, spread over it and yet at random (mulberry32). */
export function moments(count: number, spanMs: number, seed: number): readonly number[] {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Array.from({ length: count }, (_, index) => Math.round(((index + random()) / count) * spanMs));
}
