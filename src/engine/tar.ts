// Reads a tar stream block by block, byte for byte: what is checked is exactly what is sent on. Pure.
// Names are kept as latin1 strings, one character a byte, so that names in any encoding survive.

/** What an entry is. */
export type TarType = 'file' | 'directory' | 'symlink' | 'link' | 'fifo' | 'device' | 'unknown';

/** One entry, with its header as it came. */
export interface TarEntry {
  readonly type: TarType;
  readonly flag: string;
  readonly name: string;
  readonly linkname: string;
  readonly size: number;
  /** Header block, with the extension blocks of old GNU sparse files. */
  readonly blocks: Buffer;
  readonly pax: ReadonlyMap<string, string>;
}

/** Who gets told. `data` is an entry's content with its padding. */
export interface TarHandler {
  readonly entry: (entry: TarEntry) => void;
  readonly data: (chunk: Buffer) => void;
}

const types: Readonly<Record<string, TarType>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  S: 'file',
  '1': 'link',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'fifo',
};
const longestMeta = 1024 * 1024;

/** Bytes of one tar block. */
export const blockBytes = 512;

/** A reader to push chunks into; `end` complains when the archive is cut off. */
export function createTarReader(handler: TarHandler): { push: (chunk: Buffer) => void; end: () => void } {
  let state: 'header' | 'sparse' | 'meta' | 'data' | 'end' = 'header';
  let held: Buffer[] = [];
  let heldBytes = 0;
  let wanted = blockBytes;
  let header: Buffer = Buffer.alloc(0);
  let metaFlag = '';
  let metaSize = 0;
  let pax = new Map<string, string>();
  let longName: string | undefined;
  let longLink: string | undefined;

  const expect = (next: typeof state, bytes: number) => {
    state = next;
    wanted = bytes;
    if (next === 'data' && bytes === 0) expect('header', blockBytes);
  };
  const finishEntry = (blocks: Buffer) => {
    const entry = entryOf(blocks, pax, longName, longLink);
    pax = new Map();
    longName = undefined;
    longLink = undefined;
    handler.entry(entry);
    expect('data', padded(entry.size));
  };
  const takeHeader = (block: Buffer) => {
    if (block.every((byte) => byte === 0)) return expect('end', Number.POSITIVE_INFINITY);
    if (checksum(block) !== numberAt(block, 148, 8))
      throw new Error('this is not a tar archive, or it is damaged');
    const flag = String.fromCharCode(block[156] ?? 0);
    if ('xgLK'.includes(flag)) {
      metaFlag = flag;
      metaSize = numberAt(block, 124, 12);
      if (metaSize > longestMeta) throw new Error('an extended header is over 1 MiB');
      if (metaSize > 0) expect('meta', padded(metaSize));
      return;
    }
    header = block;
    if (flag === 'S' && block[482] === 1) return expect('sparse', blockBytes);
    finishEntry(block);
  };
  const takeMeta = (body: string) => {
    if (metaFlag === 'x') pax = paxRecords(body);
    if (metaFlag === 'L') longName = cString(body);
    if (metaFlag === 'K') longLink = cString(body);
    // A global header (g) says nothing about names that engines heed; it is left out.
    expect('header', blockBytes);
  };
  const take = (bytes: Buffer) => {
    if (state === 'header') takeHeader(bytes);
    else if (state === 'meta') takeMeta(bytes.toString('latin1', 0, metaSize));
    else if (state === 'sparse') {
      header = Buffer.concat([header, bytes]);
      if (bytes[504] !== 1) finishEntry(header);
    }
  };

  return {
    push(chunk) {
      let rest = chunk;
      while (rest.length > 0 && state !== 'end') {
        const part = rest.subarray(0, Math.min(rest.length, wanted - heldBytes));
        rest = rest.subarray(part.length);
        if (state === 'data') {
          handler.data(part);
          wanted -= part.length;
          if (wanted === 0) expect('header', blockBytes);
          continue;
        }
        held.push(part);
        heldBytes += part.length;
        if (heldBytes < wanted) continue;
        const bytes = held.length === 1 ? part : Buffer.concat(held);
        held = [];
        heldBytes = 0;
        // A copy: the caller may reuse its chunk, and an entry's header outlives it.
        take(Buffer.from(bytes));
      }
    },
    end() {
      if (state !== 'end') throw new Error('the archive is cut off: it ends without its end mark');
    },
  };
}

/** Sum of a header's bytes, its own field read as blanks. */
export function checksum(block: Buffer): number {
  let sum = 8 * 32;
  for (let i = 0; i < blockBytes; i++) if (i < 148 || i >= 156) sum += block[i] ?? 0;
  return sum;
}

/** Size rounded up to whole blocks. */
export function padded(size: number): number {
  return Math.ceil(size / blockBytes) * blockBytes;
}

function entryOf(
  blocks: Buffer,
  pax: ReadonlyMap<string, string>,
  longName: string | undefined,
  longLink: string | undefined,
): TarEntry {
  const flag = String.fromCharCode(blocks[156] ?? 0);
  const prefix = blocks.toString('latin1', 257, 263) === 'ustar\0' ? textAt(blocks, 345, 155) : '';
  const short = textAt(blocks, 0, 100);
  const name =
    pax.get('GNU.sparse.name') ??
    longName ??
    pax.get('path') ??
    (prefix === '' ? short : `${prefix}/${short}`);
  const known = types[flag] ?? 'unknown';
  const type = known === 'file' && name.endsWith('/') ? 'directory' : known;
  const paxSize = pax.get('size');
  const size = paxSize === undefined ? numberAt(blocks, 124, 12) : Number(paxSize);
  if (!Number.isSafeInteger(size) || size < 0) throw new Error(`the entry ${shown(name)} has no valid size`);
  return {
    type,
    flag,
    name,
    linkname: longLink ?? pax.get('linkpath') ?? textAt(blocks, 157, 100),
    // As engines read it: only files have content, whatever the size field of a link or folder says.
    size: type === 'file' || type === 'unknown' ? size : 0,
    blocks,
    pax,
  };
}

/** A name as people read it. */
export function shown(name: string): string {
  return JSON.stringify(Buffer.from(name, 'latin1').toString('utf8'));
}

function textAt(block: Buffer, offset: number, length: number): string {
  return cString(block.toString('latin1', offset, offset + length));
}

function cString(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** A number of a header: octal text, or binary when its first bit is set. */
export function numberAt(block: Buffer, offset: number, length: number): number {
  const first = block[offset] ?? 0;
  if (first === 0x80) return Number(BigInt(`0x${block.toString('hex', offset + 1, offset + length)}`));
  if (first > 0x80) return Number.NaN;
  const text = textAt(block, offset, length).trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

function paxRecords(body: string): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length; ) {
    const match = /^(\d+) ([^=]+)=/.exec(body.slice(at, at + 4096));
    const length = Number(match?.[1]);
    if (!match || !(length > match[0].length) || body[at + length - 1] !== '\n')
      throw new Error('an extended header is damaged');
    records.set(match[2] ?? '', body.slice(at + match[0].length, at + length - 1));
    at += length;
  }
  return records;
}
