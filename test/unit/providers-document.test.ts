import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLibrary } from '../../src/library/open.ts';
import { readProviders } from '../../src/library/providers.ts';

it('docs/providers.md has a row for every provider, with its title and what it lacks', async () => {
  const providers = await readProviders(openLibrary(process.cwd(), join(process.cwd(), 'volumes')));
  const text = readFileSync('docs/providers.md', 'utf8');
  const rows = [
    ...text.matchAll(/^\| `([a-z0-9]+)` \| ([^|]+) \|.*\| ([^|]+) \| (?:supported|required) \|/gm),
  ];
  expect(rows.map(([, name, title, lacks]) => [name, title, lacks])).toEqual(
    Object.entries(providers).map(([name, { title, lacks }]) => [name, title, lacks.join(', ') || '—']),
  );
});
