// Features: checksums that the server verifies. One that it only stores, or does not look at, proves nothing.

import { type ChecksumName, checksumOf } from './crc.ts';
import {
  broken,
  type FeatureTest,
  type Finding,
  hasBody,
  inShort,
  isTaken,
  type Place,
  unsupported,
  works,
} from './feature.ts';
import { chunkSigner, md5 } from './signing.ts';
import type { Ask, SignedBody } from './wire.ts';

const group = 'checksums';
const body = Buffer.from('smoke checks what arrives');
const other = Buffer.from('something else');

/** Each kind of checksum, in a header and at the end of the body. */
export const checksumTests: readonly FeatureTest[] = [
  {
    group,
    id: 'content-md5',
    name: 'Content-MD5',
    test: (place) => verified(place, (of) => ({ body, headers: { 'content-md5': md5(of) } })),
  },
  headerTest('crc32', 'CRC32'),
  headerTest('crc64nvme', 'CRC64NVME'),
  headerTest('sha256', 'SHA-256'),
  {
    group,
    id: 'trailer-unsigned',
    name: 'checksum after the body (unsigned trailer)',
    test: (place) => verified(place, (of) => trailer('STREAMING-UNSIGNED-PAYLOAD-TRAILER', of)),
  },
  {
    group,
    id: 'trailer-signed',
    name: 'checksum after the body (signed trailer)',
    test: (place) => verified(place, (of) => trailer('STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', of)),
  },
];

function headerTest(name: ChecksumName, words: string): FeatureTest {
  const header = `x-amz-checksum-${name}`;
  const test = async (place: Place): Promise<Finding> => {
    const found = await verified(place, (of) => ({ body, headers: { [header]: checksumOf(name, of) } }));
    if (found.state !== 'works') return found;
    const head = await place.ask({
      method: 'HEAD',
      key: place.key('right'),
      headers: { 'x-amz-checksum-mode': 'ENABLED' },
    });
    return head.headers[header] === checksumOf(name, body)
      ? found
      : works('verified, but not told afterwards');
  };
  return { group, id: `checksum-${name}`, name: words, test };
}

type Sent = Pick<Ask, 'body' | 'headers'>;

/** Puts the body with its own checksum, then with that of another body. */
async function verified(place: Place, send: (of: Buffer) => Sent): Promise<Finding> {
  const key = place.key('right');
  await place.must({ method: 'PUT', key, ...send(body) });
  const got = await place.must({ key });
  if (!hasBody(got, body)) {
    return broken(
      `other bytes were kept than were sent (${got.body.byteLength} in place of ${body.byteLength})`,
    );
  }
  const wrong = place.key('wrong');
  const refused = await place.ask({ method: 'PUT', key: wrong, ...send(other) });
  if (isTaken(refused)) return unsupported('ignored: a wrong checksum is taken');
  if (isTaken(await place.ask({ method: 'HEAD', key: wrong }))) {
    return broken(`a wrong checksum is answered with ${inShort(refused)}, and the object kept all the same`);
  }
  return refused.status >= 500
    ? broken(`a wrong checksum is answered with ${inShort(refused)}, expected 400`)
    : works();
}

function trailer(kind: string, of: Buffer): Sent {
  const isSigned = kind.includes('HMAC');
  const checksum = `x-amz-checksum-crc32:${checksumOf('crc32', of)}`;
  const size = body.byteLength.toString(16);
  const write: SignedBody = (headers, signer) => {
    const sign = chunkSigner(headers, signer);
    const mark = (content: Buffer) => (isSigned ? `;chunk-signature=${sign('PAYLOAD', content)}` : '');
    const first = `${size}${mark(body)}\r\n${body.toString()}\r\n`;
    const last = `0${mark(Buffer.alloc(0))}\r\n${checksum}\r\n`;
    const end = isSigned
      ? `x-amz-trailer-signature:${sign('TRAILER', Buffer.from(`${checksum}\n`))}\r\n`
      : '';
    return Buffer.from(`${first}${last}${end}\r\n`);
  };
  return {
    body: write,
    headers: {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': kind,
      'x-amz-decoded-content-length': String(body.byteLength),
      'x-amz-sdk-checksum-algorithm': 'CRC32',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    },
  };
}
