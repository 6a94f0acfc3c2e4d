import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { writeReports } from '../../../src/cli/test-reports.ts';
import type { Io } from '../../../src/io.ts';
import type { TestReport } from '../../../src/report/test-report.ts';
import type { Manifest } from '../../../src/stack/manifest.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('writes every report that it can, and then says which it cannot', async () => {
  const folder = temporaryFolder({});
  const sink = new Writable({ write: (_, __, done) => done() });
  const io = { env: {}, stdout: sink, stderr: sink } as unknown as Io;
  const report: TestReport = {
    app: 'a',
    storage: '',
    engine: 'docker',
    command: './smoke test',
    startedAt: '2026-01-01T00:00:00.000Z',
    elapsedMs: 1,
    verdict: 'passed',
    runs: [],
  };
  const file = join(folder, 'report.json');
  const wanted = [
    { format: 'json', file: join(folder, 'gone', 'report.json') },
    { format: 'json', file },
  ] as const;
  const written = writeReports(report, { name: 'a', services: {} } as unknown as Manifest, wanted, io);
  await expect(written).rejects.toMatchObject({ code: 'UNWRITABLE' });
  expect(readFileSync(file, 'utf8')).toContain('"verdict": "passed"');
});
