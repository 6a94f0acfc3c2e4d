import { describe, expect, it } from 'vitest';
import { createMask, maskJson } from '../../../src/report/mask.ts';

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
    ['in hexadecimal with capitals', Buffer.from(secret).toString('hex').toUpperCase()],
    ['in a form', new URLSearchParams({ x: secret }).toString().slice(2)],
    ['in a URL with small digits', 'p%2fss%20%22w%2brd%22%20%c3%bc1'],
    ['in HTML', 'p/ss &quot;w+rd&quot; ü1'],
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

  it('has no secret in the JSON of Go', () => {
    expect(createMask(['a<b&c>d'])(String.raw`{"x":"a\u003cb\u0026c\u003ed"}`)).toBe('{"x":"***"}');
  });

  it('has no secret as a Compose file writes it', () => {
    expect(createMask(['pa$wo$rd'])('DB_PASS: "pa$$wo$$rd"')).toBe('DB_PASS: "***"');
  });

  it('stays JSON, whatever the secrets are', () => {
    const masked = maskJson(
      { port: 8181, on: true, text: 'it is true', list: ['8181'] },
      createMask(['true', '8181']),
    );
    expect(masked).toEqual({ port: 8181, on: true, text: 'it is ***', list: ['***'] });
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
