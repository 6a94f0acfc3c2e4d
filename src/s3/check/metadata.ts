// Features: what is kept beside an object's bytes.

import { broken, type FeatureTest, unsupported, works } from './feature.ts';

/** User metadata, and the case that their names come back in. */
export const metadataTests: readonly FeatureTest[] = [
  {
    group: 'metadata',
    id: 'user-metadata',
    name: 'user metadata',
    test: async (place) => {
      const key = place.key('metadata');
      const headers = { 'x-amz-meta-jvmId': 'Abc-1', 'x-amz-meta-plain': 'two words' };
      await place.must({ method: 'PUT', key, body: 'metadata', headers });
      const head = await place.must({ method: 'HEAD', key });
      const [mixed, plain] = [head.headers['x-amz-meta-jvmid'], head.headers['x-amz-meta-plain']];
      if (mixed === undefined && plain === undefined) return unsupported('ignored: none comes back');
      if (mixed !== 'Abc-1' || plain !== 'two words') return broken('other values come back than were put');
      const name =
        head.rawNames?.find((raw) => raw.toLowerCase() === 'x-amz-meta-jvmid') ?? 'x-amz-meta-jvmid';
      return works(`jvmId comes back as ${name.slice('x-amz-meta-'.length)}`);
    },
  },
  {
    group: 'metadata',
    id: 'system-metadata',
    name: 'content type, disposition and cache control',
    test: async (place) => {
      const key = place.key('system');
      const given = {
        'content-type': 'application/x-smoke',
        'content-disposition': 'attachment; filename="a.jfr"',
        'cache-control': 'max-age=60',
      };
      await place.must({ method: 'PUT', key, body: 'metadata', headers: given });
      const { headers } = await place.must({ method: 'HEAD', key });
      const lost = Object.entries(given).flatMap(([name, value]) => (headers[name] === value ? [] : [name]));
      return lost.length === 0 ? works() : unsupported(`not kept: ${lost.join(', ')}`);
    },
  },
];
