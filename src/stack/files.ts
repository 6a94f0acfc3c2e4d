// The `files` service: placed files and volume owners as the environment of one one-shot container. Pure.

import { createHash } from 'node:crypto';
import { isMap, type VolumeNotes } from './fragment.ts';
import type { Manifest, Value, ValueMap } from './manifest.ts';
import type { StackFile } from './placed-files.ts';

/** Compose does not recreate a service when only `files` changed; this label makes it. */
const filesLabel = 'smoke.files';

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
    ...Object.fromEntries(files.map(({ base64 }, index) => [`FILE_${index + 1}`, base64])),
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
    ...(own.length > 0 && { labels: { ...labels, [filesLabel]: digest(own) } }),
  };
}

/** What the `files` service of a manifest writes, by `<volume>/<path>`. */
export function placedContents({ services }: Pick<Manifest, 'services'>): Record<string, Buffer> {
  const files = Object.values(filesOf(services));
  return Object.fromEntries(
    files.map(({ volume, path, base64 }) => [`${volume}/${path}`, Buffer.from(base64, 'base64')]),
  );
}

/** Variable of the `files` service → the file that it writes. */
export function filesOf(services: Manifest['services']): Record<string, StackFile> {
  const environment = services['files']?.['environment'];
  const list = isMap(environment) ? String(environment['FILES'] ?? '') : '';
  return Object.fromEntries(
    list.split('\n').flatMap((line) => {
      const [, variable = '', owner = '', mode = '', volume = '', path = ''] =
        /^(\S+) (\S+) (\S+) ([^/]+)\/(.*)$/.exec(line) ?? [];
      const base64 = isMap(environment) ? String(environment[variable] ?? '') : '';
      return variable === '' ? [] : [[variable, { volume, path, owner, mode, base64 }]];
    }),
  );
}

/** The services with the files in place of those that are written, and labels that tell of it. */
export function withFiles(
  services: Manifest['services'],
  files: Readonly<Record<string, StackFile>>,
): Manifest['services'] {
  const texts = Object.fromEntries(Object.entries(files).map(([variable, { base64 }]) => [variable, base64]));
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => {
      const { environment, labels } = service;
      if (name === 'files' && isMap(environment))
        return [name, { ...service, environment: { ...environment, ...texts } }];
      if (!isMap(labels) || labels[filesLabel] === undefined) return [name, service];
      const mounts = mountedVolumes(service);
      const own = Object.values(files).filter(({ volume }) => mounts.includes(volume));
      return [name, { ...service, labels: { ...labels, [filesLabel]: digest(own) } }];
    }),
  );
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
