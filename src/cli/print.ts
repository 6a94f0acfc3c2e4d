// smoke [flags]: prints the manifest, or writes it to a file.

import { SmokeError } from '../error.ts';
import { type Io, say } from '../io.ts';
import type { CliFlags } from '../options/flags.ts';
import { nearest } from '../options/nearest.ts';
import { checkOutput, writeOutput } from '../output.ts';
import { type ClusterFormat, clusterFormats } from '../render/cluster.ts';
import { type Format, formats } from '../render/formats.ts';
import { makeManifest } from '../run/make-manifest.ts';
import type { Purpose } from '../run/use-provider.ts';
import { refuseClusterFlags } from './cluster-flags.ts';

/** Prints the manifest in the wanted format. */
export async function print(flags: CliFlags, io: Io): Promise<number> {
  const format = readFormat(flags.format ?? (flags.json ? 'json' : 'compose'));
  if (flags.file !== undefined) {
    throw new SmokeError('USAGE', `-f ${flags.file}: printing makes a manifest from flags and takes none`, {
      hint: `Start it with smoke up -f ${flags.file}, or look at it with smoke graph or smoke lint.`,
    });
  }
  refuseClusterFlags(format, isForCluster(format), flags);
  checkOutput(flags.output);
  if (isForCluster(format)) return (await import('./print-cluster.ts')).printCluster(format, flags, io);
  if (flags.openTabs) say(io, 'smoke: -b is for smoke up; printing opens nothing');
  // The credentials of --from may be in the cluster alone, and stay references: a start asks for them.
  const purpose = {
    ...(flags.from !== undefined && { neverStarted: true }),
    ...(flags.ports !== undefined && !flags.dryRun && { choosePorts: await portsToRemember(io) }),
  };
  const { manifest, command } = await makeManifest(flags, io, purpose);
  await writeOutput(formats[format](manifest, command), flags.output, io);
  return 0;
}

/** Only what moves ports waits for the parts that look for them. */
async function portsToRemember(io: Io): Promise<NonNullable<Purpose['choosePorts']>> {
  return (await import('../run/remember-ports.ts')).rememberedPorts(io);
}

function isForCluster(format: Format | ClusterFormat): format is ClusterFormat {
  return clusterFormats.some((known) => known === format);
}

function readFormat(name: string): Format | ClusterFormat {
  const known = [...Object.keys(formats), ...clusterFormats];
  if (known.includes(name)) return name as Format | ClusterFormat;
  const near = nearest(name, known);
  throw new SmokeError('USAGE', `--format: got "${name}", expected one of ${known.join(', ')}`, {
    ...(near && { hint: `Did you mean ${near}?` }),
  });
}
