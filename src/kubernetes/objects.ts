// What Kubernetes objects have in common: metadata and labels. Pure.

import { createHash } from 'node:crypto';
import type { StackParts } from '../stack/parts.ts';
import { labelValue } from './names.ts';

/** Any part of an object. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A map of parts. */
export type JsonMap = { readonly [key: string]: Json };

/** An object as `kubectl apply` takes it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: JsonMap;
  readonly [part: string]: Json;
}

/** Labels by which a service's pods are found; they never change. */
export function selector(parts: StackParts, service: string): Record<string, string> {
  return { 'app.kubernetes.io/name': service, ...instance(parts) };
}

function instance({ project }: StackParts): Record<string, string> {
  return { 'app.kubernetes.io/instance': labelValue(project) };
}

/** All labels of an object of the stack; without a service, it belongs to the whole. */
export function labels(parts: StackParts, service?: string): Record<string, string> {
  return {
    ...(service === undefined
      ? instance(parts)
      : { ...selector(parts, service), 'app.kubernetes.io/component': component(parts, service) }),
    'app.kubernetes.io/part-of': labelValue(parts.app),
    'app.kubernetes.io/managed-by': 'smoke',
  };
}

/** Name and labels. */
export function metadata(parts: StackParts, name: string, service?: string): JsonMap {
  return { name, labels: labels(parts, service) };
}

function component(parts: StackParts, service: string): string {
  const kind = parts.kinds[service] ?? (service === bucketsJob ? 'storage' : 'app');
  return kind === 'app' || kind === 'variant' ? 'application' : kind;
}

/** The Job that makes the buckets of a storage that has no provisioner of its own. */
export const bucketsJob = 'make-buckets';

/** A short digest: the same for the same value. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
