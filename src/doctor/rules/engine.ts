// Which engine would run the stack, and whether it can. Pure.

import { isAtLeast } from '../../version-order.ts';
import type { EngineFacts, Facts } from '../facts.ts';
import type { Hit, Rule } from '../finding.ts';
import { installCommand } from '../install.ts';
import { answersAt, engineName, nearestEngine, type UsedEngine } from '../used.ts';

/** Docker gives containers the name of their host from here on, and knows control groups of version 2. */
const oldestDocker = '20.10';
/** Before, Podman has no netavark; before 3.0 it has no API that Compose could use. */
const [oldestPodman, knownPodman] = ['3.0', '4.0'];

export const engineRules: readonly Rule[] = [
  {
    id: 'engine-missing',
    level: 'stops',
    summary: 'no engine answers that the stack could run on',
    why: 'containers need an engine; printing a manifest needs none',
    cure: 'sudo systemctl start docker',
    *check(facts) {
      const nearest = nearestEngine(facts);
      // One whose socket is closed is there, and has a rule of its own.
      const isFault = !nearest && !facts.engines.some((engine) => engine.isCandidate && isClosed(engine));
      for (const engine of facts.engines) {
        if (nearest && engine === nearest) yield fineEngine(nearest, facts);
        else if (isFault && engine.isCandidate) yield missing(engine, facts);
        else if (nearest || !isClosed(engine))
          yield { level: 'fine', subject: engine.label, seen: unusedBecause(engine, nearest) };
      }
    },
  },
  {
    id: 'engine-permission',
    level: 'stops',
    summary: 'the socket of the engine is closed to this user',
    why: 'its socket belongs to another user or group',
    cure: 'sudo usermod -aG docker "$USER" && newgrp docker',
    *check(facts) {
      if (nearestEngine(facts)) return;
      for (const engine of facts.engines.filter(({ isCandidate }) => isCandidate)) {
        if (!isClosed(engine)) continue;
        const cure = engine.name === 'podman' ? 'systemctl --user enable --now podman.socket' : undefined;
        yield { subject: engine.label, seen: engine.problem ?? '', ...(cure && { cure }) };
      }
    },
  },
  {
    id: 'engine-version',
    level: 'stops',
    summary: 'the engine is too old: Docker before 20.10, Podman before 4.0 (before 3.0 it stops the stack)',
    why: 'manifests use what it does not know: names of the host, conditions of a start, networks with names',
    cure: 'sudo apt-get install -y docker.io',
    *check(facts) {
      const engine = nearestEngine(facts);
      if (!engine) return;
      const { version } = engine.answer;
      const [oldest, known] =
        engine.name === 'docker' ? [oldestDocker, oldestDocker] : [oldestPodman, knownPodman];
      const seen = `version ${version}`;
      const hit = { subject: `version of ${engine.label}`, seen };
      if (!isAtLeast(version, known))
        yield {
          ...hit,
          level: isAtLeast(version, oldest) ? 'warns' : 'stops',
          seen: `${seen}, expected ${known} or newer`,
          cure: installCommand(facts.installer, engine.name),
        };
    },
  },
];

function fineEngine(engine: UsedEngine, facts: Facts): Hit {
  const named = facts.engines.filter(({ isCandidate }) => isCandidate).length === 1;
  const why = named ? 'named by -c' : 'the first that answers';
  const variable = overriding(engine, facts.environment);
  const where = variable === undefined ? '' : `, where ${variable} leads`;
  return { level: 'fine', subject: engineName(engine), seen: `${answersAt(engine.answer)}${where}, ${why}` };
}

function isClosed({ problem }: EngineFacts): boolean {
  return problem?.includes('no permission') === true;
}

function missing(engine: EngineFacts, { environment, installer }: Facts): Hit {
  const variable = overriding(engine, environment);
  const problem = engine.problem ?? 'no answer';
  const seen = variable ? `${problem} (${variable}=${environment[variable]})` : problem;
  return { subject: engine.label, seen, cure: cureFor(engine, variable, installer) };
}

/** The variable that leads to this engine instead of where it usually is. */
function overriding({ name }: EngineFacts, environment: Facts['environment']): string | undefined {
  const names = name === 'docker' ? ['DOCKER_HOST', 'DOCKER_CONTEXT'] : ['CONTAINER_HOST'];
  return names.find((each) => environment[each]);
}

function cureFor(
  { name, problem = '' }: EngineFacts,
  variable: string | undefined,
  installer: string | undefined,
) {
  if (variable) return `unset ${variable}`;
  if (problem.includes('machine')) return 'podman machine start';
  if (name === 'podman') return installCommand(installer, 'podman');
  // A socket that is there, but silent, is one of an engine that was stopped.
  if (!problem.includes('does not exist') && installer !== 'brew') return 'sudo systemctl start docker';
  return installer === 'brew' ? 'open -a Docker' : installCommand(installer, 'docker');
}

function unusedBecause(engine: EngineFacts, nearest: EngineFacts | undefined): string {
  const { answer, problem, isCandidate } = engine;
  const state = answer ? `${answer.version} ${answersAt(answer)}` : (problem ?? 'no answer');
  if (!isCandidate) return `${state}; not used, -c names another engine`;
  const noProvider =
    answer !== undefined && engine.providers.every((provider) => provider.problem !== undefined);
  if (noProvider) return `${state}; not used, it has no Compose provider`;
  return nearest ? `${state}; not used, ${engineName(nearest)} comes first` : state;
}
