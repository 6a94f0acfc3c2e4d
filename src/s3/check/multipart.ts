// Features: objects that are sent in parts.

import { randomBytes } from 'node:crypto';
import { bodyText, broken, type FeatureTest, hasBody, isTaken, type Place, works } from './feature.ts';
import { elementsOf, encodeXml, textOf } from './xml.ts';

const group = 'multipart';
/** The least that S3 takes for a part that is not the last. */
const partSize = 5 * 1024 * 1024;

/** Keys of uploads below a prefix: some servers list an upload only to who names its key. */
export const uploadKeys: readonly string[] = [
  'multipart/one-part',
  'multipart-parts/two-parts',
  'multipart-abort/aborted',
];

/** In one part, in two, and given up half-way. */
export const multipartTests: readonly FeatureTest[] = [
  {
    group,
    id: 'multipart',
    name: 'multipart upload',
    short: true,
    essential: true,
    // The last part may be small, and here it is the only one: the calls are the same, and nothing large travels.
    test: (place) => upload(place, 'one-part', [randomBytes(4096)]),
  },
  {
    group,
    id: 'multipart-parts',
    name: 'multipart upload in two parts',
    essential: true,
    test: (place) => upload(place, 'two-parts', [randomBytes(partSize), randomBytes(1000)]),
  },
  {
    group,
    id: 'multipart-abort',
    name: 'list and abort a multipart upload',
    test: async (place) => {
      const key = place.key('aborted');
      const uploadId = await begin(place, key);
      if (uploadId === undefined) return broken('no UploadId in the answer');
      await sendPart(place, key, uploadId, 1, Buffer.from('never completed'));
      const listed = await place.ask({ query: { uploads: '', prefix: key } });
      await place.must({ method: 'DELETE', key, query: { uploadId } });
      const again = await place.ask({ key, query: { uploadId } });
      // Some servers answer about any upload; what counts is whether the part is there.
      const isThere = isTaken(again) && elementsOf(bodyText(again), 'Part').length > 0;
      if (isThere) return broken('the upload is still there after it was aborted');
      if (isTaken(await place.ask({ method: 'HEAD', key })))
        return broken('the aborted upload became an object');
      const ids = elementsOf(bodyText(listed), 'UploadId');
      return isTaken(listed) && ids.includes(encodeXml(uploadId))
        ? works()
        : works(`uploads are not listed (${listed.status})`);
    },
  },
];

async function upload(place: Place, name: string, parts: readonly Buffer[]) {
  const key = place.key(name);
  const uploadId = await begin(place, key);
  if (uploadId === undefined) return broken('no UploadId in the answer');
  const sent = await Promise.all(parts.map((part, index) => sendPart(place, key, uploadId, index + 1, part)));
  if (sent.includes('')) return broken('no ETag in the answer to a part');
  const list = sent.map(
    (etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${encodeXml(etag)}</ETag></Part>`,
  );
  await place.must({
    method: 'POST',
    key,
    query: { uploadId },
    body: `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list.join('')}</CompleteMultipartUpload>`,
    headers: { 'content-type': 'application/xml' },
  });
  const got = await place.must({ key });
  return hasBody(got, Buffer.concat(parts)) ? works() : broken('other bytes come back than were put');
}

async function begin(place: Place, key: string): Promise<string | undefined> {
  const answer = await place.must({ method: 'POST', key, query: { uploads: '' } });
  const uploadId = textOf(bodyText(answer), 'UploadId');
  if (uploadId !== undefined) place.noteUpload(key, uploadId);
  return uploadId;
}

async function sendPart(
  place: Place,
  key: string,
  uploadId: string,
  part: number,
  body: Buffer,
): Promise<string> {
  const query = { partNumber: String(part), uploadId };
  const { headers } = await place.must({ method: 'PUT', key, query, body });
  return headers['etag'] ?? '';
}
