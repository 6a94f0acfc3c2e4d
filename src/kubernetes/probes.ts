// Compose's health check → startup, readiness and liveness probes. Pure.

import { isMap } from '../stack/fragment.ts';
import type { Value, ValueMap } from '../stack/manifest.ts';
import type { JsonMap } from './objects.ts';
import { escapeExpansion, plainText, seconds } from './texts.ts';

/** The command of a health check as an argument vector; undefined where there is none. */
export function checkCommand(test: Value | undefined): string[] | undefined {
  if (typeof test === 'string') return ['sh', '-c', plainText(test)];
  if (!Array.isArray(test)) return undefined;
  const [form, ...rest] = (test as readonly Value[]).map((item) => plainText(String(item)));
  if (form === 'CMD-SHELL') return ['sh', '-c', rest.join(' ')];
  return form === 'CMD' && rest.length > 0 ? rest : undefined;
}

/**
 * The probes of a container. A start takes as long as Compose allows: the start period and then all retries. Later,
 * a container is taken for hung after the time in which Compose would call it unhealthy.
 */
export function containerProbes(service: ValueMap): JsonMap {
  const { healthcheck } = service;
  if (!isMap(healthcheck) || healthcheck['disable'] === true) return {};
  const command = checkCommand(healthcheck['test'])?.map(escapeExpansion);
  if (!command) return {};
  const interval = atLeastOne(seconds(healthcheck['interval']) ?? 30);
  const timeout = atLeastOne(seconds(healthcheck['timeout']) ?? 30);
  const retries = Number(healthcheck['retries'] ?? 3);
  const startPeriod = seconds(healthcheck['start_period']) ?? 0;
  // Both run for ever, so the one that restarts asks less often: each check is a process of its own.
  const slow = Math.max(interval, 10);
  const probe = (periodSeconds: number, failureThreshold: number): JsonMap => ({
    exec: { command },
    periodSeconds,
    timeoutSeconds: timeout,
    failureThreshold,
  });
  return {
    startupProbe: probe(interval, Math.ceil(startPeriod / interval) + Math.max(1, retries)),
    readinessProbe: probe(interval, 3),
    livenessProbe: probe(slow, Math.max(3, Math.ceil((retries * interval) / slow))),
  };
}

function atLeastOne(value: number): number {
  return Math.max(1, Math.ceil(value));
}
