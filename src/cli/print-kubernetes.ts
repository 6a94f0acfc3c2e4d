// smoke --format kubernetes: flags → the objects of a stack.

import type { Io } from '../io.ts';
import { readOnly, readStorageClasses } from '../kubernetes/options.ts';
import { renderKubernetes } from '../kubernetes/render.ts';
import type { CliFlags } from '../options/flags.ts';
import type { Rendered, SecretsWay } from '../render/cluster.ts';
import { makeManifest } from '../run/make-manifest.ts';

/** The objects, or the Secrets alone. */
export async function renderForKubernetes(secrets: SecretsWay, flags: CliFlags, io: Io): Promise<Rendered> {
  const classes = readStorageClasses(flags.storageClass);
  const only = readOnly(flags.only);
  const { parts, command } = await makeManifest(flags, io);
  const options = { secrets, classes, quota: flags.quota === true, environment: io.env, command };
  return renderKubernetes(parts(), only === undefined ? options : { ...options, only });
}
