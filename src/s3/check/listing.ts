// Features: lists of objects, in pages and by folders.

import { bodyText, broken, type FeatureTest, type Place, works } from './feature.ts';
import { elementsOf, textOf } from './xml.ts';

const group = 'listing';
const names = ['a', 'b', 'folder/c', 'folder/d', 'z'];

/** ListObjectsV2 whole, in pages and with a delimiter; the older ListObjects. */
export const listingTests: readonly FeatureTest[] = [
  {
    group,
    id: 'list-objects',
    name: 'list',
    short: true,
    essential: true,
    test: async (place) => {
      const keys = await fill(place);
      const page = await list(place, { prefix: folderOf(keys) });
      if (!same(page.keys, keys)) return broken(difference(page.keys, keys));
      const sizes = elementsOf(page.xml, 'Size');
      return sizes.every((size) => size === '4') ? works() : broken('sizes are wrong');
    },
  },
  {
    group,
    id: 'list-pages',
    name: 'list in pages',
    essential: true,
    test: async (place) => {
      const keys = await fill(place);
      const seen: string[] = [];
      let token: string | undefined;
      for (let pages = 0; pages < names.length; pages += 1) {
        const query = { prefix: folderOf(keys), 'max-keys': '2' };
        const page = await list(
          place,
          token === undefined ? query : { ...query, 'continuation-token': token },
        );
        if (page.keys.length > 2) return broken(`a page of 2 has ${page.keys.length} keys`);
        seen.push(...page.keys);
        token = textOf(page.xml, 'NextContinuationToken') || undefined;
        const isTruncated = textOf(page.xml, 'IsTruncated') === 'true';
        if (isTruncated && token === undefined)
          return broken('a page has no continuation token, though more follow');
        if (!isTruncated) break;
      }
      return same(seen, keys) ? works() : broken(difference(seen, keys));
    },
  },
  {
    group,
    id: 'list-delimiter',
    name: 'list by folders (delimiter)',
    test: async (place) => {
      const keys = await fill(place);
      const folder = folderOf(keys);
      const { xml, keys: files } = await list(place, { prefix: folder, delimiter: '/' });
      const folders = elementsOf(xml, 'CommonPrefixes').map((one) => textOf(one, 'Prefix'));
      const expected = keys.filter((key) => !key.includes('folder/'));
      return same(files, expected) && folders.length === 1 && folders[0] === `${folder}folder/`
        ? works()
        : broken(
            `${folders.length} folders and ${files.length} files come back, expected 1 and ${expected.length}`,
          );
    },
  },
  {
    group,
    id: 'list-v1',
    name: 'list, the older call',
    test: async (place) => {
      const keys = await fill(place);
      const answer = await place.must({ query: { prefix: folderOf(keys) } });
      const seen = keysOf(bodyText(answer));
      return same(seen, keys) ? works() : broken(difference(seen, keys));
    },
  },
];

async function fill(place: Place): Promise<readonly string[]> {
  const keys = names.map((name) => place.key(`files/${name}`));
  await Promise.all(keys.map((key) => place.must({ method: 'PUT', key, body: 'list' })));
  return keys;
}

function folderOf([first = '']: readonly string[]): string {
  return first.slice(0, first.lastIndexOf('/') + 1);
}

async function list(place: Place, query: Readonly<Record<string, string>>) {
  const xml = bodyText(await place.must({ query: { 'list-type': '2', ...query } }));
  return { xml, keys: keysOf(xml) };
}

function keysOf(xml: string): readonly string[] {
  return elementsOf(xml, 'Contents').map((object) => textOf(object, 'Key') ?? '');
}

function same(seen: readonly string[], expected: readonly string[]): boolean {
  return seen.length === expected.length && expected.every((key, index) => seen[index] === key);
}

function difference(seen: readonly string[], expected: readonly string[]): string {
  const isOrder = same([...seen].sort(), [...expected].sort());
  return isOrder
    ? 'the keys come in another order than S3 gives'
    : `${seen.length} keys come back, expected ${expected.length}`;
}
