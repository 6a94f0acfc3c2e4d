// The `files` service: placed files and volume owners as the environment of one one-shot container. Pure.

import { createHash } from 'node:crypto';
import { type Fragment, isMap, type PlacedFile, type VolumeNotes } from './fragment.ts';
import { fragmentError, interpolate, type Place, type Scope } from './interpolate.ts';
import type { Value, ValueMap } from './manifest.ts';

/** A single environment variable over 128 KiB cannot start; base64 makes four bytes of three. */
const largestFile = 90 * 1024;

/** A file of the stack with its final bytes. */
export interface StackFile {
  readonly volume: string;
  readonly path: string;
  readonly owner: string;
  readonly mode: string;
  readonly content: string;
}

/** The files that a fragment places, resolved and checked. */
export function placedFiles(fragment: Fragment, scope: Scope): StackFile[] {
  return Object.entries(fragment.notes.files ?? {}).map(([name, file]) => {
    const path = `x-smoke.files.${name}`;
    const place: Place = { file: fragment.file, path, line: fragment.lines[path] };
    const content = fileContent(fragment, name, file, scope, place);
    const bytes = Buffer.byteLength(content);
    if (bytes > largestFile) {
      throw fragmentError(
        place,
        `the file has ${bytes} bytes, expected ${largestFile} at most`,
        'Put large content into volumes/ instead.',
      );
    }
    const slash = name.indexOf('/');
    return {
      volume: name.slice(0, slash),
      path: name.slice(slash + 1),
      owner: file.owner ?? '0:0',
      mode: file.mode ?? '0444',
      content,
    };
  });
}

function fileContent(fragment: Fragment, name: string, file: PlacedFile, scope: Scope, place: Place): string {
  if (file.content !== undefined) {
    const at = `${place.path}.content`;
    return interpolate(file.content, scope, { ...place, path: at, line: fragment.lines[at] }, 'raw') ?? '';
  }
  const source = fragment.sources[name];
  if (!source)
    throw fragmentError(place, 'there is no such file', `Create volumes/${name}, or give its content here.`);
  return interpolate(source.text, scope, { file: source.file, path: '', line: undefined }, 'raw') ?? '';
}

/** Gives the `files` service its environment and mounts, and makes every user of its volumes wait for it. */
export function addFilesService(
  services: Readonly<Record<string, ValueMap>>,
  files: readonly StackFile[],
  volumes: Readonly<Record<string, VolumeNotes>>,
): Record<string, ValueMap> {
  const { files: writer, ...others } = services;
  const used = new Set(Object.values(others).flatMap(mountedVolumes));
  const owners = Object.entries(volumes).filter(
    ([name, { owner, mode }]) => (owner ?? mode) !== undefined && used.has(name),
  );
  const written = new Set([...files.map(({ volume }) => volume), ...owners.map(([name]) => name)]);
  if (written.size === 0 || writer === undefined) return others;
  const environment = {
    OWNERS: owners.map(([name, { owner = '0:0', mode = '0755' }]) => `${owner} ${mode} ${name}`).join('\n'),
    FILES: files
      .map((file, index) => `FILE_${index + 1} ${file.owner} ${file.mode} ${file.volume}/${file.path}`)
      .join('\n'),
    ...Object.fromEntries(
      files.map(({ content }, index) => [`FILE_${index + 1}`, Buffer.from(content).toString('base64')]),
    ),
  };
  const mounts = [...written].map((volume) => `${volume}:/files/${volume}`);
  return {
    files: { ...writer, environment, volumes: mounts },
    ...Object.fromEntries(
      Object.entries(others).map(([name, service]) => [name, waitForFiles(service, files, written)]),
    ),
  };
}

function waitForFiles(
  service: ValueMap,
  files: readonly StackFile[],
  written: ReadonlySet<string>,
): ValueMap {
  const mounts = mountedVolumes(service).filter((volume) => written.has(volume));
  if (mounts.length === 0) return service;
  const own = files.filter(({ volume }) => mounts.includes(volume));
  const dependsOn = isMap(service['depends_on']) ? service['depends_on'] : {};
  const labels = isMap(service['labels']) ? service['labels'] : {};
  return {
    ...service,
    depends_on: { files: { condition: 'service_completed_successfully' }, ...dependsOn },
    // Compose does not recreate a service when only `files` changed; this label makes it.
    ...(own.length > 0 && { labels: { ...labels, 'smoke.files': digest(own) } }),
  };
}

function digest(files: readonly StackFile[]): string {
  return createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
}

/** Names of the volumes that a service mounts. */
export function mountedVolumes(service: ValueMap): string[] {
  const mounts: Value | undefined = service['volumes'];
  if (!Array.isArray(mounts)) return [];
  return (mounts as readonly Value[]).flatMap((mount) => {
    if (isMap(mount)) return mount['type'] === 'volume' && mount['source'] ? [String(mount['source'])] : [];
    const [source, target] = String(mount).split(':');
    return target !== undefined && source !== undefined && /^[A-Za-z0-9][\w.-]*$/.test(source)
      ? [source]
      : [];
  });
}
