// Flags that only formats for a cluster have.

import { SmokeError } from '../error.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { type SecretsWay, secretsWays } from '../render/cluster.ts';

/** Refuses what the format has no use for: nobody should believe that it was heard. */
export function refuseClusterFlags(format: string, isForCluster: boolean, flags: CliFlags): void {
  const { secrets, storageClass, quota, only, json } = flags;
  if (!isForCluster && secrets !== undefined)
    throw unheard('--secrets', format, 'helm, operator or kubernetes');
  if (isForCluster && json) {
    throw new SmokeError('USAGE', `--json: --format ${format} is YAML, and has no other form`, {
      hint: 'Leave --json out.',
    });
  }
  if (isForCluster && flags.ports !== undefined) {
    throw new SmokeError('USAGE', `--ports ${flags.ports}: a cluster publishes no port of this machine`, {
      hint: `Leave --ports out, or --format ${format}.`,
    });
  }
  if (format === 'kubernetes') return;
  const given = { '--storage-class': storageClass, '--quota': quota, '--only': only };
  const flag = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
  if (flag !== undefined) throw unheard(flag, format, 'kubernetes');
}

/** Where Secrets go. */
export function readSecretsWay(given: string | undefined): SecretsWay {
  const way = secretsWays.find((known) => known === (given ?? 'none'));
  if (way !== undefined) return way;
  const near = nearest(given ?? '', secretsWays);
  throw new SmokeError('USAGE', `--secrets: got "${given}", expected one of ${secretsWays.join(', ')}`, {
    ...(near && { hint: `Did you mean ${near}?` }),
  });
}

function unheard(flag: string, format: string, wanted: string): SmokeError {
  return new SmokeError('USAGE', `${flag} is for --format ${wanted}, and the format is ${format}`);
}
