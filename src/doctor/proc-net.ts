// The kernel's tables of sockets (/proc/net/tcp and its like) as text → who listens. Pure.

/** A socket that waits for others; its inode tells whose it is. */
export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** TCP sockets that listen, and UDP sockets that are bound and not connected. */
const waiting = { tcp: '0A', udp: '07' } as const;

/** Reads one table. */
export function parseSockets(table: string, protocol: ListeningSocket['protocol']): ListeningSocket[] {
  return table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      const [address = '', port = ''] = local.split(':');
      if (state !== waiting[protocol] || port === '') return [];
      return [{ protocol, address: parseAddress(address), port: Number.parseInt(port, 16), inode }];
    });
}

/** Groups of four bytes, each the wrong way round as this kind of machine has them in memory. */
function parseAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((group) =>
    (group.match(/../g) ?? []).reverse().map((pair) => Number.parseInt(pair, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  // An address of version 4 in the clothes of version 6.
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  if (isMapped) return bytes.slice(12).join('.');
  if (bytes.every((byte) => byte === 0)) return '::';
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  // The first run of zeros is left out, as people write it.
  return groups.join(':').replace(/(^|:)0(:0)+(:|$)/, '::');
}
