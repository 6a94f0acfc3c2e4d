import { describe, expect, it } from 'vitest';
import type { PlacedFile } from '../../../src/stack/fragment.ts';
import { placedFiles, type StackFile } from '../../../src/stack/placed-files.ts';
import { fragment, scope } from './parts.ts';

const place = (file: PlacedFile, source?: string) =>
  placedFiles(
    [
      fragment(
        { files: { 'conf/a/b.toml': file } },
        {},
        {
          lines: { 'x-smoke.files.conf/a/b.toml': 9 },
          sources:
            source === undefined ? {} : { 'conf/a/b.toml': { file: 'volumes/conf/a/b.toml', text: source } },
        },
      ),
    ],
    scope({ NAME: 'va$lue', KEY: { kind: 'start', reference: '${KEY:?}' } }),
  );

const text = ([file]: readonly StackFile[]): string =>
  Buffer.from(file?.base64 ?? '', 'base64').toString('utf8');

describe('a placed file', () => {
  it('has its volume, path, owner and mode', () => {
    expect(place({ content: 'x', owner: '26:26', mode: '0600' })).toEqual([
      { volume: 'conf', path: 'a/b.toml', owner: '26:26', mode: '0600', base64: 'eA==' },
    ]);
  });

  it('belongs to root and is readable by all when nothing is said', () => {
    expect(place({ content: 'x' })[0]).toMatchObject({ owner: '0:0', mode: '0444' });
  });

  it('has names resolved and dollars as they are', () => {
    expect(text(place({ content: '${NAME} $$x' }))).toBe('va$lue $x');
  });

  it('comes from volumes/ when it has no content of its own', () => {
    expect(text(place({}, 'n=${NAME}\n'))).toBe('n=va$lue\n');
  });

  it('that is not there is an error with the path to create', () => {
    expect(() => place({})).toThrow(
      expect.objectContaining({
        message: 'mine.yml:9: x-smoke.files.conf/a/b.toml: there is no such file',
        hint: expect.stringContaining('volumes/conf/a/b.toml'),
      }),
    );
  });

  it('says in which file under volumes/ a name is unknown', () => {
    expect(() => place({}, '${NO}')).toThrow('volumes/conf/a/b.toml: ${NO} is not a known parameter');
  });

  it.each([
    ['90 KiB', 'x'.repeat(90 * 1024), true],
    ['a byte more than 90 KiB', 'x'.repeat(90 * 1024 + 1), false],
    ['90 KiB of characters that are two bytes', 'é'.repeat(45 * 1024), true],
    ['more bytes than characters', 'é'.repeat(45 * 1024 + 1), false],
  ])('may have %s', (_, content, accepted) => {
    if (accepted) expect(place({ content })).toHaveLength(1);
    else expect(() => place({ content })).toThrow('bytes, expected 92160 at most');
  });

  it('may be bytes, which no interpolation touches', () => {
    const bytes = Buffer.from([0, 255, 36, 123]).toString('base64');
    const names = scope({ BYTES: bytes });
    const placed = placedFiles([fragment({ files: { 'conf/a': { base64: '${BYTES}' } } })], names);
    expect(placed[0]?.base64).toBe(bytes);
  });
});

describe('a file that several fragments have parts of', () => {
  const part = (content: PlacedFile['content'], more: object = {}, file = 'mine.yml') =>
    fragment({ files: { 'conf/a': { ...(content !== undefined && { content }), ...more } } }, {}, { file });
  const names = scope({ NAME: 'va$lue' });

  it('is one JSON document: maps merged, lists appended, names resolved', () => {
    const first = part({ list: [1], map: { a: '${NAME}' } }, { mode: '0400' });
    const placed = placedFiles([first, part({ list: [2], map: { b: '$$x' } })], names);
    expect(placed).toMatchObject([{ mode: '0400', owner: '0:0' }]);
    expect(JSON.parse(text(placed))).toEqual({ list: [1, 2], map: { a: 'va$lue', b: '$x' } });
  });

  it.each<[string, PlacedFile['content'], PlacedFile['content'], string]>([
    ['two texts', 'a', 'b', 'other.yml: x-smoke.files.conf/a: mine.yml'],
    ['a map and a text', { a: 1 }, 'b', 'other.yml: x-smoke.files.conf/a: mine.yml'],
    ['a text and a map', 'a', { b: 1 }, 'mine.yml: x-smoke.files.conf/a: other.yml'],
  ])('cannot be %s, and the one that is no map is named first', (_, one, two, expected) => {
    expect(() => placedFiles([part(one), part(two, {}, 'other.yml')], names)).toThrow(
      `${expected} places the same file, and only maps can be merged`,
    );
  });
});
