// The forms that a manifest is printed in. Pure.

import type { Manifest } from '../stack/manifest.ts';
import { renderCompose } from './compose.ts';
import { renderEnvironment } from './environment.ts';

/** Format → how it is written. */
export const formats = {
  compose: renderCompose,
  json: (manifest: Manifest) => `${JSON.stringify(manifest, null, 2)}\n`,
  env: renderEnvironment,
} as const satisfies Record<string, (manifest: Manifest, command: string) => string>;

/** Name of a format. */
export type Format = keyof typeof formats;
