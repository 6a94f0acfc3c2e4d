// Features: deleting one object, and many at once.

import { checksumOf } from './crc.ts';
import {
  bodyText,
  broken,
  type FeatureTest,
  type Finding,
  inShort,
  isTaken,
  type Place,
  works,
} from './feature.ts';
import { md5 } from './signing.ts';
import { elementsOf, encodeXml, textOf } from './xml.ts';

const group = 'objects';

/** DeleteObject and DeleteObjects. */
export const deleteTests: readonly FeatureTest[] = [
  {
    group,
    id: 'delete-object',
    name: 'delete',
    short: true,
    essential: true,
    test: async (place) => {
      const key = place.key('delete');
      await place.must({ method: 'PUT', key, body: 'delete' });
      await place.must({ method: 'DELETE', key });
      if ((await place.ask({ key })).status !== 404) return broken('the object is still there');
      const again = await place.ask({ method: 'DELETE', key });
      return isTaken(again) ? works() : works(`deleting what is not there answers ${inShort(again)}`);
    },
  },
  {
    group,
    id: 'delete-objects',
    name: 'delete many at once',
    test: async (place) => {
      // As the SDKs of today send it; servers that want the older header cannot be used by them.
      const found = await deleteMany(place, 'many', (body) => ({
        'x-amz-checksum-crc32': checksumOf('crc32', Buffer.from(body)),
        'x-amz-sdk-checksum-algorithm': 'CRC32',
      }));
      if (found.state === 'works') return found;
      const older = await deleteMany(place, 'older', (body) => ({ 'content-md5': md5(body) }));
      return older.state === 'works'
        ? works('only with Content-MD5, which SDKs since 2025 do not send')
        : found;
    },
  },
];

async function deleteMany(
  place: Place,
  name: string,
  proof: (body: string) => Readonly<Record<string, string>>,
): Promise<Finding> {
  const keys = [`${name}/1`, `${name}/2 & <3>`, `${name}/ä`].map(place.key);
  await Promise.all(keys.map((key) => place.must({ method: 'PUT', key, body: 'delete' })));
  const objects = keys.map((key) => `<Object><Key>${encodeXml(key)}</Key></Object>`);
  const body = `<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${objects.join('')}</Delete>`;
  const headers = { 'content-type': 'application/xml', ...proof(body) };
  const answer = await place.ask({ method: 'POST', query: { delete: '' }, body, headers });
  if (!isTaken(answer)) {
    const state =
      answer.status === 403
        ? 'denied'
        : answer.status < 500 || answer.status === 501
          ? 'unsupported'
          : 'broken';
    return { state, detail: `answers ${inShort(answer)}` };
  }
  const errors = elementsOf(bodyText(answer), 'Error').map((error) => textOf(error, 'Code') ?? '?');
  if (errors.length > 0) {
    const detail = `not all are deleted: ${[...new Set(errors)].join(', ')}`;
    return errors.every((code) => code === 'AccessDenied') ? { state: 'denied', detail } : broken(detail);
  }
  const left = await Promise.all(keys.map((key) => place.ask({ method: 'HEAD', key })));
  const kept = left.filter(({ status }) => status !== 404).length;
  return kept === 0 ? works() : broken(`${kept} of ${keys.length} are still there, though it answers 200`);
}
