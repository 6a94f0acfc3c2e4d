// Services that could not begin, or ended: command, memory, signal, code. Pure.

import type { Cause, Explanation } from '../cause.ts';
import { again, logs } from '../commands.ts';
import { decisiveLine } from '../decisive.ts';
import { clip, plainError } from '../lines.ts';
import { mountOf } from '../mounts.ts';
import type { Origin, ServiceSeen, Symptoms } from '../symptoms.ts';

const begins: readonly Origin[] = ['engine', 'provider', 'log'];
const killed = 137;

/** Before what the log says: the log of what was killed says nothing about it. */
export const endSigns: readonly Cause[] = [
  {
    code: 'out-of-memory',
    fits: ({ service }) => isKilledForMemory(service),
    explain: (symptoms) => outOfMemory(symptoms),
  },
  {
    code: 'wrong-architecture',
    from: begins,
    words: [
      /exec (?:container process )?[`'"]?(?<program>\/?[\w./-]*)[`'"]?:? exec format error/i,
      /exec format error/i,
    ],
    explain: (symptoms, { parts: { program } }) => ({
      cause: `${program || 'its program'} is for another kind of processor, or a script whose first line is not #!`,
      next: `${symptoms.scene.engine} image inspect --format '{{.Architecture}}' ${symptoms.service?.image ?? 'IMAGE'}   (uname -m says what this machine is)`,
    }),
  },
  {
    code: 'command-not-executable',
    from: begins,
    words: [
      /exec:? ['"]?(?<program>[^'":\s]+)['"]?: permission denied/i,
      /exec user process.*permission denied|crun:.*permission denied/i,
    ],
    explain: (symptoms, { parts: { program } }) => ({
      cause: `${program ?? 'its command'} may not be run: it is not marked as executable, or is a folder`,
      next: `chmod +x ${fileOf(symptoms, program)}   (then ${again(symptoms)})`,
    }),
  },
  {
    code: 'user-missing',
    from: ['engine', 'provider'],
    words: [/unable to find (?:user|group) (?<user>[\w.-]+)|no matching entries in (?:passwd|group) file/i],
    explain: (symptoms, { parts: { user } }) => ({
      cause: `the image has no user or group ${user ?? 'of that name'}`,
      next: `user: "UID:GID" in numbers for ${symptoms.subject}, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'command-not-found',
    from: ['engine', 'provider'],
    words: [
      /exec: ['"]?(?<program>[^'":\s]+)['"]?: (?:executable file not found|stat .*no such file|no such file)/i,
      /executable file [`'"](?<program>[^`'"]+)[`'"]:? not found/i,
      /(?:exec|stat|open executable:?) [`'"]?(?<program>\/[^`'":\s]+)[`'"]?: no such file or directory/i,
      /(?<program>no command) (?:or entrypoint )?(?:specified|provided)/i,
      /attempted to invoke a command that was not found/i,
    ],
    // Devices and mounts are looked up in the same words.
    fits: (_, { line }) =>
      !/device|\/dev\/|mount|source path|dockerfile|build context/i.test(line?.text ?? ''),
    explain: (symptoms, found) => commandNotFound(symptoms, found.parts['program']),
  },
];

/** In the log, told by the program itself. */
export const endWords: readonly Cause[] = [
  {
    code: 'out-of-memory',
    from: ['log'],
    words: [
      /java\.lang\.OutOfMemoryError: (?<heap>Java heap space|GC overhead|Metaspace)/i,
      /insufficient memory for the Java Runtime|cannot allocate memory|JavaScript (?<heap>heap) out of memory/i,
      /runtime: out of memory|std::bad_alloc|MemoryError|out of memory: killed process|could not (?:map|create) .*shared memory.*(?:allocate|memory)/i,
    ],
    explain: (symptoms, { parts: { heap } }) => {
      if (heap === undefined) return outOfMemory(symptoms);
      return {
        cause: `it used up the memory that it gives itself (${heap})`,
        next: `raise its heap (Java: -Xmx or -XX:MaxRAMPercentage in JAVA_TOOL_OPTIONS; Node: --max-old-space-size), then: ${again(symptoms)}`,
      };
    },
  },
  {
    code: 'command-not-found',
    from: ['log'],
    words: [
      /^(?:.*: )?(?:line )?\d*:? ?(?<program>[\w./-]+): (?:command )?not found\s*$/i,
      /(?:exec|env|node|python\d?|sh|bash).*?[ '"‘](?<program>[\w./-]+)['"’]?: (?:no such file or directory|cannot open)/i,
      /(?:cannot find module|can't open file|could not find or load main class|unable to access jarfile) ['"]?(?<program>[^'"\s]+)/i,
    ],
    fits: ({ service }) => [1, 2, 126, 127].includes(service?.container?.exitCode ?? 0),
    explain: (symptoms, found) => commandNotFound(symptoms, found.parts['program']),
  },
];

/** When nothing else is known. */
export const endCauses: readonly Cause[] = [
  {
    code: 'engine-refused',
    from: ['engine'],
    words: [/./],
    explain: (symptoms, { line }) => ({
      cause: `could not be started: ${clip(plainError(line?.text ?? ''), 160)}`,
      next: `smoke lint ${symptoms.scene.file}   (or correct by hand what the line names in ${symptoms.subject}, then: ${again(symptoms)})`,
    }),
  },
  {
    code: 'dependency-failed',
    from: ['provider'],
    words: [
      /dependency failed to start: container (?<container>\S+) (?<what>.*)/i,
      /container (?<container>\S+) (?<what>exited \(\d+\)|is unhealthy)/i,
    ],
    explain: (symptoms, { parts: { container = '', what = '' } }) => {
      const service =
        symptoms.scene.services.find((each) => each.container?.name === container)?.name ?? container;
      return {
        services: [service],
        cause: what || 'failed',
        next: `${logs(symptoms, service)}   (others wait for it)`,
      };
    },
  },
  {
    code: 'exited',
    fits: ({ kind, service }) => kind === 'service' && hasEnded(service),
    explain: (symptoms) => exited(symptoms),
    mayFollow: true,
  },
];

/** One that is started again and again may run at the moment, and tells no code then. */
function hasEnded(service: ServiceSeen | undefined): boolean {
  const { state, exitCode, restartCount = 0 } = service?.container ?? {};
  return (exitCode !== undefined && state !== 'running') || restartCount > 2;
}

/** The file on this machine, where the program is mounted from it. */
function fileOf({ service }: Symptoms, program = 'FILE'): string {
  const mount = mountOf(service, program);
  return mount?.kind === 'bind'
    ? mount.source + program.slice(mount.target.length)
    : `${program} in its Dockerfile`;
}

function isKilledForMemory(service: ServiceSeen | undefined): boolean {
  const { oomKilled, exitCode } = service?.container ?? {};
  // Podman, and Docker with some kernels, do not notice: the limit makes it the likely killer.
  return oomKilled === true || (exitCode === killed && service?.memoryLimit !== undefined);
}

function outOfMemory(symptoms: Symptoms): Explanation {
  const limit = symptoms.service?.memoryLimit;
  return {
    cause: `ended because it had not enough memory${limit ? `: it may use ${limit}` : ''}`,
    next: limit
      ? `raise mem_limit (or deploy.resources.limits.memory) of ${symptoms.subject} above ${limit}, then: ${again(symptoms)}`
      : `free -m   (this machine, or the virtual machine of the engine, has too little: stop something, or give it more; then ${again(symptoms)})`,
  };
}

function commandNotFound(symptoms: Symptoms, program: string | undefined): Explanation {
  const image = symptoms.service?.image;
  const what = program === 'no command' ? 'a command of its own' : (program ?? 'the command');
  return {
    cause: `cannot run: the image has no ${what}`,
    next: `correct command or entrypoint of ${symptoms.subject}   (${symptoms.scene.engine} image inspect ${image ?? 'IMAGE'} shows what the image runs by itself)`,
  };
}

function exited(symptoms: Symptoms): Explanation {
  const { exitCode, restartCount = 0 } = symptoms.service?.container ?? {};
  const times = restartCount > 1 ? ` and was started again ${restartCount} times` : '';
  const decisive = decisiveLine(symptoms.lines);
  if (exitCode === undefined) {
    return {
      cause: `keeps ending${times}${decisive ? `; it says last: ${clip(decisive.text.trim(), 120)}` : ''}`,
      next: `${logs(symptoms)}   (a command that only begins a server has to stay in the foreground; then ${again(symptoms)})`,
    };
  }
  if (exitCode === 0) {
    return {
      cause: `ended without an error${times}, and is to run on: its command came to an end${times ? '' : ', or somebody stopped it'}`,
      next: times
        ? `let the command of ${symptoms.subject} stay in the foreground, or set restart: "no" where it is meant to end; ${logs(symptoms)}`
        : `${again(symptoms)}   (starts it again; ${logs(symptoms)} tells what it did)`,
    };
  }
  const why = signalOf(exitCode) ?? `ended with exit code ${exitCode}`;
  return {
    cause: `${why}${times}${decisive ? `: ${clip(decisive.text.trim(), 120)}` : ', and said nothing'}`,
    next: `${logs(symptoms)}   (then mend it and call ${again(symptoms)})`,
  };
}

function signalOf(exitCode: number): string | undefined {
  const names: Readonly<Record<number, string>> = {
    4: 'an instruction that this processor does not have (SIGILL)',
    6: 'itself, after an error of its own (SIGABRT)',
    7: 'a memory error (SIGBUS)',
    9: 'force (SIGKILL): by somebody, or by the machine for lack of memory',
    11: 'a memory error (SIGSEGV)',
    15: 'a request to end (SIGTERM)',
  };
  if (exitCode <= 128 || exitCode >= 160) return undefined;
  const signal = exitCode - 128;
  return `ended by signal ${signal}${names[signal] ? `, ${names[signal]}` : ''}`;
}
