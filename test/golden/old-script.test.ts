// What smoketest.bash printed, against what smoke prints for the same flags: every difference has a name in docs/smoketest.md.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Manifest, Value, ValueMap } from '../../src/stack/manifest.ts';
import { type Difference, explanations } from './old-script-differences.ts';
import { list, map } from './parts.ts';
import { runScenario } from './scenarios.ts';

const folder = join(process.cwd(), '..', 'shared', 'data', 'old-script-output');
const missing = !existsSync(folder);
if (missing) process.stderr.write(`skipped: the old script's output is not at ${folder}\n`);

const external = {
  S3_ENDPOINT: 'https://s3.us-east-005.backblazeb2.com',
  S3_REGION: 'us-east-005',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 's3cr3tVALUE',
};
const { S3_REGION: _, ...withoutRegion } = external;

/** Recorded output → the flags that made it, which are smoke's as well. */
const invocations: Readonly<Record<string, { words: string; env?: Record<string, string> }>> = {
  'ext.yml': { words: '-s ext', env: external },
  'out_d_cloudserver.yml': { words: '-s cloudserver -c docker' },
  'out_d_ext.yml': { words: '-s ext -c docker', env: withoutRegion },
  'out_d_localstack.yml': { words: '-s localstack -c docker' },
  'out_d_minio.yml': { words: '-s minio -c docker' },
  'out_d_noproxy.yml': { words: '-p -c docker' },
  'out_d_seaweed.yml': { words: '-n -c docker' },
  'out_p_all.yml': { words: '-t all -X -c podman' },
  'out_p_cloudserver.yml': { words: '-s cloudserver -c podman' },
  'out_p_ext.yml': { words: '-s ext -c podman', env: withoutRegion },
  'out_p_localstack.yml': { words: '-s localstack -c podman' },
  'out_p_minio.yml': { words: '-s minio -c podman' },
  'out_p_none.yml': { words: '-s none -c podman' },
  'out_p_noproxy.yml': { words: '-p -c podman' },
  'out_p_rt.yml': { words: '-r 2 -t quarkus-cryostat-agent -c podman' },
  'out_p_seaweed.yml': { words: '-c podman' },
};

const used = new Set<string>();

describe.skipIf(missing)('smoke prints what the old script printed, but for named differences', () => {
  it.each(Object.keys(invocations))('%s', async (file) => {
    const before = parse(readFileSync(join(folder, file), 'utf8')) as Manifest;
    const run = await runScenario(invocations[file] ?? { words: '' });
    expect(run.exitCode).toBe(0);
    const found = differences(file, before, parse(run.stdout) as Manifest);
    const explained = found.map((difference) => ({
      difference,
      names: Object.keys(explanations).filter((name) => explanations[name]?.(difference)),
    }));
    for (const name of explained.flatMap(({ names }) => names)) used.add(name);
    expect(explained.filter(({ names }) => names.length === 0)).toEqual([]);
  });

  it('every name explains something', () => {
    expect(Object.keys(explanations).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('docs/smoketest.md', () => {
  it('has a row for every named difference, and no other', () => {
    const text = readFileSync(join(process.cwd(), 'docs', 'smoketest.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(Object.keys(explanations).sort());
  });
});

function differences(file: string, before: Manifest, after: Manifest): Difference[] {
  const services = new Set([...Object.keys(before.services), ...Object.keys(after.services)]);
  return [...services].flatMap((service): Difference[] => {
    const old = before.services[service];
    const own = after.services[service];
    if (!old || !own) {
      const state = (there: unknown) => (there ? 'there' : undefined);
      return [{ file, service, kind: 'service', name: service, before: state(old), after: state(own) }];
    }
    const kinds: readonly (readonly [Difference['kind'], (service: ValueMap) => Record<string, string>])[] = [
      ['image', ({ image }) => ({ image: String(image) })],
      ['environment', environmentOf],
      ['port', portsOf],
      ['volume', volumesOf],
    ];
    return kinds.flatMap(([kind, read]) => compare({ file, service, kind }, read(old), read(own)));
  });
}

function compare(
  where: Pick<Difference, 'file' | 'service' | 'kind'>,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Difference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ ...where, name, before: before[name], after: after[name] }));
}

function environmentOf(service: ValueMap): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map(service['environment'])).map(([name, value]) => [name, String(value)]),
  );
}

/** Container port → where it is published; the old output has the long form. */
function portsOf(service: ValueMap): Record<string, string> {
  return Object.fromEntries(
    list(service['ports']).map((port) => {
      if (typeof port === 'string') return [port.split(':').at(-1) ?? '', port];
      const { target, published = '', host_ip: host = '*' } = map(port);
      return [String(target), `${String(host)}:${String(published)}:${String(target)}`];
    }),
  );
}

/** Path in the container → volume or path of the host. */
function volumesOf(service: ValueMap): Record<string, string> {
  return Object.fromEntries(
    list(service['volumes']).map((mount: Value) => {
      if (typeof mount !== 'string') return [String(map(mount)['target']), String(map(mount)['source'])];
      const [source = '', target = ''] = mount.split(':');
      return [target, source];
    }),
  );
}
