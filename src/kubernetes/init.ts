// Containers that run before a pod's own: one waits for services, one copies files to their owners. Pure.

import { conditionOf, dependencyNames } from '../stack/depends-on.ts';
import type { StackParts } from '../stack/parts.ts';
import { copyLines, copyScript, ownerToGive } from './files.ts';
import type { PodVolume, Surroundings } from './mounts.ts';
import { sourceKey, volumeKey } from './names.ts';
import type { JsonMap } from './objects.ts';
import type { Owned } from './ownership.ts';
import { helperSecurity, ownerSecurity, type PodUser } from './security.ts';
import { calledPorts, fileText, ownTexts, saidPorts } from './services.ts';
import { plainText } from './texts.ts';

/**
 * A Service has no address that answers before its pod is ready, so a connection is what Compose calls healthy. Any of
 * the ports is enough: not everybody opens all of them.
 */
export const waitScript = `answers() {
  for port in \${2//,/ }; do
    (exec 3<>"/dev/tcp/$1/$port") 2>/dev/null && return
  done
  return 1
}
for address in $ADDRESSES; do
  until answers "\${address%:*}" "\${address#*:}"; do sleep 1; done
done
`;

/** Waits for the services that have to be healthy or started; undefined where there are none with a port. */
export function waitContainer(around: Surroundings, name: string, user: PodUser): JsonMap | undefined {
  const addresses = awaited(around, name).flatMap(({ service, ports }) =>
    ports.length === 0 ? [] : `${service}:${ports.join(',')}`,
  );
  const image = helperImage(around.parts);
  if (addresses.length === 0 || image === undefined) return undefined;
  return {
    name: name === 'wait' ? 'wait-first' : 'wait',
    image,
    command: ['/bin/bash', '-euc', waitScript],
    env: [{ name: 'ADDRESSES', value: addresses.join(' ') }],
    securityContext: helperSecurity(user),
  };
}

/** Services that are waited for, each with ports of which it is enough that one answers. */
export function awaited(around: Surroundings, name: string): { service: string; ports: readonly number[] }[] {
  const service = around.parts.services[name];
  return dependencyNames(service)
    .filter((other) => conditionOf(service, other) !== 'service_completed_successfully')
    .map((other) => ({ service: other, ports: portsToAwait(around, name, other) }));
}

/** What a service says itself is sure; else what the one who waits uses; others may mean something else by a name. */
function portsToAwait(
  { parts, mountsOf, volumes, ports }: Surroundings,
  name: string,
  other: string,
): number[] {
  const own = (mountsOf[name]?.mounts ?? []).flatMap(({ volume }) => volumes[volume ?? '']?.files ?? []);
  const texts = [...ownTexts(parts.services[name] ?? {}), ...own.map(fileText)];
  const service = parts.services[other] ?? {};
  const choices = [saidPorts(service), calledPorts(other, service, texts), ports[other] ?? []];
  const numbers = choices.map((choice) =>
    choice.filter(({ protocol }) => protocol === 'TCP').map(({ number }) => number),
  );
  return [...new Set(numbers.find(({ length }) => length > 0))];
}

/** Copies what has to be copied, and gives volumes the owner that a group cannot replace. */
export function copyContainer(
  parts: StackParts,
  copied: readonly PodVolume[],
  own: readonly PodVolume[],
  given: readonly Owned[],
  user: PodUser,
): JsonMap | undefined {
  const image = helperImage(parts);
  if (image === undefined || copied.length + given.length === 0) return undefined;
  const needsRoot =
    !user.isNotRoot ||
    user.uid === undefined ||
    given.length > 0 ||
    copied.some(({ files }) => files.some((file) => ownerToGive(file, user) !== undefined));
  const lines = copied.flatMap((volume) => copyLines(volume, user, needsRoot));
  const owners = given.map(({ volume, owner, mode }) => `${owner} ${mode} /to/${volume}`);
  const mounted = new Set([...copied.map(({ name }) => name), ...given.map(({ volume }) => volume)]);
  return {
    name: 'files',
    image,
    command: ['/bin/sh', '-euc', copyScript],
    env: [
      ...(owners.length > 0 ? [{ name: 'OWNERS', value: owners.join('\n') }] : []),
      ...(lines.length > 0 ? [{ name: 'FILES', value: lines.join('\n') }] : []),
    ],
    volumeMounts: [
      ...[...mounted].map((name) => ({ name: volumeKey(name), mountPath: `/to/${name}` })),
      ...copied.map(({ name }) => ({
        name: sourceKey(name, own),
        mountPath: `/from/${name}`,
        readOnly: true,
      })),
    ],
    securityContext: needsRoot ? ownerSecurity : helperSecurity(user),
  };
}

/** The image of the `files` service: it has a shell, and the stack needs it anyway. */
function helperImage(parts: StackParts): string | undefined {
  const image = parts.services['files']?.['image'];
  return typeof image === 'string' ? plainText(image) : undefined;
}
