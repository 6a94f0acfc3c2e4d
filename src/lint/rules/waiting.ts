// Services that wait for others, and what they wait for. Pure.

import type { Rule } from '../finding.ts';
import { isDisabled } from '../health.ts';
import { imageOf } from '../images.ts';
import { contentsOf } from '../known/image-contents.ts';
import type { ComposeFile, Project, Service } from '../project.ts';
import { child, namesIn, type Spot } from '../spot.ts';

export const waitingRules: readonly Rule[] = [
  {
    code: 'SM221',
    name: 'never-healthy',
    severity: 'warning',
    summary: 'a service that waits for the health of one without a check',
    on: 'docker compose stops: has no healthcheck configured; podman compose and podman-compose wait or stop. Unless the image brings a check of its own',
    cure: 'give it a health check with a tool that its image has, or wait for service_started',
    *check(file, project) {
      for (const { service, awaited, spot } of waits(file, 'service_healthy')) {
        const target = whole(awaited, project);
        if (!target || project.attribute(awaited, 'healthcheck').length > 0) {
          const off = target && isDisabled(target);
          if (off)
            yield {
              spot,
              severity: 'error',
              message: `${service.name} waits for ${awaited}, whose health check is off`,
            };
          continue;
        }
        const found = imageOf(project, target);
        const isSure = found !== undefined && contentsOf(found.image).unchecked === true;
        yield {
          spot,
          message: `${service.name} waits for ${awaited}, which has no health check`,
          ...(isSure && {
            severity: 'error' as const,
            on: 'docker compose stops: has no healthcheck configured; podman compose and podman-compose wait or stop',
          }),
        };
      }
    },
  },
  {
    code: 'SM222',
    name: 'no-health',
    severity: 'note',
    summary: 'a lasting service without a health check',
    on: 'every engine calls it running as soon as its process is there; up --wait and others that wait learn nothing, unless the image brings a check',
    cure: 'a health check with a tool that its image has',
    *check(file, project) {
      const healthy = awaitedOn('service_healthy', project);
      const completed = awaitedOn('service_completed_successfully', project);
      for (const service of file.services) {
        if (!whole(service.name, project) || project.attribute(service.name, 'healthcheck').length > 0)
          continue;
        if (healthy.has(service.name) || isOneShot(service, completed)) continue;
        yield { spot: service.spot, message: `${service.name} has no health check` };
      }
    },
  },
  {
    code: 'SM223',
    name: 'no-restart',
    severity: 'note',
    summary: 'a service that waits for health and is not started again when it was too early',
    on: 'podman-compose with Podman older than 4.6 ignores service_healthy: the service starts at once, and what cannot bear that stays down',
    cure: 'restart: unless-stopped',
    *check(file, project) {
      const completed = awaitedOn('service_completed_successfully', project);
      for (const { service, spot } of waits(file, 'service_healthy')) {
        const isSaid = ['restart', 'deploy'].some((key) =>
          project
            .attribute(service.name, key)
            .some((found) => key === 'restart' || child(found, 'restart_policy')),
        );
        if (!isSaid && !isOneShot(service, completed) && whole(service.name, project))
          yield {
            spot: child(service.spot, 'depends_on') ?? spot,
            message: `${service.name} has no restart policy`,
          };
      }
    },
  },
  {
    code: 'SM224',
    name: 'never-done',
    severity: 'error',
    summary: 'a service that waits for the end of one that is always started again',
    on: 'docker compose and podman-compose wait without end, or take the restart for a failure',
    cure: 'restart: "no" for what shall end',
    *check(file, project) {
      for (const { service, awaited, spot } of waits(file, 'service_completed_successfully')) {
        const policy = project.attribute(awaited, 'restart').at(-1)?.text;
        if (policy === 'always' || policy === 'unless-stopped')
          yield {
            spot,
            message: `${service.name} waits for the end of ${awaited}, whose restart is ${policy}`,
          };
      }
    },
  },
  {
    code: 'SM225',
    name: 'bound-to-name',
    severity: 'warning',
    summary: 'a server that binds its own name',
    on: 'every engine: it listens on one address, so a check on localhost fails, and so does everything that comes over a second network',
    cure: '0.0.0.0',
    *check(file) {
      for (const service of file.services) {
        const host = child(service.spot, 'environment', 'QUARKUS_HTTP_HOST');
        const own = [service.name, child(service.spot, 'hostname')?.text];
        if (host && own.includes(host.text))
          yield {
            spot: host,
            message: `QUARKUS_HTTP_HOST is ${host.text}`,
            fix: [{ start: host.valueStart, end: host.valueEnd, text: '"0.0.0.0"' }],
          };
      }
    },
  },
];

/** Who waits for whom, and how. */
function* waits(
  file: ComposeFile,
  condition: string,
): Iterable<{ service: Service; awaited: string; spot: Spot }> {
  for (const service of file.services)
    for (const [awaited, spot] of namesIn(child(service.spot, 'depends_on')))
      if (child(spot, 'condition')?.text === condition) yield { service, awaited, spot };
}

/** A service that is here as a whole; undefined for a part, and for what another file may complete. */
function whole(name: string, project: Project): Service | undefined {
  const isPart = !['image', 'build'].some((key) => project.attribute(name, key).length > 0);
  if (isPart || project.attribute(name, 'extends').length > 0) return undefined;
  return project.service(name);
}

function awaitedOn(condition: string, project: Project): ReadonlySet<string> {
  const waits = [...project.waits.values()].flat();
  return new Set(waits.filter((wait) => wait.condition === condition).map(({ awaited }) => awaited));
}

/** It ends by itself: others wait for that, or it is never started again. */
function isOneShot({ name, spot }: Service, completed: ReadonlySet<string>): boolean {
  const policy = child(spot, 'restart')?.text;
  return policy === 'no' || policy?.startsWith('on-failure') === true || completed.has(name);
}
