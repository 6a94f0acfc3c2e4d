import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { SmokeError } from '../../../../src/error.ts';
import { readSide } from '../../../../src/share/read/read-side.ts';
import { deployment, helmValues, names, resource, secret } from './described.ts';

const read = (...texts: string[]) =>
  readSide(texts.map((text, index) => ({ name: `file-${index + 1}.yaml`, text })));

const storage = {
  endpoint: 'https://s3.example.net',
  region: 'eu-west-1',
  pathStyle: 'false',
  mode: 'bucket',
  presignedTransfers: 'true',
  presignedDownloads: 'false',
  ...names,
};
const keys = { accessKeyId: 'the-id', secretAccessKey: 'the-secret' };
const helmSecret = { STORAGE_ACCESS_KEY_ID: 'the-id', STORAGE_ACCESS_KEY: 'the-secret' };
const operatorSecret = { ACCESS_KEY: 'the-id', SECRET_KEY: 'the-secret' };

describe('every form says the same storage', () => {
  const list = JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'other' }, data: { 'tls.key': 'eA==' } },
      JSON.parse(secret('s3cred', operatorSecret, 'data')),
    ],
  });
  test.each<[string, string, string[]]>([
    ['Helm values with a Secret', 'helm', [helmValues(), secret('s3cred', helmSecret)]],
    [
      'the table that helm get values prints',
      'helm',
      [`USER-SUPPLIED VALUES:${helmValues()}`, secret('s3cred', helmSecret, 'data')],
    ],
    [
      'all values that helm get values prints',
      'helm',
      [`COMPUTED VALUES:\r\n${helmValues()}`, secret('s3cred', helmSecret)],
    ],
    [
      'JSON with tabs and a mark of its order of bytes',
      'helm',
      [`\uFEFF${JSON.stringify(parse(helmValues()), null, '\t')}`, secret('s3cred', helmSecret)],
    ],
    [
      'lines that end as on Windows',
      'helm',
      [helmValues().replaceAll('\n', '\r\n'), secret('s3cred', helmSecret)],
    ],
    [
      'values and a Secret in one file',
      'helm',
      [`${helmValues()}\n---\n${secret('s3cred', helmSecret)}\n---\n`],
    ],
    ['a Cryostat resource with a List of Secrets', 'operator', [resource(), list]],
    [
      'a Secret before the resource, and further objects',
      'operator',
      [
        secret('s3cred', operatorSecret, 'data'),
        resource(),
        'apiVersion: v1\nkind: Service\nmetadata: {name: x}',
      ],
    ],
  ])('%s', (_, form, texts) => {
    const side = read(...texts);
    expect(side.warnings).toEqual([]);
    expect(side.form).toBe(form);
    expect(side.settings).toMatchObject(storage);
    expect(side.credentials).toEqual(keys);
    expect(side.secret).toBe('s3cred');
  });
});

describe('of a cluster with several namespaces', () => {
  const described = resource().replace('{name: cryostat}', '{name: cryostat, namespace: here}');
  const keysIn = (namespace: string, id: string, name = 's3cred') =>
    secret(name, { ACCESS_KEY: id, SECRET_KEY: 'the-secret' }).replace(
      '"metadata":{',
      `"metadata":{"namespace":"${namespace}",`,
    );

  test('the Secret of its own is taken', () => {
    const side = read(described, keysIn('there', 'wrong'), keysIn('here', 'the-id'));
    expect(side).toMatchObject({ credentials: keys, warnings: [] });
  });

  test('one that says no namespace may be meant', () => {
    const side = read(described, keysIn('there', 'wrong'), secret('s3cred', operatorSecret));
    expect(side).toMatchObject({ credentials: keys, warnings: [] });
  });

  test.each(['s3cred', 'other'])('a Secret %s of another one is none', (name) => {
    const side = read(described, keysIn('there', 'wrong', name));
    expect(side.credentials).toBeUndefined();
    expect(side.warnings).toEqual([
      `file-2.yaml:1: no credentials are taken: Secret ${name} is in namespace there, and the Cryostat in here, which cannot read it`,
    ]);
  });

  test('a certificate of another one is none', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const trusting = described.replace(/\n$/, '\n  trustedCertSecrets: [{secretName: s3-ca}]\n');
    const far = secret('s3-ca', { 'tls.crt': pem }).replace('"metadata":{', '"metadata":{"namespace":"x",');
    expect(read(`${trusting}`, far).authorities).toEqual([]);
  });
});

test('items of a list of one kind are of that kind', () => {
  const { kind: _, apiVersion: __, ...item } = JSON.parse(secret('s3cred', operatorSecret, 'data'));
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'SecretList', items: [item] });
  const { kind, apiVersion, ...described } = parse(resource('      usePathStyleAccess: true'));
  const found = JSON.stringify({ apiVersion, kind: `${kind}List`, items: [described] }, null, 1);
  const side = read(found, list);
  expect(side).toMatchObject({ form: 'operator', credentials: keys });
  expect(side.warnings).toEqual([expect.stringMatching(/^file-1.yaml:1\d: usePathStyleAccess/)]);
});

