// Features: URLs that carry their signature, so that a browser may use them. A spoiled one must be refused.

import { broken, type FeatureTest, hasBody, inShort, isTaken, works } from './feature.ts';

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
      if (isTaken(spoiled)) return broken('a wrong signature is not refused');
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
        return broken('a wrong signature is not refused');
      }
      return works();
    },
  },
];
