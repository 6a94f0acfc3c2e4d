// The buckets of Cryostat: what they hold, and where their names stand. Rows of the table of settings are made from it. Pure.

import type { BucketName } from './settings.ts';

/** A bucket: its variable in the container, smoke's own behind CRYOSTAT_STORAGE_BUCKETS_, and what Cryostat calls it by itself. */
export const buckets: readonly [BucketName, string, string, string, string][] = [
  ['archivedRecordings', 'STORAGE_BUCKETS_ARCHIVES_NAME', 'ARCHIVES', 'archivedrecordings', 'recordings'],
  [
    'archivedReports',
    'CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME',
    'ARCHIVED_REPORTS',
    'archivedreports',
    'reports',
  ],
  [
    'eventTemplates',
    'STORAGE_BUCKETS_EVENT_TEMPLATES_NAME',
    'EVENT_TEMPLATES',
    'eventtemplates',
    'event templates',
  ],
  [
    'jmcAgentProbeTemplates',
    'STORAGE_BUCKETS_PROBE_TEMPLATES_NAME',
    'PROBE_TEMPLATES',
    'probes',
    'probe templates',
  ],
  ['threadDumps', 'STORAGE_BUCKETS_THREAD_DUMPS_NAME', 'THREAD_DUMPS', 'threaddumps', 'thread dumps'],
  ['heapDumps', 'STORAGE_BUCKETS_HEAP_DUMPS_NAME', 'HEAP_DUMPS', 'heapdumps', 'heap dumps'],
  ['metadata', 'STORAGE_BUCKETS_METADATA_NAME', 'METADATA', 'metadata', 'labels'],
  ['unifiedLogs', 'STORAGE_BUCKETS_UNIFIED_LOGS_NAME', 'UNIFIED_LOGS', 'logs', 'logs'],
  [
    'heapDumpReports',
    'CRYOSTAT_SERVICES_HEAP_DUMP_REPORTS_STORAGE_CACHE_NAME',
    'HEAP_DUMP_REPORTS',
    'heapdumpreports',
    'heap dump reports',
  ],
];

/** Buckets of Cryostat 4.3 and newer, for which chart and operator have no field yet. */
export const newerBuckets: readonly BucketName[] = ['unifiedLogs', 'heapDumpReports'];

/** Path in the chart's values to the names of the buckets. */
export const helmBuckets = 'storage.buckets.names';

/** The same in the Cryostat resource. */
export const operatorBuckets = 'spec.objectStorageOptions.storageBucketNameOptions';

/** The buckets in the order of the table. */
export const bucketNames: readonly BucketName[] = buckets.map(([name]) => name);
