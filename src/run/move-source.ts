// --ports auto with -f: a manifest of smoke's own with everything that leads to its ports, any other file with its `ports` alone.

import type { Engine } from '../engine/engine.ts';
import { SmokeError } from '../error.ts';
import { keptManifest } from '../identity/paths.ts';
import { type Io, say } from '../io.ts';
import { parseYaml } from '../library/parse.ts';
import { replacePorts } from '../render/replace-ports.ts';
import { writeYaml } from '../render/yaml.ts';
import type { Manifest, Value } from '../stack/manifest.ts';
import { movePorts } from '../stack/move-ports.ts';
import { moveTexts } from '../stack/move-texts.ts';
import { firstRelativePath } from '../stack/relative-paths.ts';
import type { StackSource } from './read-source.ts';
import type { Purpose } from './use-provider.ts';

/** The stack with its ports moved, in a file of the state folder; relative paths still start where they did. */
export async function moveSource(
  source: StackSource,
  choosePorts: NonNullable<Purpose['choosePorts']>,
  io: Io,
  engine: Engine,
): Promise<StackSource> {
  const ports = await choosePorts(source.manifest);
  if (Object.keys(ports).length === 0) return source;
  const file = fileInState(source, engine, io, '--ports auto');
  const manifest = moveTexts(movePorts(source.manifest, ports), ports, source.manifest);
  if (manifest['x-smoke'] === undefined) {
    say(
      io,
      'smoke: ports are moved; addresses in the texts of this file are not, for smoke does not know which of them mean a port',
    );
    return { ...source, manifest, text: foreignText(source, manifest), file };
  }
  return { ...source, manifest, text: writeYaml(manifest), file };
}

/** Where a file of the user's goes that was changed; podman-compose would look for relative paths beside it. */
export function fileInState(source: StackSource, { compose }: Engine, { env }: Io, why: string): string {
  const path = firstRelativePath(source.manifest);
  if (path === undefined || compose.name !== 'podman-compose') return keptManifest(env, source.project);
  throw new SmokeError(
    'USAGE',
    `${why}: ${source.file} has the relative path ${path}, which podman-compose would look for beside the changed copy of the file`,
    { hint: 'Make the path absolute, or use docker-compose with Podman (PODMAN_COMPOSE_PROVIDER).' },
  );
}

/** A text that smoke did not write keeps its words: YAML has readers that differ. */
function foreignText({ text, file }: StackSource, { services }: Manifest): string {
  const portsOf = (all: Manifest['services']): Record<string, readonly Value[]> =>
    Object.fromEntries(
      Object.entries(all).flatMap(([name, service]) => {
        const ports = service?.['ports'];
        return Array.isArray(ports) ? [[name, ports as readonly Value[]]] : [];
      }),
    );
  const wanted = portsOf(services);
  const moved = replacePorts(text, wanted);
  const { value } = parseYaml(moved, file);
  const got = portsOf((value as unknown as Manifest).services);
  const missed = Object.keys(wanted).find(
    (name) => JSON.stringify(wanted[name]) !== JSON.stringify(got[name]),
  );
  if (missed === undefined) return moved;
  throw new SmokeError('USAGE', `--ports auto: the ports of ${missed} in ${file} come from an anchor`, {
    hint: 'Write them in the service itself.',
  });
}
