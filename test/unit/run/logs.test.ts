import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LogOptions } from '../../../src/engine/logs.ts';
import type { ServiceLine } from '../../../src/report/log-line.ts';
import { followLogs } from '../../../src/run/follow-logs.ts';
import { mergedLogs } from '../../../src/run/merge-logs.ts';
import { orderAtFirst } from '../../../src/run/order-lines.ts';
import { container, line, logEngine } from './containers.ts';

const fast = { lookEveryMs: 5, endedForMs: 50 };
const stopped = { state: 'exited', exitCode: 0 } as const;

function collected() {
  const texts: string[] = [];
  return { texts, onLine: ({ service, text }: ServiceLine) => void texts.push(`${service} ${text}`) };
}

describe('the logs of several containers', () => {
  it('are one in the order of time, and of the containers where it is the same', async () => {
    const logs = {
      'id-a': [line(1, 'a1'), line(3, 'a3')],
      'id-b': [line(1, 'b1'), line(2, 'b2'), line(4, 'b4')],
    };
    const containers = [container('a'), container('b')];
    const { engine } = logEngine(containers, (id) => logs[id as keyof typeof logs]);
    const texts = [];
    for await (const { text } of mergedLogs(engine, containers, {})) texts.push(text);
    expect(texts).toEqual(['a1', 'b1', 'b2', 'a3', 'b4']);
  });

  it('are in order also when they are followed, and a later line waits for nothing', async () => {
    const { texts, onLine } = collected();
    const order = orderAtFirst(onLine, { quietMs: 20, atMostMs: 100 });
    const at = (time: number) => ({ service: 's', container: 'c', ...line(time, `${time}`) });
    for (const time of [5, 9, 1]) await order.take(at(time));
    expect(texts).toEqual([]);
    await sleep(60);
    expect(texts).toEqual(['s 1', 's 5', 's 9']);
    await order.take(at(2));
    expect(texts.at(-1)).toBe('s 2');
  });
});

describe('following logs', () => {
  it('goes on when a container starts again, and repeats no line', async () => {
    const written = [line(1e9, 'one'), line(2e9, 'two')];
    const asked: LogOptions[] = [];
    const { engine, tell } = logEngine([container('a')], (_, options) => {
      asked.push(options);
      return [...written];
    });
    const { texts, onLine } = collected();
    const signal = AbortSignal.timeout(5000);
    const following = followLogs(engine, 'p', { isWanted: () => true, tail: 5, signal, onLine }, fast);
    await sleep(400);
    written.push(line(2e9, 'in the same second'), line(3e9, 'three'));
    tell(container('a', { startedAt: new Date(9000), ...stopped }));
    await following;
    expect(texts).toEqual(['a one', 'a two', 'a in the same second', 'a three']);
    expect(asked[0]).toMatchObject({ follow: true, tail: 5 });
    expect(asked.at(-1)).toMatchObject({ since: new Date(2000) });
    expect(asked.at(-1)).not.toHaveProperty('tail');
  });

  it('tells all of a new life, also when nothing was told of the first', async () => {
    const { engine, tell } = logEngine([container('a')], (_, { tail }) =>
      tail === 0 ? [] : [line(9e9, 'again')],
    );
    const { texts, onLine } = collected();
    const signal = AbortSignal.timeout(5000);
    const following = followLogs(engine, 'p', { isWanted: () => true, tail: 0, signal, onLine }, fast);
    await sleep(20);
    tell(container('a', { startedAt: new Date(9000), ...stopped }));
    await following;
    expect(texts).toEqual(['a again']);
  });

  it('takes up containers that come later, and only those of wanted services', async () => {
    // As long as one lives, nothing is over, however slow this machine is.
    const { engine, tell } = logEngine([container('a')], (id) => [line(1, `of ${id}`)]);
    const { texts, onLine } = collected();
    const signal = AbortSignal.timeout(5000);
    const isWanted = (service: string) => service !== 'b';
    const following = followLogs(engine, 'p', { isWanted, signal, onLine }, fast);
    await sleep(10);
    tell(...['a', 'b', 'c'].map((name) => container(name, stopped)));
    await following;
    expect(texts).toEqual(['a of id-a', 'c of id-c']);
  });

  it('ends when no container lives any more', async () => {
    const { engine } = logEngine([container('a', stopped)], () => []);
    await followLogs(
      engine,
      'p',
      { isWanted: () => true, signal: AbortSignal.timeout(5000), onLine: () => {} },
      fast,
    );
  });

  it('ends without an error when it is aborted', async () => {
    const controller = new AbortController();
    const { engine } = logEngine([container('a')], async function* (_, { signal }) {
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      yield* [];
    });
    const { signal } = controller;
    const following = followLogs(engine, 'p', { isWanted: () => true, signal, onLine: () => {} }, fast);
    setTimeout(() => controller.abort(), 20);
    await following;
  });

  it('fails when a log cannot be read, but not because its container is gone', async () => {
    const fails = async function* () {
      yield* [];
      throw new Error('no reading here');
    };
    const options = { isWanted: () => true, signal: AbortSignal.timeout(5000), onLine: () => {} };
    const here = logEngine([container('a')], fails);
    await expect(followLogs(here.engine, 'p', options, fast)).rejects.toThrow('no reading here');
    const gone = logEngine([container('a')], fails);
    const following = followLogs(gone.engine, 'p', options, fast);
    gone.tell();
    await following;
  });
});
