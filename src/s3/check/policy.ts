// Features: bucket policies, kept and heeded.

import { setTimeout as sleep } from 'node:timers/promises';
import { broken, type FeatureTest, isTaken, type Place, unsupported, works } from './feature.ts';
import { onlyRead, readSetting, writeSetting } from './settings.ts';

/** Forbids to read one object, and reads it. */
export const policyTests: readonly FeatureTest[] = [
  {
    group: 'bucket settings',
    id: 'bucket-policy',
    name: 'bucket policy',
    own: 'bucket',
    test: async (place) => {
      if (place.isGiven) return await onlyRead(place, 'policy');
      const key = place.key('forbidden');
      await place.must({ method: 'PUT', key, body: 'forbidden' });
      await writeSetting(place, 'policy', statement(place, 'Deny', key));
      const kept = await readSetting(place, 'policy');
      if (kept === undefined) return unsupported('taken and ignored: no policy comes back');
      if (!kept.includes('"Deny"') || !kept.includes('s3:GetObject'))
        return broken('another policy comes back');
      if (await becomes(403, () => place.ask({ key }))) return works();
      return await allowAnonymous(place, key);
    },
  },
];

/** Some servers exempt the owner of a bucket from its policy; what it allows to others is seen all the same. */
async function allowAnonymous(place: Place, key: string) {
  const unsigned = () => place.ask({ key, sign: 'none' });
  if (isTaken(await unsigned())) return broken('anybody may read the object, whatever the policy says');
  const allowed = await writeSetting(place, 'policy', statement(place, 'Allow', key)).then(
    () => becomes(200, unsigned),
    () => undefined,
  );
  if (allowed === undefined)
    return works('kept and read back; it does not bind the owner, and may not allow anybody');
  return allowed
    ? works('it does not bind the owner of the bucket')
    : broken('kept and read back, but not heeded');
}

function statement(place: Place, effect: 'Allow' | 'Deny', key: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'smoke',
        Effect: effect,
        Principal: { AWS: ['*'] },
        Action: ['s3:GetObject'],
        Resource: [`arn:aws:s3:::${place.bucket}/${key}`],
      },
    ],
  });
}

// Large services need a moment before a policy holds everywhere.
async function becomes(status: number, ask: () => Promise<{ readonly status: number }>): Promise<boolean> {
  for (const pauseMs of [0, 150, 400]) {
    await sleep(pauseMs);
    if ((await ask()).status === status) return true;
  }
  return false;
}
