// Features: what the connection itself shows.

import type { S3Connection } from '../../stack/manifest.ts';
import { Refusal } from './answer.ts';
import { describeSeconds, toleratedSkew } from './clock.ts';
import type { Encounter } from './connect.ts';
import { broken, type FeatureTest, type Finding, isTaken, untried, works } from './feature.ts';
import { findingOf } from './finding.ts';
import { connectionFeatures } from './tests.ts';

type Row = (typeof connectionFeatures)[number];

/** What the first requests told of the first rows. */
export function firstFeatures(
  encounter: Encounter,
  connection: S3Connection,
  bucket: string | undefined,
): readonly { readonly test: Row; readonly finding: Finding }[] {
  const findings: Partial<Record<Row['id'], Finding>> = {
    reach: reach(encounter, connection),
    ...(encounter.latencyMs !== undefined && { clock: clock(encounter) }),
    ...problemRow(encounter),
  };
  const { first } = encounter;
  if (bucket === undefined && first !== undefined && encounter.problem === undefined) {
    findings['list-buckets'] = isTaken(first)
      ? works()
      : findingOf(new Refusal(first), {}, connection, undefined);
  }
  return connectionFeatures.flatMap((test) => {
    const finding = findings[test.id];
    return finding === undefined ? [] : [{ test, finding }];
  });
}

function reach({ latencyMs, problem }: Encounter, { endpoint }: S3Connection): Finding {
  if (latencyMs === undefined || problem?.kind === 'not-s3') return broken(problem?.text ?? 'no answer');
  const way = endpoint.startsWith('https:') ? 'over TLS, with a trusted certificate' : 'over plain HTTP';
  return works(`${way}; an answer takes ${latencyMs} ms`);
}

function clock({ clockSkew }: Encounter): Finding {
  if (clockSkew === undefined) return untried('the server does not tell its time');
  const off = Math.abs(clockSkew);
  const side = clockSkew > 0 ? 'ahead' : 'behind';
  if (off < 5) return works();
  const detail = `the server’s is ${describeSeconds(off)} ${side}`;
  return off < toleratedSkew ? works(detail) : broken(detail);
}

function problemRow({ problem }: Encounter): Partial<Record<Row['id'], Finding>> {
  if (problem === undefined) return {};
  const { kind, text } = problem;
  if (kind === 'region') return { region: broken(text) };
  if (kind === 'clock') return { clock: broken(text) };
  if (kind === 'key-id' || kind === 'secret' || kind === 'session') return { credentials: broken(text) };
  return {};
}

/** Rows that need one more request: whether the server looks at signature and region at all. */
export function knowledgeTests(bucket: string | undefined): readonly FeatureTest[] {
  const question = bucket === undefined ? {} : { bucket, query: { 'list-type': '2', 'max-keys': '1' } };
  const [credentials, region, list] = ['credentials', 'region', 'list-buckets'].map((id) =>
    connectionFeatures.find((row) => row.id === id),
  );
  const tests: FeatureTest[] = [];
  if (credentials) {
    tests.push({
      ...credentials,
      test: async ({ wire }) => {
        const stranger = await wire.ask({ ...question, as: { secretAccessKey: 'smoke-not-the-secret' } });
        return isTaken(stranger)
          ? works('any secret is taken: the server does not look at signatures')
          : works();
      },
    });
  }
  if (region) {
    tests.push({
      ...region,
      test: async ({ wire }) => {
        const stranger = await wire.ask({ ...question, as: { region: 'smoke-nowhere-1' } });
        const { connection } = wire;
        return works(isTaken(stranger) ? `${connection.region}; any other is taken, too` : connection.region);
      },
    });
  }
  if (list && bucket !== undefined) {
    tests.push({
      ...list,
      test: async ({ wire }) => {
        await wire.must({});
        return works();
      },
    });
  }
  return tests;
}
