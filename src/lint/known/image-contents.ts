// What well-known images hold and listen on, as far as it is sure. A table; a row a change. Pure.

import type { ImageReference } from '../images.ts';

/** What is known of an image; absent means unknown. */
export interface ImageContents {
  /** False: it surely has none. */
  readonly shell?: false;
  /** Tools that it surely lacks. */
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
export type Tool = 'curl' | 'wget';

interface Row extends ImageContents {
  readonly repository: RegExp;
  readonly tag?: RegExp;
}

const nothing = { shell: false, lacks: ['curl', 'wget'], unchecked: true } as const;
const alpine = { busybox: true, lacks: ['curl'] } as const;

/** The first row that fits counts. */
const rows: readonly Row[] = [
  { repository: /^docker\.io\/dxflrs\/(\w+_)?garage$/, ...nothing },
  { repository: /\/oauth2-proxy$/, tag: /alpine/, ...alpine, unchecked: true },
  { repository: /\/oauth2-proxy$/, ...nothing },
  { repository: /^gcr\.io\/distroless\//, tag: /debug/, lacks: ['curl'] },
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
    lacks: ['curl', 'wget'],
    unchecked: true,
  },
  {
    repository: /\/ubi\d+(-micro|\/ubi-micro)$/,
    lacks: ['curl', 'wget'],
    unchecked: true,
  },
  {
    repository: /\/cryostat\/cryostat$/,
    ports: [8181],
    portVariable: 'QUARKUS_HTTP_PORT',
  },
  { repository: /^ghcr\.io\/scality\/cloudserver$/, lacks: ['curl'], unchecked: true },
  { repository: /\/versity\/versitygw$/, ...alpine },
  { repository: /^docker\.io\/dpage\/pgadmin4$/, ...alpine },
  { repository: /^docker\.io\/library\/(alpine|busybox)$/, ...alpine, unchecked: true },
  { repository: /^docker\.io\/library\/(postgres|redis|valkey)$/, tag: /alpine/, ...alpine, unchecked: true },
  {
    repository: /^docker\.io\/library\/postgres$/,
    lacks: ['curl', 'wget'],
    unchecked: true,
    ports: [5432],
    portVariable: 'PGPORT',
  },
  {
    repository: /^docker\.io\/library\/redis$/,
    lacks: ['curl', 'wget'],
    unchecked: true,
  },
];

/** What is known of the image; an empty object when nothing is. */
export function contentsOf({ repository, tag }: ImageReference): ImageContents {
  return rows.find((row) => row.repository.test(repository) && (row.tag?.test(tag ?? '') ?? true)) ?? {};
}
