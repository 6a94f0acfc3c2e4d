// Features: object tags, by calls of their own and by a header of the put.

import {
  bodyText,
  broken,
  type FeatureTest,
  inShort,
  isTaken,
  type Place,
  unsupported,
  works,
} from './feature.ts';
import { elementsOf, encodeXml, textOf } from './xml.ts';

type Tags = Readonly<Record<string, string>>;

// Case, space, slash and plus: what labels of recordings consist of.
const tags: Tags = { jvmId: 'Abc-1_x=', 'template type': 'a/b+c:d' };

/** Put, get, compare, delete. */
export const tagTests: readonly FeatureTest[] = [
  {
    group: 'tags',
    id: 'object-tags',
    name: 'object tags',
    short: true,
    test: async (place) => {
      const key = place.key('tagged');
      await place.must({ method: 'PUT', key, body: 'tagged' });
      const set = Object.entries(tags).map(
        ([name, value]) => `<Tag><Key>${encodeXml(name)}</Key><Value>${encodeXml(value)}</Value></Tag>`,
      );
      const body = `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${set.join('')}</TagSet></Tagging>`;
      await place.must({
        method: 'PUT',
        key,
        query: { tagging: '' },
        body,
        headers: { 'content-type': 'application/xml' },
      });
      const seen = await readTags(place, key);
      if (Object.keys(seen).length === 0) return unsupported('taken and ignored: none comes back');
      const wrong = difference(seen);
      if (wrong !== undefined) return broken(wrong);
      await place.must({ method: 'DELETE', key, query: { tagging: '' } });
      // First: of an object that is gone, there are no tags to read.
      const object = await place.ask({ key });
      if (!isTaken(object)) return broken(`deleting them took the object along (${inShort(object)})`);
      const after = await readTags(place, key);
      return Object.keys(after).length > 0 ? broken('they are still there after they were deleted') : works();
    },
  },
  {
    group: 'tags',
    id: 'object-tags-by-header',
    name: 'object tags by a header of the put',
    short: true,
    test: async (place) => {
      const key = place.key('tagged-by-header');
      const tagging = Object.entries(tags).map((pair) => pair.map(encodeURIComponent).join('='));
      await place.must({
        method: 'PUT',
        key,
        body: 'tagged',
        headers: { 'x-amz-tagging': tagging.join('&') },
      });
      const seen = await readTags(place, key);
      if (Object.keys(seen).length === 0) return unsupported('taken and ignored: none comes back');
      const wrong = difference(seen);
      return wrong === undefined ? works() : broken(wrong);
    },
  },
];

async function readTags(place: Place, key: string): Promise<Tags> {
  const answer = await place.must({ key, query: { tagging: '' } });
  return Object.fromEntries(
    elementsOf(bodyText(answer), 'Tag').map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? '']),
  );
}

function difference(seen: Tags): string | undefined {
  const [lost] = Object.entries(tags).filter(([name, value]) => seen[name] !== value);
  if (lost !== undefined) {
    const [name, value] = lost;
    return `${JSON.stringify(name)} comes back as ${JSON.stringify(seen[name] ?? null)}, expected ${JSON.stringify(value)}`;
  }
  return Object.keys(seen).length === Object.keys(tags).length
    ? undefined
    : 'more tags come back than were put';
}
