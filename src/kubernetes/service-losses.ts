// What a cluster does not have of one service: each a sentence with what to do. Pure.

import { environmentOf } from '../stack/environment.ts';
import { isMap } from '../stack/fragment.ts';
import type { Value, ValueMap } from '../stack/manifest.ts';
import { needsCopy } from './files.ts';
import type { Surroundings } from './mounts.ts';
import { isServiceName } from './names.ts';
import { podUser } from './security.ts';
import { otherNames, publishedPorts } from './services.ts';
import { texts } from './texts.ts';

/** Keys of a service that the objects say in their own way. */
const translated = new Set([
  ...[
    'image',
    'command',
    'entrypoint',
    'environment',
    'user',
    'hostname',
    'restart',
    'depends_on',
    'volumes',
  ],
  ...['tmpfs', 'ports', 'expose', 'healthcheck', 'deploy', 'networks', 'labels', 'working_dir', 'read_only'],
  ...[
    'tty',
    'stdin_open',
    'stop_grace_period',
    'cpus',
    'mem_limit',
    'mem_reservation',
    'security_opt',
    'pull_policy',
  ],
]);

/** What to do about keys that people use. */
const advice: Readonly<Record<string, string>> = {
  extra_hosts: 'add hostAliases to its pod',
  env_file: 'say its variables under environment',
  privileged: 'add privileged to the security context of its container, where the namespace allows it',
  cap_add: 'add the capabilities to the security context of its container, where the namespace allows it',
  devices: 'ask for a device plugin of the cluster',
  network_mode: 'every pod has a network of its own',
  shm_size: 'mount an emptyDir in memory at /dev/shm',
  secrets: 'place them by x-smoke.files',
  configs: 'place them by x-smoke.files',
};

/** Parts of `deploy` that the objects say in their own way. */
const translatedParts = [
  'replicas',
  'resources',
  'resources.limits.cpus',
  'resources.limits.memory',
  'resources.reservations.cpus',
  'resources.reservations.memory',
];

/** What is lost of a service. */
export function serviceLosses(around: Surroundings, name: string): string[] {
  const service = around.parts.services[name] ?? {};
  const { without = {}, losses = [] } = around.parts.cluster[name] ?? {};
  const given = new Set(environmentOf(service).map(([variable]) => variable));
  return [
    ...publishedLoss(name, service),
    ...unknownKeys(service).map(
      (key) =>
        `${name}: ${key} has no counterpart and is left out: ${advice[key] ?? 'see whether it runs without'}`,
    ),
    ...nameLosses(name, service),
    ...readOnlyLosses(around, name),
    ...Object.entries(without)
      .filter(([variable]) => given.has(variable))
      .map(([variable, why]) => `${name}: ${variable} is left out: ${why}`),
    ...losses.map((loss) => `${name}: ${loss}`),
  ];
}

function publishedLoss(name: string, service: ValueMap): string[] {
  const ports = publishedPorts(service).filter(({ protocol }) => protocol === 'TCP');
  if (ports.length === 0) return [];
  const few = ports.slice(0, 8).map(({ published, number }) => `${published}:${number}`);
  const pairs = [...few, ...(ports.length > few.length ? ['…'] : [])].join(' ');
  return [
    `${name}: no port is published outside of the cluster: kubectl port-forward service/${name} ${pairs}`,
  ];
}

function unknownKeys(service: ValueMap): string[] {
  const { deploy, security_opt: options } = service;
  const parts = isMap(deploy) ? deploy : {};
  const resources = isMap(parts['resources']) ? parts['resources'] : {};
  const below = (path: string, value: Value | undefined): string[] =>
    isMap(value) ? Object.keys(value).map((key) => `${path}.${key}`) : [];
  return [
    ...Object.keys(service).filter((key) => !translated.has(key) && !key.startsWith('x-')),
    ...[
      ...below('deploy', parts),
      ...below('deploy.resources.limits', resources['limits']),
      ...below('deploy.resources.reservations', resources['reservations']),
    ]
      .filter((path) => !translatedParts.includes(path.slice('deploy.'.length)))
      .filter((path) => path !== 'deploy.mode' || parts['mode'] !== 'replicated'),
    ...texts(options)
      .filter((option) => !/^(label|no-new-privileges)\b/.test(option))
      .map((option) => `security_opt ${option}`),
  ];
}

function nameLosses(name: string, service: ValueMap): string[] {
  const { user, environment } = service;
  const brackets = environmentOf(service).find(
    ([variable]) => !/^[-._A-Za-z][-._A-Za-z0-9]*$/.test(variable),
  );
  const unset = isMap(environment)
    ? Object.keys(environment).filter((variable) => environment[variable] === null)
    : texts(environment).filter((entry) => !entry.includes('='));
  const names = otherNames(name, service).filter((other) => !isServiceName(other));
  return [
    ...(brackets
      ? [`${name}: the name of ${brackets[0]} is one that only Kubernetes 1.32 and newer take`]
      : []),
    ...unset.map(
      (variable) => `${name}: ${variable} has no value, which only Compose would take from its surroundings`,
    ),
    ...names.map((other) => `${name}: nobody reaches it as ${other}, which cannot be the name of a Service`),
    ...(user !== undefined && user !== 'root' && !/^\d+(:\d+)?$/.test(String(user))
      ? [
          `${name}: the user ${String(user)} is a name, and Kubernetes wants its number: the image's own user runs it`,
        ]
      : []),
  ];
}

/** Nobody writes into a ConfigMap or a Secret. */
function readOnlyLosses({ parts, mountsOf, volumes }: Surroundings, name: string): string[] {
  const { mounts = [] } = mountsOf[name] ?? {};
  const user = podUser(parts, name, mounts, volumes);
  const fixed = mounts.filter(({ volume = '', readOnly }) => {
    const found = volumes[volume];
    return !readOnly && found?.form === 'files' && !needsCopy(found, user);
  });
  return fixed.map(
    ({ volume, target }) =>
      `${name}: it cannot write to ${target}, since the files of ${volume} are a ConfigMap or a Secret`,
  );
}
