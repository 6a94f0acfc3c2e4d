// Data in volumes: of another owner or version, locked, damaged, not to be written. Pure.

import type { Cause } from '../cause.ts';
import { again, down } from '../commands.ts';
import { mountOf } from '../mounts.ts';
import type { Mount, Origin, Symptoms } from '../symptoms.ts';

const said: readonly Origin[] = ['log', 'health', 'engine', 'provider'];
const path = String.raw`(?<path>/[^\s"'\x60:,()]+)`;
const denied = '(?:permission denied|operation not permitted|EACCES|EPERM|access denied)';

/** What keeps a service from its data. */
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
    code: 'volume-read-only',
    from: said,
    words: [new RegExp(`${path}.*(?:read-only file ?system|EROFS)`, 'i'), /read-only file ?system|EROFS/i],
    explain: (_, { parts: { path } }) => ({
      cause: `it wants to write ${path ? `to ${path}` : 'where'}${path ? ', which' : ' it'} is mounted read-only`,
      next: 'mount a volume there that is not ":ro", or a tmpfs where the service is "read_only: true"',
    }),
  },
  {
    code: 'volume-read-only',
    from: said,
    words: [new RegExp(String.raw`${path}\S* .*${denied}`, 'i')],
    fits: ({ service }, { parts }) => mountOf(service, parts['path'])?.isReadOnly === true,
    explain: (_, { parts: { path = '' } }) => ({
      cause: `it wants to write to ${path}, which is mounted read-only`,
      next: 'mount it without ":ro", or let the service write elsewhere',
    }),
  },
  {
    code: 'selinux-denied',
    from: said,
    words: [new RegExp(`${path}.*${denied}`, 'i'), new RegExp(denied, 'i')],
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
        `data directory "${path}" has (?:wrong ownership|invalid permissions|group or world access)`,
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
      new RegExp(`(?:AccessDeniedException): ${path}`, 'i'),
      new RegExp(
        String.raw`(?:mkdir|open|create|creat\w*|write|touch|chown|chmod|mount|unlink|rename|initdb|cannot)\b.*?${path}.*${denied}`,
        'i',
      ),
    ],
    explain: (_, { parts: { path = '' } }) => ({
      cause: `its user may not use ${path}`,
      next: `set "user:" to the owner of ${path}, or mount a volume there that its user may write to (where cap_drop took the right away: cap_add)`,
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
