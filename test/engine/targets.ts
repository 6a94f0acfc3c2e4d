// The ways to run a stack that the tests know: an engine with one Compose provider, as a user would have it.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** One engine with one provider. `missing` says why it cannot be used here. */
export interface Target {
  readonly name: string;
  readonly engine: 'docker' | 'podman';
  /** What a user would have in the environment to get this provider; `folder` is the test's own. */
  readonly env: (folder: string) => Record<string, string>;
  readonly missing?: string;
}

const composeV2 = process.env['SMOKE_TEST_COMPOSE_2'];
const composeV5 = process.env['SMOKE_TEST_COMPOSE_5'];
const podmanCompose = process.env['SMOKE_TEST_PODMAN_COMPOSE'];

/** All targets. A missing one fails the run when engines are required, and is skipped with its reason elsewhere. */
export function targets(): Target[] {
  const all: Target[] = [
    target('Docker with Docker Compose 2', 'docker', composeV2, 'SMOKE_TEST_COMPOSE_2', pluginFolder),
    target('Docker with Docker Compose 5', 'docker', composeV5, 'SMOKE_TEST_COMPOSE_5', pluginFolder),
    target('Podman with Docker Compose', 'podman', composeV2, 'SMOKE_TEST_COMPOSE_2', providerVariable),
    target(
      'Podman with podman-compose',
      'podman',
      podmanCompose,
      'SMOKE_TEST_PODMAN_COMPOSE',
      providerVariable,
    ),
  ];
  for (const { name, missing } of all) {
    if (!missing) continue;
    if (process.env['SMOKE_TEST_ENGINE'] === 'required') throw new Error(`${name} is required: ${missing}`);
    process.stderr.write(`skipped: ${name}: ${missing}\n`);
  }
  return all;
}

function target(
  name: string,
  engine: Target['engine'],
  provider: string | undefined,
  variable: string,
  env: (provider: string, folder: string) => Record<string, string>,
): Target {
  const missing =
    provider === undefined
      ? `${variable} names no provider (scripts/engines sets it)`
      : engineMissing(engine);
  return { name, engine, env: (folder) => env(provider ?? '', folder), ...(missing && { missing }) };
}

function engineMissing(engine: string): string | undefined {
  try {
    execFileSync(engine, ['info'], { stdio: 'ignore', timeout: 20_000 });
    return undefined;
  } catch (error) {
    return `${engine} info failed: ${(error as Error).message.split('\n')[0]}`;
  }
}

/** The Docker client finds its plugins under $DOCKER_CONFIG. */
function pluginFolder(provider: string, folder: string): Record<string, string> {
  const plugins = join(folder, 'docker', 'cli-plugins');
  mkdirSync(plugins, { recursive: true });
  if (!existsSync(join(plugins, 'docker-compose'))) symlinkSync(provider, join(plugins, 'docker-compose'));
  return { DOCKER_CONFIG: join(folder, 'docker') };
}

/** Podman's own variable for the provider. */
function providerVariable(provider: string): Record<string, string> {
  return { PODMAN_COMPOSE_PROVIDER: provider };
}
