// Where smoke keeps what it remembers.

import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder of identities and kept manifests: `$XDG_STATE_HOME/smoke`, `~/.local/state/smoke` by default. */
export function stateFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const state = environment['XDG_STATE_HOME'];
  // The specification wants relative paths ignored.
  return join(
    state?.startsWith('/') ? state : join(environment['HOME'] || userInfo().homedir, '.local', 'state'),
    'smoke',
  );
}

/** The manifest that `up` ran last. */
export function keptManifest(
  environment: Readonly<Record<string, string | undefined>>,
  project: string,
): string {
  return join(stateFolder(environment), `${project}.yml`);
}

/** The identity of a project: the place that --identity names, or the project's own. */
export function identityPath(
  environment: Readonly<Record<string, string | undefined>>,
  project: string,
  named?: string,
): string {
  return named === undefined ? join(stateFolder(environment), `${project}.json`) : resolve(named);
}

/** What runs have made on storages and not removed yet. */
export function leftoversPath(environment: Readonly<Record<string, string | undefined>>): string {
  return join(stateFolder(environment), 's3-leftovers.json');
}
