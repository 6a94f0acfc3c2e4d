import { describe, expect, it } from 'vitest';
import { lossesOf } from '../../../src/share/losses.ts';
import type { StorageSettings } from '../../../src/share/settings.ts';
import { sideOf } from '../render/shared-parts.ts';

const byItself = { unifiedLogs: 'logs', heapDumpReports: 'heapdumpreports' };
const losses = (more: StorageSettings): string[] =>
  lossesOf(sideOf({ ...byItself, ...more }), 'operator', true);

describe('what the Cryostat resource cannot say', () => {
  it('is nothing where its defaults are what the stack has', () => {
    expect(losses({})).toEqual([]);
    expect(losses({ attemptCreate: 'true', externalUrl: '', syncTrust: 'system-property' })).toEqual([]);
    expect(losses({ recordingsPrefix: 'a-recordings' })).toEqual([]);
  });

  it.each<[StorageSettings, string, string]>([
    [
      { checksumValidation: 'false' },
      'validation of checksums (QUARKUS_S3_CHECKSUM_VALIDATION: here false, there true)',
      'Helm chart',
    ],
    [
      { attemptCreate: 'false' },
      'makes its buckets (STORAGE_BUCKETS_ATTEMPT_CREATE: here false, there true)',
      'smoke buckets create',
    ],
    [{ externalUrl: '/storage/' }, 'here /storage/, there nothing)', 'browsers'],
    [{ asyncTrust: 'trust-all' }, 'here trust-all, there system-property)', 'certificate'],
    [{ recordingsPrefix: 'other' }, 'here other, there a-recordings)', 'Helm chart'],
    [
      { unifiedLogs: 'mine' },
      'bucket of logs (STORAGE_BUCKETS_UNIFIED_LOGS_NAME: here mine, there logs)',
      'envVars',
    ],
    [{ heapDumpReports: 'mine' }, 'here mine, there heapdumpreports)', 'envVars'],
  ])('is told of %j, with what to do about it', (more, difference, advice) => {
    expect(losses(more)).toHaveLength(1);
    expect(losses(more)[0]).toContain(difference);
    expect(losses(more)[0]).toContain(advice);
  });

  it('is told in one sentence where the advice is the same', () => {
    const both = losses({ requestChecksums: 'when_required', responseChecksums: 'when_required' });
    expect(both).toHaveLength(1);
    expect(both[0]).toContain(
      'checksums of each request (AWS_REQUEST_CHECKSUM_CALCULATION: here when_required',
    );
    expect(both[0]).toContain(
      'checksums of each response (AWS_RESPONSE_CHECKSUM_VALIDATION: here when_required',
    );
  });

  it('is not told of buckets that the version does not use', () => {
    const side = sideOf({}, { kinds: ['archivedRecordings', 'metadata'] });
    expect(lossesOf(side, 'operator', true)).toEqual([]);
  });

  it('is not told of the trust that it has a field for', () => {
    expect(losses({ syncTrust: 'trust-all' })).toEqual([]);
  });
});

describe('what neither target can say', () => {
  const credentials = { accessKeyId: '${A}', secretAccessKey: '${B}', sessionToken: '${C}' };

  it.each([
    ['a session token', sideOf(byItself, { credentials }), true, 'session token'],
    ['an authority that sidecars need', sideOf(byItself, { authorities: ['pem'] }), true, 'sidecars'],
    ['no login', sideOf(byItself), false, 'nobody is asked to log in'],
  ] as const)('is told of %s', (_, side, asksForLogin, words) => {
    for (const target of ['helm', 'operator'] as const) {
      expect(lossesOf(side, target, asksForLogin)).toHaveLength(1);
      expect(lossesOf(side, target, asksForLogin)[0]).toContain(words);
    }
  });

  it('is not told of sidecars that get recordings from Cryostat', () => {
    const side = sideOf({ ...byItself, presignedTransfers: 'false' }, { authorities: ['pem'] });
    expect(lossesOf(side, 'helm', true)).toEqual([]);
  });

  it('is no setting at all for Helm', () => {
    const side = sideOf({ unifiedLogs: 'x', attemptCreate: 'false', requestChecksums: 'when_required' });
    expect(lossesOf(side, 'helm', true)).toEqual([]);
  });
});
