import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderCompose } from '../../../src/render/compose.ts';
import { renderEnvironment } from '../../../src/render/environment.ts';
import { formats } from '../../../src/render/formats.ts';
import type { Manifest, ManifestNotes } from '../../../src/stack/manifest.ts';

const notes: ManifestNotes = {
  version: 1,
  app: 'cryostat',
  storage: 'garage',
  urls: [],
  content: {},
  buckets: [],
  probes: [],
  notices: ['Mind the gap.'],
};
const manifest: Manifest = {
  name: 'mine',
  services: { a: { image: 'a:1', environment: { KEY: '${KEY:?the key}', SOCKET: '${SOCKET:-/run/x}' } } },
  volumes: { data: {} },
  'x-smoke': notes,
};

describe('a printed Compose file', () => {
  const text = renderCompose(manifest, './smoke -s garage');
  const head = text
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .join('\n');

  it('reads as what it was made from', () => {
    expect(parse(text)).toEqual(manifest);
  });

  it('begins with its name', () => {
    expect(Object.keys(parse(text) as object)).toEqual(['name', 'services', 'volumes', 'x-smoke']);
  });

  it.each([
    ['what it is', 'cryostat with storage garage, made by smoke'],
    ['how to make it again', './smoke -s garage'],
    ['how to stop it without variables', 'docker compose -p mine down'],
    ['that it holds secrets', 'Random secrets of this stack are inside'],
    ['what the fragments want to be known', 'Mind the gap.'],
  ])('says %s', (_, expected) => {
    expect(head).toContain(expected);
  });
});

describe('other formats', () => {
  it('json is the manifest', () => {
    expect(JSON.parse(formats.json(manifest))).toEqual(manifest);
  });

  it('env has a line for each variable, with what it is and its default', () => {
    expect(renderEnvironment(manifest)).toBe('# the key\nKEY=\nSOCKET=/run/x\n');
  });

  it('env says so when nothing is needed', () => {
    expect(renderEnvironment({ name: 'a', services: {} })).toBe('# This stack needs no variable to start.\n');
  });
});
