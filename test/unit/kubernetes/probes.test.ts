import { describe, expect, it } from 'vitest';
import { checkCommand, containerProbes } from '../../../src/kubernetes/probes.ts';
import { expand } from './expand.ts';

describe('a health check', () => {
  it.each([
    [
      ['CMD', 'curl', '--fail', 'http://localhost:8080/'],
      ['curl', '--fail', 'http://localhost:8080/'],
    ],
    [
      ['CMD-SHELL', 'curl x || exit 1'],
      ['sh', '-c', 'curl x || exit 1'],
    ],
    ['curl x || exit 1', ['sh', '-c', 'curl x || exit 1']],
    [
      ['CMD', 'sh', '-c', 'test $$A = 1'],
      ['sh', '-c', 'test $A = 1'],
    ],
    [['NONE'], undefined],
    [['CMD'], undefined],
    [undefined, undefined],
  ])('%j asks by %j', (test, expected) => {
    expect(checkCommand(test)).toEqual(expected);
  });

  it('is startup, readiness and liveness, with its times', () => {
    const healthcheck = {
      test: ['CMD', 'ready'],
      interval: '2s',
      timeout: '5s',
      retries: 60,
      start_period: '20s',
    };
    const exec = { command: ['ready'] };
    expect(containerProbes({ healthcheck })).toEqual({
      startupProbe: { exec, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 70 },
      readinessProbe: { exec, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 3 },
      livenessProbe: { exec, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 12 },
    });
  });
  it('arrives as it was written, though Kubernetes expands the commands of probes', () => {
    const healthcheck = { test: ['CMD', 'sh', '-c', 'test $$(cat /x) = $$$$ && echo $$A'] };
    const { startupProbe } = containerProbes({ healthcheck }) as {
      startupProbe: { exec: { command: string[] } };
    };
    const command = startupProbe.exec.command.map((word) => expand(word, { 'cat /x': 'replaced' }));
    expect(command).toEqual(['sh', '-c', 'test $(cat /x) = $$ && echo $A']);
  });
  it('has whole seconds, and one at least', () => {
    const healthcheck = { test: ['CMD', 'ready'], interval: '500ms', timeout: '1500ms' };
    expect(containerProbes({ healthcheck })['startupProbe']).toMatchObject({
      periodSeconds: 1,
      timeoutSeconds: 2,
    });
  });
  it.each([{}, { healthcheck: { disable: true, test: 'x' } }, { healthcheck: { test: ['NONE'] } }])(
    'that is not there asks nothing: %j',
    (service) => expect(containerProbes(service)).toEqual({}),
  );
});
