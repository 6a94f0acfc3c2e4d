// The storage of a manifest of ours: a service of the stack or an address outside, and its buckets. Pure.

import type { Manifest, Value } from '../stack/manifest.ts';
import { listOf, mapOf, shownText } from './compose-values.ts';
import type { PlaceNode, PlainEdge, ServiceNode } from './graph.ts';

/** Buckets, the storage outside of the stack, and what joins them to services. */
export function storageParts(
  manifest: Manifest,
  services: readonly ServiceNode[],
): { nodes: PlaceNode[]; edges: PlainEdge[] } {
  const notes = mapOf(manifest['x-smoke'] as unknown as Value);
  const address = shownText(mapOf(notes['s3'])['endpoint']);
  if (!address) return { nodes: [], edges: [] };
  const inside = storageService(notes['probes'], address, services);
  const outside: PlaceNode = { id: 'o1', kind: 'storage', name: withoutUser(address), isOutside: true };
  const storage = inside?.id ?? outside.id;
  const buckets = listOf(notes['buckets']).map(
    (name, index): PlaceNode => ({
      id: `b${index + 1}`,
      kind: 'bucket',
      name: shownText(name),
      ...(!inside && { isOutside: true }),
    }),
  );
  const users = inside ? [] : usersOf(address, manifest, services);
  return {
    nodes: [...(inside ? [] : [outside]), ...buckets],
    edges: [
      ...users.map(({ id }): PlainEdge => ({ kind: 'uses', from: id, to: storage })),
      ...buckets.map(({ id }): PlainEdge => ({ kind: 'holds', from: storage, to: id })),
    ],
  };
}

/** The service that the S3 probe is about, or that publishes the port of the address on this machine. */
function storageService(
  probes: Value | undefined,
  address: string,
  services: readonly ServiceNode[],
): ServiceNode | undefined {
  const named = listOf(probes)
    .map(mapOf)
    .find((probe) => probe['kind'] === 's3' && probe['service']);
  const probed = services.find(({ name }) => name === named?.['service']);
  if (probed) return probed;
  if (!/^https?:\/\/(localhost|127\.|\[::1\])/.test(address)) return undefined;
  const [, port] = /:(\d+)\/?$/.exec(address) ?? [];
  return services.find(({ ports }) => ports.some(({ published }) => published === port));
}

/** Services whose settings name the address; the application when none does. */
function usersOf(
  address: string,
  manifest: Manifest,
  services: readonly ServiceNode[],
): readonly ServiceNode[] {
  const naming = services.filter(({ name }) => {
    const environment = mapOf(manifest.services as Value)[name];
    return JSON.stringify(mapOf(environment)['environment'] ?? {}).includes(
      JSON.stringify(address).slice(1, -1),
    );
  });
  return naming.length > 0 ? naming : services.filter(({ name }) => name === manifest['x-smoke']?.app);
}

/** An address may carry a user and a password, or a signature: neither is for a drawing. */
function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/s, '');
}
