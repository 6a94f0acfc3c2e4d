import { describe, expect, it } from 'vitest';
import type { Flags } from '../../../src/options/flags.ts';
import { readOptions, type StackOptions } from '../../../src/options/options.ts';

type Environment = Record<string, string>;

describe('options', () => {
  it.each<[string, Flags, Environment, Partial<StackOptions>]>([
    ['an unset storage means seaweed', {}, {}, { storage: 'seaweed' }],
    ['-s names the storage', { storage: 'garage' }, {}, { storage: 'garage' }],
    ['the project is called after the application', {}, {}, { project: 'cryostat' }],
    ['COMPOSE_PROJECT_NAME names the project', {}, { COMPOSE_PROJECT_NAME: 'mine' }, { project: 'mine' }],
    ['an empty COMPOSE_PROJECT_NAME is unset', {}, { COMPOSE_PROJECT_NAME: '' }, { project: 'cryostat' }],
    [
      '--project wins over it',
      { project: 'my-1_x' },
      { COMPOSE_PROJECT_NAME: 'mine' },
      { project: 'my-1_x' },
    ],
    ['ports are on the loopback', {}, {}, { bind: '127.0.0.1' }],
    ['--bind names another address', { bind: '192.0.2.7' }, {}, { bind: '192.0.2.7' }],
    ['--bind takes IPv6', { bind: '::1' }, {}, { bind: '::1' }],
    ['--bind takes IPv6 in brackets', { bind: '[::1]' }, {}, { bind: '::1' }],
    ['--bind takes every interface', { bind: '0.0.0.0' }, {}, { bind: '0.0.0.0' }],
    [
      'the proxy has TLS, and nothing is discovered',
      {},
      {},
      { choices: { proxy: 'tls', discovery: 'none' } },
    ],
    ['-k takes TLS from the proxy', { tls: false }, {}, { choices: { proxy: 'plain', discovery: 'none' } }],
    ['USE_TLS=false as well', {}, { USE_TLS: 'false' }, { choices: { proxy: 'plain', discovery: 'none' } }],
    ['-p leaves the proxy out', { proxy: false }, {}, { choices: { proxy: 'none', discovery: 'none' } }],
    [
      'USE_PROXY=false as well',
      {},
      { USE_PROXY: 'false' },
      { choices: { proxy: 'none', discovery: 'none' } },
    ],
    [
      '-p and -k together mean no proxy',
      { proxy: false, tls: false },
      {},
      { choices: { proxy: 'none', discovery: 'none' } },
    ],
    [
      'a flag wins over its variable',
      { tls: false },
      { USE_TLS: 'true' },
      { choices: { proxy: 'plain', discovery: 'none' } },
    ],
    [
      '--discovery is for Docker',
      { discovery: true },
      {},
      { choices: { proxy: 'tls', discovery: 'docker' } },
    ],
    [
      '--discovery -c podman is for Podman',
      { discovery: true, engine: 'podman' },
      {},
      { choices: { proxy: 'tls', discovery: 'podman' } },
    ],
    [
      '--discovery -c PATH looks at the name',
      { discovery: true, engine: '/usr/bin/podman' },
      {},
      { choices: { proxy: 'tls', discovery: 'podman' } },
    ],
    [
      '-c alone discovers nothing',
      { engine: 'podman' },
      {},
      { choices: { proxy: 'tls', discovery: 'none' } },
    ],
    ['-v is DEBUG', { verbose: 1 }, {}, { parameters: { QUARKUS_LOG_LEVEL: 'DEBUG' } }],
    ['-vv is TRACE', { verbose: 2 }, {}, { parameters: { QUARKUS_LOG_LEVEL: 'TRACE' } }],
    ['-vvv is ALL', { verbose: 3 }, {}, { parameters: { QUARKUS_LOG_LEVEL: 'ALL' } }],
    ['more -v are ALL', { verbose: 9 }, {}, { parameters: { QUARKUS_LOG_LEVEL: 'ALL' } }],
    ['-V updates the database', { keepVolumes: true }, {}, { parameters: { DATABASE_GENERATION: 'update' } }],
    [
      'KEEP_VOLUMES=true as well',
      {},
      { KEEP_VOLUMES: 'true' },
      { parameters: { DATABASE_GENERATION: 'update' } },
    ],
    [
      '-V leaves a DATABASE_GENERATION of the user',
      { keepVolumes: true },
      { DATABASE_GENERATION: 'validate' },
      { parameters: {} },
    ],
    ['no flag sets no parameter', {}, {}, { parameters: {} }],
  ])('%s', (_, flags, environment, expected) => {
    expect(readOptions(flags, environment)).toMatchObject(expected);
  });

  it.each<[string, Flags, Environment, object]>([
    ['Grafana is there unless it is not wanted', {}, {}, { tools: ['grafana'] }],
    ['-G leaves Grafana out', { grafana: false }, {}, { tools: [] }],
    ['DEPLOY_GRAFANA=false leaves Grafana out', {}, { DEPLOY_GRAFANA: 'false' }, { tools: [] }],
    [
      'a flag wins over DEPLOY_GRAFANA',
      { grafana: true },
      { DEPLOY_GRAFANA: 'false' },
      { tools: ['grafana'] },
    ],
    [
      '-r alone is one sidecar',
      { reports: true },
      {},
      { tools: ['grafana', 'reports'], parameters: { REPORT_REPLICAS: '1' } },
    ],
    [
      '-r 3 is three sidecars',
      { reports: '3' },
      {},
      { tools: ['grafana', 'reports'], parameters: { REPORT_REPLICAS: '3' } },
    ],
    ['-t alone is all samples', { samples: true }, {}, { samples: ['all'] }],
    ['-t takes names by comma, each once', { samples: 'a, b,a' }, {}, { samples: ['a', 'b'] }],
    ['without -t there is no sample', {}, {}, { samples: [] }],
    ['-X brings the aids', { developmentAids: true }, {}, { aids: true }],
    ['without -X there is no aid', {}, {}, { aids: false }],
    ['--tools adds names and paths', { tools: 'x,./y.yml' }, {}, { tools: ['grafana', 'x', './y.yml'] }],
    ['agents have TLS', {}, {}, { choices: { agents: 'tls' } }],
    ['-A takes it from them', { agentTls: false }, {}, { choices: { agents: 'plain' } }],
    [
      'SAMPLE_APPS_USE_TLS=false does, too',
      {},
      { SAMPLE_APPS_USE_TLS: 'no' },
      { choices: { agents: 'plain' } },
    ],
    [
      'a tool that is chosen twice is there once',
      { tools: 'grafana,reports', reports: '2' },
      {},
      { tools: ['grafana', 'reports'] },
    ],
    [
      'CRYOSTAT_DISCOVERY_DOCKER_ENABLED=true means --discovery',
      {},
      { CRYOSTAT_DISCOVERY_DOCKER_ENABLED: 'true' },
      { choices: { discovery: 'docker' } },
    ],
    [
      'CRYOSTAT_DISCOVERY_PODMAN_ENABLED=true, too, whatever the engine',
      {},
      { CRYOSTAT_DISCOVERY_PODMAN_ENABLED: 'true' },
      { choices: { discovery: 'podman' } },
    ],
    [
      'of both, the engine decides',
      { engine: 'podman' },
      { CRYOSTAT_DISCOVERY_PODMAN_ENABLED: 'true', CRYOSTAT_DISCOVERY_DOCKER_ENABLED: 'true' },
      { choices: { discovery: 'podman' } },
    ],
    ['sockets are those of Docker', {}, {}, { engine: 'docker' }],
    ['unless -c is Podman', { engine: '/usr/bin/podman' }, {}, { engine: 'podman' }],
  ])('%s', (_, flags, environment, expected) => {
    expect(readOptions(flags, environment)).toMatchObject(expected);
  });

  it.each(['true', 'TRUE', '1', 'yes'])('a variable for a flag may be %s', (value) => {
    expect(readOptions({}, { KEEP_VOLUMES: value }).parameters).toEqual({ DATABASE_GENERATION: 'update' });
  });

  it.each(['USE_PROXY', 'USE_TLS', 'KEEP_VOLUMES', 'DEPLOY_GRAFANA', 'SAMPLE_APPS_USE_TLS'])(
    '%s=maybe is refused with what is allowed',
    (name) => {
      expect(() => readOptions({}, { [name]: 'maybe' })).toThrow(
        `${name}: got "maybe", expected true or false`,
      );
    },
  );

  it.each(['0', '-1', '100', 'x', '1.5', ''])('-r %j is refused', (reports) => {
    expect(() => readOptions({ reports }, {})).toThrow(`-r: got "${reports}", expected a number`);
  });

  it.each(['', ',', 'a,,b', ' '])('-t %j is refused', (samples) => {
    expect(() => readOptions({ samples }, {})).toThrow(`-t: got "${samples}", expected names by comma`);
  });

  it.each(['podmn', '/no/such', ''])('-c %j is refused', (engine) => {
    expect(() => readOptions({ engine }, {})).toThrow(
      `-c: got "${engine}", expected docker, podman or a path of one`,
    );
  });

  it('--tools without a name is refused', () => {
    expect(() => readOptions({ tools: '' }, {})).toThrow('--tools: got "", expected names by comma');
  });

  it.each([
    '1.2.3',
    '256.1.1.1',
    'localhost',
    'example.net',
    '::g',
    '',
    '127.0.0.1:80',
    '1.2.3.4/24',
    '[::1',
  ])('--bind %j is refused', (bind) => {
    expect(() => readOptions({ bind }, {})).toThrow(`--bind: got "${bind}", expected an IP address`);
  });

  it.each(['Mine', '-a', '_a', 'a b', 'a.b', 'a/b', '../a', 'ä', 'a\n', '', 'x'.repeat(64)])(
    '--project %j is refused, since it becomes a file name and Compose refuses it',
    (project) => {
      expect(() => readOptions({ project }, {})).toThrow(/^--project: got/);
    },
  );

  it('a wrong project of the environment is refused with the name of its variable and a right one', () => {
    expect(() => readOptions({}, { COMPOSE_PROJECT_NAME: 'My Project' })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^COMPOSE_PROJECT_NAME: got "My Project"/),
        hint: 'Did you mean my-project?',
      }),
    );
  });
});