describe('what is not said has the default of its form', () => {
  const short = 'storage: {provider: {url: "https://s3.example.net"}}';
  const bare = resource()
    .replace(/ {4}storageBucketNameOptions.*\n/, '')
    .replace(/ {6}(use|disable|metadata).*\n/g, '');
  test.each([
    [
      'Helm',
      short,
      { pathStyle: 'true', presignedDownloads: 'false', metadata: 'metadata', mode: 'tagging' },
    ],
    [
      'the operator',
      bare,
      { pathStyle: 'true', presignedDownloads: 'true', jmcAgentProbeTemplates: 'probes' },
    ],
    [
      'a pod',
      deployment(''),
      { pathStyle: 'false', presignedDownloads: 'true', archivedReports: 'archivedreports' },
    ],
  ])('%s', (_, text, settings) => {
    expect(read(text).settings).toMatchObject(settings);
  });

  test('a name that YAML takes for a number or a word stays as it is written', () => {
    const side = read(helmValues().replace('"acme-heaps"', '0123').replace('"acme-threads"', 'yes'));
    expect(side.settings).toMatchObject({ heapDumps: '0123', threadDumps: 'yes' });
    expect(side.warnings).toEqual([
      expect.stringMatching(/threadDumps is "yes", which the chart hands on without quotes/),
      expect.stringMatching(/heapDumps is "0123", which the chart hands on without quotes/),
    ]);
  });
});

describe('a workload', () => {
  const fromSecret = (variable: string, key: string) =>
    `            - {name: ${variable}, valueFrom: {secretKeyRef: {name: s3cred, key: ${key}}}}`;
  const staticKeys = [
    fromSecret('QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID', 'ACCESS_KEY'),
    fromSecret('QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY', 'SECRET_KEY'),
    '            - {name: QUARKUS_S3_AWS_CREDENTIALS_TYPE, value: static}',
  ].join('\n');

  test('has its credentials from Secrets that came along', () => {
    const side = read(deployment(staticKeys), secret('s3cred', operatorSecret, 'data'));
    expect(side).toMatchObject({ form: 'workload', credentials: keys, secret: 's3cred', warnings: [] });
  });

  test('without its Secret has a reference alone', () => {
    const side = read(deployment(staticKeys));
    expect(side).toMatchObject({ secret: 's3cred', warnings: [] });
    expect(side.credentials).toBeUndefined();
  });

  test('says what comes from elsewhere', () => {
    const side = read(
      deployment(
        '            - {name: STORAGE_BUCKETS_METADATA_NAME, valueFrom: {configMapKeyRef: {name: names, key: m}}}\n            - {name: STORAGE_METADATA_ARCHIVES_STORAGE_MODE, value: tagging}\n          envFrom: [{configMapRef: {name: more}}]',
      ),
    );
    expect(side.warnings).toEqual([
      expect.stringMatching(
        /file-1.yaml:\d+: Deployment cryostat-v4: variables come from ConfigMap more, which did not come/,
      ),
      expect.stringContaining(
        'STORAGE_BUCKETS_METADATA_NAME comes from ConfigMap names (key m), which did not come along',
      ),
      expect.stringContaining('STORAGE_METADATA_ARCHIVES_STORAGE_MODE is not taken over'),
    ]);
  });

  test('takes its variables from a ConfigMap that came along', () => {
    const config =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\ndata: {STORAGE_METADATA_STORAGE_MODE: metadata}';
    const side = read(deployment('          envFrom: [{configMapRef: {name: more}}]'), config);
    expect(side.settings.mode).toBe('metadata');
  });

  test('has variables in its values, as Kubernetes fills them in', () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\ndata: {PREFIX: acme}';
    const text = deployment(
      [
        '            - {name: STORAGE_BUCKETS_ARCHIVES_NAME, value: $(PREFIX)-archives}',
        '            - {name: STORAGE_BUCKETS_METADATA_NAME, value: $(STORAGE_BUCKETS_ARCHIVES_NAME)-labels}',
        '            - {name: STORAGE_BUCKETS_HEAP_DUMPS_NAME, value: $$(PREFIX)-$(LATER)-$(__proto__)$}',
        '            - {name: LATER, value: x}',
        '          envFrom: [{configMapRef: {name: more}}]',
      ].join('\n'),
    );
    const { settings, warnings } = read(text, config);
    expect(settings).toMatchObject({
      archivedRecordings: 'acme-archives',
      metadata: 'acme-archives-labels',
      heapDumps: '$(PREFIX)-$(LATER)-$(__proto__)$',
    });
    expect(warnings).toEqual([
      expect.stringContaining('STORAGE_BUCKETS_HEAP_DUMPS_NAME has $(LATER) and $(__proto__) in it'),
    ]);
  });

  test('trusts what it mounts, but for the authority of a stack’s own database and what may be absent', () => {
    const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
    const text = deployment(
      '          volumeMounts: [{name: ca, mountPath: /truststore/smoke}, {name: user, mountPath: /truststore/user/}]',
      [
        '      volumes:',
        '        - {name: ca, configMap: {name: made, items: [{key: a, path: ca.pem}, {key: b, path: storage-1.pem}]}}',
        '        - {name: user, secret: {secretName: absent, optional: true}}',
      ].join('\n'),
    );
    const made = `{kind: ConfigMap, apiVersion: v1, metadata: {name: made}, data: ${JSON.stringify({ a: pem('AAAA'), b: pem('BBBB'), c: pem('CCCC') })}}`;
    expect(read(text, made)).toMatchObject({ authorities: [pem('BBBB')], warnings: [] });
    expect(read(text.replace(', optional: true', ''), made).warnings).toEqual([
      expect.stringContaining('Secret absent, whose certificates are trusted, did not come along'),
    ]);
  });

  const podOf = (name: string, owner: string, namespace = 'ns') =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, ownerReferences: [{ kind: 'ReplicaSet', name: owner }] },
      spec: parse(deployment('')).spec.template.spec,
    });

  test('that comes as several pods of one owner, or with that owner, is one', () => {
    const set = deployment('')
      .replace('kind: Deployment', 'kind: ReplicaSet')
      .replace(
        '{name: cryostat-v4}',
        '{name: rs, namespace: ns, ownerReferences: [{kind: Deployment, name: d}]}',
      );
    for (const texts of [
      [podOf('a', 'rs'), podOf('b', 'rs')],
      [podOf('a', 'rs'), set, podOf('b', 'rs')],
    ])
      expect(read(...texts)).toMatchObject({ form: 'workload', warnings: [] });
    for (const other of [podOf('b', 'other'), podOf('b', 'rs', 'elsewhere')])
      expect(() => read(podOf('a', 'rs'), other)).toThrow('got 2 descriptions');
    const earlier = set.replace('name: rs', 'name: rs-1').replace('eu-west-1', 'eu-west-2');
    expect(() => read(earlier, set)).toThrow('got 2 descriptions');
    const unused = earlier.replace('spec:', 'spec:\n  replicas: 0');
    expect(read(unused, podOf('a', 'rs'), set).settings.region).toBe('eu-west-1');
  });

  test('owned by another description gives way to it', () => {
    const pod = deployment('').replace(
      'metadata: {name',
      'metadata: {ownerReferences: [{kind: Cryostat}], name',
    );
    expect(read(pod, resource()).form).toBe('operator');
    expect(read(pod).form).toBe('workload');
  });
});

