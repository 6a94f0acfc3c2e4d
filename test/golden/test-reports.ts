// Results of tests as they come out of a run, for reports in every format.

import type {
  CheckReport,
  TestFailure,
  TestReport,
  TestRun,
  Timeline,
} from '../../src/report/test-report.ts';
import type { Manifest } from '../../src/stack/manifest.ts';

const wait = { condition: 'service_healthy' };
const health = { test: ['CMD', 'true'], interval: '2s' };

/** The stack of these results, without what a picture does not show. */
export const manifest = {
  name: 'cryostat',
  services: {
    files: { image: 'registry.example.net/ubi-micro:9.8', volumes: ['garage-config:/files/garage-config'] },
    db: {
      image: 'registry.example.net/cryostat-db:4.3.0',
      volumes: ['database-data:/data'],
      healthcheck: health,
      depends_on: { files: { condition: 'service_completed_successfully' } },
    },
    s3: {
      image: 'registry.example.net/garage:v2.4.1',
      ports: ['127.0.0.1:3900:3900'],
      volumes: ['garage-config:/etc/garage:ro', 'garage-data:/var/lib/garage'],
      healthcheck: health,
      depends_on: { files: { condition: 'service_completed_successfully' } },
    },
    cryostat: {
      image: 'registry.example.net/cryostat:4.3.0',
      healthcheck: health,
      depends_on: { db: wait, s3: wait },
    },
    auth: {
      image: 'registry.example.net/oauth2-proxy:7.12.0',
      ports: ['127.0.0.1:8443:8443'],
      depends_on: { cryostat: wait },
    },
    grafana: { image: 'registry.example.net/grafana:4.3.0', healthcheck: health },
  },
  volumes: { 'database-data': {}, 'garage-config': {}, 'garage-data': {} },
} as unknown as Manifest;

const timeline: Timeline = {
  totalMs: 12_400,
  services: [
    { service: 'files', createdMs: 210, startedMs: 480, readyMs: 1240, waitsFor: [] },
    { service: 'db', createdMs: 230, startedMs: 1420, readyMs: 5130, waitsFor: ['files'] },
    { service: 's3', createdMs: 240, startedMs: 1440, readyMs: 3610, waitsFor: ['files'] },
    { service: 'cryostat', createdMs: 260, startedMs: 5390, readyMs: 12_180, waitsFor: ['db', 's3'] },
    { service: 'auth', createdMs: 270, startedMs: 12_290, readyMs: 12_400, waitsFor: ['cryostat'] },
    { service: 'grafana', createdMs: 280, startedMs: 610, readyMs: 4020, waitsFor: [] },
  ],
  critical: [
    { service: 'files', phase: 'start', fromMs: 0, toMs: 480 },
    { service: 'files', phase: 'ready', fromMs: 480, toMs: 1240 },
    { service: 'db', phase: 'start', fromMs: 1240, toMs: 1420 },
    { service: 'db', phase: 'ready', fromMs: 1420, toMs: 5130 },
    { service: 'cryostat', phase: 'start', fromMs: 5130, toMs: 5390 },
    { service: 'cryostat', phase: 'ready', fromMs: 5390, toMs: 12_180 },
    { service: 'auth', phase: 'start', fromMs: 12_180, toMs: 12_290 },
    { service: 'auth', phase: 'ready', fromMs: 12_290, toMs: 12_400 },
  ],
};

const checks: readonly CheckReport[] = [
  { group: 'start', name: 'the stack comes up', state: 'passed', detail: '6 services', elapsedMs: 12_400 },
  { group: 'services', name: 'db is healthy', service: 'db', state: 'passed', elapsedMs: 3 },
  { group: 'services', name: 'is healthy', service: 's3', state: 'passed', elapsedMs: 2 },
  { group: 'services', name: 'cryostat is healthy', service: 'cryostat', state: 'passed', elapsedMs: 2 },
  {
    group: 'addresses',
    name: 'Cryostat answers at https://localhost:8443',
    service: 'auth',
    state: 'passed',
    detail: '200 after log-in, 401 without',
    elapsedMs: 118,
  },
  {
    group: 'storage',
    name: 'S3 answers with our key',
    service: 's3',
    state: 'passed',
    detail: 'put, get, delete',
    elapsedMs: 41,
  },
  {
    group: 'storage',
    name: 'objects keep their tags',
    service: 's3',
    state: 'skipped',
    detail: 'garage lacks object tagging',
    elapsedMs: 0,
  },
  {
    group: 'application',
    name: 'an object written through the application lies in the bucket',
    service: 'cryostat',
    state: 'passed',
    detail: 'event-templates, 1 object of 4.2 kB',
    elapsedMs: 1630,
  },
  {
    group: 'restarts',
    name: 'the object is still there after a restart',
    state: 'passed',
    elapsedMs: 14_800,
  },
  { group: 'cleanup', name: 'nothing is left behind', state: 'passed', elapsedMs: 2210 },
];

const run: TestRun = {
  project: 'smoke-test-k3v9',
  startedAt: '2026-11-29T20:15:04.120Z',
  elapsedMs: 31_900,
  verdict: 'passed',
  checks,
  timeline,
  failures: [],
  kept: false,
};

/** Everything is as it should be. */
export const good: TestReport = {
  app: 'cryostat',
  storage: 'garage',
  engine: 'podman 5.4.2 with podman-compose 1.6.0',
  command: './smoke test -s garage',
  startedAt: '2026-11-29T20:15:04.120Z',
  elapsedMs: 31_900,
  verdict: 'passed',
  runs: [run],
};

