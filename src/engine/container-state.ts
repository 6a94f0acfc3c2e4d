// An engine's answer about one container, as smoke's ContainerState. Pure.

import type { ContainerInspectInfo } from 'dockerode';
import type { ContainerState, HealthCheck, HealthResult } from './engine.ts';
import { serviceLabel } from './labels.ts';

const states = new Set(['created', 'running', 'exited', 'paused', 'restarting', 'removing', 'dead']);
const healths = new Set(['starting', 'healthy', 'unhealthy']);
const hasEnded = new Set(['exited', 'dead', 'restarting']);
const keptResults = 5;

/** Translates an inspect answer. */
export function containerState(info: ContainerInspectInfo): ContainerState {
  const { State: state, Config: config } = info;
  const labels = config.Labels ?? {};
  const healthcheck = healthCheckOf(config.Healthcheck);
  const health = state.Health?.Status;
  const status = statusOf(state.Status);
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    service: labels[serviceLabel] ?? info.Name.replace(/^\//, ''),
    state: status,
    ...(hasEnded.has(status) ? { exitCode: state.ExitCode } : {}),
    ...(state.OOMKilled ? { oomKilled: true } : {}),
    ...(state.Error ? { error: state.Error } : {}),
    ...(healthcheck && health && healths.has(health) ? { health: health as 'starting' } : {}),
    healthLog: (state.Health?.Log ?? []).slice(-keptResults).map(healthResult),
    ...(healthcheck ? { healthcheck } : {}),
    ...dated('startedAt', state.StartedAt),
    ...dated('finishedAt', state.FinishedAt),
    restartCount: info.RestartCount ?? 0,
    image: config.Image,
    labels,
    ...proxiesIn(config.Env ?? []),
    oneShot: ['', 'no'].includes(info.HostConfig.RestartPolicy?.Name ?? ''),
  };
}

function statusOf(status: string): ContainerState['state'] {
  if (states.has(status)) return status as ContainerState['state'];
  // Podman's own words, which some of its versions let through.
  if (status === 'configured' || status === 'initialized') return 'created';
  if (status === 'stopped' || status === 'stopping') return 'exited';
  return 'unknown';
}

type Declared = NonNullable<ContainerInspectInfo['Config']['Healthcheck']>;

function healthCheckOf(declared: Declared | undefined): HealthCheck | undefined {
  const test = declared?.Test ?? [];
  if (test.length === 0 || test[0] === 'NONE') return undefined;
  // An engine leaves out what has its default.
  return {
    test,
    intervalMs: milliseconds(declared?.Interval) || 30_000,
    timeoutMs: milliseconds(declared?.Timeout) || 30_000,
    retries: declared?.Retries || 3,
    startPeriodMs: milliseconds(declared?.StartPeriod),
  };
}

function healthResult(entry: { Start: string; End: string; ExitCode: number; Output: string }): HealthResult {
  return {
    exitCode: entry.ExitCode,
    output: entry.Output,
    startedAt: new Date(entry.Start),
    ...dated('endedAt', entry.End),
  };
}

/** Who has a proxy in its environment asks that instead of the service that it means. */
function proxiesIn(environment: readonly string[]): Pick<ContainerState, 'proxies' | 'noProxy'> {
  const found = environment.flatMap((entry): [string, string][] => {
    const [, name, url = ''] = /^((?:https?|all)_proxy)=(.+)$/i.exec(entry) ?? [];
    const host = /^(?:\w+:\/\/)?(?:[^@/]*@)?([\w.:[\]-]+)/.exec(url)?.[1];
    return name === undefined || host === undefined ? [] : [[name, host]];
  });
  const [, noProxy] = environment.map((entry) => /^no_proxy=(.*)$/i.exec(entry)).find((each) => each) ?? [];
  if (found.length === 0) return {};
  return { proxies: Object.fromEntries(found), ...(noProxy !== undefined && { noProxy }) };
}

function milliseconds(nanoseconds: number | undefined): number {
  return (nanoseconds ?? 0) / 1e6;
}

function dated<Name extends string>(name: Name, text: string | undefined): { [key in Name]?: Date } {
  // The zero time means that it has not happened.
  if (!text || text.startsWith('0001-')) return {};
  return { [name]: new Date(text) } as { [key in Name]?: Date };
}
