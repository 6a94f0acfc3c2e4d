// `smoke storage check` as its users call it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StorageReport } from '../../src/s3/check/report.ts';
import { type Run, runSmoke } from '../memory-io.ts';
import type { Access } from './oracle.ts';

/** What a check told. */
export interface Checked extends Run {
  readonly report: StorageReport;
  /** Cells by their ids. */
  readonly cells: Readonly<Record<string, StorageReport['features'][number]['state']>>;
}

/** The environment of a user with an external storage. An empty value takes a variable away. */
export function environmentOf(
  access: Access,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all = {
    S3_REGION: access.region,
    S3_PATH_STYLE_ACCESS: 'true',
    AWS_ACCESS_KEY_ID: access.accessKeyId,
    AWS_SECRET_ACCESS_KEY: access.secretAccessKey,
    ...more,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** Runs the check in a home of its own. */
export async function checkStorage(
  access: Access,
  {
    words = [],
    env = {},
  }: { readonly words?: readonly string[]; readonly env?: Record<string, string> } = {},
): Promise<Checked> {
  const home = mkdtempSync(join(tmpdir(), 'smoke-s3-home-'));
  const run = await runSmoke(
    ['storage', 'check', access.endpoint, '--json', ...words],
    { HOME: home, PATH: process.env['PATH'], ...environmentOf(access, env) },
    { now: () => new Date() },
  ).finally(() => rmSync(home, { recursive: true, force: true }));
  const told = run.stdout === '' ? { checks: [] } : (JSON.parse(run.stdout) as { checks: StorageReport[] });
  const [report] = told.checks;
  if (report === undefined) throw new Error(`no report, exit code ${run.exitCode}: ${run.stderr}`);
  return { ...run, report, cells: Object.fromEntries(report.features.map(({ id, state }) => [id, state])) };
}
