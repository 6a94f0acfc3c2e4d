// The files that fragments place, with their final bytes. Pure.

import type { Fragment, PlacedFile } from './fragment.ts';
import { fragmentError, interpolate, interpolateTree, type Place, type Scope } from './interpolate.ts';
import type { ValueMap } from './manifest.ts';
import { mergeCompose } from './merge.ts';

/** A single environment variable over 128 KiB cannot start; base64 makes four bytes of three. */
const largestFile = 90 * 1024;

/** A file of the stack with its final bytes. */
export interface StackFile {
  readonly volume: string;
  readonly path: string;
  readonly owner: string;
  readonly mode: string;
  readonly base64: string;
}

/** A file as one fragment says it: several may have a part of the same one. */
interface Part {
  readonly name: string;
  readonly file: PlacedFile;
  readonly place: Place;
  readonly content: string | ValueMap | Buffer;
}

/** The files that the fragments place, resolved, put together and checked. */
export function placedFiles(fragments: readonly Fragment[], scope: Scope): StackFile[] {
  const parts = fragments.flatMap((fragment) =>
    Object.entries(fragment.notes.files ?? {}).map(([name, file]): Part => {
      const path = `x-smoke.files.${name}`;
      const place: Place = { file: fragment.file, path, line: fragment.lines[path] };
      return { name, file, place, content: partContent(fragment, name, file, scope, place) };
    }),
  );
  const names = [...new Set(parts.map(({ name }) => name))];
  return names.map((name) => putTogether(parts.filter((part) => part.name === name)));
}

function putTogether(parts: readonly Part[]): StackFile {
  const { name, place } = parts[0] as Part;
  const { owner = '0:0', mode = '0444' } = Object.assign({}, ...parts.map(({ file }) => file)) as PlacedFile;
  const bytes = toBytes(parts);
  if (bytes.length > largestFile) {
    throw fragmentError(
      place,
      `the file has ${bytes.length} bytes, expected ${largestFile} at most`,
      'Put large content into volumes/ instead.',
    );
  }
  const slash = name.indexOf('/');
  return {
    volume: name.slice(0, slash),
    path: name.slice(slash + 1),
    owner,
    mode,
    base64: bytes.toString('base64'),
  };
}

/** Maps are merged by the rules for Compose files; of everything else, only one fragment may be the source. */
function toBytes(parts: readonly Part[]): Buffer {
  const contents = parts.map(({ content }) => content);
  if (contents.every(isMapping)) return Buffer.from(`${JSON.stringify(mergeCompose(contents), null, 2)}\n`);
  const [first] = parts as readonly [Part, ...Part[]];
  if (parts.length > 1) {
    const odd = parts.findLast(({ content }) => !isMapping(content)) ?? first;
    const other = parts.find((part) => part !== odd) ?? first;
    throw fragmentError(odd.place, `${other.place.file} places the same file, and only maps can be merged`);
  }
  return Buffer.isBuffer(first.content) ? first.content : Buffer.from(String(first.content));
}

function isMapping(content: Part['content']): content is ValueMap {
  return typeof content === 'object' && !Buffer.isBuffer(content);
}

function partContent(
  fragment: Fragment,
  name: string,
  file: PlacedFile,
  scope: Scope,
  place: Place,
): Part['content'] {
  const at = (key: string): Place => {
    const path = `${place.path}.${key}`;
    return { ...place, path, line: fragment.lines[path] };
  };
  if (file.base64 !== undefined) {
    return Buffer.from(interpolate(file.base64, scope, at('base64'), 'raw') ?? '', 'base64');
  }
  if (typeof file.content === 'string') return interpolate(file.content, scope, at('content'), 'raw') ?? '';
  if (file.content !== undefined) {
    const where = (path: string): Place => ({ ...place, path, line: fragment.lines[path] });
    return interpolateTree(file.content, scope, where, `${place.path}.content`, 'raw') as ValueMap;
  }
  const source = fragment.sources[name];
  if (!source)
    throw fragmentError(place, 'there is no such file', `Create volumes/${name}, or give its content here.`);
  return interpolate(source.text, scope, { file: source.file, path: '', line: undefined }, 'raw') ?? '';
}
