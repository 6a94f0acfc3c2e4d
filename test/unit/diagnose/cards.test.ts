import { describe, expect, it } from 'vitest';
import { arrange } from '../../../src/diagnose/arrange.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { linesOf } from '../../../src/diagnose/lines.ts';
import type { Origin, Scene, Symptoms } from '../../../src/diagnose/symptoms.ts';
import { renderFailure } from '../../../src/report/terminal.ts';
import { containerSeen, sceneSeen, serviceSeen, symptomsSeen } from './seen.ts';

/** The symptoms of one of several services. */
function failed(
  scene: Scene,
  name: string,
  from: Origin,
  text: string,
  more: Partial<Symptoms> = {},
): Symptoms {
  const service = scene.services.find((each) => each.name === name);
  return symptomsSeen(from, text, { scene, subject: name, area: name, ...(service && { service }), ...more });
}
const cards = (scene: Scene, ...seen: Symptoms[]) => arrange(seen.map(diagnose), scene);

const chain = sceneSeen({
  services: [
    serviceSeen('db'),
    serviceSeen('web', { dependsOn: ['db'] }),
    serviceSeen('proxy', { dependsOn: ['web'], state: 'created' }),
  ],
});

describe('the cards of a run', () => {
  it('tell the root once, and what follows from it in a line', () => {
    const [card, ...others] = cards(
      chain,
      failed(chain, 'web', 'log', 'PSQLException: Connection to db:5432 refused'),
      failed(chain, 'db', 'log', 'FATAL: could not write to file: No space left on device'),
      failed(chain, 'web', 'probe', 'https://localhost:8443 answered 502', {
        kind: 'probe',
        subject: 'the UI answers',
      }),
    );
    expect(others).toEqual([]);
    expect(card).toMatchObject({ subject: 'db', code: 'disk-full' });
    expect(card?.evidence.join('\n')).toMatch(/failed because of it: web \(.*\), the probe "the UI answers"/);
    expect(card?.evidence.join('\n')).toContain('not started because of it: proxy');
  });

  it('keep apart what has nothing to do with each other', () => {
    const scene = sceneSeen({ services: [serviceSeen('db'), serviceSeen('web')] });
    const found = cards(
      scene,
      failed(scene, 'db', 'log', 'ERROR out of luck'),
      failed(scene, 'web', 'log', 'java.net.UnknownHostException: elsewhere'),
    );
    expect(found.map(({ subject }) => subject)).toEqual(['db', 'web']);
  });

  it('are one where several fail for the same cause', () => {
    const scene = sceneSeen({ services: [serviceSeen('db'), serviceSeen('web')] });
    const full = 'write failed: No space left on device';
    const found = cards(scene, failed(scene, 'db', 'log', full), failed(scene, 'web', 'log', full));
    expect(found.map(({ subject, code }) => [subject, code])).toEqual([['db, web', 'disk-full']]);
  });

  it('each stay where two wait for each other', () => {
    const scene = sceneSeen({
      services: [serviceSeen('db', { dependsOn: ['web'] }), serviceSeen('web', { dependsOn: ['db'] })],
    });
    expect(cards(scene, failed(scene, 'db', 'log', 'out'), failed(scene, 'web', 'log', 'out'))).toHaveLength(
      2,
    );
  });

  it('fit a screen, with the line that decides, however long the log and its lines are', () => {
    const noise = Array.from({ length: 300 }, (_, at) => `\tat frame ${at} ${'x'.repeat(400)}`).join('\n');
    const text = `start\n${'y'.repeat(900)} FATAL: password authentication failed for user "app" ${'z'.repeat(900)}\n${noise}`;
    const [card] = cards(sceneSeen(), symptomsSeen('log', text));
    const lines = renderFailure(card ?? never(), (_, word) => word)
      .trimEnd()
      .split('\n');
    expect(lines.reduce((rows, line) => rows + Math.ceil(line.length / 100), 0)).toBeLessThanOrEqual(24);
    expect(lines[1]).toContain('password authentication failed');
  });

  it('tell what was said where no cause is known, the likeliest line first', () => {
    const [card] = cards(
      sceneSeen(),
      symptomsSeen('log', 'begin\nERROR the moon is full\nbye', { kind: 'service' }),
    );
    expect(card).toMatchObject({ code: 'exited', cause: 'ended with exit code 1: ERROR the moon is full' });
    expect(card?.evidence).toEqual(['ERROR the moon is full', 'last log lines:', 'begin', 'bye']);
  });

  it('of a provider name the service that its error names, and its first error', () => {
    const scene = sceneSeen();
    const said = 'Trying to pull a:1...\nError: strange things at container shop-web-1\nError: and so on';
    const [card] = cards(scene, symptomsSeen('provider', said, { scene }));
    expect(card).toMatchObject({ subject: 'web', cause: 'Error: strange things at container shop-web-1' });
    expect(cards(scene, symptomsSeen('provider', '', { scene, summary: 'said nothing' }))[0]?.cause).toBe(
      'said nothing',
    );
  });
});

