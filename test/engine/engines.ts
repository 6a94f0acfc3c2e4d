// The engines that tests run on: every one that answers; where none does, tests are skipped with the reason, or fail when engines are required.

import { detectEngine } from '../../src/engine/detect.ts';
import type { Engine } from '../../src/engine/engine.ts';

/** One engine to test on. */
export interface TestEngine {
  readonly name: 'docker' | 'podman';
  /** Why its tests are skipped. */
  readonly missing: string | undefined;
  readonly open: () => Promise<Engine>;
}

/** Docker and Podman, each with the reason when it is missing. */
export async function testEngines(
  options: { withoutCompose?: boolean } = {},
): Promise<readonly TestEngine[]> {
  const required = process.env['SMOKE_TEST_ENGINE'] === 'required';
  return Promise.all(
    (['docker', 'podman'] as const).map(async (name) => {
      const open = () => detectEngine({ wanted: name, env: process.env, ...options });
      const missing = await open().then(
        (engine) => engine.close(),
        (error: Error) => error.message,
      );
      if (missing && required) throw new Error(`SMOKE_TEST_ENGINE=required, but ${missing}`);
      if (missing) process.stderr.write(`engine tests on ${name} are skipped: ${missing}\n`);
      return { name, missing: missing ?? undefined, open };
    }),
  );
}
