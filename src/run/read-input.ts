// A text that a verb is given: a file, or standard input as `-`.

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';

const largestInput = 16 * 1024 * 1024;

/** How long a pipe without a writer is waited for. */
const patienceMs = 5000;

/** Reads it whole; what is too large for a text is refused before it fills the memory. `hint`: what to do without it. */
export async function readInput(file: string, hint: string, io: Io): Promise<string> {
  if (file === '-') return decode(await gather(io.stdin, 'standard input'), 'standard input');
  let handle: FileHandle | undefined;
  try {
    // A pipe that nobody writes to would keep the whole process waiting.
    handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await handle.stat();
    if (found.isFile() && found.size > largestInput) throw tooLarge(file);
    return decode(await gather(readChunks(handle, file, io.signal), file), file);
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw io.signal.reason;
    if (cause instanceof SmokeError) throw cause;
    throw new SmokeError('USAGE', `cannot read ${file}: ${(cause as Error).message}`, { hint, cause });
  } finally {
    await handle?.close();
  }
}

/** What a file, a device or a pipe gives: a pipe has nothing yet where it says so, or where its writer is not there yet. */
async function* readChunks(handle: FileHandle, file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  const isPipe = (await handle.stat()).isFIFO();
  const began = Date.now();
  let hasBegun = false;
  for (;;) {
    const chunk = await readChunk(handle);
    if (chunk !== undefined && chunk.length > 0) {
      hasBegun = true;
      yield chunk;
      continue;
    }
    const isEnd = chunk !== undefined && (hasBegun || !isPipe);
    if (isEnd) return;
    if (chunk !== undefined && Date.now() - began > patienceMs)
      throw new SmokeError('USAGE', `${file} is a pipe that nobody writes to`);
    await setTimeout(20, undefined, { signal });
  }
}

async function readChunk(handle: FileHandle): Promise<Buffer | undefined> {
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(256 * 1024));
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw cause;
  }
}

async function gather(source: AsyncIterable<Uint8Array | string>, what: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > largestInput) throw tooLarge(what);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer, what: string): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SmokeError('USAGE', `${what} is no text in UTF-8${isUtf16 ? ', but in UTF-16' : ''}`, {
      cause,
    });
  }
}

function tooLarge(what: string): SmokeError {
  return new SmokeError('USAGE', `${what} is larger than 16 MiB, which no Compose file or description is`);
}
