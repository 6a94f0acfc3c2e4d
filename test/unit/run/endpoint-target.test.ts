import { describe, expect, it } from 'vitest';
import { runSmoke } from '../../memory-io.ts';

describe('an endpoint that is no address of a server', () => {
  it.each([
    ['http://s3.smoke.invalid:99999', /Ports go up to 65535, got 99999/],
    ['http://s3.smoke.invalid/?x=1', /Leave out what follows the host and its path: \?x=1/],
    ['s3.smoke.invalid', /Begin with https/],
    ['http://me:secret@s3.smoke.invalid', /Credentials come from/],
  ])('is refused with the cause: %s', async (word, words) => {
    const { exitCode, stderr } = await runSmoke(['storage', 'check', word], {});
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(words);
  });
});
