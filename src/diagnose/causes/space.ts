// What a machine has too little of: disk, shared memory, processes, files, kernel settings. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import type { Symptoms } from '../symptoms.ts';

const plentyBytes = 1e9;

/** "No space left on device" is said of other things, too: those come first. */
export const spaceCauses: readonly Cause[] = [
  {
    code: 'shared-memory-too-small',
    words: [
      /shared memory segment "(?<segment>[^"]+)".*no space left|\/dev\/shm.*no space left|could not resize shared memory/i,
    ],
    explain: (symptoms) => ({
      cause: 'it needs more shared memory than its container has (64 MB unless set)',
      next: `shm_size: 256m for ${symptoms.subject}, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'watch-limit',
    words: [
      /inotify.*(?:no space left|limit|too many)|user limit .*inotify|ENOSPC: System limit for number of file watchers/i,
    ],
    explain: (symptoms) => ({
      cause: 'this machine lets no more files be watched (inotify)',
      next: `sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512   (then ${again(symptoms)})`,
    }),
  },
  {
    code: 'disk-full',
    words: [
      /no space left on device|ENOSPC|disk (?:is )?full|could not extend file|not enough (?:free )?(?:disk )?space|disk quota exceeded|EDQUOT|insufficient (?:disk )?space|out of disk space/i,
    ],
    explain: (symptoms, { line }) => ({
      about: 'disk',
      cause: `no space is left ${where(symptoms, line?.text ?? '')}`,
      next: isDisk(symptoms)
        ? `${symptoms.scene.engine} system df; df -h   (${symptoms.scene.engine} system prune frees what nothing uses; then ${again(symptoms)})`
        : `raise the size of that volume or tmpfs of ${symptoms.subject}, or empty it; then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'open-files-limit',
    words: [/too many open files|EMFILE|ENFILE/i],
    explain: (symptoms) => ({
      cause: 'it may not open more files',
      next: `ulimits: { nofile: 65536 } for ${symptoms.subject}, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'process-limit',
    words: [
      /unable to create (?:new )?native thread|pthread_create failed|(?:fork|clone)\b.*(?:resource temporarily unavailable|EAGAIN)|can't fork|failed to create (?:new OS )?thread/i,
    ],
    explain: (symptoms) => ({
      cause: 'it may not start more processes or threads',
      next: `raise pids_limit (or deploy.resources.limits.pids) of ${symptoms.subject}, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'kernel-setting',
    from: ['log', 'engine', 'provider'],
    words: [
      /(?<name>vm\.max_map_count|net\.core\.\w+|kernel\.\w+|vm\.overcommit_memory)\b.*(?:too low|at least|must be|increase|is set to 0)/i,
      /max virtual memory areas (?<name>vm\.max_map_count)/i,
    ],
    explain: (symptoms, { parts: { name = '' } }) => ({
      cause: `a setting of this machine's kernel is too low: ${name}`,
      next: `sudo sysctl ${name}=VALUE   (the line above says which; then ${again(symptoms)})`,
    }),
  },
];

/** Whether it is the disk that is full, as far as that can be seen, and not something with a size of its own. */
function isDisk({ scene }: Pick<Symptoms, 'scene'>): boolean {
  return scene.freeBytes === undefined || scene.freeBytes < plentyBytes;
}

function where({ scene, service }: Symptoms, text: string): string {
  const mount = service?.mounts.find(({ target }) => text.includes(target));
  if (isDisk({ scene })) {
    const free = scene.freeBytes === undefined ? '' : ` (${Math.round(scene.freeBytes / 1e6)} MB are free)`;
    return `on the disk of the engine${free}`;
  }
  const volumes = service?.mounts.filter(({ kind }) => kind === 'volume').map(({ source }) => source) ?? [];
  const likely = mount?.source ?? volumes.join(' or ');
  return likely
    ? `in the volume ${likely}: the disk itself has room`
    : 'in the container: the disk itself has room';
}
