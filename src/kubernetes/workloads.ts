// The object that runs a service: a StatefulSet, a Deployment, or a Job. Pure.

import type { ValueMap } from '../stack/manifest.ts';
import type { StackParts } from '../stack/parts.ts';
import { jobObject } from './buckets.ts';
import { replicas } from './claims.ts';
import type { Surroundings } from './mounts.ts';
import { type KubernetesObject, metadata, selector } from './objects.ts';
import { type Pod, servicePod } from './pod.ts';

/** An object that runs pods, and its pod. */
export interface Workload {
  readonly object: KubernetesObject;
  readonly pod: Pod;
}

/** The workload of a service. */
export function workload(around: Surroundings, name: string): Workload {
  const { parts } = around;
  if (isOneShot(parts, name)) {
    const pod = servicePod(around, name, 'OnFailure');
    return { object: jobObject(parts, name, pod.template), pod };
  }
  const pod = servicePod(around, name, 'Always');
  const keeps = keepsData(around, name);
  const wanted = replicas(parts, name);
  const count = keeps ? 1 : wanted;
  const lost =
    count < wanted ? [`${name}: one pod instead of ${wanted}, since each of them would write its data`] : [];
  const claims = around.mountsOf[name]?.mounts.some(
    ({ volume, readOnly }) => volume !== undefined && !readOnly && around.volumes[volume]?.form === 'claim',
  );
  const spec = {
    replicas: count,
    selector: { matchLabels: selector(parts, name) },
    ...(keeps && { serviceName: name }),
    // Two pods of different versions may not write one volume.
    ...(!keeps && claims && { strategy: { type: 'Recreate' } }),
    template: pod.template,
  };
  const kind = keeps ? 'StatefulSet' : 'Deployment';
  return {
    object: { apiVersion: 'apps/v1', kind, metadata: metadata(parts, name, name), spec },
    pod: { ...pod, losses: [...pod.losses, ...lost] },
  };
}

/** Whether it alone writes data: a StatefulSet never has two pods of one name. */
function keepsData({ parts, mountsOf, volumes }: Surroundings, name: string): boolean {
  return (mountsOf[name]?.mounts ?? []).some(({ volume, readOnly }) => {
    const notes = volume === undefined ? undefined : parts.volumes[volume];
    const isClaim = volume !== undefined && volumes[volume]?.form === 'claim';
    return isClaim && !readOnly && notes?.access !== 'shared' && (notes?.role ?? 'data') === 'data';
  });
}

/** Whether a service ends by itself: it says so, or others wait for its end. */
export function isOneShot(parts: StackParts, name: string): boolean {
  const service: ValueMap = parts.services[name] ?? {};
  if (service['restart'] === 'no') return true;
  if (service['restart'] !== undefined) return false;
  const others = Object.values(parts.services).map((other) => other['depends_on']);
  return others.some((waiting) =>
    JSON.stringify((waiting as ValueMap | undefined)?.[name] ?? '').includes('completed_successfully'),
  );
}
