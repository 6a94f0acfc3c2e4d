// What a cluster does not have, or has in another way: each a sentence with what to do. Pure.

import { conditionOf, dependencyNames } from '../stack/depends-on.ts';
import { isMap } from '../stack/fragment.ts';
import type { StackParts } from '../stack/parts.ts';
import { collectReferences } from '../stack/references.ts';
import { awaited } from './init.ts';
import type { Surroundings } from './mounts.ts';
import { objectName } from './names.ts';
import { serviceLosses } from './service-losses.ts';

/** Everything that is lost, by service and then of the whole. */
export function lossesOf(around: Surroundings): string[] {
  const { parts, mountsOf } = around;
  const names = Object.keys(parts.services).filter((name) => name !== 'files');
  return [
    ...names.flatMap((name) => [
      ...(mountsOf[name]?.refused ?? []).map(
        (place) =>
          `${name}: ${place} of the host is not mounted: a pod has nothing of the machine that runs it${place.includes('.sock') ? ', no engine either' : '; use a volume'}`,
      ),
      ...serviceLosses(around, name),
      ...jobLosses(parts, name),
      ...awaited(around, name)
        .filter(({ ports }) => ports.length === 0)
        .map(
          ({ service }) =>
            `${name}: it does not wait for ${service}, which has no port: say one under expose`,
        ),
    ]),
    ...contentLosses(around),
    ...declaredLosses(around),
    ...discoveryLosses(parts, names),
    ...addressLosses(parts),
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

function declaredLosses({ parts, volumes }: Surroundings): string[] {
  return Object.values(volumes).flatMap(({ name, form }) => {
    const declared = parts.declared[name];
    const keys = Object.keys(isMap(declared) ? declared : {}).filter((key) => key !== 'labels');
    if (form !== 'claim' || keys.length === 0) return [];
    return [
      `${name}: its claim ${objectName(parts, name)} is empty, and has nothing of ${keys.join(', ')} of Compose: make a PersistentVolume, or copy what is there`,
    ];
  });
}

/** Variables of the start that have a default, which a cluster gets, and another value here. */
export function givenLosses(
  { parts }: Surroundings,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(parts.services).flatMap(([service, { volumes: _, ...rest }]) =>
    collectReferences(rest)
      .filter(({ name, fallback }) => fallback !== undefined && (environment[name] || fallback) !== fallback)
      .map(
        ({ name }) =>
          `${name} is set here, and ${service} has its default: no variable is read when a pod starts; say the value in the object`,
      ),
  );
}

function discoveryLosses(parts: StackParts, names: readonly string[]): string[] {
  // The application finds itself.
  const found = names.flatMap((name) => {
    const own = parts.services[name]?.['labels'];
    if (parts.kinds[name] === 'app' || !isMap(own) || own['io.cryostat.discovery'] === undefined) return [];
    const port = own['io.cryostat.jmxPort'];
    return [port === undefined ? name : `${name}:${String(port)}`];
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
