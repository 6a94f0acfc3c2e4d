// Features: CORS of a bucket, kept and heeded.

import { broken, type FeatureTest, inShort, unsupported, works } from './feature.ts';
import { onlyRead, readSetting, writeSetting } from './settings.ts';
import { textOf } from './xml.ts';

const origin = 'https://smoke.example.net';

/** Sets a rule, reads it back, and asks as a browser would. */
export const corsTests: readonly FeatureTest[] = [
  {
    group: 'bucket settings',
    id: 'cors',
    name: 'CORS',
    own: 'bucket',
    test: async (place) => {
      if (place.isGiven) return await onlyRead(place, 'cors');
      const rule = `<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>${origin}</AllowedOrigin></CORSRule>`;
      await writeSetting(
        place,
        'cors',
        `<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rule}</CORSConfiguration>`,
      );
      const kept = await readSetting(place, 'cors');
      if (kept === undefined) return unsupported('taken and ignored: no rule comes back');
      if (textOf(kept, 'AllowedOrigin') !== origin) return broken('another rule comes back');
      const headers = { origin, 'access-control-request-method': 'GET' };
      const preflight = await place.ask({
        method: 'OPTIONS',
        key: place.key('asked'),
        headers,
        sign: 'none',
      });
      const allowed = preflight.headers['access-control-allow-origin'];
      if (preflight.status < 300 && (allowed === origin || allowed === '*')) return works();
      return broken(`kept, but a browser that asks gets ${inShort(preflight)} without the origin`);
    },
  },
];
