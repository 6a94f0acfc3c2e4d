// smoke --format helm|operator|kubernetes: the stack for a cluster.

import { SmokeError } from '../error.ts';
import type { Io } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import type { ClusterFormat } from '../render/cluster.ts';

/** Prints the stack, or its storage, for a cluster; what the target cannot say goes to standard error as well. */
export async function printCluster(format: ClusterFormat, _flags: CliFlags, _io: Io): Promise<number> {
  throw new SmokeError('USAGE', `--format ${format} is not there yet`);
}