describe('the holder of a port', () => {
  const taken = 'Bind for 127.0.0.1:8080 failed: port is already allocated';
  it.each([
    [{ kind: 'process', pid: 7, name: 'nginx' }, /by the process nginx \(pid 7\)/, /^kill 7 .*--ports auto/],
    [{ kind: 'process' }, /a process of another user/, /^sudo ss -ltnp/],
    [
      { kind: 'container', engine: 'podman', name: 'till' },
      /the container till \(podman\)/,
      /^podman stop till /,
    ],
    [
      { kind: 'container', engine: 'docker', name: 'a-till-1', project: 'a', service: 'till' },
      /the stack a, service till/,
      /^smoke down --project a -c docker /,
    ],
  ] as const)('is told, and how to get the port (%#)', (holder, cause, next) => {
    const scene = sceneSeen({ holders: [{ port: 8080, holder }] });
    const [card] = cards(scene, symptomsSeen('engine', taken, { scene }));
    expect(card?.cause).toMatch(cause);
    expect(card?.next).toMatch(next);
  });
});

describe('signs without words', () => {
  const withContainer = (more: Parameters<typeof containerSeen>[0], service = {}): Symptoms =>
    symptomsSeen('log', 'working', {
      service: serviceSeen('web', { container: containerSeen(more), ...service }),
    });
  const check = { test: ['CMD', 'true'], intervalMs: 600_000, timeoutMs: 1000, retries: 3, startPeriodMs: 0 };
  it.each([
    ['out-of-memory', withContainer({ exitCode: 137, oomKilled: true })],
    ['out-of-memory', withContainer({ exitCode: 137 }, { memoryLimit: '64m' })],
    ['exited', withContainer({ exitCode: 137 })],
    ['exited', withContainer({ exitCode: 0, restartCount: 6 })],
    [
      'health-tool-missing',
      withContainer({ state: 'running', healthcheck: check, healthLog: [{ exitCode: 127, output: '' }] }),
    ],
    ['health-never-passed', withContainer({ state: 'running', health: 'unhealthy', healthcheck: check })],
    ['health-never-ran', withContainer({ state: 'running', health: 'starting', healthcheck: check })],
    [
      'not-ready-in-time',
      withContainer({
        state: 'running',
        health: 'starting',
        healthcheck: check,
        healthLog: [{ exitCode: 1, output: '' }],
      }),
    ],
  ] as const)('tell of %s (%#)', (code, symptoms) => {
    expect(diagnose(symptoms).code).toBe(code);
  });
});

describe('the lines of a card', () => {
  it.each([
    ['postgres://app:hunter22@db/x', 'postgres://***@db/x'],
    ['login failed: password=hunter22, user=bob', 'login failed: password=***, user=bob'],
    ['{"secretAccessKey": "hunter22"}', '{"secretAccessKey": "***"}'],
    ['{"password": "hunter22"}', '{"password": "***"}'],
    ['Authorization: Bearer hunter22', 'Authorization: Bearer ***'],
    ['\u001b[31mERROR\u001b[0m red', 'ERROR red'],
    [
      'FATAL: password authentication failed for user "a"',
      'FATAL: password authentication failed for user "a"',
    ],
  ])('have no colours and no secrets that are spoken: %s', (text, shown) => {
    expect(linesOf('log', text)[0]?.text).toBe(shown);
  });
});

function never(): never {
  throw new Error('there is no card');
}
