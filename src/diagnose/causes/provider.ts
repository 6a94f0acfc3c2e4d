// What the Compose provider does not understand or cannot make. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import type { Origin, Symptoms } from '../symptoms.ts';

const from: readonly Origin[] = ['provider', 'engine'];

/** The provider's own complaints, before anything started. */
export const providerCauses: readonly Cause[] = [
  {
    code: 'variable-missing',
    from,
    words: [
      /required variable (?<name>\w+) is missing a value(?:: (?<help>.*))?/i,
      /(?:variable|mandatory) "?(?<name>[A-Z_]\w*)"?.*(?:must be set|is required|is not set)/,
    ],
    explain: (symptoms, { parts: { name = '', help } }) => ({
      about: name,
      cause: `the variable ${name} has to be set${help ? `: ${help}` : ''}`,
      next: `export ${name}=…   (then ${again(symptoms)})`,
    }),
  },
  {
    code: 'container-name-taken',
    from,
    words: [
      /container name "?\/?(?<name>[\w.-]+)"? is already in use/i,
      /the name "?\/?(?<name>[\w.-]+)"? is already in use by/i,
    ],
    explain: (symptoms, { parts: { name = '' } }) => ({
      about: name,
      cause: `another container is called ${name} already`,
      next: `${symptoms.scene.engine} rm -f ${name}   (or take container_name out of the file; then ${again(symptoms)})`,
    }),
  },
  {
    code: 'engine-refused',
    from,
    words: [
      /Command '(?:\S*\/)?(?<command>podman \w+ (?:create|run|start|build|pull)\b[^']*|podman (?:run|start|create|build|pull)\b[^']*)' returned non-zero/,
    ],
    explain: (_, { parts: { command = '' } }) => ({
      cause: `the engine refused "${command.split(' ').slice(0, 3).join(' ')}", and the Compose provider does not say why`,
      next: `${command}   (says why)`,
    }),
  },
  {
    code: 'device-missing',
    from,
    words: [
      /could not select device driver.*\[\[?(?<name>[\w, ]+)/i,
      /adding custom device "(?<name>[^"]+)"/i,
      /(?:stat|stating device|device) "?(?<name>\/dev\/[\w./-]+)"?:? .*no such/i,
      /unresolvable CDI devices? (?<name>\S+)/i,
    ],
    explain: (symptoms, { parts: { name } }) => ({
      cause: `this machine, or its engine, does not have the device ${name ?? 'that it asks for'}`,
      next: `ls -l ${name?.startsWith('/dev') ? name : '/dev'}   (or take the device out of the file, and ${again(symptoms)})`,
    }),
  },
  {
    code: 'limit-refused',
    from,
    words: [
      /setting rlimit|range of CPUs is from|minimum memory limit allowed|(?:memory|cpu|pids)\b.*(?:limit|cgroup).*(?:invalid|not supported|not available|denied|smaller)|cgroup.*(?:not (?:mounted|available|delegated)|no such file|permission denied)|kernel does not support/i,
    ],
    explain: (symptoms) => ({
      cause:
        'this machine or engine cannot give the limits of memory, CPUs or processes that the file asks for',
      next: `lower or drop mem_limit, cpus or deploy.resources of ${symptoms.subject}, then: ${again(symptoms)}`,
    }),
  },
  {
    code: 'security-profile',
    from: ['engine', 'provider', 'log'],
    words: [
      /apparmor.*(?:denied|failed|unable|not|could)|seccomp.*(?:failed|denied|profile|error)|selinux.*(?:denied|failed)|failed to (?:set|apply) .*(?:label|profile)/i,
    ],
    explain: (symptoms) => ({
      cause: 'a security profile of this machine (AppArmor, seccomp, SELinux) does not let it run',
      next: `sudo dmesg | tail   (shows what was denied; security_opt of the service names another profile; then ${again(symptoms)})`,
    }),
  },
];

