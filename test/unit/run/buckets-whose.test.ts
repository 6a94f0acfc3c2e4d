import { describe, expect, it } from 'vitest';
import { lifecycleTasks } from '../../../src/run/buckets-lifecycle.ts';
import { type WhoseInput, whoseBuckets } from '../../../src/run/buckets-whose.ts';

const known = {
  ARCHIVES: { base: 'archives' },
  REPORTS: { base: 'reports', scratch: true },
  LOGS: { base: 'logs', since: '4.3' },
};

function whose(buckets: string[], more: Partial<WhoseInput> & { chosen?: string[] } = {}) {
  const { chosen, ...input } = more;
  const notes = { buckets, ...(chosen && { chosenBuckets: chosen }) };
  return whoseBuckets({ notes, known, ownId: 'own', env: {}, ...input });
}

const short = (input: ReturnType<typeof whose>) =>
  input.map(({ name, used, namedBy }) => `${name} ${used ? 'used' : 'unused'} ${namedBy}`);

describe('whose a bucket is', () => {
  it('is seen by the remembered instance id at the end of its name', () => {
    expect(short(whose(['archives-own', 'reports-other']))).toEqual([
      'archives-own used smoke',
      'reports-other used unknown',
      'reports-own unused smoke',
      'logs-own unused smoke',
    ]);
  });

  it('is unknown where no instance id is remembered', () => {
    expect(short(whose(['archives-own', 'reports-own'], { ownId: undefined }))).toEqual([
      'archives-own used unknown',
      'reports-own used unknown',
      'logs-own unused unknown',
    ]);
  });

  it('is the user’s where the user chose the name, and where all of an instance id was chosen', () => {
    const team = ['archives-team', 'reports-team'];
    expect(short(whose(team, { chosen: team }))).toEqual([
      'archives-team used user',
      'reports-team used user',
      'logs-team unused user',
    ]);
  });

  it('does not guess an instance id from a single name', () => {
    expect(short(whose(['archives-team'], { chosen: ['archives-team'] }))).toEqual([
      'archives-team used user',
    ]);
  });

  it('knows scratch-like buckets by their base, or by the variable that names them', () => {
    const found = whose(['archives-own', 'reports-own', 'cache'], {
      env: { REPORTS: 'cache' },
      chosen: ['cache'],
    });
    expect(found.filter(({ scratch }) => scratch).map(({ name }) => name)).toEqual(['reports-own', 'cache']);
  });
});

describe('lifecycle rules', () => {
  const buckets = whose(['archives-own', 'reports-own', 'mine'], { chosen: ['mine'] });
  const wish = { action: 'set', names: [], all: false, expire: 7, abort: undefined } as const;

  it('let only scratch-like buckets expire by themselves', () => {
    expect(lifecycleTasks(buckets, wish)).toEqual({
      tasks: [{ name: 'reports-own', expire: 7, abort: undefined }],
      kept: ['mine'],
    });
  });

  it('are refused where they would reach no bucket', () => {
    const archives = buckets.filter(({ name }) => name === 'archives-own');
    expect(() => lifecycleTasks(archives, wish)).toThrow('unless it is named');
  });
});
