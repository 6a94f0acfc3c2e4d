// Every storage with every mode of proxy, Grafana, reports, tools and engine; every sample alone, and all of them.

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Printed, properties, readPrinted, secret } from './properties.ts';
import { provider, runScenario, type Scenario } from './scenarios.ts';

const names = (folder: string): string[] =>
  readdirSync(`compose/${folder}`)
    .filter((file) => file.endsWith('.yml'))
    .map((file) => file.replace('.yml', ''));

/** Every choice of one of each list, as words. */
const combinations = (...choices: readonly (readonly string[])[]): string[] =>
  choices.reduce<string[]>((all, own) => all.flatMap((words) => own.map((word) => `${words} ${word}`)), ['']);

const tidy = (words: string): string => words.trim().replace(/ +/g, ' ');
const storages = names('storage').map((name) => `-s ${name}`);
const proxies = ['', '-k', '-p'];
const engines = ['', '--discovery', '--discovery -c podman'];
const stacks = combinations(storages, proxies, ['', '-G'], ['', '-r 2'], ['', '-X'], engines).map(tidy);
const samples = combinations(
  [...names('samples'), 'all'].map((name) => `-t ${name}`),
  ['', '-k', '-p', '-A', '-c podman'],
).map(tidy);

const scenarioOf = (words: string): Scenario => ({
  words,
  env: {
    CRYOSTAT_PASS: secret.CRYOSTAT_PASS,
    ...(words.includes('-s ext') && { ...provider, AWS_SESSION_TOKEN: secret.AWS_SESSION_TOKEN }),
  },
});

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
