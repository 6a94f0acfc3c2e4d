// Features: URLs that carry their signature, so that a browser may use them. A spoiled one must be refused.

import {
  broken,
  type FeatureTest,
  type Finding,
  hasBody,
  inShort,
  isTaken,
  type Place,
  works,
} from './feature.ts';

const group = 'presigned';

/** Presigned GET and PUT. */
export const presignedTests: readonly FeatureTest[] = [
  {
    group,
    id: 'presigned-get',
    name: 'presigned GET',
    test: async (place) => {
      const key = place.key('presigned get');
      await place.must({ method: 'PUT', key, body: 'presigned' });
      const got = await place.must({ key, sign: 'query' });
      if (!hasBody(got, 'presigned')) return broken('other bytes come back than were put');
      const spoiled = await place.ask({ key, sign: 'query-spoiled' });
      if (isTaken(spoiled)) return await spoiledIsTaken(place);
      return spoiled.status === 403 || spoiled.status === 401
        ? works()
        : works(`a wrong signature is answered with ${inShort(spoiled)}`);
    },
  },
  {
    group,
    id: 'presigned-put',
    name: 'presigned PUT',
    test: async (place) => {
      const key = place.key('presigned put');
      await place.must({ method: 'PUT', key, body: 'presigned', sign: 'query' });
      if (!hasBody(await place.must({ key }), 'presigned'))
        return broken('other bytes were kept than were sent');
      const other = place.key('presigned spoiled');
      const spoiled = await place.ask({ method: 'PUT', key: other, body: 'spoiled', sign: 'query-spoiled' });
      if (isTaken(spoiled) || isTaken(await place.ask({ method: 'HEAD', key: other }))) {
        return await spoiledIsTaken(place);
      }
      return works();
    },
  },
];

/** A server that looks at no signature at all does no worse here than elsewhere. */
async function spoiledIsTaken(place: Place): Promise<Finding> {
  const query = { 'list-type': '2', 'max-keys': '1', prefix: place.prefix };
  const as = { secretAccessKey: 'smoke-not-the-secret' };
  // As the row of the credentials asks, and within the bucket.
  const strangers = await Promise.all([place.ask({ query, as }), place.wire.ask({ as })]);
  return strangers.some(isTaken)
    ? works('a wrong signature is taken, too: the server looks at none')
    : broken('a wrong signature is not refused');
}
