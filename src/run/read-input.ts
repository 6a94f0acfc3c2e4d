// A text that a verb is given: a file, or standard input as `-`.

import { readFileSync, statSync } from 'node:fs';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';

const largestInput = 16 * 1024 * 1024;

/** Reads it whole; what is too large for a text is refused before it fills the memory. `hint`: what to do without it. */
export async function readInput(file: string, hint: string, io: Io): Promise<string> {
  if (file === '-') return readStandardInput(io);
  try {
    const { size } = statSync(file);
    if (size > largestInput) throw tooLarge(file);
    return decode(readFileSync(file), file);
  } catch (cause) {
    if (cause instanceof SmokeError) throw cause;
    throw new SmokeError('USAGE', `cannot read ${file}: ${(cause as Error).message}`, { hint, cause });
  }
}

async function readStandardInput(io: Io): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of io.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > largestInput) throw tooLarge('standard input');
    chunks.push(bytes);
  }
  return decode(Buffer.concat(chunks), 'standard input');
}

function decode(bytes: Buffer, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SmokeError('USAGE', `${what} is no text in UTF-8`, { cause });
  }
}

function tooLarge(what: string): SmokeError {
  return new SmokeError('USAGE', `${what} is larger than 16 MiB, which no Compose file is`);
}
