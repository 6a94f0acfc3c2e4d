import { describe, expect, it } from 'vitest';
import type { Facts, ProviderFacts } from '../../../../src/doctor/facts.ts';
import { factsOf, onDocker, said } from '../machines.ts';

const onPath: ProviderFacts = {
  label: 'docker-compose on the PATH',
  name: 'docker-compose',
  version: '5.5.1',
  isUsed: true,
  honoursHealthy: true,
};
const plugin: ProviderFacts = { ...onPath, label: 'docker-compose as a plugin file', isUsed: false };
const none: ProviderFacts = { label: 'docker compose', problem: 'not found', isUsed: false };
const old: ProviderFacts = {
  label: 'docker compose',
  problem: 'version 2.12.0, expected 2.20 or newer',
  isUsed: false,
};
const noDocker = { providers: [] };

describe("'compose-provider'", () => {
  it.each<[string, Facts, string[]]>([
    [
      'must list all that are there with their versions, also those of the other engine',
      factsOf({
        podman: { providers: [plugin, onPath].map((each) => ({ ...each, isUsed: each === onPath })) },
      }),
      [
        'fine docker-compose 5.5.1: docker-compose as a plugin file for Podman 5.4.1; not used, another one comes first',
        'fine docker-compose 5.5.1: docker-compose on the PATH for Podman 5.4.1, starts the containers',
        'fine docker-compose 5.5.1: docker-compose on the PATH for Docker 28.2.2',
      ],
    ],
    [
      'must stop where there is none, and say where it was looked for',
      factsOf({ podman: { isUsed: false, providers: [none] }, docker: noDocker }),
      ["stops Compose for Podman 5.4.1: docker compose: not found → pipx install 'podman-compose>=1.3'"],
    ],
    [
      'must stop where it is too old',
      onDocker({ docker: { isUsed: false, providers: [old] }, podman: noDocker }),
      [
        'stops Compose for Docker 28.2.2: docker compose: version 2.12.0, expected 2.20 or newer → sudo dnf install -y docker-compose-plugin',
      ],
    ],
    [
      'must take back the variable that names one that is not there',
      factsOf({
        podman: { isUsed: false, providers: [{ ...none, label: 'PODMAN_COMPOSE_PROVIDER=x' }] },
        docker: noDocker,
        more: { environment: { PODMAN_COMPOSE_PROVIDER: 'x' } },
      }),
      [
        'stops Compose for Podman 5.4.1: PODMAN_COMPOSE_PROVIDER=x: not found → unset PODMAN_COMPOSE_PROVIDER',
      ],
    ],
  ])('%s', (_, facts, expected) => {
    expect(said('compose-provider', facts)).toEqual(expected);
  });
});

describe("'compose-waves'", () => {
  const python = { ...onPath, name: 'podman-compose', version: '1.0.6', honoursHealthy: false };
  it.each<[string, Facts, string[]]>([
    ['where it waits', factsOf(), []],
    [
      'where podman-compose is too old',
      factsOf({ podman: { providers: [python] } }),
      [
        "warns podman-compose 1.0.6: ignores service_healthy on Podman 5.4.1 → pipx install 'podman-compose>=1.3'",
      ],
    ],
    [
      'where Podman is too old for any of them',
      factsOf({ podman: { providers: [{ ...python, version: '1.6.0' }] }, answer: { version: '4.3.1' } }),
      [
        'warns podman-compose 1.6.0: ignores service_healthy on Podman 4.3.1 → sudo dnf install -y docker-compose',
      ],
    ],
  ])('%s', (_, facts, expected) => {
    expect(said('compose-waves', facts)).toEqual(expected);
  });
});

describe("'compose-variables'", () => {
  it.each<[Record<string, string>, string[]]>([
    [{}, []],
    [{ COMPOSE_PROJECT_NAME: 'mine', COMPOSE_FILE: '' }, []],
    [
      { COMPOSE_FILE: 'x.yml', COMPOSE_PROFILES: 'dev' },
      ['warns COMPOSE_FILE, COMPOSE_PROFILES: set, and not heeded → unset COMPOSE_FILE COMPOSE_PROFILES'],
    ],
  ])('%j', (environment, expected) => {
    expect(said('compose-variables', factsOf({ more: { environment } }))).toEqual(expected);
  });
});
