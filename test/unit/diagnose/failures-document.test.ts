import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { causes } from '../../../src/diagnose/table.ts';

const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'failures.md'), 'utf8');
const listed = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code = '']) => code);

it('docs/failures.md lists every code of the table, once, and no other', () => {
  const known = [...new Set(causes.map(({ code }) => code))];
  expect([...listed].sort()).toEqual(known.sort());
});
