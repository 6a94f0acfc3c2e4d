import { describe, expect, it } from 'vitest';
import { lockServices, parseLock, writeLock } from '../../../src/images/lock.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;

describe('a digest lock', () => {
  it('is a line for each image, sorted, and reads back', () => {
    const text = writeLock({ 'quay.io/b:1': other, 'docker.io/a:1': digest });
    expect(text).toBe(`{
  "version": 1,
  "images": {
    "docker.io/a:1": "${digest}",
    "quay.io/b:1": "${other}"
  }
}
`);
    expect(writeLock(parseLock(text, 'images.lock'))).toBe(text);
  });

  it.each([
    ['', /images.lock is not a digest lock: it is not JSON/],
    ['{"version": 1, "images": {', /it is not JSON/],
    ['[]', /got \[\], expected an object/],
    ['{"version": 2, "images": {}}', /version: got 2, expected 1/],
    ['{"version": 1}', /images: got nothing, expected an object/],
    ['{"version": 1, "images": []}', /images: got \[\], expected an object/],
    [`{"version": 1, "images": {"a b": "${digest}"}}`, /images: got "a b", expected the name of an image/],
    [
      `{"version": 1, "images": {"a@${digest}": "${digest}"}}`,
      /expected the name of an image without a digest/,
    ],
    ['{"version": 1, "images": {"a:1": "sha256:1"}}', /images: a:1: got "sha256:1", expected sha256: and 64/],
    ['{"version": 1, "images": {"a:1": null}}', /images: a:1: got null/],
  ])('%s is refused as a whole', (text, expected) => {
    expect(() => parseLock(text, 'images.lock')).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(expected) }),
    );
  });

  it('puts digests behind the names that it has, and leaves the rest alone', () => {
    const services = {
      a: { image: 'quay.io/a:1', command: ['x'] },
      b: { image: 'quay.io/a:2' },
      c: { build: '.' },
      d: { image: 'constructor' },
    };
    expect(lockServices(services, { 'quay.io/a:1': digest })).toEqual({
      ...services,
      a: { image: `quay.io/a:1@${digest}`, command: ['x'] },
    });
  });
});
