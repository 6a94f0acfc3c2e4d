// The object that runs a service: a StatefulSet, a Deployment, or a Job. Pure.

import { SmokeError } from '../error.ts';
import { conditionOf } from '../stack/depends-on.ts';
import { jobObject } from './buckets.ts';
import { keepsData, podCount, replicas } from './claims.ts';
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
  if (isOneShot(around, name)) {
    const pod = servicePod(around, name, 'Job');
    const [, times] = /^on-failure:(\d+)$/.exec(String(parts.services[name]?.['restart'])) ?? [];
    return {
      object: jobObject(parts, name, pod.template, times ? { backoffLimit: Number(times) } : {}),
      pod,
    };
  }
  const keeps = keepsData(around, name);
  if (keeps && name.length > 52) {
    throw new SmokeError(
      'USAGE',
      `--format kubernetes: the service "${name}" has ${name.length} letters and data, expected 52 at most`,
      { hint: 'Rename it: a label of the pods of its set has eleven letters more.' },
    );
  }
  const kind = keeps ? 'StatefulSet' : 'Deployment';
  const pod = servicePod(around, name, kind);
  const wanted = replicas(parts, name);
  const count = podCount(around, name);
  const lost =
    count < wanted ? [`${name}: one pod instead of ${wanted}, since each of them would write its data`] : [];
  const claims = around.mountsOf[name]?.mounts.some(
    ({ volume, readOnly }) => volume !== undefined && !readOnly && around.volumes[volume]?.form === 'claim',
  );
  const spec = {
    replicas: count,
    selector: { matchLabels: selector(parts, name) },
    // A set that waits until its pod is ready never replaces one that cannot get ready.
    ...(keeps && { serviceName: name, podManagementPolicy: 'Parallel' }),
    // Two pods of different versions may not write one volume.
    ...(!keeps && claims && { strategy: { type: 'Recreate' } }),
    template: pod.template,
  };
  return {
    object: { apiVersion: 'apps/v1', kind, metadata: metadata(parts, name, name), spec },
    pod: { ...pod, losses: [...pod.losses, ...lost] },
  };
}

/** Whether a service ends by itself: it says so, others wait for its end, or it serves nobody and ends well once. */
function isOneShot({ parts, ports }: Surroundings, name: string): boolean {
  const { restart, healthcheck } = parts.services[name] ?? {};
  if (restart === 'no') return true;
  const mayEnd = String(restart ?? '').startsWith('on-failure');
  if (restart !== undefined && !mayEnd) return false;
  const others = Object.values(parts.services);
  if (others.some((other) => conditionOf(other, name) === 'service_completed_successfully')) return true;
  return mayEnd && healthcheck === undefined && (ports[name]?.length ?? 0) === 0;
}
