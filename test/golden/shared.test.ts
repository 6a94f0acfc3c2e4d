// What `--format helm` and `--format operator` print, compared byte by byte with test/golden/shared/, held against the
// schemas of chart and operator, and against the environment that Compose gives the same container.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Manifest } from '../../src/stack/manifest.ts';
import {
  type ChartValues,
  chartEnvironment,
  operatorEnvironment,
  type Resource,
} from './chart-environment.ts';
import { missing, resourceValidator, type Validate, valuesValidator } from './cluster-schemas.ts';
import { map } from './parts.ts';
import { provider, runScenario, type Scenario } from './scenarios.ts';

const folder = join(import.meta.dirname, 'shared');
const { S3_ENDPOINT, ...keys } = provider;

/** Storages that are shared, without credentials: none are needed. */
const shared: Readonly<Record<string, Scenario>> = {
  aws: { words: '-s ext', env: { S3_ENDPOINT } },
  b2: { words: '--provider b2 --region us-west-004 -p -G' },
  private: {
    words: '-s ext -k --ca test/golden/shared/authorities.pem --project my_own',
    env: { S3_ENDPOINT: 'https://s3.example.net:9000', S3_REGION: 'home', CRYOSTAT_VERSION: '4.3.0' },
  },
  chosen: {
    words: '-s ext',
    env: {
      S3_ENDPOINT: 'http://[2001:db8::7]:9000',
      S3_PATH_STYLE_ACCESS: 'true',
      S3_CHECKSUMS: 'when_supported',
      S3_PRESIGNED_TRANSFERS: 'false',
      S3_PRESIGNED_DOWNLOADS: 'true',
      S3_CHECKSUM_VALIDATION: 'false',
      S3_ATTEMPT_CREATE: 'false',
      S3_INSTANCE_ID: 'team-7',
      CRYOSTAT_STORAGE_MODE: 'bucket',
      CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: '2024-01-01',
      CRYOSTAT_STORAGE_BUCKETS_UNIFIED_LOGS_NAME: '12345',
      STORAGE_METADATA_PREFIX_RECORDINGS: 'true',
      CRYOSTAT_USER: 'zoe',
      CRYOSTAT_PASS: 'chosen-password',
    },
  },
};

const names = Object.keys(shared);

const outputs = new Map<string, Promise<string>>();

/** Prints each form of a storage once. */
function printed(name: string, format: string, env: Scenario['env'] = {}): Promise<string> {
  const key = `${name} ${format}`;
  const output = outputs.get(key) ?? print(name, format, env);
  outputs.set(key, output);
  return output;
}

async function print(name: string, format: string, env: Scenario['env'] = {}): Promise<string> {
  const { words, env: own } = shared[name] ?? { words: '' };
  const run = await runScenario({ words: `${words} ${format}`.trim(), env: { ...own, ...env } });
  expect(run.exitCode, run.stderr).toBe(0);
  return run.stdout;
}

const isStorage = (name: string): boolean =>
  /^(QUARKUS_S3_|STORAGE_|AWS_(REQUEST|RESPONSE)_|CRYOSTAT_SERVICES_)/.test(name);

/** What Compose gives to Cryostat, as far as the storage goes. */
async function composeEnvironment(name: string): Promise<Record<string, unknown>> {
  const { services } = parse(await printed(name, '', keys)) as Manifest;
  const environment = map(services['cryostat']?.['environment']);
  return Object.fromEntries(Object.entries(environment).filter(([variable]) => isStorage(variable)));
}

describe.each(['helm', 'operator'])('a shared storage as --format %s', (format) => {
  it.each(names)('of %s is the one that is written down', async (name) => {
    const text = await printed(name, `--format ${format}`);
    await expect(text).toMatchFileSnapshot(join(folder, `${name}.${format}.yaml`));
    expect(parse(text, { version: '1.1' })).toEqual(parse(text));
    for (const secret of Object.values(keys)) expect(text).not.toContain(secret);
  });
});

describe('the folder of shared storages', () => {
  it('has no file that no test owns', () => {
    const owned = names.flatMap((name) => [`${name}.helm.yaml`, `${name}.operator.yaml`]);
    expect(readdirSync(folder).sort()).toEqual([...owned, 'authorities.pem', 'secrets.yaml'].sort());
  });
});

describe('the environment that the chart makes', () => {
  it.each(names)('of %s is the one of Compose, each variable once', async (name) => {
    const values = parse(await printed(name, '--format helm')) as ChartValues;
    const variables = chartEnvironment(values);
    expect(new Set(variables.map(([variable]) => variable)).size).toBe(variables.length);
    const environment = Object.fromEntries(variables.filter(([variable]) => isStorage(variable)));
    expect(environment).toEqual(await composeEnvironment(name));
  });

  it.each(names)('of %s consists of texts', async (name) => {
    const values = parse(await printed(name, '--format helm')) as ChartValues;
    for (const [variable, value] of chartEnvironment(values)) expect(typeof value, variable).toBe('string');
  });
});

describe('the environment that the operator makes', () => {
  it.each(names)('of %s is the one of Compose, but for what is told', async (name) => {
    const resource = parse(await printed(name, '--format operator')) as Resource;
    const wanted = await composeEnvironment(name);
    for (const [variable, value] of Object.entries(operatorEnvironment(resource)))
      expect({ [variable]: value }).toEqual({ [variable]: wanted[variable] });
  });
});

describe.skipIf(missing)('the real schemas', () => {
  let valuesProblems: Validate;
  let resourceProblems: Validate;
  beforeAll(() => {
    valuesProblems = valuesValidator();
    resourceProblems = resourceValidator();
  });

  it.each(names)('know every Helm value of %s', async (name) => {
    expect(valuesProblems(parse(await printed(name, '--format helm')))).toEqual([]);
  });

  it.each(names)('know every field of the resource of %s', async (name) => {
    expect(resourceProblems(parse(await printed(name, '--format operator')))).toEqual([]);
  });

  it('would see a field that nobody knows', async () => {
    const values = parse(await printed('aws', '--format helm')) as { storage: { provider: object } };
    Object.assign(values.storage.provider, { pathStyle: true });
    expect(valuesProblems(values)).toHaveLength(1);
    const resource = parse(await printed('aws', '--format operator')) as { spec: object };
    Object.assign(resource.spec, { storageBucketNames: {} });
    expect(resourceProblems(resource)).toHaveLength(1);
  });
});

describe('the Secrets', () => {
  it('are the ones that are written down', async () => {
    const text = await printed('private', '--format helm --secrets separate', keys);
    await expect(text).toMatchFileSnapshot(join(folder, 'secrets.yaml'));
  });

  it.each(names)('of %s are those that values and resource refer to', async (name) => {
    const secrets = await printed(name, '--format operator --secrets separate', keys);
    const made = [...secrets.matchAll(/^ {2}name: (.*)$/gm)].map(([, secret]) => secret);
    for (const format of ['helm', 'operator']) {
      const text = await printed(name, `--format ${format}`);
      const wanted = [...text.matchAll(/(?:[sS]ecretName: |^ {8}- )([a-z].*-(?:s3|s3-ca|login))$/gm)];
      expect([...new Set(wanted.map(([, secret]) => secret))].sort()).toEqual([...made].sort());
    }
  });
});
