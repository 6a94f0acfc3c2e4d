import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Bucket } from '../../../src/stack/fragment.ts';
import { checkInstanceId, isAtLeast, nameBuckets } from '../../../src/stack/storage.ts';

const cryostat = parse(readFileSync('compose/apps/cryostat.yml', 'utf8'))['x-smoke'].buckets as Record<
  string,
  Bucket
>;
const named = (environment: Record<string, string> = {}, version = '4.2.0', id = 'abc123') =>
  nameBuckets(cryostat, version, { flags: {}, environment }, { instanceId: id });

describe('the buckets of Cryostat', () => {
  it('are nine, named after what they hold and the instance', () => {
    expect(named().map(({ name }) => name)).toEqual([
      'archives-abc123',
      'archivedreports-abc123',
      'eventtemplates-abc123',
      'probetemplates-abc123',
      'heapdumps-abc123',
      'threaddumps-abc123',
      'metadata-abc123',
      'logs-abc123',
      'heapdumpreports-abc123',
    ]);
  });

  it('are marked where the user chose the name, or the instance id of all', () => {
    const own = named({ CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'my.archives' });
    expect(own.filter(({ chosen }) => chosen).map(({ name }) => name)).toEqual(['my.archives']);
    const all = nameBuckets(
      cryostat,
      '4.2.0',
      { flags: {}, environment: {} },
      { instanceId: 'abc123', instanceIdChosen: true },
    );
    expect(all.every(({ chosen }) => chosen)).toBe(true);
  });

  it.each([
    ['4.0', 7],
    ['4.2.0', 7],
    ['v4.2.9', 7],
    ['4.3', 9],
    ['4.3.0', 9],
    ['4.10.1', 9],
    ['5', 9],
    ['latest', 9],
    ['4.2.0-snapshot', 9],
    ['sha256-0123', 9],
  ])('that version %s uses are %i', (version, count) => {
    expect(named({}, version).filter(({ used }) => used)).toHaveLength(count);
  });

  it('keep the name that the user chose', () => {
    const [first, second] = named({ CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'my.archives' });
    expect([first?.name, second?.name]).toEqual(['my.archives', 'archivedreports-abc123']);
  });

  it('refuse a wrong name of the user with its variable', () => {
    expect(() => named({ CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME: 'X' })).toThrow(
      /^CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME: bucket name "X" is not valid/,
    );
  });

  it('refuse one name for two kinds of content', () => {
    const environment = {
      CRYOSTAT_STORAGE_BUCKETS_ARCHIVES_NAME: 'same',
      CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME: 'same',
    };
    expect(() => named(environment)).toThrow(
      /_(ARCHIVES|METADATA)_NAME and .*_(ARCHIVES|METADATA)_NAME both name the bucket "same"/,
    );
  });

  it('refuse a name of the user that is a generated one', () => {
    expect(() => named({ CRYOSTAT_STORAGE_BUCKETS_METADATA_NAME: 'archives-abc123' })).toThrow(
      'both name the bucket',
    );
  });

  it.each(['5', '64', '-1', 'many', '6.5', '1e1'])('refuse %s as BUCKET_NAME_MAX_LENGTH', (value) => {
    expect(() => named({ BUCKET_NAME_MAX_LENGTH: value })).toThrow(
      `BUCKET_NAME_MAX_LENGTH: got "${value}", expected a number from 6 to 63`,
    );
  });

  it('are refused, not cut, where BUCKET_NAME_MAX_LENGTH is too small', () => {
    expect(() => named({ BUCKET_NAME_MAX_LENGTH: '20' })).toThrow(
      'bucket name "archivedreports-abc123" is not valid: it has 22 characters, expected 20 at most',
    );
  });

  it('are refused where the instance id is too long', () => {
    expect(() => named({}, '4.2.0', 'x'.repeat(50))).toThrow('expected 63 at most');
  });
});

describe('a version', () => {
  it.each([
    ['4.3', '4.3', true],
    ['4.3.1', '4.3', true],
    ['4', '4.3', false],
    ['4.2.99', '4.3', false],
    ['10.0', '4.3', true],
    ['', '4.3', true],
  ])('%s is at least %s: %s', (version, wanted, expected) => {
    expect(isAtLeast(version, wanted)).toBe(expected);
  });
});

describe('an instance id', () => {
  it.each(['a', '1', 'team-7', 'abc123'])('may be %s', (id) => {
    expect(checkInstanceId(id)).toBe(id);
  });

  it.each(['-a', 'a-', 'A', 'a_b', 'a.b', 'a b', 'a\n', '../x', ''])('may not be %j', (id) => {
    expect(() => checkInstanceId(id)).toThrow('S3_INSTANCE_ID: got');
  });
});
