// Attributes and the versions that know them. docker compose 2.20, Podman 4.7 and podman-compose 1.3 are the least that
// smoke supports: what those know is not here. A table; a row an attribute. Pure.

import type { Severity } from '../finding.ts';

/** An attribute, and who does not know it. */
export interface Feature {
  /** Dotted path; * is any key or item. */
  readonly path: string;
  /** Values that it is about; all when absent. */
  readonly when?: RegExp;
  readonly what: string;
  readonly on: string;
  readonly severity?: Severity;
}

/** podman-compose 1.6 was read for these: it has no word of them. */
const ignored = 'podman-compose (up to 1.6) ignores it and says nothing';

// Versions of docker compose as its reference pages name them; those of podman-compose as its changelogs do.
export const features: readonly Feature[] = [
  row('services.*.develop', '2.22.0', ignored),
  row('services.*.post_start', '2.30.0', ignored, 'warning'),
  row('services.*.pre_stop', '2.30.0', ignored, 'warning'),
  {
    path: 'services.*.pre_start',
    what: 'pre_start',
    on: `docker compose 2 refuses it; ${ignored}`,
    severity: 'warning',
  },
  row('services.*.gpus', '2.30.0', ignored),
  row('services.*.label_file', '2.32.2', ignored),
  row(
    'services.*.provider',
    '2.36.0',
    'podman-compose (up to 1.6) does not know it: a service without an image',
    'warning',
  ),
  row('services.*.models', '2.38.0', ignored, 'warning'),
  row('models', '2.38.0', ignored, 'warning'),
  {
    path: 'services.*.use_api_socket',
    what: 'use_api_socket',
    on: `docker compose alone, recent versions; ${ignored}`,
    severity: 'warning',
  },
  row('services.*.networks.*.gw_priority', '2.33.1', `it needs Docker Engine 28; ${ignored}`),
  row('services.*.networks.*.interface_name', '2.36.0', `it needs Docker Engine 28.1; ${ignored}`),
  row('services.*.networks.*.driver_opts', '2.27.1', ignored),
  row('services.*.env_file.*.required', '2.24.0', 'podman-compose older than 1.2 does not know it'),
  row('services.*.env_file.*.format', '2.30.0', ignored),
  row(
    'services.*.volumes.*.volume.subpath',
    '2.26.0',
    'it needs Docker Engine 26; Podman 4.3 (seen) refuses it',
    'warning',
  ),
  {
    ...row(
      'services.*.volumes.*.type',
      '2.35.0',
      'it needs Docker Engine 28; podman-compose older than 1.6 does not know it',
      'warning',
    ),
    when: /^image$/,
    what: 'a mount of type image',
  },
  row('services.*.build.entitlements', '2.27.1', ignored),
  row('services.*.build.ulimits', '2.23.1', 'podman-compose knows it'),
  row('services.*.volumes_from', undefined, ignored, 'warning'),
  row('services.*.ipc', undefined, ignored),
  row('services.*.external_links', undefined, ignored),
  row('services.*.credential_spec', undefined, `Windows alone; ${ignored}`),
  row('include', '2.20.3', 'podman-compose older than 1.4 takes its relative paths from the wrong folder'),
  {
    path: 'services.*.extra_hosts.*',
    when: /host-gateway/,
    what: 'host-gateway',
    on: 'Podman older than 4.7 does not know it (4.3 seen: it refuses the container)',
  },
];

function row(path: string, since: string | undefined, rest: string, severity?: Severity): Feature {
  const docker = since === undefined ? '' : `docker compose older than ${since} refuses the file; `;
  return {
    path,
    what: path.split('.').at(-1) ?? path,
    on: `${docker}${rest}`,
    ...(severity && { severity }),
  };
}
