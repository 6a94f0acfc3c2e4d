// Manifest → the Compose file, with a head that says how it was made and how to use it. Pure.

import type { Manifest } from '../stack/manifest.ts';
import { writeYaml } from './yaml.ts';

/** The manifest as a Compose file. `command` is what makes it again, free of credentials. */
export function renderCompose(manifest: Manifest, command: string): string {
  const { name, services, volumes, networks, 'x-smoke': notes } = manifest;
  return writeYaml(
    { name, services, ...(volumes && { volumes }), ...(networks && { networks }), 'x-smoke': notes },
    head(manifest, command),
  );
}

function head(manifest: Manifest, command: string): string {
  const notes = manifest['x-smoke'];
  const { name } = manifest;
  const lines = [
    `${notes?.app} with storage ${notes?.storage}, made by smoke. The same again:`,
    `  ${command}`,
    'Use it:',
    '  smoke up -f FILE                     starts it, fills its volumes, waits and proves that it works',
    '  docker compose -f FILE up -d         or podman compose; fill the volumes first, by: smoke volumes import -f FILE',
    `  ${`docker compose -p ${name} down`.padEnd(36)} stops it without this file and without any variable`,
    'Random secrets of this stack are inside: keep the file to yourself. Credentials of a provider never are.',
    ...(notes?.notices ?? []),
  ];
  return lines.map((line) => ` ${line}`).join('\n');
}
