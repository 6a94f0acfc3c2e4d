// Every manifest that smoke prints must pass its own lint.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lintCompose } from '../../../src/lint/lint.ts';

const folder = 'test/golden/manifests';

/** A user who asks for latest gets it. */
const asked = new Set(['version-latest.yml']);

describe('a manifest of smoke', () => {
  it.each(readdirSync(folder))('%s must have no finding, but latest where no other tag is known', (name) => {
    const findings = lintCompose(readFileSync(`${folder}/${name}`, 'utf8'), name);
    const others = findings.filter(
      ({ rule, severity }) => rule !== 'moving-tag' || (severity !== 'note' && !asked.has(name)),
    );
    expect(others).toEqual([]);
  });
});
