import { describe, expect, it } from 'vitest';
import { createMask } from '../../../src/report/mask.ts';

const secret = 'p/ss "w+rd" ü1';
const mask = createMask([secret, 'longer-secret-value', 'secret', 'abc', '']);

describe('masked text', () => {
  it.each([
    ['as it is', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 without padding', Buffer.from(secret).toString('base64url')],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
  ])('has no secret %s', (_, form) => {
    const masked = mask(`before ${form} after`);
    expect(masked).toMatch(/^before \*\*\*=* after$/);
  });

  it.each(['', 'u', 'us', 'user', 'someone'])('has no secret in the Basic credentials of %j', (user) => {
    const credentials = Buffer.from(`${user}:longer-secret-value`).toString('base64');
    const shown = mask(`Authorization: Basic ${credentials}`).split(' ').at(-1) ?? '';
    expect(
      Buffer.from(shown.replaceAll('***', '').replaceAll('*', ''), 'base64').toString('latin1'),
    ).not.toMatch(/secret|value/);
    expect(shown).toContain('***');
  });

  it('loses the longer secret before one that is part of it', () => {
    expect(mask('longer-secret-value')).toBe('***');
  });

  it('loses every occurrence', () => {
    expect(mask('secret secret=secret')).toBe('*** ***=***');
  });

  it('keeps words as short as a secret of three letters', () => {
    expect(mask('abc')).toBe('abc');
  });

  it('stays as it is without secrets', () => {
    expect(createMask([])('a *** b')).toBe('a *** b');
  });

  it('takes a secret for text, not for a pattern', () => {
    expect(createMask(['a.*$&'])('a.*$& abcd')).toBe('*** abcd');
  });
});
