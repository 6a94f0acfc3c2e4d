// What a cluster does not have, or has in another way: each a sentence with what to do. Pure.

import { conditionOf, dependencyNames } from '../stack/depends-on.ts';
import { environmentOf } from '../stack/environment.ts';
import { isMap } from '../stack/fragment.ts';
import type { ValueMap } from '../stack/manifest.ts';
import type { StackParts } from '../stack/parts.ts';
import { awaited } from './init.ts';
import type { Surroundings } from './mounts.ts';
import { isServiceName, objectName } from './names.ts';
import { otherNames, publishedPorts } from './services.ts';

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

/** Everything that is lost, by service and then of the whole. */
export function lossesOf(around: Surroundings): string[] {
  const { parts, mountsOf } = around;
  const names = Object.keys(parts.services).filter((name) => name !== 'files');
  return [
    ...names.flatMap((name) => [
      ...publishedLoss(name, parts.services[name] ?? {}),
      ...(mountsOf[name]?.refused ?? []).map(
        (place) =>
          `${name}: ${place} of the host is not mounted: a pod has nothing of the machine that runs it${place.includes('.sock') ? ', no engine either' : '; use a volume'}`,
      ),
      ...serviceLosses(parts, name),
      ...jobLosses(parts, name),
      ...awaited(around, name)
        .filter(({ ports }) => ports.length === 0)
        .map(
          ({ service }) =>
            `${name}: it does not wait for ${service}, which has no port: say one under expose`,
        ),
    ]),
    ...contentLosses(around),
    ...discoveryLosses(parts, names),
    ...addressLosses(parts),
  ];
}

function publishedLoss(name: string, service: ValueMap): string[] {
  const ports = publishedPorts(service).filter(({ protocol }) => protocol === 'TCP');
  if (ports.length === 0) return [];
  const pairs = ports.map(({ published, number }) => `${published}:${number}`).join(' ');
  return [
    `${name}: no port is published outside of the cluster: kubectl port-forward service/${name} ${pairs}`,
  ];
}

function serviceLosses(parts: StackParts, name: string): string[] {
  const service = parts.services[name] ?? {};
  const unknown = Object.keys(service).filter((key) => !translated.has(key) && !key.startsWith('x-'));
  const brackets = environmentOf(service).filter(
    ([variable]) => !/^[-._A-Za-z][-._A-Za-z0-9]*$/.test(variable),
  );
  const names = otherNames(name, service).filter((other) => !isServiceName(other));
  const { user } = service;
  return [
    ...unknown.map(
      (key) =>
        `${name}: ${key} has no counterpart and is left out: ${advice[key] ?? 'see whether it runs without'}`,
    ),
    ...(brackets.length > 0
      ? [`${name}: the name of ${brackets[0]?.[0]} is one that only Kubernetes 1.32 and newer take`]
      : []),
    ...names.map((other) => `${name}: nobody reaches it as ${other}, which cannot be the name of a Service`),
    ...(user !== undefined && !/^\d+(:\d+)?$/.test(String(user))
      ? [
          `${name}: the user ${String(user)} is a name, and Kubernetes wants its number: the image's own user runs it`,
        ]
      : []),
  ];
}

function jobLosses(parts: StackParts, name: string): string[] {
  const service = parts.services[name];
  return dependencyNames(service)
    .filter((other) => other !== 'files' && conditionOf(service, other) === 'service_completed_successfully')
    .map(
      (other) =>
        `${name}: it does not wait for the Job ${other}; what fails until then is tried again or restarted`,
    );
}

function contentLosses({ parts, volumes }: Surroundings): string[] {
  return Object.values(volumes).flatMap(({ name, form }) => {
    const object = objectName(parts, name);
    if (form === 'content')
      return [
        `${name}: it is empty until there is a Secret of its files: kubectl create secret generic ${object} --from-file=volumes/${name}`,
      ];
    return parts.volumes[name]?.content
      ? [`${name}: nothing fills its claim ${object}: kubectl cp volumes/${name}/. POD:PATH`]
      : [];
  });
}

function discoveryLosses(parts: StackParts, names: readonly string[]): string[] {
  const found = names.filter((name) => {
    const own = parts.services[name]?.['labels'];
    return isMap(own) && own['io.cryostat.discovery'] !== undefined;
  });
  if (found.length === 0) return [];
  return [
    `Cryostat finds nobody by the labels of containers (${found.join(', ')}): add them as custom targets, by service:jmx:rmi:///jndi/rmi://NAME:PORT/jmxrmi`,
  ];
}

function addressLosses(parts: StackParts): string[] {
  const urls = [
    ...new Set(
      parts.notes.urls
        .filter(({ service, url }) => parts.services[service] !== undefined && URL.canParse(url))
        .map(({ url }) => new URL(url).origin),
    ),
  ];
  return [
    ...(urls.length > 0
      ? [`addresses for browsers stay ${urls.join(', ')}: they hold where the same ports are forwarded`]
      : []),
    ...(parts.networks
      ? ['networks are left out, so every pod reaches every other one: a NetworkPolicy keeps them apart']
      : []),
  ];
}
