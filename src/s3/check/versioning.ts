// Features: versions of objects. Answering 200 to the switch is not enough: both versions must be there.

import {
  bodyText,
  broken,
  type FeatureTest,
  hasBody,
  isTaken,
  type Place,
  unsupported,
  untried,
  works,
} from './feature.ts';
import { elementsOf, textOf } from './xml.ts';

/** Switch on, put twice, list both, get the first. */
export const versioningTests: readonly FeatureTest[] = [
  {
    group: 'bucket settings',
    id: 'versioning',
    name: 'versioning',
    own: 'bucket',
    test: async (place) => {
      if (place.isGiven) {
        const status = await readStatus(place);
        if (status !== 'Enabled')
          return untried(`${status ?? 'off'} in this bucket; settings of a given bucket are only read`);
      } else {
        const body =
          '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>';
        await place.must({
          method: 'PUT',
          query: { versioning: '' },
          body,
          headers: { 'content-type': 'application/xml' },
        });
        const status = await readStatus(place);
        if (status !== 'Enabled')
          return unsupported(`taken and ignored: it reads back as ${status ?? 'off'}`);
      }
      return await putTwice(place);
    },
  },
];

async function readStatus(place: Place): Promise<string | undefined> {
  return textOf(bodyText(await place.must({ query: { versioning: '' } })), 'Status') || undefined;
}

async function putTwice(place: Place) {
  const key = place.key('versions');
  const first = await place.must({ method: 'PUT', key, body: 'first' });
  await place.must({ method: 'PUT', key, body: 'second' });
  const versionId = first.headers['x-amz-version-id'];
  if (versionId === undefined || versionId === 'null')
    return unsupported('taken and ignored: a put makes no version');
  const listed = bodyText(await place.must({ query: { versions: '', prefix: key } }));
  const ids = elementsOf(listed, 'Version').map((version) => textOf(version, 'VersionId'));
  if (ids.length !== 2) return broken(`${ids.length} versions are listed, expected 2`);
  if (!hasBody(await place.must({ key, query: { versionId } }), 'first'))
    return broken('the first version has other bytes');
  if (!hasBody(await place.must({ key }), 'second')) return broken('the newest version has other bytes');
  await place.must({ method: 'DELETE', key });
  if (isTaken(await place.ask({ key }))) return broken('a deleted object is still there');
  return hasBody(await place.must({ key, query: { versionId } }), 'first')
    ? works()
    : broken('deleting the object took its versions along');
}
