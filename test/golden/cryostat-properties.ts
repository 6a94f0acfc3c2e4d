// What holds for every stack with Cryostat: its buckets, its storage, its proxy, its addresses.

import { expect } from 'vitest';
import { fillReferences } from '../../src/stack/references.ts';
import { list, map } from './parts.ts';
import { type Printed, placedText, secret, servicesOf, wants } from './printed.ts';

const bucketVariables = [
  'STORAGE_BUCKETS_ARCHIVES_NAME',
  'CRYOSTAT_SERVICES_REPORTS_STORAGE_CACHE_NAME',
  'STORAGE_BUCKETS_EVENT_TEMPLATES_NAME',
  'STORAGE_BUCKETS_PROBE_TEMPLATES_NAME',
  'STORAGE_BUCKETS_HEAP_DUMPS_NAME',
  'STORAGE_BUCKETS_THREAD_DUMPS_NAME',
  'STORAGE_BUCKETS_METADATA_NAME',
  'STORAGE_BUCKETS_UNIFIED_LOGS_NAME',
  'CRYOSTAT_SERVICES_HEAP_DUMP_REPORTS_STORAGE_CACHE_NAME',
];

/** What is said of every stack → the check. */
export const cryostatProperties: Readonly<Record<string, (printed: Printed) => void>> = {
  'it sets the nine buckets, each with a valid name of its own': ({ words, manifest }) => {
    const environment = map(manifest.services['cryostat']?.['environment']);
    const names = bucketVariables.map((variable) => String(environment[variable]));
    expect(new Set(names).size).toBe(9);
    for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{4,61}[a-z0-9]$/);
    const made = map(manifest.services['s3']?.['environment'])['CRYOSTAT_BUCKETS'];
    if (made !== undefined) expect(String(made).split(',')).toEqual(names.slice(0, 7));
    if (!wants(words, '-s none')) expect(manifest['x-smoke']?.buckets).toEqual(names.slice(0, 7));
  },

  'it gives Cryostat an endpoint, a region and credentials': ({ words, manifest }) => {
    const environment = map(manifest.services['cryostat']?.['environment']);
    const filled = (name: string) => fillReferences(String(environment[name]), secret);
    expect(filled('QUARKUS_S3_ENDPOINT_OVERRIDE')).toMatch(/^https?:\/\/[a-z0-9.-]+(:\d+)?$/);
    expect(filled('QUARKUS_S3_AWS_REGION')).toMatch(/^[a-z0-9-]+$/);
    expect(filled('AWS_ACCESS_KEY_ID')).toMatch(/^\w+$/);
    expect(filled('AWS_SECRET_ACCESS_KEY')).toMatch(/./);
    const mode = words.includes('-s garage') ? 'bucket' : 'tagging';
    expect(environment['STORAGE_METADATA_STORAGE_MODE']).toBe(mode);
    expect('AWS_SESSION_TOKEN' in environment).toBe(wants(words, '-s ext'));
  },

  'its proxy leads to Cryostat, and to Grafana and the storage where they are': (printed) => {
    const { words, manifest } = printed;
    const config = placedText(manifest, 'auth-config/alpha-config.yaml');
    const cryostat = map(manifest.services['cryostat']?.['environment']);
    const hasStorage = manifest.services['s3'] !== undefined;
    const hasProxy = !wants(words, '-p');
    expect(config !== undefined).toBe(hasProxy);
    expect(cryostat['STORAGE_EXT_URL']).toBe(hasProxy && hasStorage ? '/storage/' : '');
    if (config === undefined) return;
    const { upstreamConfig } = JSON.parse(config) as {
      upstreamConfig: { upstreams: { path: string; uri: string }[] };
    };
    const routes = Object.fromEntries(upstreamConfig.upstreams.map(({ path, uri }) => [path, uri]));
    expect(routes).toEqual({
      '/': 'http://cryostat:8181',
      ...(hasStorage && { '^/storage/(.*)$': cryostat['QUARKUS_S3_ENDPOINT_OVERRIDE'] }),
      ...(!wants(words, '-G') && { '/grafana/': 'http://grafana:3000' }),
    });
  },

  'its URLs and probes name services of the stack, and ports that are published': (printed) => {
    const { words, manifest } = printed;
    const { urls = [], probes = [] } = manifest['x-smoke'] ?? {};
    expect(urls).not.toEqual([]);
    for (const { service } of [...urls, ...probes])
      if (service !== undefined) expect(Object.keys(manifest.services)).toContain(service);
    const published = servicesOf(printed).flatMap(([, service]) =>
      list(service['ports']).map((port) => String(port).split(':')[1]),
    );
    for (const { url } of urls) expect(published, url).toContain(new URL(url).port);
    expect(probes.some(({ kind }) => kind === 's3')).toBe(!wants(words, '-s none'));
  },
};
