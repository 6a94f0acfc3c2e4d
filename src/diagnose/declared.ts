// What a manifest declares of its services, as far as a diagnosis needs it. Pure.

import { listOf, mapOf, readMount, readPort, shownText } from '../graph/compose-values.ts';
import { dependencyNames } from '../stack/depends-on.ts';
import type { ValueMap } from '../stack/manifest.ts';
import type { Mount, ServiceSeen } from './symptoms.ts';

/** One service as declared; how it stands is added by whoever saw it. */
export function declaredService(name: string, service: ValueMap): Omit<ServiceSeen, 'state' | 'container'> {
  const limits = mapOf(mapOf(mapOf(service['deploy'])['resources'])['limits']);
  const memoryLimit = shownText(service['mem_limit']) || shownText(limits['memory']);
  const user = shownText(service['user']);
  const networks = mapOf(service['networks']);
  const named = [...Object.keys(networks), ...listOf(service['networks']).map(shownText)];
  return {
    name,
    image: shownText(service['image']),
    dependsOn: dependencyNames(service),
    networks: named.length > 0 ? named : ['default'],
    mounts: listOf(service['volumes']).flatMap(mountOf),
    ports: listOf(service['ports']).flatMap((port) => {
      const published = Number(readPort(port)?.published);
      return Number.isInteger(published) && published > 0 ? [published] : [];
    }),
    ...(memoryLimit && { memoryLimit }),
    usesHostNetwork: service['network_mode'] === 'host',
    ...(user && { user }),
  };
}

function mountOf(value: Parameters<typeof readMount>[0]): Mount[] {
  const mount = readMount(value);
  if (!mount) return [];
  const kind = mount.kind === 'volume' ? 'volume' : 'bind';
  return [{ kind, source: mount.source ?? '', target: mount.target }];
}
