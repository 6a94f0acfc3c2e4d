import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../src/report/paint.ts';
import { renderStorageJson, renderStorageReport } from '../../../src/report/storage-check.ts';
import type { StorageReport } from '../../../src/s3/check/report.ts';

const plain = createPaint(false, {});
const cell = { group: 'objects', took: 5 } as const;

const report: StorageReport = {
  endpoint: 'https://s3.example.net',
  region: 'eu-1',
  pathStyle: true,
  server: 'Example\u001b[31m/1',
  features: [
    { ...cell, id: 'reach', group: 'connection', name: 'reached', state: 'works', detail: 'over TLS' },
    { ...cell, id: 'put-object', name: 'put', state: 'works' },
    { ...cell, id: 'copy-object', name: 'copy', state: 'denied', detail: 'answers 403\nAccessDenied' },
    { ...cell, id: 'get-range', name: 'get a range', state: 'broken', detail: 'other bytes' },
    { ...cell, id: 'object-tags', group: 'tags', name: 'object tags', state: 'unsupported', detail: '501' },
    { ...cell, id: 'cors', group: 'bucket settings', name: 'CORS', state: 'untried' },
  ],
  verdict: {
    usable: true,
    mode: 'bucket',
    why: 'object tags do not work here',
    lacks: ['object-tagging'],
    settings: { S3_REGION: 'eu-1' },
  },
  left: ['s3://smoke-1'],
  swept: ['s3://smoke-0'],
  requests: 42,
  took: 1234,
};

describe('the report of a check of a storage', () => {
  it('is a table by groups, with counts, settings and the verdict at its end', () => {
    expect(
      renderStorageReport(report, plain),
    ).toBe(`https://s3.example.net (Example [31m/1), region eu-1, path style

connection
  ✔ reached      over TLS

objects
  ✔ put
  ⊘ copy         denied: answers 403 AccessDenied
  ✘ get a range  broken: other bytes

tags
  – object tags  unsupported: 501

bucket settings
  · CORS         untried

2 work, 1 unsupported, 1 denied, 1 broken, 1 untried, in 1.2 s and 42 requests
removed what an earlier run left: s3://smoke-0
left behind: s3://smoke-1 (the next check of this endpoint removes it)
set S3_REGION=eu-1
lacks: object-tagging
✔ usable, storage mode bucket: object tags do not work here
`);
  });

  it('says after a problem what to do, and does not list what was not tried', () => {
    const problem = {
      kind: 'secret',
      passing: false,
      text: 'the secret is wrong',
      hint: 'check it',
    } as const;
    const verdict = { ...report.verdict, usable: false, why: problem.text };
    const text = renderStorageReport({ ...report, problem, verdict, left: [], swept: [] }, plain);
    expect(text).not.toContain('CORS');
    expect(text.endsWith('✘ could not be checked: the secret is wrong\n  check it\n')).toBe(true);
  });

  it('is coloured on a terminal, and one object for machines', () => {
    expect(renderStorageReport(report, createPaint(true, {}))).toContain('\u001b[32m✔');
    expect(JSON.parse(renderStorageJson([report]))).toEqual({ version: 1, checks: [report] });
  });
});
