// What a file refers to, and whether it is there. Pure.

import type { Hit, Rule } from '../finding.ts';
import { guess } from '../guess.ts';
import { mounts } from '../mounts.ts';
import { type ComposeFile, isWhole, type Project, type Service } from '../project.ts';
import { child, namesIn, type Spot, texts } from '../spot.ts';
import { hasVariable } from '../variables.ts';

export const referenceRules: readonly Rule[] = [
  {
    code: 'SM501',
    name: 'dangling-service',
    severity: 'error',
    summary: 'a service that nothing here defines',
    on: 'docker compose refuses the project; podman-compose (1.6 seen) starts without it and says nothing, or ends in a traceback',
    cure: 'name a service that exists; give all files of the project to smoke lint together',
    *check(file, project) {
      const known = project.names('services');
      for (const service of file.services)
        for (const [name, spot, how] of servicesNamed(service))
          if (!known.has(name)) yield* missing(file, project, { kind: 'service', name, spot, how, known });
    },
  },
  {
    code: 'SM502',
    name: 'dangling-resource',
    severity: 'error',
    summary: 'a volume, network, config, secret or model that nothing here declares',
    on: 'docker compose refuses the project: undefined volume, network, config or secret; podman-compose (1.6 seen) ends in a traceback, and ignores a config',
    cure: 'declare it at the top level of the file',
    *check(file, project) {
      for (const service of file.services)
        for (const [section, name, spot] of resourcesNamed(service)) {
          const known = project.names(section);
          if (known.has(name) || (section === 'networks' && name === 'default')) continue;
          yield* missing(file, project, { kind: section.slice(0, -1), name, spot, how: section, known });
        }
    },
  },
  {
    code: 'SM503',
    name: 'dependency-cycle',
    severity: 'error',
    summary: 'services that wait for each other',
    on: 'docker compose refuses the project: dependency cycle detected',
    cure: 'let one of them start without the other, and try again by itself',
    *check(file, project) {
      for (const cycle of findCycles(project)) {
        const service = file.services.find(({ name }) => name === cycle[0]);
        if (service)
          yield {
            spot: child(service.spot, 'depends_on') ?? service.spot,
            message: [...cycle, cycle[0]].join(' → '),
          };
      }
    },
  },
  {
    code: 'SM504',
    name: 'unused-resource',
    severity: 'note',
    summary: 'a volume, network, config or secret that no service uses',
    on: 'docker compose makes networks and volumes that are in use alone; a reader looks for what it is for',
    cure: 'take it out',
    *check(file, project) {
      if (project.isPartial) return;
      const used = new Set(
        project.files.flatMap(({ services }) =>
          services.flatMap((service) =>
            [...resourcesNamed(service)].map(([section, name]) => `${section} ${name}`),
          ),
        ),
      );
      for (const { services } of project.files)
        for (const { spot } of services)
          for (const [name] of namesIn(child(spot, 'build', 'secrets'))) used.add(`secrets ${name}`);
      for (const section of ['volumes', 'networks', 'configs', 'secrets'])
        for (const [name, spot] of child(file.root, section)?.entries ?? [])
          if (!used.has(`${section} ${name}`) && !(section === 'networks' && name === 'default'))
            yield { spot, message: `${section.slice(0, -1)} ${name} is not used` };
    },
  },
];

interface Missing {
  readonly kind: string;
  readonly name: string;
  readonly spot: Spot;
  readonly how: string;
  readonly known: ReadonlySet<string>;
}

/** Another file may bring it: silence for what is clearly a part, and doubt for what may be one. */
function* missing(
  file: ComposeFile,
  project: Project,
  { kind, name, spot, how, known }: Missing,
): Iterable<Hit> {
  if (hasVariable(name)) return;
  const near = guess(name, known);
  if (project.isPartial && !near) return;
  const message = `${how}: no ${kind} is called ${name}`;
  if (near) yield { spot, message, cure: `did you mean ${near}?` };
  else if (kind !== 'service' || isWhole(file, project)) yield { spot, message };
  else
    yield {
      spot,
      message: `${message} in this file`,
      severity: 'warning',
      on: 'docker compose refuses the file when it is used alone; right where another file of the project brings the service',
    };
}

function* servicesNamed({ spot }: Service): Iterable<readonly [string, Spot, string]> {
  for (const [name, place] of namesIn(child(spot, 'depends_on')))
    if (child(place, 'required')?.text !== 'false') yield [name, place, 'depends_on'];
  for (const link of texts(child(spot, 'links'))) yield [link.text.split(':')[0] ?? '', link, 'links'];
  for (const from of texts(child(spot, 'volumes_from')))
    if (!from.text.startsWith('container:')) yield [from.text.split(':')[0] ?? '', from, 'volumes_from'];
  for (const key of ['network_mode', 'ipc', 'pid']) {
    const found = child(spot, key);
    if (found?.text.startsWith('service:')) yield [found.text.slice('service:'.length), found, key];
  }
  const base = child(spot, 'extends');
  const service = base?.kind === 'scalar' ? base : child(base, 'service');
  if (service && !child(base, 'file')) yield [service.text, service, 'extends'];
}

function* resourcesNamed(service: Service): Iterable<readonly [string, string, Spot]> {
  for (const mount of mounts(service))
    if (mount.type === 'volume' && mount.source)
      yield ['volumes', mount.source, child(mount.spot, 'source') ?? mount.spot];
  for (const [name, spot] of namesIn(child(service.spot, 'networks'))) yield ['networks', name, spot];
  for (const section of ['configs', 'secrets'])
    for (const item of child(service.spot, section)?.items ?? []) {
      const source = item.kind === 'map' ? child(item, 'source') : item;
      if (source) yield [section, source.text, source];
    }
  for (const [name, spot] of namesIn(child(service.spot, 'models'))) yield ['models', name, spot];
}

/** Ways of depends_on that come back to where they began; told from their first name in the alphabet. */
function findCycles(project: Project): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const follow = (name: string, way: readonly string[]): void => {
    const at = way.indexOf(name);
    if (at >= 0) cycles.push(fromFirst(way.slice(at)));
    if (at >= 0 || done.has(name) || cycles.length >= mostCycles) return;
    for (const { awaited } of project.waits.get(name) ?? []) follow(awaited, [...way, name]);
    done.add(name);
  };
  for (const name of project.waits.keys()) follow(name, []);
  return cycles;
}

/** Whoever has more of them mends one and looks again. */
const mostCycles = 20;

function fromFirst(cycle: readonly string[]): string[] {
  const first = cycle.indexOf([...cycle].sort()[0] ?? '');
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
