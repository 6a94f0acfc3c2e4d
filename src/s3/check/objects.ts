// Features: single objects.

import { randomBytes } from 'node:crypto';
import { broken, type FeatureTest, hasBody, inShort, isTaken, unsupported, works } from './feature.ts';

const group = 'objects';
const essential = { group, short: true, essential: true } as const;

/** Put, head, get, range, copy. */
export const objectTests: readonly FeatureTest[] = [
  {
    ...essential,
    id: 'put-object',
    name: 'put',
    test: async (place) => {
      const key = place.key('put');
      const body = randomBytes(1024);
      await place.must({ method: 'PUT', key, body });
      // Replaced at once: a server that shows the old bytes after that is no place for an application.
      const next = randomBytes(700);
      await place.must({ method: 'PUT', key, body: next });
      const got = await place.must({ key });
      if (hasBody(got, next)) return works();
      return broken(
        hasBody(got, body) ? 'after a second put, the first bytes come back' : 'other bytes come back',
      );
    },
  },
  {
    ...essential,
    id: 'head-object',
    name: 'head',
    test: async (place) => {
      const key = place.key('head');
      const { headers: put } = await place.must({ method: 'PUT', key, body: 'smoke'.repeat(100) });
      const { headers } = await place.must({ method: 'HEAD', key });
      if (headers['content-length'] !== '500') {
        return broken(`the size is ${headers['content-length'] ?? 'missing'}, expected 500`);
      }
      if (put['etag'] !== undefined && headers['etag'] !== put['etag'])
        return broken('the ETag is another one than at the put');
      const missing = await place.ask({ method: 'HEAD', key: place.key('never-put') });
      return missing.status === 404
        ? works()
        : broken(`an object that is not there is answered with ${missing.status}, expected 404`);
    },
  },
  {
    ...essential,
    id: 'get-object',
    name: 'get',
    test: async (place) => {
      const key = place.key('get');
      const body = randomBytes(70_000);
      await place.must({ method: 'PUT', key, body, headers: { 'content-type': 'application/x-smoke' } });
      const got = await place.must({ key });
      if (!hasBody(got, body)) return broken('other bytes come back than were put');
      const type = got.headers['content-type'];
      const missing = await place.ask({ key: place.key('never-put') });
      if (missing.status !== 404) {
        return broken(
          `an object that is not there is answered with ${inShort(missing)}, expected 404 NoSuchKey`,
        );
      }
      return type === 'application/x-smoke'
        ? works()
        : works(`the content type comes back as ${type ?? 'nothing'}`);
    },
  },
  {
    group,
    id: 'get-range',
    name: 'get a range',
    test: async (place) => {
      const key = place.key('range');
      await place.must({ method: 'PUT', key, body: '0123456789' });
      const middle = await place.must({ key, headers: { range: 'bytes=2-4' } });
      if (hasBody(middle, '0123456789')) return unsupported('ignored: the whole object comes back');
      if (middle.status !== 206 || !hasBody(middle, '234'))
        return broken(`bytes 2 to 4 are answered with ${middle.status} and other bytes`);
      const end = await place.must({ key, headers: { range: 'bytes=-3' } });
      return hasBody(end, '789') ? works() : broken('the last bytes (bytes=-3) come back wrong');
    },
  },
  {
    group,
    id: 'copy-object',
    name: 'copy',
    test: async (place) => {
      const from = place.key('copy source');
      const key = place.key('copy');
      await place.must({
        method: 'PUT',
        key: from,
        body: 'copied',
        headers: { 'x-amz-meta-color': 'green' },
      });
      const source = `/${place.bucket}/${encodeURIComponent(from).replaceAll('%2F', '/')}`;
      await place.must({ method: 'PUT', key, headers: { 'x-amz-copy-source': source } });
      const got = await place.ask({ key });
      if (!isTaken(got)) return broken(`the copy is answered with ${inShort(got)}`);
      if (!hasBody(got, 'copied')) return broken('the copy has other bytes');
      return got.headers['x-amz-meta-color'] === 'green' ? works() : works('without the user metadata');
    },
  },
];
