// What happened when while a stack started, and what its end waited for. Pure: the times come with the states.

import type { CriticalStep, Timeline, TimelineService } from '../report/test-report.ts';
import { dependencyNames } from '../stack/depends-on.ts';
import type { Manifest } from '../stack/manifest.ts';
import { isReady, type ServiceState } from './verdict.ts';

/** Collects the times of a start. */
export interface TimelineRecorder {
  /** Takes notice of states as they are at this moment. */
  readonly note: (states: readonly ServiceState[], now: Date) => void;
  readonly timeline: () => Timeline;
}

/** A recorder for a stack whose start began at this moment. */
export function recordTimeline(manifest: Manifest, began: Date): TimelineRecorder {
  const seen = new Map<string, TimelineService>();
  let totalMs = 0;
  return {
    note: (states, now) => {
      for (const name of new Set(states.map(({ service }) => service))) {
        if (manifest.services[name] === undefined) continue;
        const own = states.filter(({ service }) => service === name);
        const waitsFor = dependencyNames(manifest.services[name]);
        const before = seen.get(name) ?? { service: name, waitsFor };
        const after = noted(before, own, { began, now });
        seen.set(name, after);
        totalMs = Math.max(totalMs, after.readyMs ?? 0);
      }
    },
    timeline: () => {
      const services = Object.keys(manifest.services).flatMap((name) => seen.get(name) ?? []);
      return { totalMs, services, critical: criticalChain(services) };
    },
  };
}

interface Moment {
  readonly began: Date;
  readonly now: Date;
}

/** What was seen once stays: a service that fails later was ready all the same. */
function noted(before: TimelineService, own: readonly ServiceState[], at: Moment): TimelineService {
  const containers = own.flatMap(({ container }) => container ?? []);
  if (containers.length === 0) return before;
  const starts = containers.flatMap(({ startedAt }) => (startedAt ? [sinceBegin(startedAt, at)] : []));
  const { createdMs = sinceBegin(at.now, at), startedMs, readyMs } = before;
  const started = startedMs ?? (starts.length > 0 ? Math.max(...starts) : undefined);
  const ready = readyMs ?? (isReady(own) ? Math.max(...own.map((state) => readyAt(state, at))) : undefined);
  return {
    ...before,
    createdMs: started === undefined ? createdMs : Math.min(createdMs, started),
    ...(started !== undefined && { startedMs: started }),
    ...(ready !== undefined && { readyMs: Math.max(ready, started ?? 0) }),
  };
}

/** The engine knows when a check passed or a container ended; else it is the moment at which it was seen. */
function readyAt({ state, container }: ServiceState, at: Moment): number {
  if (state === 'done' && container?.finishedAt) return sinceBegin(container.finishedAt, at);
  const passed = container?.healthLog.find(({ exitCode }) => exitCode === 0)?.endedAt;
  return sinceBegin((state === 'healthy' && passed) || at.now, at);
}

/** Milliseconds, never before the begin and never later than now: an engine's clock may be another one. */
function sinceBegin(moment: Date, { began, now }: Moment): number {
  const ms = Math.min(moment.getTime(), now.getTime()) - began.getTime();
  return Math.max(0, Math.round(ms));
}

/** From the service that was ready last back to the begin: each waited for the one of its dependencies that came last. */
function criticalChain(services: readonly TimelineService[]): CriticalStep[] {
  const byName = new Map(services.map((service) => [service.service, service]));
  const steps: CriticalStep[] = [];
  const visited = new Set<string>();
  for (let at = lastReady(services); at !== undefined && !visited.has(at.service); ) {
    visited.add(at.service);
    const awaited = lastReady(at.waitsFor.flatMap((name) => byName.get(name) ?? []));
    const startedMs = at.startedMs ?? 0;
    const fromMs = Math.min(awaited?.readyMs ?? 0, startedMs);
    const { service, readyMs = startedMs } = at;
    steps.unshift(
      { service, phase: 'start', fromMs, toMs: startedMs },
      { service, phase: 'ready', fromMs: startedMs, toMs: readyMs },
    );
    at = awaited;
  }
  return steps;
}

function lastReady(services: readonly TimelineService[]): TimelineService | undefined {
  const ready = services.filter(({ readyMs }) => readyMs !== undefined);
  return ready.reduce<TimelineService | undefined>(
    (last, each) => (last === undefined || (each.readyMs ?? 0) > (last.readyMs ?? 0) ? each : last),
    undefined,
  );
}
