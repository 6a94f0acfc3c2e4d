// What is to be mounted and is not there, or is of another kind. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import type { Origin, Symptoms } from '../symptoms.ts';

const byEngine: readonly Origin[] = ['engine', 'provider'];
const path = String.raw`(?<path>/[^\s"'\x60:,()]+)`;

/** The engine's own complaints about the sources of mounts. */
export const mountCauses: readonly Cause[] = [
  {
    code: 'mount-missing',
    from: byEngine,
    words: [
      new RegExp(`(?:bind )?source path does not exist: ${path}`, 'i'),
      new RegExp(
        `(?:statfs|stat|lstat|mounts? denied|mounting|error mounting) "?${path}"?.*(?:no such file|not shared|not known)`,
        'i',
      ),
      new RegExp(`(?:path|mounts denied).*${path}.*(?:is not shared|not known to Docker)`, 'is'),
      new RegExp(`mkdir ${path}: (?:read-only|permission|operation|file exists|not a directory)`, 'i'),
    ],
    fits: (symptoms, { parts, line }) =>
      isBind(symptoms, parts['path']) || /bind|source path|mount|statfs/i.test(line?.text ?? ''),
    explain: (symptoms, { parts: { path = '?' } }) => missingSource(symptoms, path),
  },
  {
    code: 'mount-kind',
    from: byEngine,
    words: [
      /mount a directory onto a file|error mounting "(?<path>[^"]+)".*not a directory/i,
      /not a directory: .*mount/i,
    ],
    explain: (symptoms, { parts: { path } }) => ({
      cause: `${path ?? 'a mount'} is a folder where the service wants a file, or the other way round`,
      next: `ls -ld ${path ?? 'SOURCE'}   (an engine makes a folder of a file that is missing: remove it, put the file there, and ${again(symptoms)})`,
    }),
  },
  {
    code: 'volume-missing',
    from: byEngine,
    words: [
      /external volume "?\[?(?<name>[^"\]\s]+)"?\]? not found/i,
      /volume "?\[?(?<name>[^"\]\s]+)"?\]? declared as external, but could not be found/i,
      /(?:no such volume|volume not found|no volume with name)"?:? "?(?<name>[\w.-]+)?/i,
      /external volume \[?(?<name>[\w.-]+)\]?.*(?:not found|does not exist)/i,
    ],
    explain: (symptoms, { parts: { name = 'NAME' } }) => ({
      about: name,
      services: symptoms.scene.services
        .filter(({ mounts }) => mounts.some(({ source }) => source === name))
        .map((each) => each.name),
      cause: `the volume ${name} has to be there before the stack, and is not`,
      next: `${symptoms.scene.engine} volume create ${name}   (then ${again(symptoms)}; or drop "external: true")`,
    }),
  },
];

function missingSource(symptoms: Symptoms, path: string) {
  const { engine, services: all } = symptoms.scene;
  const services = all
    .filter(({ mounts }) => mounts.some(({ source }) => source === path))
    .map(({ name }) => name);
  if (!path.endsWith('.sock')) {
    return {
      about: path,
      services,
      cause: `${path} is to be mounted, and is not there`,
      next: `mkdir -p ${path}   (or put the file there; then ${again(symptoms)})`,
    };
  }
  const start =
    engine === 'podman'
      ? 'systemctl --user enable --now podman.socket'
      : 'sudo systemctl start docker.socket';
  return {
    about: path,
    services,
    cause: `the engine's socket ${path} is to be mounted, and is not there`,
    next: `${start}   (or CRYOSTAT_ENGINE_SOCKET=PATH ${again(symptoms)}; without --discovery none is needed)`,
  };
}

function isBind({ scene }: Symptoms, path: string | undefined): boolean {
  return scene.services.some(({ mounts }) =>
    mounts.some(({ kind, source }) => kind === 'bind' && source === path),
  );
}
