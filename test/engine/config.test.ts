// Every printed stack as the Compose providers read it.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { samples, scenarioOf, stacks } from '../golden/matrix.ts';
import { provider, runScenario } from '../golden/scenarios.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'smoke-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A provider takes a while to start, so one with an interpreter reads a part of the stacks: those that differ most. */
const providers = [
  { name: 'Docker Compose 2', variable: 'SMOKE_TEST_COMPOSE_2', every: 3 },
  { name: 'Docker Compose 5', variable: 'SMOKE_TEST_COMPOSE_5', every: 1 },
  { name: 'podman-compose', variable: 'SMOKE_TEST_PODMAN_COMPOSE', every: 17 },
];

describe.each(providers)('$name', ({ name, variable, every }) => {
  const command = process.env[variable];
  if (command === undefined) {
    if (process.env['SMOKE_TEST_ENGINE'] === 'required')
      throw new Error(`${name} is required: set ${variable}`);
    process.stderr.write(`skipped: printed stacks read by ${name}: ${variable} names no provider\n`);
  }

  it
    .skipIf(command === undefined)
    .concurrent.each([...stacks, ...samples].filter((_, index) => index % every === 0))(
    'reads %s without a word of complaint',
    async (words) => {
      const scenario = scenarioOf(words);
      const { stdout } = await runScenario(scenario);
      const file = join(folder, `${variable}-${words.replaceAll(/\W+/g, '-')}.yml`);
      writeFileSync(file, stdout);
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...provider, ...scenario.env };
      const read = await run(command ?? '', ['-f', file, 'config'], { env, maxBuffer: 1e8 });
      expect(read.stderr).toBe('');
      expect(read.stdout).toContain('services:');
    },
  );
});
