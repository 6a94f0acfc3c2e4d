// Images that are gone, frozen or behind an account, as known in November 2026. A table; a row a change. Pure.

import type { Severity } from '../finding.ts';
import type { ImageReference } from '../images.ts';

/** What became of an image. */
export interface ImageFate {
  readonly severity: Severity;
  readonly what: string;
  readonly on?: string;
  readonly cure: string;
}

interface Row extends ImageFate {
  /** Repositories with their registry. */
  readonly repository: RegExp;
  /** Tags that it is about; all of them when absent. */
  readonly tag?: RegExp;
  /** Tags that still do what they did; with a digest, too. */
  readonly except?: RegExp;
}

const otherStorage = 'Garage, RustFS, VersityGW or SeaweedFS with a pinned tag';

const rows: readonly Row[] = [
  {
    // Repositories removed from Docker Hub on 2026-09-11 and 12: testcontainers-node 1463, dandi-archive 2922.
    repository: /^docker\.io\/minio\//,
    severity: 'error',
    what: 'deleted from Docker Hub in September 2026',
    cure: `quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z while it lasts, or ${otherStorage}`,
  },
  {
    // Source archived 2026-04; the registry keeps what it has, with commercial builds beside the community's.
    repository: /^quay\.io\/minio\/minio$/,
    except: /^RELEASE\.2025-09-07T16-13-09Z$/,
    severity: 'warning',
    what: 'archived and frozen; latest may be a commercial build',
    on: 'every engine: no more fixes, and it can vanish as it did from Docker Hub',
    cure: `pin RELEASE.2025-09-07T16-13-09Z, the last one of the community, or ${otherStorage}`,
  },
  {
    repository: /^quay\.io\/minio\/mc$/,
    except: /^RELEASE\.2025-08-13T08-35-41Z$/,
    severity: 'warning',
    what: 'archived and frozen',
    on: 'every engine: no more fixes, and it can vanish as it did from Docker Hub',
    cure: 'pin RELEASE.2025-08-13T08-35-41Z, the last one of the community',
  },
  {
    // s3-latest became a stub that prints an error and exits: gardener/etcd-druid 1353.
    repository: /^docker\.io\/localstack\/localstack$/,
    tag: /^s3-latest$/,
    severity: 'error',
    what: 'prints an error and exits',
    cure: 'localstack/localstack:4.14.0 or :s3-community-archive, the last ones without an account',
  },
  {
    // From 2026.3.0 on the start needs a token, exit code 55; microcks 2008, chaos-mesh 4873.
    repository: /^docker\.io\/localstack\/localstack(-pro)?$/,
    tag: /^(latest|stable|dev|202[6-9].*|latest-.*)?$/,
    severity: 'error',
    what: 'needs LOCALSTACK_AUTH_TOKEN since 2026-03-23',
    on: 'every engine: without an account the container exits with 55',
    cure: 'localstack/localstack:4.14.0, the last one without an account',
  },
  {
    repository: /^docker\.io\/bitnami\//,
    tag: /^(latest)?$/,
    severity: 'warning',
    what: 'of the free catalogue some images are left, as latest alone',
    on: 'every engine: the pull fails where it is not one of them; no version can be pinned',
    cure: 'the official image of the product',
  },
  {
    // The free catalogue was taken down in autumn 2025; what was there is kept, without updates, under bitnamilegacy.
    repository: /^docker\.io\/bitnami\//,
    severity: 'error',
    what: 'the versions of the free catalogue were removed from Docker Hub in 2025',
    cure: 'the official image of the product, or docker.io/bitnamilegacy, frozen, for now',
  },
  {
    repository: /^docker\.io\/bitnamilegacy\//,
    severity: 'warning',
    what: 'frozen, without fixes',
    on: 'every engine: it works, and gets older',
    cure: 'the official image of the product',
  },
  {
    repository: /^docker\.io\/webhippie\//,
    severity: 'warning',
    what: 'old and no longer kept up',
    on: 'every engine: no fixes',
    cure: 'the official image of the product',
  },
  {
    repository: /^docker\.io\/(zenko|scality)\/cloudserver$/,
    severity: 'warning',
    what: 'not updated since 2023',
    on: 'every engine: no fixes',
    cure: 'ghcr.io/scality/cloudserver with a version, 9.2.8 or newer',
  },
  {
    // cloudserver 5990: no such tag was ever pushed there.
    repository: /^ghcr\.io\/scality\/cloudserver$/,
    tag: /^(latest)?$/,
    severity: 'error',
    what: 'has no tag latest',
    cure: 'a version, 9.2.8 or newer',
  },
  {
    // Repository read-only since 2024-12-12; these tags are what is left.
    repository: /^(quay|docker)\.io\/ceph\/(demo|daemon)$/,
    except: /^latest-squid$/,
    severity: 'warning',
    what: 'frozen since December 2024',
    on: 'every engine: no fixes, and amd64 alone',
    cure: 'quay.io/ceph/demo:latest-squid as the last one, or quay.io/ceph/ceph with a version',
  },
];

/** Repositories of which no tag besides latest is known. */
const latestAlone = /^quay\.io\/(redhat-java-monitoring\/|sclorg\/postgresql-15-c9s$)/;

/** Frozen ones whose last tag looks as if it moved. */
const settled = /^quay\.io\/ceph\/demo:latest-squid$/;

/** What became of the image; undefined where nothing bad is known. */
export function fateOf({ repository, tag, digest }: ImageReference): ImageFate | undefined {
  const row = rows.find(
    (one) =>
      one.repository.test(repository) &&
      (one.tag?.test(tag ?? '') ?? true) &&
      !(tag && one.except?.test(tag)),
  );
  return row && digest !== undefined && row.severity === 'warning' ? undefined : row;
}

/** No other tag is known to exist. */
export function hasOnlyLatest(repository: string): boolean {
  return latestAlone.test(repository);
}

/** The tag has a moving name and stands still. */
export function isSettled({ repository, tag }: ImageReference): boolean {
  return settled.test(`${repository}:${tag}`);
}