test('a manifest says what of it a stack of smoke has no setting for', () => {
  const environment = [
    'QUARKUS_S3_ENDPOINT_OVERRIDE=https://a.example',
    'STORAGE_BUCKETS_CREATION_RETRY_PERIOD=1s',
  ];
  const side = read(JSON.stringify({ services: { db: { image: 'x' }, app: { environment } } }));
  expect(side.settings.endpoint).toBe('https://a.example');
  expect(side.warnings).toEqual([
    expect.stringContaining('STORAGE_BUCKETS_CREATION_RETRY_PERIOD is not taken over'),
  ]);
});

describe('certificates', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const trusting = resource('', '  trustedCertSecrets: [{secretName: s3-ca}, {configMapName: more}]');
  test('come from Secrets and ConfigMaps, each once', () => {
    const config = JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'more' },
      data: { 'service-ca.crt': `${pem}${pem.replace('AAAA', 'BBBB')}` },
    });
    const side = read(trusting, secret('s3-ca', { 'tls.crt': pem, 'tls.key': 'x' }), config);
    expect(side.authorities).toEqual([pem, pem.replace('AAAA', 'BBBB')]);
    expect(side.warnings).toEqual([]);
  });

  test('of every key of a Secret that the chart mounts', () => {
    const side = read(
      helmValues('core: {config: {tlsTruststore: {secretNames: [s3-ca]}}}'),
      secret('s3-ca', { anything: pem }),
    );
    expect(side.authorities).toEqual([pem]);
  });

  test('that did not come along are asked for', () => {
    expect(read(trusting).warnings).toEqual([
      expect.stringMatching(/Secret s3-ca.*--ca FILE/),
      expect.stringMatching(/ConfigMap more.*--ca FILE/),
    ]);
  });
});

