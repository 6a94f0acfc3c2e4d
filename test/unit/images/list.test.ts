import { describe, expect, it } from 'vitest';
import { imagesOfLibrary, imagesOfManifest, imagesOfStack } from '../../../src/images/list.ts';
import { fragment } from '../stack/parts.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const gone = { is: 'archived', why: 'the project ended' } as const;

const app = fragment(
  {
    parameters: {
      VERSION: { help: '', default: '1.0' },
      APP_IMAGE: { help: '', default: 'quay.io/app:${VERSION}' },
      OLD_IMAGE: { help: '', default: 'quay.io/old:3', state: gone },
      UNUSED_IMAGE: { help: '', default: 'quay.io/unused:latest' },
      MUST_IMAGE: { help: '', required: true },
    },
  },
  {
    services: {
      one: { image: '${APP_IMAGE}' },
      two: { image: '${APP_IMAGE}' },
      old: { image: '${OLD_IMAGE}' },
      must: { image: '${MUST_IMAGE}' },
      built: { build: '.' },
    },
  },
);

describe('the images of a stack', () => {
  it('are told with their services, the variable that changes them, and how firmly they are named', () => {
    expect(imagesOfStack([app], {}, { 'quay.io/app:1.0': digest })).toEqual([
      { image: '${MUST_IMAGE}', services: ['must'], variable: 'MUST_IMAGE', state: 'unset' },
      {
        image: 'quay.io/app:1.0',
        services: ['one', 'two'],
        variable: 'APP_IMAGE',
        state: 'pinned',
        locked: digest,
      },
      { image: 'quay.io/old:3', services: ['old'], variable: 'OLD_IMAGE', state: 'archived', why: gone.why },
    ]);
  });

  it('follow the variables, and then the state of the default does not count', () => {
    const environment = {
      VERSION: 'latest',
      OLD_IMAGE: 'quay.io/old:4',
      MUST_IMAGE: `quay.io/must@${digest}`,
    };
    const states = imagesOfStack([app], environment, {}).map(({ image, state, why }) => [image, state, why]);
    expect(states).toEqual([
      ['quay.io/app:latest', 'latest', undefined],
      [`quay.io/must@${digest}`, 'pinned', undefined],
      ['quay.io/old:4', 'pinned', undefined],
    ]);
  });

  it('are those of the last fragment that names one for a service', () => {
    const variant = fragment({}, { services: { one: { image: 'quay.io/other' } } });
    const found = imagesOfStack([app, variant], {}, {}).find(({ services }) => services.includes('one'));
    expect(found).toMatchObject({ image: 'quay.io/other', state: 'latest', why: 'no other tag is known' });
  });

  it('may refer to themselves without end', () => {
    const round = fragment(
      { parameters: { A_IMAGE: { help: '', default: '${A_IMAGE}' } } },
      { services: { a: { image: '${A_IMAGE}' } } },
    );
    expect(imagesOfStack([round], {}, {})).toMatchObject([{ state: 'unset' }]);
  });
});

describe('the images of the library', () => {
  it('are those of all services, and of parameters that no service of the fragment uses', () => {
    const images = imagesOfLibrary([app], {}, {}).map(({ image, services }) => [image, services.join()]);
    expect(images).toContainEqual(['quay.io/unused:latest', '']);
    expect(images).toContainEqual(['quay.io/app:1.0', 'one,two']);
    expect(images).toHaveLength(4);
  });

  it('keep apart what fragments that never meet call by the same name', () => {
    const other = fragment(
      { parameters: { APP_IMAGE: { help: '', default: 'quay.io/other:1' } } },
      { services: { one: { image: '${APP_IMAGE}' } } },
    );
    const images = imagesOfLibrary([app, other], {}, {}).map(({ image }) => image);
    expect(images).toEqual(expect.arrayContaining(['quay.io/app:1.0', 'quay.io/other:1']));
  });
});

describe('the images of a manifest', () => {
  it('cannot move the cursor of a terminal', () => {
    const services = { 'a\tb': { image: 'quay.io/\u001b[2Ja:1\n' } };
    expect(imagesOfManifest({ name: 'x', services }, {})).toMatchObject([
      { image: 'quay.io/?[2Ja:1?', services: ['a?b'] },
    ]);
  });

  it('are told by the name that the lock has', () => {
    const services = {
      a: { image: `quay.io/a:1@${digest}` },
      b: { image: 'quay.io/b' },
      c: { build: '.' },
      d: { image: '${D:-x}' },
    };
    expect(imagesOfManifest({ name: 'x', services }, { 'quay.io/a:1': digest })).toEqual([
      { image: '${D:-x}', services: ['d'], state: 'unset' },
      { image: 'quay.io/a:1', services: ['a'], state: 'pinned', locked: digest },
      { image: 'quay.io/b', services: ['b'], state: 'latest' },
    ]);
  });
});
