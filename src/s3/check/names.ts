// Features: unusual keys. Each goes through put, list, get and delete, and must be the same everywhere.

import {
  bodyText,
  broken,
  type FeatureTest,
  hasBody,
  inShort,
  isTaken,
  type Place,
  unsupported,
  works,
} from './feature.ts';
import { elementsOf, textOf } from './xml.ts';

const unusual: readonly (readonly [id: string, words: string, name: string])[] = [
  ['spaces', 'spaces', ' two  words '],
  ['unicode', 'letters of other languages', 'grün/日本語'],
  ['emoji', 'emoji', 'smoke 🚀'],
  ['plus', 'plus sign', 'a+b'],
  ['percent', 'percent signs', '100%/a%2Fb%20c'],
  ['quotes', 'quotes and brackets', `it's "quoted" <&>`],
  ['punctuation', 'punctuation', "!*'()@:,$=;&?#[]{}|^~`\\"],
  ['double-slash', 'two slashes in a row', 'a//b'],
  ['trailing-slash', 'slash at the end', 'folder/'],
  ['leading-slash', 'slash at the beginning', '/leading'],
  ['dots', '. and .. between slashes', 'a/./b/../c'],
  ['newline', 'line break', 'a\nb'],
  ['long', '1024 bytes', ''],
  ['long-part', '300 bytes without a slash', 'x'.repeat(300)],
];

/** One test for each, and one for an object that is also the folder of another. */
export const nameTests: readonly FeatureTest[] = [
  ...unusual.map(
    ([id, words, name]): FeatureTest => ({
      group: 'names',
      id: `name-${id}`,
      name: words,
      test: (place) => roundTrip(place, id, name),
    }),
  ),
  {
    group: 'names',
    id: 'name-and-folder',
    name: 'an object and others below it',
    test: async (place) => {
      const [above, below] = [place.key('both'), place.key('both/below')];
      await place.must({ method: 'PUT', key: above, body: 'above' });
      await place.must({ method: 'PUT', key: below, body: 'below' });
      const seen = await Promise.all([place.ask({ key: above }), place.ask({ key: below })]);
      return seen.map(bodyText).join() === 'above,below'
        ? works()
        : broken('one of the two replaces the other');
    },
  },
];

async function roundTrip(place: Place, id: string, name: string) {
  // A leading slash is only one at the very beginning of a key; in a given bucket it stands after the prefix.
  const isFirst = id === 'leading-slash';
  const plain = isFirst ? place.note(place.prefix + name) : place.key(name);
  const key = id === 'long' ? place.note(fillUp(place.key(''))) : plain;
  const folder = key.slice(0, key.length - (id === 'long' ? 0 : name.length));
  const body = `the object ${id}`;
  const put = await place.ask({ method: 'PUT', key, body });
  if (put.status >= 400 && put.status < 500) return unsupported(`refused: ${inShort(put)}`);
  if (!isTaken(put)) return broken(`the put is answered with ${inShort(put)}`);
  const got = await place.ask({ key });
  if (!hasBody(got, body)) {
    return broken(
      isTaken(got) ? 'other bytes come back' : `taken, but the get is answered with ${inShort(got)}`,
    );
  }
  const prefix = isFirst ? `${place.prefix}/` : folder;
  const keys = await listed(place, prefix);
  if (keys.length > 1 && keys.includes(key)) return broken(`${keys.length - 1} other keys are listed, too`);
  if (keys.length !== 1 || keys[0] !== key) {
    const [other] = keys.length > 0 ? keys : await listed(place, key.replace(/^\/+/, ''));
    if (other === undefined) return broken('not in the list');
    return broken(
      `listed as ${JSON.stringify(other.slice(isFirst ? place.prefix.length : prefix.length).slice(0, 60))}`,
    );
  }
  const gone = await place.ask({ method: 'DELETE', key });
  if (!isTaken(gone)) return broken(`the delete is answered with ${inShort(gone)}`);
  return (await place.ask({ method: 'HEAD', key })).status === 404
    ? works()
    : broken('still there after the delete');
}

/** 1024 bytes in all, in parts that file systems take. */
function fillUp(start: string): string {
  const part = `${'long'.repeat(24)}/`;
  return `${start}${part.repeat(12).slice(0, 1024 - Buffer.byteLength(start) - 1)}x`;
}

/** As the SDKs list: encoded, because XML cannot hold every character. */
async function listed(place: Place, prefix: string): Promise<readonly string[]> {
  const query = { 'list-type': '2', 'encoding-type': 'url', prefix };
  const xml = bodyText(await place.must({ query }));
  const isEncoded = textOf(xml, 'EncodingType') === 'url';
  return elementsOf(xml, 'Contents').map((object) => {
    const text = textOf(object, 'Key') ?? '';
    return isEncoded ? decode(text) : text;
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // It says that it is encoded, and is not.
    return text;
  }
}
