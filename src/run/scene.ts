// What surrounds the failures of a run: the stack as it stands, ports, disk, proxies. Looks at machine and engine.

import { readFile, statfs } from 'node:fs/promises';
import { declaredService } from '../diagnose/declared.ts';
import type { Line, PortSeen, Scene } from '../diagnose/symptoms.ts';
import type { Engine } from '../engine/engine.ts';
import { listOf, readPort } from '../graph/compose-values.ts';
import type { CliFlags } from '../options/flags.ts';
import { projectFlag } from '../options/options.ts';
import { findPortHolder } from './port-holder.ts';
import type { StackSource } from './read-source.ts';
import type { ServiceState } from './verdict.ts';

/** Who looks, and at what. Without an engine, nothing of containers is known. */
export interface Sight {
  readonly engine: Engine | undefined;
  readonly stack: StackSource;
  readonly flags: CliFlags;
  readonly env: NodeJS.ProcessEnv;
  /** When the run began: volumes older than that are of an earlier one. */
  readonly began?: Date;
  readonly mask: (text: string) => string;
}

/** The scene of failures; the lines tell what is worth a closer look. */
export async function lookAround(
  sight: Sight,
  states: readonly ServiceState[],
  lines: readonly Line[],
): Promise<Scene> {
  const { engine, stack } = sight;
  const said = lines.map(({ text }) => text).join('\n');
  const [holders, oldVolumes, freeBytes, enforcesSelinux] = await Promise.all([
    portHolders(sight, said),
    volumesBefore(sight),
    /space|ENOSPC|quota|full/i.test(said) ? freeSpace(engine) : undefined,
    isEnforcing(),
  ]);
  return {
    project: stack.project,
    projectFlag: projectFlag(stack.project),
    again: commandAgain(sight),
    file: stack.file,
    isOwn: stack.manifest['x-smoke'] !== undefined,
    engine: engine?.name ?? 'docker',
    firesHealthChecks: engine?.firesHealthChecks ?? true,
    provider: providerOf(engine),
    services: Object.entries(stack.manifest.services).map(([name, service]) => {
      const { state = 'missing', container } = states.find((each) => each.service === name) ?? {};
      return { ...declaredService(name, service ?? {}), state, ...(container && { container }) };
    }),
    holders,
    oldVolumes,
    ...(freeBytes !== undefined && { freeBytes }),
    enforcesSelinux,
  };
}

/** What the user typed, as far as a manifest tells it; variables are set in that shell already. */
function commandAgain({ stack, flags }: Sight): string {
  const { project } = stack;
  const command =
    stack.command ??
    (stack.manifest['x-smoke'] && flags.file === undefined ? commandIn(stack.text) : undefined);
  const file = flags.file === undefined ? '' : ` -f ${flags.file}`;
  const named = flags.file !== undefined && flags.project === undefined ? '' : projectFlag(project);
  const words = command?.replace(/^.*?\.\/smoke/, 'smoke up') ?? `smoke up${file}${named}`;
  return flags.engine === undefined || / -c /.test(words) ? words : `${words} -c ${flags.engine}`;
}

/** The head of a printed manifest has the command that made it. */
function commandIn(text: string): string | undefined {
  return /^#.*?(\.\/smoke\b.*)$/m.exec(text)?.[1];
}

/** `probe` looks for no provider, and asking for it then throws. */
function providerOf(engine: Engine | undefined): string {
  try {
    return engine ? `${engine.compose.name} ${engine.compose.version}`.trim() : 'the Compose provider';
  } catch {
    return 'the Compose provider';
  }
}

/** Only where somebody said that a port is taken; then those of the stack that are named. */
async function portHolders({ engine, stack, env }: Sight, said: string): Promise<PortSeen[]> {
  if (!/already in use|already allocated|EADDRINUSE|usage of each socket|proxy already running/i.test(said))
    return [];
  const published = Object.values(stack.manifest.services).flatMap((service) =>
    listOf(service?.['ports']).map(readPort),
  );
  const wanted = new Map(
    published
      .map((port) => [Number(port?.published), port?.host ?? ''] as const)
      .filter(([port]) => port > 0),
  );
  const named = [...wanted].filter(([port]) => new RegExp(`\\b${port}\\b`).test(said));
  const found = await Promise.all(
    named.map(async ([port, address]) => ({
      port,
      holder: await findPortHolder(port, /^[\d.]+$|:/.test(address) ? address : '', env),
    })),
  );
  // What this run itself started is not in its way.
  return found.flatMap(({ port, holder }) => {
    const isOwn =
      holder?.kind === 'container' && holder.project === stack.project && holder.engine === engine?.name;
    return holder && !isOwn ? [{ port, holder }] : [];
  });
}

async function volumesBefore({ engine, stack, began }: Sight): Promise<string[]> {
  if (!engine || !began) return [];
  const volumes = await engine.volumes(stack.project).catch(() => []);
  // Engines tell whole seconds only.
  const isOlder = (at: Date | undefined): boolean =>
    at !== undefined && at.getTime() + 1000 < began.getTime();
  return volumes.filter(({ createdAt }) => isOlder(createdAt)).map(({ volume }) => volume);
}

async function freeSpace(engine: Engine | undefined): Promise<number | undefined> {
  if (!engine?.address.startsWith('unix://') || process.platform !== 'linux') return undefined;
  const folders =
    engine.name === 'docker' ? ['/var/lib/docker'] : ['/var/lib/containers', process.env['HOME'] ?? '/'];
  for (const folder of folders) {
    const { bavail, bsize } = (await statfs(folder).catch(() => undefined)) ?? {};
    if (bavail !== undefined && bsize !== undefined) return bavail * bsize;
  }
  return undefined;
}

async function isEnforcing(): Promise<boolean> {
  return (await readFile('/sys/fs/selinux/enforce', 'utf8').catch(() => '0')).trim() === '1';
}
