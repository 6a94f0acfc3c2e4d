// What well-known images hold and listen on, as far as it is sure. A table; a row a change. Pure.

import type { ImageReference } from '../images.ts';

/** What is known of an image; absent means unknown. */
export interface ImageContents {
  readonly shell?: boolean;
  /** Tools that it surely has or surely lacks. */
  readonly has?: readonly Tool[];
  readonly lacks?: readonly Tool[];
  /** wget is BusyBox's. */
  readonly busybox?: boolean;
  /** Everything that it listens on unless it is told otherwise. */
  readonly ports?: readonly number[];
  /** The variable that tells it another port instead. */
  readonly portVariable?: string;
  /** It brings no health check of its own. */
  readonly unchecked?: boolean;
}

/** Tools that health checks use. */
export type Tool = 'curl' | 'wget' | 'bash';

interface Row extends ImageContents {
  readonly repository: RegExp;
  readonly tag?: RegExp;
}

const nothing = { shell: false, lacks: ['curl', 'wget', 'bash'], unchecked: true } as const;
const alpine = { shell: true, busybox: true, has: ['wget'], lacks: ['curl'] } as const;

/** The first row that fits counts. Seen in the images, or in the files that they are built from. */
const rows: readonly Row[] = [
  { repository: /^docker\.io\/dxflrs\/(\w+_)?garage$/, ...nothing },
  { repository: /\/oauth2-proxy$/, tag: /alpine/, ...alpine, unchecked: true },
  { repository: /\/oauth2-proxy$/, ...nothing },
  { repository: /^gcr\.io\/distroless\//, tag: /debug/, shell: true },
  { repository: /^gcr\.io\/distroless\//, ...nothing },
  { repository: /^cgr\.dev\/chainguard\//, tag: /-dev$/ },
  { repository: /^cgr\.dev\/chainguard\/(minio|static)$/, ...nothing },
  { repository: /\/opentelemetry-collector(-contrib)?$/, ...nothing },
  { repository: /^docker\.io\/(traefik\/whoami|library\/hello-world)$/, ...nothing },
  {
    repository: /^(docker|quay)\.io\/prom(etheus)?\/prometheus$/,
    tag: /distroless/,
    ...nothing,
    ports: [9090],
  },
  { repository: /^(docker|quay)\.io\/prom(etheus)?\/prometheus$/, ...alpine, unchecked: true, ports: [9090] },
  {
    repository: /\/cryostat\/cryostat-storage$/,
    shell: true,
    has: ['bash'],
    lacks: ['curl', 'wget'],
    unchecked: true,
  },
  {
    repository: /\/ubi\d+(-micro|\/ubi-micro)$/,
    shell: true,
    has: ['bash'],
    lacks: ['curl', 'wget'],
    unchecked: true,
  },
  {
    repository: /\/cryostat\/cryostat$/,
    shell: true,
    has: ['curl'],
    ports: [8181],
    portVariable: 'QUARKUS_HTTP_PORT',
  },
  {
    repository: /\/cryostat\/(cryostat-reports|cryostat-grafana-dashboard|jfr-datasource)$/,
    shell: true,
    has: ['curl'],
  },
  { repository: /^ghcr\.io\/scality\/cloudserver$/, shell: true, lacks: ['curl'], unchecked: true },
  { repository: /\/versity\/versitygw$/, ...alpine },
  { repository: /^docker\.io\/dpage\/pgadmin4$/, ...alpine },
  { repository: /^docker\.io\/library\/(alpine|busybox)$/, ...alpine, unchecked: true },
  { repository: /^docker\.io\/library\/(postgres|redis|valkey)$/, tag: /alpine/, ...alpine, unchecked: true },
  {
    repository: /^docker\.io\/library\/postgres$/,
    shell: true,
    lacks: ['curl', 'wget'],
    unchecked: true,
    ports: [5432],
    portVariable: 'PGPORT',
  },
  {
    repository: /^docker\.io\/library\/redis$/,
    shell: true,
    lacks: ['curl', 'wget'],
    unchecked: true,
  },
];

/** What is known of the image; an empty object when nothing is. */
export function contentsOf({ repository, tag }: ImageReference): ImageContents {
  return rows.find((row) => row.repository.test(repository) && (row.tag?.test(tag ?? '') ?? true)) ?? {};
}
