// Every property of every stack.

import { describe, expect, it } from 'vitest';
import { samples, scenarioOf, stacks } from './matrix.ts';
import { type Printed, properties, readPrinted } from './properties.ts';
import { runScenario } from './scenarios.ts';

const texts = new Map<string, string>();

async function print(words: string): Promise<Printed> {
  const run = await runScenario(scenarioOf(words));
  expect(run).toMatchObject({ exitCode: 0, stderr: '' });
  texts.set(words, run.stdout);
  return readPrinted(words, run.stdout);
}

function holds(printed: Printed): void {
  for (const [property, check] of Object.entries(properties)) {
    try {
      check(printed);
    } catch (cause) {
      throw new Error(`${property}: ${(cause as Error).message}`, { cause });
    }
  }
}

describe('a stack has every property', () => {
  it.each(stacks)('%s', async (words) => holds(await print(words)));
});

describe('a stack with samples has every property', () => {
  it.each(samples)('%s', async (words) => holds(await print(words)));
});

describe('the same words give the same bytes twice', () => {
  it.each([...stacks, ...samples])('%s', async (words) => {
    const { stdout } = await runScenario(scenarioOf(words));
    expect(stdout === texts.get(words)).toBe(true);
  });
});
