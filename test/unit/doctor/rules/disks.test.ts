import { describe, expect, it } from 'vitest';
import type { DiskFacts, Facts } from '../../../../src/doctor/facts.ts';
import type { WantedImage } from '../../../../src/doctor/wants.ts';
import { factsOf, said, wantsFor } from '../machines.ts';

const mebibyte = 1024 ** 2;
const root = '/var/lib/containers/storage';

const disk = (facts: Partial<DiskFacts>, missingImages: string[] = []): Facts =>
  factsOf({
    host: { disks: { [root]: { freeBytes: 50 * 1024 ** 3, freeFiles: 1e6, ...facts } } },
    answer: { missingImages },
  });

describe('the disk of the engine', () => {
  it.each<[string, string, Facts, string[]]>([
    ['disk-space', 'roomy', factsOf(), [`fine disk of Podman 5.4.1: 50 GiB free in ${root}`]],
    [
      'disk-space',
      'full: it stops the stack, and says what frees space',
      disk({ freeBytes: 255 * mebibyte }),
      [`stops disk of Podman 5.4.1: 255 MiB free in ${root} → podman system prune`],
    ],
    [
      'disk-space',
      'narrow',
      disk({ freeBytes: 256 * mebibyte }),
      [`warns disk of Podman 5.4.1: 256 MiB free in ${root}, expected 1 GiB → podman system prune`],
    ],
    [
      'disk-space',
      'enough for a start',
      disk({ freeBytes: 1024 * mebibyte }),
      [`fine disk of Podman 5.4.1: 1 GiB free in ${root}`],
    ],
    [
      'disk-space',
      'not enough for what has to be pulled',
      disk({ freeBytes: 1024 * mebibyte }, ['a:1', 'b:1']),
      [`warns disk of Podman 5.4.1: 1 GiB free in ${root}, expected 2 GiB → podman system prune`],
    ],
    [
      'disk-space',
      'elsewhere',
      factsOf({ answer: { isHere: false } }),
      [`fine disk of Podman 5.4.1: not known here (${root})`],
    ],
    ['disk-files', 'roomy', factsOf(), ['fine files on the disk of Podman 5.4.1: room for 1000000 more']],
    [
      'disk-files',
      'narrow',
      disk({ freeFiles: 1000 }),
      ['warns files on the disk of Podman 5.4.1: room for 1000 more → podman system prune'],
    ],
    [
      'disk-files',
      'full',
      disk({ freeFiles: 999 }),
      ['stops files on the disk of Podman 5.4.1: room for 999 more → podman system prune'],
    ],
  ])("'%s': %s", (id, _, facts, expected) => {
    expect(said(id, facts)).toEqual(expected);
  });
});

describe("'image-missing'", () => {
  const image = (name: string, isNeverPulled = false): WantedImage => ({
    image: name,
    services: ['db', 'seed'],
    isNeverPulled,
  });
  const [quay, own] = ['quay.io/a/b:1', 'localhost/mine:1'];

  it.each<[string, WantedImage[], string[], string[]]>([
    ['all are there', [image(quay)], [], ['fine images: 1 of 1 are on Podman 5.4.1']],
    [
      'one can be pulled',
      [image(quay), image(own)],
      [quay],
      [
        'warns image quay.io/a/b:1 of db, seed: not on Podman 5.4.1 → podman pull quay.io/a/b:1',
        'fine images: 1 of 2 are on Podman 5.4.1',
      ],
    ],
    [
      'one may not be pulled, and the other engine has it',
      [image(quay, true)],
      [quay],
      [
        'stops image quay.io/a/b:1 of db, seed: not on Podman 5.4.1 → docker save quay.io/a/b:1 | podman load',
      ],
    ],
    [
      'its name is that of no command',
      [image('a;b')],
      ['a;b'],
      ["warns image a;b of db, seed: not on Podman 5.4.1 → podman pull 'a;b'"],
    ],
  ])('%s', (_, images, missingImages, expected) => {
    expect(said('image-missing', factsOf({ answer: { missingImages } }), wantsFor({ images }))).toEqual(
      expected,
    );
  });

  it('a local one that nobody has must be built', () => {
    const missing = { missingImages: [own] };
    const facts = factsOf({ answer: missing, dockerAnswer: missing });
    expect(said('image-missing', facts, wantsFor({ images: [image(own)] }))).toEqual([
      'stops image localhost/mine:1 of db, seed: not on Podman 5.4.1 → podman build -t localhost/mine:1 .',
    ]);
  });
});

describe("'image-ended'", () => {
  it('must say what became of an image', () => {
    const endedImages = [{ image: 'x:1', state: 'archived', why: 'its project has ended' }];
    expect(said('image-ended', factsOf(), wantsFor({ endedImages }))).toEqual([
      'warns image x:1: archived → smoke images',
    ]);
    expect(said('image-ended', factsOf())).toEqual([]);
  });
});
