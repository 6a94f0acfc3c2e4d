// smoke --format kubernetes: flags → the objects of a stack.

import type { Io } from '../io.ts';
import { readOnly, readStorageClasses } from '../kubernetes/options.ts';
import { renderKubernetes } from '../kubernetes/render.ts';
import type { CliFlags } from '../options/flags.ts';
import type { Rendered, SecretsWay } from '../render/cluster.ts';
import { makeManifest } from '../run/make-manifest.ts';
import { withStorageCredentials } from '../run/storage-credentials.ts';

/** The objects, or the Secrets alone. */
export async function renderForKubernetes(
  secrets: SecretsWay,
  flags: CliFlags,
  given: Io,
): Promise<Rendered> {
  const classes = readStorageClasses(flags.storageClass);
  const only = readOnly(flags.only);
  // Objects refer to Secrets, so that nothing but a Secret needs the credentials.
  const io = secrets === 'none' ? given : await withStorageCredentials(flags, given);
  const { parts, command } = await makeManifest(flags, io, { neverStarted: true });
  const options = { secrets, classes, quota: flags.quota === true, environment: io.env, command };
  return renderKubernetes(parts(), only === undefined ? options : { ...options, only });
}
