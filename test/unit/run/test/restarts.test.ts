import { describe, expect, it } from 'vitest';
import { whyNotRestarted } from '../../../../src/run/test/restarts.ts';
import type { Manifest } from '../../../../src/stack/manifest.ts';

const healthcheck = { test: ['CMD', 'true'], intervalMs: 1, timeoutMs: 1, retries: 1, startPeriodMs: 0 };
const why = (service: object, oneShot: boolean, check?: typeof healthcheck) =>
  whyNotRestarted(
    { oneShot, service: 'a', healthcheck: check } as Parameters<typeof whyNotRestarted>[0],
    { services: { a: service } } as unknown as Manifest,
  );

describe('a running service is restarted', () => {
  it.each([
    ['that is to be started again', {}, false, undefined],
    ['with a health check', {}, true, healthcheck],
    ['with a port', { ports: ['80:80'] }, true, undefined],
  ])('%s', (_, service, oneShot, check) => {
    expect(why(service, oneShot, check)).toBeUndefined();
  });

  it('but not one that promises to forget what it stores', () => {
    const manifest = { services: { a: {} }, 'x-smoke': { ephemeral: ['a'] } } as unknown as Manifest;
    const container = { oneShot: false, service: 'a', healthcheck } as Parameters<typeof whyNotRestarted>[0];
    expect(whyNotRestarted(container, manifest)).toContain('promises no more');
  });

  it('but not one that may be a job', () => {
    expect(why({}, true)).toContain('may be a job');
  });
});
