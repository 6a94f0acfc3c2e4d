// A storage that a laptop and a cluster share, for tests of what it is written as.

import type { SharedStorage } from '../../../src/render/cluster.ts';
import { effectiveSettings } from '../../../src/share/effective.ts';
import type { SettingName, Side, StorageSettings } from '../../../src/share/settings.ts';

/** Every bucket, called after what it holds. */
export const buckets: StorageSettings = {
  archivedRecordings: 'a-recordings',
  archivedReports: 'a-reports',
  eventTemplates: 'a-events',
  jmcAgentProbeTemplates: 'a-probes',
  threadDumps: 'a-threads',
  heapDumps: 'a-heaps',
  metadata: 'a-labels',
  unifiedLogs: 'a-logs',
  heapDumpReports: 'a-heap-reports',
};

/** A side as a stack of smoke describes it. */
export function sideOf(more: StorageSettings = {}, rest: Partial<Side> = {}): Side {
  const said = {
    endpoint: 'https://s3.example.net',
    region: 'eu-west-1',
    pathStyle: 'false',
    presignedDownloads: 'false',
    ...buckets,
    ...more,
  };
  return {
    form: 'compose',
    label: 'stack "mine"',
    settings: effectiveSettings(said, 'compose'),
    said: Object.keys(said) as SettingName[],
    authorities: [],
    warnings: [],
    ...rest,
  };
}

/** The storage of a stack with a proxy. */
export function shared(side: Side = sideOf(), rest: Partial<SharedStorage> = {}): SharedStorage {
  return {
    name: 'mine',
    side,
    htpasswd: 'user:$2b$10$hash\n',
    variables: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    command: './smoke -s ext --format helm',
    secrets: 'none',
    ...rest,
  };
}