describe('the manifests of the old script', () => {
  const folder = '../shared/data/old-script-output';
  const files = (() => {
    try {
      return readdirSync(folder);
    } catch {
      console.log(`skipped: no ${folder}`);
      return [];
    }
  })();
  test.skipIf(files.length === 0)('are read, and those without an endpoint say so', () => {
    for (const file of files) {
      const texts = [{ name: file, text: readFileSync(`${folder}/${file}`, 'utf8') }];
      if (/out_._ext/.test(file))
        expect(() => readSide(texts)).toThrow(/QUARKUS_S3_ENDPOINT_OVERRIDE is empty/);
      else expect(readSide(texts).settings.endpoint).toMatch(/^https?:/);
    }
  });

  test.skipIf(files.length === 0)('of an external storage have its credentials', () => {
    const side = readSide([{ name: 'ext.yml', text: readFileSync(`${folder}/ext.yml`, 'utf8') }]);
    expect(side).toMatchObject({
      form: 'compose',
      settings: { region: 'us-east-005', heapDumps: 'heapdumps-AKIAIO-us-east-005-a8b41bff81' },
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    });
  });
});

describe('what is no description', () => {
  const managedHelm = 'storage: {provider: {region: x}}';
  const managedOperator =
    'apiVersion: operator.cryostat.io/v1beta2\nkind: Cryostat\nmetadata: {name: c}\nspec: {}';
  test.each<[string, string[], RegExp]>([
    [
      'values of a storage that the chart manages',
      [managedHelm],
      /storage.provider.url is not set, so the chart runs/,
    ],
    ['no values at all', ['USER-SUPPLIED VALUES:\nnull\n'], /storage.provider.url is not set/],
    [
      'a resource whose storage the operator manages',
      [managedOperator],
      /provider.url is not set, so the operator runs/,
    ],
    ['a resource of the first version', [managedOperator.replace('beta2', 'beta1')], /v1beta1|is not set/],
    [
      'two resources',
      [`${resource()}---${resource()}`],
      /2 descriptions of a Cryostat, expected one: Cryostat cryostat \(file-1.yaml:2\)/,
    ],
    [
      'values and a resource',
      [helmValues(), resource()],
      /2 descriptions.*values \(file-1.yaml:2\), Cryostat cryostat/,
    ],
    [
      'all that Helm knows of a release',
      [`NAME: x\nUSER-SUPPLIED VALUES:${helmValues()}\nCOMPUTED VALUES:${helmValues()}`],
      /file-1.yaml: got both tables of helm get all, expected one/,
    ],
    ['a Secret alone', [secret('s', {})], /got Secret s, expected Helm values/],
    ['an empty file', [''], /file-1.yaml is empty/],
    ['a bare null', ['null'], /is empty/],
    ['a bare word', ['hello'], /got a bare text/],
    ['a list', ['[1, 2]'], /got a list/],
    ['a map of anything', ['a: b'], /got a document, expected Helm values/],
    [
      'a manifest without Cryostat',
      ['services: {db: {image: x}}'],
      /got no service with QUARKUS_S3_ENDPOINT_OVERRIDE/,
    ],
    [
      'text where a map belongs',
      ['storage: {provider: {url: [a]}}'],
      /storage.provider.url is a list, expected a text/,
    ],
    [
      'a flag that is none',
      [helmValues().replace('Access: false', 'Access: maybe')],
      /usePathStyleAccess is "maybe", expected true/,
    ],
    [
      'an id that only passes for base64',
      [
        helmValues(),
        `{apiVersion: v1, kind: Secret, metadata: {name: s3cred}, data: {STORAGE_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE, STORAGE_ACCESS_KEY: c2VjcmV0}}`,
      ],
      /Secret s3cred: data.STORAGE_ACCESS_KEY_ID is no text in base64/,
    ],
    [
      'data that is not base64',
      [helmValues(), secret('s3cred', {}, 'data').replace('"data":{}', '"data":{"A":"%%hunter2"}')],
      /data.A is no base64/,
    ],
  ])('%s', (_, texts, message) => {
    expect(() => read(...texts)).toThrow(message);
  });
});

test.each<[string, string, string]>([
  ['an empty List', 'apiVersion: v1\nkind: List\nitems: []', 'Is it another namespace? kubectl get cryostat'],
  [
    'values of a chart around it',
    `cryostat:${helmValues().replaceAll('\n', '\n  ')}`,
    'lie below cryostat there',
  ],
])('%s is no description, and the hint says what to look at', (title, text, hint) => {
  const error = (() => {
    try {
      return read(text);
    } catch (cause) {
      return cause as SmokeError;
    }
  })();
  expect(error).toMatchObject({ hint: expect.stringContaining(hint) });
  if (title.includes('List'))
    expect(error).toMatchObject({ message: expect.stringContaining('got an empty List') });
});
