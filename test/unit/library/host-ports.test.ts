// A port of the host has a name in the library, so that --ports auto finds it; one of a container is a number.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

type Any = { readonly [key: string]: Any } & string & readonly Any[];

const files = readdirSync('compose', { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.yml') && file !== 'providers.yml');

const name = /^\$\{PORT_\d+\}$/;

describe.each(files)('compose/%s', (file) => {
  const { 'x-smoke': notes, services } = parse(readFileSync(join('compose', file), 'utf8')) as Any;
  const all = Object.values(services ?? {}) as Any[];

  it('publishes ports by their names, which are the numbers of the old script', () => {
    for (const entry of all.flatMap((service) => [...(service['ports'] ?? [])]))
      expect(String(entry)).toMatch(/^127\.0\.0\.1:\$\{PORT_\d+\}:\d+$/);
  });

  it('calls no port of the host by its number', () => {
    const probes = [...(notes?.['probes'] ?? [])];
    const texts = [
      ...[...(notes?.['urls'] ?? [])].map((url) => url['url']),
      ...probes.map((probe) => probe['url']),
      notes?.['provides']?.['s3']?.['hostEndpoint'],
      ...Object.values(notes?.['values'] ?? {}),
      ...all.flatMap((service) => Object.values(service['environment'] ?? {})),
    ].filter((text) => typeof text === 'string');
    for (const text of texts) expect(text).not.toMatch(/https?:\/\/(localhost|127\.0\.0\.1)(:\d|\/|$)/);
    for (const probe of probes) if (probe['port'] !== undefined) expect(probe['port']).toMatch(name);
  });
});
