// Finds the engine to use: ordered candidates, each with the reason why it does not fit.

import { SmokeError } from '../error.ts';
import type { Engine } from './engine.ts';

/** What detection starts from. */
export interface DetectOptions {
  /** `-c`: docker, podman, or a path or command. */
  readonly wanted?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/** Finds the engine: Podman first, then Docker, unless one is named. */
export async function detectEngine(_options: DetectOptions): Promise<Engine> {
  throw new SmokeError('ENGINE_NOT_FOUND', 'no container engine answers');
}
