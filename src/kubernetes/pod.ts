// A Compose service as the template of a pod. Pure.

import { SmokeError } from '../error.ts';
import { environmentOf } from '../stack/environment.ts';
import { isMap } from '../stack/fragment.ts';
import type { ValueMap } from '../stack/manifest.ts';
import { containerCommand, containerEnvironment, type SecretValue, secretValue } from './environment.ts';
import { needsCopy } from './files.ts';
import { copyContainer, waitContainer } from './init.ts';
import type { Mount, PodVolume, Surroundings } from './mounts.ts';
import { isServiceName } from './names.ts';
import { digest, type JsonMap, labels } from './objects.ts';
import { isFilledBy, type Owned, ownership } from './ownership.ts';
import { podVolumesOf, volumeMount } from './pod-volumes.ts';
import { containerProbes } from './probes.ts';
import { containerResources } from './resources.ts';
import { containerSecurity, type PodUser, podSecurity, podUser } from './security.ts';
import { otherNames } from './services.ts';
import { plainText, seconds, texts } from './texts.ts';

/** A pod, what its Secrets have to hold, and what could not be kept. */
export interface Pod {
  readonly template: JsonMap;
  readonly secrets: readonly SecretValue[];
  readonly user: PodUser;
  readonly losses: readonly string[];
}

/** The pod of a service. */
export function servicePod(
  around: Surroundings,
  name: string,
  kind: 'StatefulSet' | 'Deployment' | 'Job',
): Pod {
  const { parts, volumes } = around;
  const service = parts.services[name] ?? {};
  if (service['image'] === undefined) throw unbuilt(name);
  const mounts = around.mountsOf[name]?.mounts ?? [];
  const own = uniqueVolumes(mounts, volumes);
  const user = podUser(parts, name, mounts, volumes);
  const environment = containerEnvironment(
    parts,
    name,
    environmentOf(service).filter(([variable]) => parts.cluster[name]?.without?.[variable] === undefined),
  );
  const command = containerCommand(parts, name, service);
  const copied = own.filter((volume) => isCopied(around, name, volume, user));
  const { fsGroup, groups, given } = ownership(around, name, own, user);
  const copy = copyContainer(parts, copied, own, given, user);
  const wait = waitContainer(around, name, user);
  const isSecretCheck = checkTexts(service).some((text) => secretValue(parts, '', text) !== undefined);
  const resources = containerResources(service);
  const security = containerSecurity(user);
  const seenBy = own.flatMap(({ files }) => files);
  const container = {
    name,
    image: plainText(String(service['image'] ?? '')),
    ...command.part.command,
    ...(service['working_dir'] !== undefined && { workingDir: plainText(String(service['working_dir'])) }),
    ...(environment.part.length + command.part.env.length > 0 && {
      env: [...environment.part, ...command.part.env],
    }),
    ...portsOf(around, name),
    ...(mounts.length > 0 && { volumeMounts: mounts.map((mount, index) => volumeMount(mount, index, own)) }),
    ...(isSecretCheck ? {} : containerProbes(service)),
    ...(resources && { resources }),
    ...(security && { securityContext: readOnly(service, security) }),
    ...(service['tty'] === true && { tty: true }),
    ...(service['stdin_open'] === true && { stdin: true }),
  };
  const owns = own.some((volume) => volume.form === 'claim' || copied.includes(volume));
  const grace = seconds(service['stop_grace_period']);
  const inits = [...(wait ? [wait] : []), ...(copy ? [copy] : [])];
  const spec: JsonMap = {
    // The variables that Kubernetes would add for a Service such as grafana mean something else to many programs.
    enableServiceLinks: false,
    automountServiceAccountToken: false,
    restartPolicy: kind === 'Job' ? 'OnFailure' : 'Always',
    ...hostNames(name, service, kind === 'StatefulSet'),
    ...(grace !== undefined && { terminationGracePeriodSeconds: Math.ceil(grace) }),
    securityContext: podSecurity(user, owns ? fsGroup : undefined, groups),
    ...(inits.length > 0 && { initContainers: inits }),
    containers: [container],
    ...(mounts.length > 0 && { volumes: podVolumesOf(parts, mounts, own, copied) }),
  };
  const losses = [
    ...(isSecretCheck
      ? [
          `${name}: its health check has a secret among its arguments, so it is left out: let it read the secret from a file`,
        ]
      : []),
    ...copyLosses(name, copied, given, copy),
  ];
  const template = {
    metadata: {
      labels: labels(parts, name),
      // A pod does not notice that its files have changed; a new template makes a new pod.
      ...(seenBy.length > 0 && { annotations: { 'smoke/files': digest(seenBy) } }),
    },
    spec,
  };
  return { template, secrets: [...environment.secrets, ...command.secrets], user, losses };
}

