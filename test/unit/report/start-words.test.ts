import { describe, expect, it } from 'vitest';
import { chainLinks, chainSentences, chainText, serviceWords } from '../../../src/report/start-words.ts';
import type { Timeline, TimelineService } from '../../../src/report/test-report.ts';
import { failed, good } from '../../golden/test-reports.ts';

const empty: Timeline = { totalMs: 0, services: [], critical: [] };
const timelineOf = (report: typeof good): Timeline => report.runs[0]?.timeline ?? empty;

describe('the critical chain', () => {
  it('has a link for each service, from the begin on', () => {
    expect(chainLinks(timelineOf(good)).map(({ service, fromMs, toMs }) => [service, fromMs, toMs])).toEqual([
      ['files', 0, 1240],
      ['db', 1240, 5130],
      ['cryostat', 5130, 12_180],
      ['auth', 12_180, 12_400],
    ]);
  });

  it('is told in sentences: what came last, what it waited for, what took longest', () => {
    expect(chainSentences(timelineOf(good))).toBe(
      'auth was ready last, at 12.4 s; it waited for cryostat (7.0 s), which waited for db (3.9 s), which waited for files (1.2 s). The longest step was cryostat getting ready: 6.8 s.',
    );
  });

  it('says that its end was not reached', () => {
    expect(chainSentences(timelineOf(failed))).toMatch(
      /^db was not ready when the start ended, at 8\.1 s; it waited/,
    );
  });

  it('is silent where nothing is known', () => {
    expect([chainSentences(empty), chainText(empty)]).toEqual(['', '']);
  });

  it('needs no words about others for one service alone', () => {
    const critical = [{ service: 'a', phase: 'ready', fromMs: 0, toMs: 900 }] as const;
    const services = [{ service: 'a', startedMs: 0, readyMs: 900, waitsFor: [] }];
    expect(chainSentences({ totalMs: 900, services, critical })).toBe('a was ready last, at 900 ms.');
  });
});

describe('the way of a service', () => {
  const db: TimelineService = { service: 'db', startedMs: 100, readyMs: 2000, waitsFor: [] };
  const late: TimelineService = { service: 'late', startedMs: 100, waitsFor: [] };

  it.each<[string, TimelineService]>([
    ['started at 300 ms, ready 1.2 s later', { service: 'a', startedMs: 300, readyMs: 1500, waitsFor: [] }],
    ['started at 300 ms, did not get ready', { service: 'a', startedMs: 300, waitsFor: [] }],
    [
      'waited for db until 2.0 s, started at 2.1 s, ready 0 ms later',
      { service: 'a', startedMs: 2100, readyMs: 2100, waitsFor: ['db'] },
    ],
    ['not started', { service: 'a', createdMs: 5, waitsFor: ['db'] }],
    ['not started: late did not get ready', { service: 'a', waitsFor: ['db', 'late'] }],
    [
      'started at 1.0 s, ready 1.0 s later',
      { service: 'a', startedMs: 1000, readyMs: 2000, waitsFor: ['nobody'] },
    ],
  ])('is: %s', (words, service) => {
    expect(serviceWords(service, { totalMs: 3000, services: [db, late, service], critical: [] })).toBe(words);
  });
});
