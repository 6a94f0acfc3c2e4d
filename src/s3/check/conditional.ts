// Features: requests that shall only succeed on a condition. A server that ignores the condition overwrites.

import {
  broken,
  type FeatureTest,
  type Finding,
  hasBody,
  inShort,
  type Place,
  unsupported,
  works,
} from './feature.ts';

const group = 'conditional';

/** Conditions on writes and on reads. */
export const conditionalTests: readonly FeatureTest[] = [
  {
    group,
    id: 'put-if-none-match',
    name: 'put only what is not there (If-None-Match: *)',
    test: async (place) => {
      const key = place.key('if-none-match');
      const headers = { 'if-none-match': '*' };
      await place.must({ method: 'PUT', key, body: 'first', headers });
      return await mustRefuse(place, { key, headers, kept: 'first' });
    },
  },
  {
    group,
    id: 'put-if-match',
    name: 'put only over a known version (If-Match)',
    test: async (place) => {
      const key = place.key('if-match');
      const { headers } = await place.must({ method: 'PUT', key, body: 'first' });
      const etag = headers['etag'];
      if (etag === undefined) return unsupported('the put tells no ETag');
      await place.must({ method: 'PUT', key, body: 'second', headers: { 'if-match': etag } });
      if (!hasBody(await place.must({ key }), 'second')) return broken('taken, but the object is unchanged');
      return await mustRefuse(place, { key, headers: { 'if-match': etag }, kept: 'second' });
    },
  },
  {
    group,
    id: 'get-if-none-match',
    name: 'get only what has changed (If-None-Match)',
    test: async (place) => {
      const key = place.key('get-if-none-match');
      await place.must({ method: 'PUT', key, body: 'first' });
      const { headers } = await place.must({ method: 'HEAD', key });
      const etag = headers['etag'];
      if (etag === undefined) return unsupported('the server tells no ETag');
      const same = await place.ask({ key, headers: { 'if-none-match': etag } });
      if (same.status === 200) return unsupported('ignored: the object comes back');
      const other = await place.ask({ key, headers: { 'if-none-match': '"0123456789abcdef"' } });
      return same.status === 304 && hasBody(other, 'first')
        ? works()
        : broken(`answers ${inShort(same)} and ${inShort(other)}, expected 304 and 200`);
    },
  },
  {
    group,
    id: 'get-if-match',
    name: 'get only a known version (If-Match)',
    test: async (place) => {
      const key = place.key('get-if-match');
      await place.must({ method: 'PUT', key, body: 'first' });
      const { headers } = await place.must({ method: 'HEAD', key });
      const same = await place.ask({ key, headers: { 'if-match': headers['etag'] ?? '*' } });
      const other = await place.ask({ key, headers: { 'if-match': '"0123456789abcdef"' } });
      if (other.status === 200) return unsupported('ignored: the object comes back');
      return other.status === 412 && hasBody(same, 'first')
        ? works()
        : broken(`answers ${inShort(same)} and ${inShort(other)}, expected 200 and 412`);
    },
  },
];

async function mustRefuse(
  place: Place,
  write: { readonly key: string; readonly headers: Readonly<Record<string, string>>; readonly kept: string },
): Promise<Finding> {
  const { key, headers, kept } = write;
  const second = await place.ask({ method: 'PUT', key, body: 'overwritten', headers });
  const now = await place.must({ key });
  if (second.status === 412 || second.status === 409) {
    return hasBody(now, kept)
      ? works()
      : broken(`refused with ${second.status}, and overwritten all the same`);
  }
  if (second.status >= 300) return broken(`refused with ${inShort(second)}, expected 412`);
  return hasBody(now, 'overwritten')
    ? unsupported('ignored: the object is overwritten')
    : broken(`answered with ${second.status}, though the object was kept`);
}
