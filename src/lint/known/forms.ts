// Which form a value has by its place, as docker compose 2.26 and 5.5 were seen to take it. A table. Pure.

/** What a value is for a reader of YAML 1.2. */
export type Form = 'map' | 'list' | 'text' | 'number' | 'truth value' | 'null';

const row = (path: string, ...forms: readonly Form[]): readonly [string, readonly Form[]] => [path, forms];
const rows = (names: string, ...forms: readonly Form[]) =>
  names.split(' ').map((name) => row(`services.*.${name}`, ...forms));

/** Dotted path (* is any name, # any item) → forms that may stand there. */
export const forms: readonly (readonly [string, readonly Form[]])[] = [
  row('volumes', 'map', 'null'),
  row('networks', 'map', 'null'),
  row('secrets', 'map', 'null'),
  row('configs', 'map', 'null'),
  row('volumes.*', 'map', 'null'),
  row('networks.*', 'map', 'null'),
  row('secrets.*', 'map'),
  row('configs.*', 'map'),
  row('services.*', 'map'),
  ...rows(
    'image container_name hostname domainname user working_dir network_mode pull_policy platform stop_signal restart',
    'text',
  ),
  ...rows(
    'ports expose volumes secrets configs cap_add cap_drop profiles security_opt devices links',
    'list',
  ),
  ...rows('external_links group_add volumes_from', 'list'),
  ...rows('environment labels depends_on networks extra_hosts sysctls', 'map', 'list'),
  ...rows('healthcheck logging ulimits', 'map'),
  ...rows('deploy', 'map', 'null'),
  ...rows('build extends', 'text', 'map'),
  ...rows('command entrypoint', 'text', 'list', 'null'),
  ...rows('env_file tmpfs dns dns_search', 'text', 'list'),
  ...rows('privileged read_only init tty stdin_open', 'truth value', 'text'),
  ...rows('environment.* labels.*', 'text', 'number', 'truth value', 'null'),
  ...rows('environment.# labels.# command.# entrypoint.# depends_on.# healthcheck.test.#', 'text'),
  ...rows('cap_add.# cap_drop.# profiles.#', 'text'),
  ...rows('healthcheck.test', 'text', 'list'),
  ...rows('depends_on.*', 'map'),
  ...rows('networks.*', 'map', 'null'),
  ...rows('ports.#', 'text', 'number', 'map'),
  ...rows('volumes.# secrets.# configs.#', 'text', 'map'),
  ...rows('deploy.resources', 'map'),
];
