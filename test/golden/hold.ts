// Prints a stack, and checks that every property holds.

import { expect } from 'vitest';
import { cryostatProperties } from './cryostat-properties.ts';
import { scenarioOf } from './matrix.ts';
import { readPrinted } from './printed.ts';
import { properties } from './properties.ts';
import { runScenario } from './scenarios.ts';

/** Fails with the name of the property that does not hold; the same words have to give the same bytes twice. */
export async function holdEveryProperty(words: string): Promise<void> {
  const run = await runScenario(scenarioOf(words));
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  const printed = readPrinted(words, run.stdout);
  for (const [property, check] of Object.entries({ ...properties, ...cryostatProperties })) {
    try {
      check(printed);
    } catch (cause) {
      throw new Error(`${property}: ${(cause as Error).message}`, { cause });
    }
  }
  const again = await runScenario(scenarioOf(words));
  expect(again.stdout === run.stdout, 'it gives the same bytes twice').toBe(true);
}
