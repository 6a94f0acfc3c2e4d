import { describe, expect, it } from 'vitest';
import { logLineJson, renderLogLine } from '../../../src/report/log-line.ts';
import { createPaint } from '../../../src/report/paint.ts';

const line = { service: 'db', container: 'p-db-1', from: 'stderr', at: 1_795_262_400_500_000_000n } as const;
const style = { services: ['cryostat', 'db'], paint: createPaint(false, {}) };

describe('a line of a log', () => {
  it('has an aligned prefix', () => {
    expect(renderLogLine({ ...line, text: 'ready' }, style)).toBe('db       | ready');
  });

  it('has its time where that is wanted', () => {
    const shown = renderLogLine({ ...line, text: 'ready' }, { ...style, timestamps: true });
    expect(shown).toBe('db       | 2026-11-21T12:00:00.500Z ready');
  });

  it('has a colour for each service', () => {
    const painted = { ...style, paint: createPaint(true, {}) };
    const [one, other] = ['db', 'cryostat'].map((service) =>
      renderLogLine({ ...line, service, text: '' }, painted).slice(0, 5),
    );
    expect(one).not.toBe(other);
  });

  it.each(['\u001b[31mred\u001b[0m', 'r\u0007e\u0000d', '\rred', '\u001b[2Jred'])(
    'cannot steer the terminal: %j',
    (text) => {
      expect(renderLogLine({ ...line, text }, style)).toBe('db       | red');
      expect(JSON.parse(logLineJson({ ...line, text })).text).toBe('red');
    },
  );

  it('is an object for machines', () => {
    expect(JSON.parse(logLineJson({ ...line, text: 'a "b"' }))).toEqual({
      service: 'db',
      container: 'p-db-1',
      stream: 'stderr',
      time: '2026-11-21T12:00:00.500Z',
      text: 'a "b"',
    });
  });
});