/**
 * A service knows itself by each of its names, also before a Service leads to it; a set gives its pods other names
 * than theirs.
 */
function hostNames(name: string, service: ValueMap, isSet: boolean): JsonMap {
  const said = service['hostname'];
  const own =
    typeof said === 'string' && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(said) ? said : undefined;
  const hostname = own ?? (isSet ? undefined : name);
  const known = isSet ? undefined : hostname;
  const hostnames = [name, ...otherNames(name, service).filter(isServiceName)].filter(
    (each) => each !== known,
  );
  return {
    ...(hostname !== undefined && { hostname }),
    ...(hostnames.length > 0 && { hostAliases: [{ ip: '127.0.0.1', hostnames }] }),
  };
}

function copyLosses(
  name: string,
  copied: readonly PodVolume[],
  given: readonly Owned[],
  copy: JsonMap | undefined,
): string[] {
  if (!JSON.stringify(copy ?? {}).includes('"runAsUser":0')) return [];
  const roots = given.map(({ volume }) => volume).join(', ');
  const files = copied.map((volume) => volume.name).join(', ');
  const why = roots
    ? `the roots of ${roots} need an owner or a mode that no group replaces`
    : `files of ${files} belong to somebody else`;
  return [
    `${name}: an init container runs as root, since ${why}; a namespace that enforces the restricted standard refuses it`,
  ];
}

function unbuilt(name: string): SmokeError {
  return new SmokeError(
    'USAGE',
    `--format kubernetes: the service "${name}" is built here, expected an image`,
    {
      hint: 'Push it to a registry that the cluster reaches, and name it as the image of the service.',
    },
  );
}

function checkTexts({ healthcheck }: ValueMap): string[] {
  const test = isMap(healthcheck) ? healthcheck['test'] : undefined;
  return typeof test === 'string' ? [test] : texts(test);
}

function readOnly(service: ValueMap, security: JsonMap): JsonMap {
  return { ...security, ...(service['read_only'] === true && { readOnlyRootFilesystem: true }) };
}

function uniqueVolumes(mounts: readonly Mount[], volumes: Readonly<Record<string, PodVolume>>): PodVolume[] {
  const names = new Set(mounts.flatMap(({ volume }) => volume ?? []));
  return [...names].flatMap((name) => volumes[name] ?? []);
}

/** Files go into a claim or a folder that is written to; others only where their mode does not survive a mount. */
function isCopied(around: Surroundings, name: string, volume: PodVolume, user: PodUser): boolean {
  if (volume.files.length === 0) return false;
  if (volume.form === 'claim') return isFilledBy(around, name, volume);
  return volume.form !== 'files' || needsCopy(volume, user);
}

function portsOf({ ports }: Surroundings, name: string): JsonMap {
  const own = ports[name] ?? [];
  if (own.length === 0) return {};
  return {
    ports: own.map(({ number, protocol }) => ({
      name: `${protocol.toLowerCase()}-${number}`,
      containerPort: number,
      protocol,
    })),
  };
}
