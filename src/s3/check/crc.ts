// Checksums as S3 writes them: base64 of the big-endian number. Pure.

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Names as in `x-amz-checksum-<name>`. */
export type ChecksumName = 'crc32' | 'crc64nvme' | 'sha256';

/** The checksum of a body. */
export function checksumOf(name: ChecksumName, body: Buffer): string {
  if (name === 'sha256') return createHash('sha256').update(body).digest('base64');
  const bytes = Buffer.alloc(name === 'crc32' ? 4 : 8);
  if (name === 'crc32') bytes.writeUInt32BE(crc32(body));
  else bytes.writeBigUInt64BE(crc64nvme(body));
  return bytes.toString('base64');
}

const polynomial = 0x9a6c9329ac4bc9b5n;
const allOnes = 0xffffffffffffffffn;

// Bit by bit: what it is used for is some bytes long.
function crc64nvme(body: Buffer): bigint {
  let crc = allOnes;
  for (const byte of body) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ polynomial : crc >> 1n;
  }
  return crc ^ allOnes;
}