const database: TestFailure = {
  subject: 'db',
  code: 'disk-full',
  check: 'db is healthy',
  cause: 'ended with exit code 1: the disk is full',
  evidence: [
    'health check: pg_isready: no response',
    'last log lines:',
    'LOG:  starting PostgreSQL 16.9 on x86_64-pc-linux-gnu',
    'PANIC:  could not write to file "pg_wal/xlogtemp.24": No space left on device',
    'LOG:  startup process (PID 24) was terminated by signal 6: Aborted',
  ],
  next: 'podman system df, and free some space; then ./smoke test -s garage',
};

/** The first check that fails stops what is built on it. */
const failedRun: TestRun = {
  ...run,
  elapsedMs: 14_210,
  verdict: 'failed',
  checks: checks.map((check): CheckReport => {
    const { group, name, service } = check;
    if (name === 'the stack comes up')
      return { ...check, state: 'failed', detail: 'db ended with exit code 1', elapsedMs: 8120 };
    if (service === 'db') return { ...check, state: 'failed', detail: 'it ended with exit code 1' };
    if (service === 's3' || group === 'cleanup') return check;
    return { group, name, ...(service && { service }), state: 'skipped', detail: 'db failed', elapsedMs: 0 };
  }),
  timeline: {
    totalMs: 8120,
    services: timeline.services.map(({ readyMs, startedMs, ...service }) => {
      if (service.service === 'db') return { ...service, startedMs: 1420 };
      if (service.service === 'cryostat' || service.service === 'auth') return service;
      return { ...service, ...(startedMs && { startedMs }), ...(readyMs && { readyMs }) };
    }),
    critical: [...timeline.critical.slice(0, 3), { service: 'db', phase: 'ready', fromMs: 1420, toMs: 8120 }],
  },
  failures: [
    database,
    {
      subject: 'podman-compose',
      cause: 'ended with exit code 1',
      evidence: ['Error: dependency db of cryostat failed to start'],
      next: './smoke up -s garage shows it in front',
    },
  ],
  kept: true,
};

/** A service died while the stack started, and the stack was kept. */
export const failed: TestReport = { ...good, elapsedMs: 14_210, verdict: 'failed', runs: [failedRun] };

const slow: TestFailure = {
  subject: 'cryostat',
  check: 'an object written through the application lies in the bucket',
  cause: 'no object in bucket event-templates-k3v9 after 30.0 s',
  evidence: ['GET /api/v4/event_templates: 200', 'ListObjectsV2 event-templates-k3v9: 0 objects'],
  next: 'podman logs smoke-test-k3v9-cryostat-1',
};

function repeatedRun(index: number): TestRun {
  const isFlake = index === 2 || index === 6;
  const elapsedMs = 30_000 + ((index * 733) % 2900);
  const startedAt = new Date(Date.parse(run.startedAt) + index * 33_000).toISOString();
  const project = `smoke-test-r${index + 1}`;
  const totalMs = timeline.totalMs + ((index * 97) % 400);
  const own = { ...run, project, startedAt, timeline: { ...timeline, totalMs } };
  if (!isFlake) return { ...own, elapsedMs };
  const waited = index === 2 ? '30.0 s' : '30.2 s';
  return {
    ...own,
    elapsedMs: elapsedMs + 30_000,
    verdict: 'failed',
    checks: checks.map((check) =>
      check.name === slow.check
        ? { ...check, state: 'failed', detail: `no object after ${waited}`, elapsedMs: 30_000 }
        : check,
    ),
    failures: [{ ...slow, cause: `no object in bucket event-templates-${project} after ${waited}` }],
  };
}

/** Eight runs, of which two fail for the same cause. */
export const repeated: TestReport = {
  ...good,
  command: './smoke test -s garage --repeat 8',
  elapsedMs: 322_400,
  verdict: 'failed',
  runs: Array.from({ length: 8 }, (_, index) => repeatedRun(index)),
};

/** As short as a result can be that has something of everything: the example of docs/reports.md. */
export const example: TestReport = {
  ...good,
  command: './smoke test -s minio',
  storage: 'minio',
  elapsedMs: 9320,
  verdict: 'failed',
  runs: [
    {
      project: 'smoke-test-k3v9',
      startedAt: good.startedAt,
      elapsedMs: 9320,
      verdict: 'failed',
      checks: [
        {
          group: 'start',
          name: 'the stack comes up',
          state: 'passed',
          detail: '2 services',
          elapsedMs: 6410,
        },
        {
          group: 'storage',
          name: 'S3 answers with our key',
          service: 's3',
          state: 'failed',
          detail: '403 SignatureDoesNotMatch',
          elapsedMs: 38,
        },
        {
          group: 'application',
          name: 'an upload lies in the bucket',
          service: 'cryostat',
          state: 'skipped',
          detail: 'the storage does not answer',
          elapsedMs: 0,
        },
      ],
      timeline: {
        totalMs: 6410,
        services: [
          { service: 's3', createdMs: 120, startedMs: 350, readyMs: 1900, waitsFor: [] },
          { service: 'cryostat', createdMs: 130, startedMs: 2040, readyMs: 6410, waitsFor: ['s3'] },
        ],
        critical: [
          { service: 's3', phase: 'start', fromMs: 0, toMs: 350 },
          { service: 's3', phase: 'ready', fromMs: 350, toMs: 1900 },
          { service: 'cryostat', phase: 'start', fromMs: 1900, toMs: 2040 },
          { service: 'cryostat', phase: 'ready', fromMs: 2040, toMs: 6410 },
        ],
      },
      failures: [
        {
          subject: 's3',
          code: 'wrong-secret',
          check: 'S3 answers with our key',
          cause: 'the secret key is not the one of the server',
          evidence: ['PUT /smoke-probe: 403 SignatureDoesNotMatch'],
          next: 'smoke logs s3',
        },
      ],
      kept: false,
    },
  ],
};
