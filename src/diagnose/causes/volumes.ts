// Volumes and mounts: of another password, owner or version, missing, locked, damaged. Pure.

import type { Cause } from '../cause.ts';
import { again, down } from '../commands.ts';
import type { Mount, Origin, ServiceSeen, Symptoms } from '../symptoms.ts';

const said: readonly Origin[] = ['log', 'health', 'engine', 'provider'];
const byEngine: readonly Origin[] = ['engine', 'provider'];
const path = String.raw`(?<path>/[^\s"'\x60:,()]+)`;
const denied = '(?:permission denied|operation not permitted|EACCES|EPERM|access denied)';

/** What the data in a volume, or the lack of it, keeps from starting. */
export const volumeCauses: readonly Cause[] = [
  {
    code: 'volume-other-version',
    from: said,
    words: [
      /initialized by PostgreSQL version (?<was>[\d.]+), which is not compatible with this version (?<is>[\d.]+)/i,
      /database files are incompatible with server/i,
      /(?:cannot|can't) (?:upgrade|downgrade) .*(?:from|to) |invalid (?:mysql )?server (?:upgrade|downgrade)/i,
      /featureCompatibilityVersion|unsupported (?:data|file|storage) (?:format|version)/i,
      /(?:created|written) by (?:a )?(?:newer|later|incompatible|different) version/i,
    ],
    explain: (symptoms, { parts: { was, is } }) => ({
      cause: `${dataOf(symptoms)} is of another version of the program${was ? `: made by ${was}, the image has ${is}` : ''}`,
      next: `smoke volumes export${symptoms.scene.projectFlag} ${dataVolume(symptoms) ?? 'VOLUME'}   (keeps it; then name the image of before, or start empty: ${down(symptoms, ' --volumes')})`,
    }),
  },
  {
    code: 'volume-in-use',
    from: ['log'],
    words: [
      /lock file "(?<path>[^"]+)" already exists/i,
      /(?:is|are) locked by another|database is locked|already locked|unable to (?:obtain|acquire|get) .*lock|failed to (?:obtain|acquire) .*lock/i,
      /could not lock|resource temporarily unavailable.*lock|LOCK: .*unavailable/i,
    ],
    explain: (symptoms) => ({
      cause: `${dataOf(symptoms)} is in use by another container, or its lock was left behind`,
      next: `${symptoms.scene.engine} ps --filter volume=${volumeName(symptoms)}   (shows who uses it)`,
    }),
  },
  {
    code: 'volume-damaged',
    from: ['log'],
    words: [
      /could not locate a valid checkpoint record|invalid (?:primary )?checkpoint record|invalid page in block/i,
      /(?:data|database|file|index|journal|wal)\b.*\b(?:is|are) (?:corrupt(?:ed)?|damaged)|corruption detected|checksum mismatch/i,
      /"(?<path>[^"]+)" is not a (?:valid )?data(?:base)? (?:directory|cluster|file)|directory "(?<path2>[^"]+)" exists but is not empty/i,
    ],
    explain: (symptoms) => ({
      cause: `${dataOf(symptoms)} is damaged, or holds something else`,
      next: `smoke volumes export${symptoms.scene.projectFlag} ${dataVolume(symptoms) ?? 'VOLUME'}   (keeps what is there; then start empty: ${down(symptoms, ' --volumes')})`,
    }),
  },
  {
    code: 'key-file-permissions',
    from: ['log'],
    words: [
      /private key file "(?<path>[^"]+)" (?:has group or world access|must be owned)/i,
      /permissions .* for '(?<path>[^']+)' are too open|key .*(?<path2>\/\S+).* too permissive/i,
    ],
    explain: (symptoms, { parts: { path = 'its key', path2 } }) => ({
      cause: `it refuses the key ${path2 ?? path}: others may read it, or it is owned by somebody else`,
      next: `mode 0600, and the user of the server as owner: ${again(symptoms)} sets both for the files of smoke's own`,
    }),
  },
  {
    code: 'mount-missing',
    from: byEngine,
    words: [
      new RegExp(String.raw`(?:bind )?source path does not exist: ${path}`, 'i'),
      new RegExp(
        String.raw`(?:statfs|stat|lstat|mounts? denied|mounting|error mounting) "?${path}"?.*(?:no such file|not shared|not known)`,
        'i',
      ),
      new RegExp(String.raw`(?:path|mounts denied).*${path}.*(?:is not shared|not known to Docker)`, 'is'),
      new RegExp(
        String.raw`mkdir ${path}: (?:read-only|permission|operation|file exists|not a directory)`,
        'i',
      ),
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
  {
    code: 'volume-read-only',
    from: said,
    words: [
      new RegExp(String.raw`${path}.*(?:read-only file ?system|EROFS)`, 'i'),
      /read-only file ?system|EROFS/i,
    ],
    explain: (_, { parts: { path } }) => ({
      cause: `it wants to write ${path ? `to ${path}` : 'where'}${path ? ', which' : ' it'} is mounted read-only`,
      next: 'mount a volume there that is not ":ro", or a tmpfs where the service is "read_only: true"',
    }),
  },
  {
    code: 'selinux-denied',
    from: said,
    words: [new RegExp(String.raw`${path}.*${denied}`, 'i'), new RegExp(denied, 'i')],
    fits: ({ scene, service }, { parts }) =>
      scene.enforcesSelinux && mountOf(service, parts['path'])?.kind === 'bind',
    explain: (symptoms, { parts: { path = '' } }) => {
      const source = mountOf(symptoms.service, path)?.source ?? path;
      return {
        cause: `SELinux keeps the container from ${source}`,
        next: `chcon -Rt container_file_t ${source}   (or label the mount with :z, and ${again(symptoms)})`,
      };
    },
  },
  {
    code: 'volume-other-owner',
    from: said,
    words: [
      new RegExp(
        String.raw`data directory "${path}" has (?:wrong ownership|invalid permissions|group or world access)`,
        'i',
      ),
      new RegExp(
        String.raw`(?:AccessDeniedException|FileNotFoundException): ${path}(?: \(permission denied\))?`,
        'i',
      ),
      new RegExp(String.raw`${path}['"\x60’]?:? .*${denied}`, 'i'),
      new RegExp(String.raw`${denied}.*?['"\x60‘]?${path}`, 'i'),
    ],
    fits: ({ service }, { parts }) => mountOf(service, parts['path']) !== undefined,
    explain: (symptoms, { parts: { path = '' } }) => {
      const mount = mountOf(symptoms.service, path);
      const what = mount?.kind === 'bind' ? `the folder ${mount.source}` : `the volume ${mount?.source}`;
      return {
        cause: `its user may not use ${path}: ${what} belongs to another user`,
        next: giveOwner(symptoms, mount),
      };
    },
  },
  {
    code: 'permission-denied',
    from: ['log', 'engine'],
    words: [
      new RegExp(String.raw`(?:AccessDeniedException): ${path}`, 'i'),
      new RegExp(
        String.raw`(?:mkdir|open|create|creat\w*|write|touch|chown|chmod|mount|unlink|rename|initdb|cannot)\b.*?${path}.*${denied}`,
        'i',
      ),
    ],
    explain: (_, { parts: { path = '' } }) => ({
      cause: `its user may not use ${path}`,
      next: `set "user:" to the owner of ${path}, or mount a volume there that its user may write to`,
    }),
  },
];

function giveOwner(symptoms: Symptoms, mount: Mount | undefined): string {
  const { scene, service } = symptoms;
  const user = service?.user ?? 'UID';
  const who = service?.user ? '' : 'UID: the user that the image runs as; ';
  if (mount?.kind === 'bind')
    return `sudo chown -R ${user} ${mount.source}   (${who}then ${again(symptoms)})`;
  const volume = `${scene.project}_${mount?.source}`;
  const chown = `${scene.engine} run --rm -u 0 --entrypoint chown -v ${volume}:/v ${service?.image} -R ${user} /v`;
  return `${chown}   (${who}or empty it, and lose what it holds: ${down(symptoms, ' --volumes')})`;
}

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

/** The mount that a path inside of the container lies in. */
function mountOf(service: ServiceSeen | undefined, path: string | undefined): Mount | undefined {
  if (!path) return undefined;
  return service?.mounts.find(
    ({ target }) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`),
  );
}

function isBind({ scene }: Symptoms, path: string | undefined): boolean {
  return scene.services.some(({ mounts }) =>
    mounts.some(({ kind, source }) => kind === 'bind' && source === path),
  );
}

function dataVolume({ service }: Symptoms): string | undefined {
  return service?.mounts.find(({ kind }) => kind === 'volume')?.source;
}

function dataOf(symptoms: Symptoms): string {
  const volume = dataVolume(symptoms);
  return volume === undefined ? 'its data' : `the data in the volume ${volume}`;
}

function volumeName(symptoms: Symptoms): string {
  const volume = dataVolume(symptoms);
  return volume === undefined ? 'VOLUME' : `${symptoms.scene.project}_${volume}`;
}
