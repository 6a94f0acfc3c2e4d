import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderJson } from '../../../src/report/json.ts';
import { createPaint } from '../../../src/report/paint.ts';
import type { Report } from '../../../src/report/report.ts';
import { renderReport } from '../../../src/report/terminal.ts';

const plain = createPaint(false, {});
const good: Report = {
  project: 'cryostat',
  engine: 'docker',
  services: [
    { service: 'db', state: 'healthy' },
    { service: 'files', state: 'done' },
  ],
  probes: [
    { name: 'S3 answers', kind: 's3', state: 'passed', detail: 'put, get, delete', elapsedMs: 3 },
    {
      name: 'login works',
      kind: 'http',
      state: 'skipped',
      detail: 'the password is not known',
      elapsedMs: 0,
    },
  ],
  urls: [{ name: 'Cryostat', url: 'https://localhost:8443', service: 'auth' }],
  login: { user: 'user', source: 'smoke status --show-password' },
  failures: [],
};
const bad: Report = {
  ...good,
  services: [{ service: 'db', state: 'failed', problem: 'ended with exit code 1' }],
  probes: [{ name: 'S3 answers', kind: 's3', state: 'failed', detail: 'wrong secret', elapsedMs: 3 }],
  failures: [
    { subject: 'db', cause: 'ended with exit code 1', evidence: ['FATAL: no space'], next: 'docker logs db' },
  ],
};

describe('a report for people', () => {
  it('shows services, probes, addresses and how to log in', () => {
    expect(renderReport(good, plain)).toMatchInlineSnapshot(`
      "✔ db     healthy
      ✔ files  done

      ✔ S3 answers (put, get, delete)
      - login works: skipped, the password is not known

      Cryostat: https://localhost:8443
      Log in as user; the password: smoke status --show-password
      "
    `);
  });

  it('shows cause, evidence and the next step of a failure instead of addresses', () => {
    expect(renderReport(bad, plain)).toMatchInlineSnapshot(`
      "✘ db  failed: ended with exit code 1

      ✘ S3 answers: wrong secret

      db: ended with exit code 1
        │ FATAL: no space
        next: docker logs db
      "
    `);
  });

  it('shows the password only where it is given', () => {
    expect(renderReport(good, plain)).not.toContain('with the password');
    const login = { user: 'user', password: 'hunter2', source: 's' };
    expect(renderReport({ ...good, login }, plain)).toContain('Log in as user with the password hunter2');
  });

  it('says the same with colours', () => {
    const coloured = renderReport(bad, createPaint(true, {}));
    expect(coloured).not.toBe(renderReport(bad, plain));
    expect(stripVTControlCharacters(coloured)).toBe(renderReport(bad, plain));
  });

  it('is empty when nothing is known', () => {
    expect(renderReport({ project: 'a', services: [], probes: [], urls: [], failures: [] }, plain)).toBe('');
  });
});

describe('colours', () => {
  it.each<[string, boolean, Record<string, string>, boolean]>([
    ['are on a terminal', true, {}, true],
    ['are not elsewhere', false, {}, false],
    ['are not wanted with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['are wanted with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['are not on a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('%s', (_, isTerminal, environment, coloured) => {
    expect(createPaint(isTerminal, environment)('green', 'x') !== 'x').toBe(coloured);
  });
});

describe('a report for machines', () => {
  it('is one object with a version', () => {
    expect(JSON.parse(renderJson(good))).toMatchObject({
      version: 1,
      project: 'cryostat',
      services: good.services,
    });
  });

  it('never has the password', () => {
    expect(renderJson({ ...good, login: { user: 'user', password: 'hunter2', source: 's' } })).not.toContain(
      'hunter2',
    );
  });
});