/** After whatever is said of mounts and names: providers tell those as if the manifest were wrong. */
export const manifestCauses: readonly Cause[] = [
  {
    code: 'manifest-invalid',
    from: ['provider'],
    words: [
      /depends on undefined service|undefined (?:volume|network|service|secret|config)|refers to undefined|(?:dependency )?cycle/i,
      /has neither an image nor a build|invalid compose (?:project|file|spec)|empty compose file|top-level object must be|yaml: |mapping values are not allowed/i,
      /must be an? (?:mapping|string|number|integer|boolean|list|array|object)|invalid (?:ip|interpolation|type|proto|port|hostPort|containerPort|volume|spec|mount|duration|key)|validating .*: (?!.*additional propert)/i,
      /(?:yaml\.(?:scanner|parser)|KeyError|ValueError|AssertionError|TypeError)/,
    ],
    // An older provider says the same of what it does not know yet.
    fits: (_, { line }) => !/additional propert|unsupported/i.test(line?.text ?? ''),
    explain: (symptoms) => ({
      cause: `${symptoms.scene.provider} does not understand the manifest`,
      next: `smoke lint ${symptoms.scene.file}   (says where, and what would do)`,
    }),
  },
  {
    code: 'provider-too-old',
    from: ['provider'],
    words: [
      /(?<where>[\w.-]*?)\.?\s*additional propert(?:y|ies) '?(?<field>[\w.-]+)'? (?:is|are)? ?not allowed/i,
      /unsupported config option for (?<where>\S+): '(?<field>[^']+)'/i,
      /(?:unknown|unrecognized|unsupported) (?:field|key|keyword|attribute|property|option)s?:? ["'`]?(?<field>[\w.-]+)/i,
      /(?:unknown flag|unrecognized arguments?): (?<field>\S+)/i,
      /(?:requires?|needs?|supported (?:only )?(?:by|from|since)) (?:docker )?(?:compose|podman|api|engine) ?(?:version )?v?(?<version>\d[\d.]*)/i,
      /is not supported (?:by|on|in) .*(?:version|api|engine|podman|compose)|client version .* is too (?:old|new)/i,
    ],
    explain: (symptoms, { parts: { field, where, version } }) => ({
      about: field ?? '',
      cause: `${symptoms.scene.provider} does not know ${field ? `"${field}"${where ? ` of ${where}` : ''}` : 'something that the manifest uses'}${version ? `: it needs ${version}` : ''}: it is too old, or the word is wrong`,
      next: `smoke lint ${symptoms.scene.file}   (says whether the word is right; else a newer Compose: PODMAN_COMPOSE_PROVIDER or ~/.docker/cli-plugins names it)`,
    }),
  },
];

/** What the provider was at when the time was over; asked last. */
export const lateCauses: readonly Cause[] = [
  {
    code: 'start-too-slow',
    from: ['provider'],
    words: [/(?:trying to pull|pulling|downloading|extracting) (?:image )?(?<image>[^\s.]\S*?)(?:\.{3})?$/i],
    fits: ({ isLate }) => isLate === true,
    explain: (symptoms, { parts: { image = 'IMAGE' } }) => ({
      cause: `the image ${image} was not there in time: ${symptoms.scene.provider} was still at it`,
      next: `${symptoms.scene.engine} pull ${image}   (shows how far it comes, or why not; then ${again(symptoms)} --timeout 900)`,
    }),
  },
  {
    code: 'start-too-slow',
    fits: ({ isLate }) => isLate === true,
    explain: (symptoms) => ({
      cause: `${symptoms.scene.provider} was not done when the time was over`,
      next: `${again(symptoms)} --timeout 900`,
    }),
  },
];

/** The engine itself does not answer. */
export const engineCauses: readonly Cause[] = [
  {
    code: 'engine-forbidden',
    from,
    words: [
      /permission denied.*(?:docker|podman)(?:\.sock| daemon| api)|(?:docker|podman)\.sock: .*permission denied/i,
    ],
    explain: (symptoms) => ({
      cause: `this user may not use the socket of ${nameOf(symptoms)}`,
      next: `sudo usermod -aG docker "$USER"   (then log in anew; or use Podman without root: ${again(symptoms)} -c podman)`,
    }),
  },
  {
    code: 'engine-gone',
    from,
    words: [
      /cannot connect to the docker daemon|is the docker daemon running|error during connect|(?:docker|podman)\.sock.*(?:no such file|connection refused|EOF|broken pipe|reset)/i,
      /cannot connect to podman|unable to connect to podman|\/_ping\b.*(?:EOF|refused)|podman machine .*not running/i,
    ],
    // A socket that is to be mounted is another matter.
    fits: (_, { line }) => !/statfs|mount|source path/i.test(line?.text ?? ''),
    explain: (symptoms) => engineGone(symptoms.scene.engine, again(symptoms)),
  },
];

/** What to say when the engine ended while it was needed. */
export function engineGone(engine: string, retry: string): { cause: string; next: string } {
  const start = engine === 'docker' ? 'sudo systemctl start docker' : 'systemctl --user start podman.socket';
  return {
    cause: `the engine went away: ${engine} does not answer any more`,
    next: `${start}   (on macOS: start its application or machine; then ${retry})`,
  };
}

function nameOf({ scene }: Symptoms): string {
  return scene.engine === 'docker' ? 'Docker' : 'Podman';
}
