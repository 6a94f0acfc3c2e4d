// Printed manifests, compared byte by byte. A change of a fragment or of the writer changes them on purpose:
//   npx vitest run --project golden -u
// writes them anew; read the difference before it is committed. CI (CI=true) never writes them.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runScenario, scenarios } from './scenarios.ts';

const folder = join(import.meta.dirname, 'manifests');

describe('the manifest', () => {
  it.each(Object.entries(scenarios))('of %s is the one that is written down', async (name, scenario) => {
    const { exitCode, stdout, stderr } = await runScenario(scenario);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(join(folder, `${name}.yml`));
  });

  it.each(Object.keys(scenarios))('of %s means the same in YAML 1.1 and 1.2', (name) => {
    const text = readFileSync(join(folder, `${name}.yml`), 'utf8');
    expect(parse(text)).toEqual(parse(text, { version: '1.1' }));
  });

  it('has no golden file that no scenario owns', () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(scenarios)
        .map((name) => `${name}.yml`)
        .sort(),
    );
  });
});
