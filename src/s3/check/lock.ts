// Features: object lock. Shown with a legal hold, which can be taken off again at once; a retention could not.

import { broken, type FeatureTest, isTaken, type Place, unsupported, works } from './feature.ts';
import { onlyRead, readSetting } from './settings.ts';
import { md5 } from './signing.ts';
import { textOf } from './xml.ts';

/** A bucket with lock, an object with a hold, and its version that may not be deleted. */
export const lockTests: readonly FeatureTest[] = [
  {
    group: 'bucket settings',
    id: 'object-lock',
    name: 'object lock',
    own: 'locked-bucket',
    test: async (place) => {
      if (place.isGiven) return await onlyRead(place, 'object-lock');
      const setting = await readSetting(place, 'object-lock');
      if (setting === undefined || textOf(setting, 'ObjectLockEnabled') !== 'Enabled') {
        return unsupported('taken and ignored: the bucket was made with it, and does not have it');
      }
      const key = place.key('held');
      const { headers } = await place.must({
        method: 'PUT',
        key,
        body: 'held',
        headers: { 'content-md5': md5('held') },
      });
      const versionId = headers['x-amz-version-id'];
      if (versionId === undefined) return broken('a bucket with object lock makes no versions');
      await hold(place, key, versionId, 'ON');
      const refused = await place.ask({ method: 'DELETE', key, query: { versionId } });
      await hold(place, key, versionId, 'OFF').catch((error: unknown) => {
        // When the object is gone, there is nothing to hold any more.
        if (!isTaken(refused)) throw error;
      });
      return isTaken(refused) ? unsupported('ignored: a version with a legal hold is deleted') : works();
    },
  },
];

/** Puts a legal hold on a version, or takes it off. */
export async function hold(
  place: Pick<Place, 'must'>,
  key: string,
  versionId: string,
  status: 'ON' | 'OFF',
): Promise<void> {
  const body = `<LegalHold xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>${status}</Status></LegalHold>`;
  const headers = { 'content-type': 'application/xml', 'content-md5': md5(body) };
  await place.must({ method: 'PUT', key, query: { 'legal-hold': '', versionId }, body, headers });
}
