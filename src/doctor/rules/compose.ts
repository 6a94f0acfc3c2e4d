// The Compose provider that would start the containers. Pure.

import { quote } from '../../options/again.ts';
import type { EngineFacts, Facts, ProviderFacts } from '../facts.ts';
import type { Hit, Rule } from '../finding.ts';
import { installCommand } from '../install.ts';
import { engineName, nearestEngine, usedEngine } from '../used.ts';

/** Read by Compose, and taken out of its environment by smoke; the name of the project counts. */
const heeded = ['COMPOSE_PROJECT_NAME', 'COMPOSE_DISABLE_ENV_FILE'];

export const composeRules: readonly Rule[] = [
  {
    id: 'compose-provider',
    level: 'stops',
    summary: 'the engine answers, and no Compose provider can be used with it',
    why: 'containers are started by Docker Compose 2.20 or newer, or with Podman by podman-compose 1.0 or newer',
    cure: 'sudo apt-get install -y docker-compose-v2',
    *check(facts) {
      const engine = nearestEngine(facts);
      if (!engine) return;
      if (!engine.providers.some(({ isUsed }) => isUsed))
        yield {
          subject: `Compose for ${engineName(engine)}`,
          seen:
            engine.providers.map(({ label, problem }) => `${label}: ${problem}`).join('; ') || 'not found',
          cure: cureFor(engine, facts),
        };
      for (const each of facts.engines)
        for (const provider of each.providers.filter(({ version }) => version !== undefined))
          yield { level: 'fine', ...described(provider, each, each === engine) };
    },
  },
  {
    id: 'compose-waves',
    level: 'warns',
    summary: 'the provider does not wait for health: podman-compose before 1.3, or with Podman before 4.6',
    why: 'smoke up starts such a stack in waves; podman-compose up alone starts everything at once',
    cure: "pipx install 'podman-compose>=1.3'",
    *check(facts) {
      const engine = usedEngine(facts);
      const provider = engine?.providers.find(({ isUsed }) => isUsed);
      if (!engine || !provider || provider.honoursHealthy !== false) return;
      yield {
        subject: `${provider.name} ${provider.version}`,
        seen: `ignores service_healthy on ${engineName(engine)}`,
        // A newer podman-compose would change nothing there.
        ...(isOldPodman(engine) && { cure: installCommand(facts.installer, 'docker-compose') }),
      };
    },
  },
  {
    id: 'compose-variables',
    level: 'warns',
    summary: 'variables of Compose are set that smoke takes no notice of',
    why: 'smoke up runs Compose without them, so that the same manifest means the same everywhere',
    cure: 'unset COMPOSE_FILE COMPOSE_PROFILES',
    *check({ environment }) {
      const names = Object.keys(environment).filter(
        (name) => name.startsWith('COMPOSE_') && environment[name] && !heeded.includes(name),
      );
      if (names.length > 0)
        yield {
          subject: names.join(', '),
          seen: 'set, and not heeded',
          cure: `unset ${names.map(quote).join(' ')}`,
        };
    },
  },
];

function described(provider: ProviderFacts, engine: EngineFacts, isUsed: boolean): Hit {
  const subject = `${provider.name} ${provider.version}`;
  const target = `${provider.label} for ${engineName(engine)}`;
  if (provider.problem !== undefined) return { subject, seen: `${target}; not used, ${provider.problem}` };
  if (!provider.isUsed) return { subject, seen: `${target}; not used, another one comes first` };
  return { subject, seen: isUsed ? `${target}, starts the containers` : target };
}

function cureFor(engine: EngineFacts, { installer, environment }: Facts): string {
  if (engine.name === 'podman' && environment['PODMAN_COMPOSE_PROVIDER'])
    return 'unset PODMAN_COMPOSE_PROVIDER';
  if (engine.name === 'podman') return "pipx install 'podman-compose>=1.3'";
  return installCommand(installer, 'docker-compose-plugin');
}

function isOldPodman({ answer }: EngineFacts): boolean {
  const [major = 0, minor = 0] = (answer?.version ?? '').split('.').map(Number);
  return major < 4 || (major === 4 && minor < 6);
}
