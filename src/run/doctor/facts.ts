// Looks at the machine once, at everything at the same time: what the rules of doctor go by.

import { networkInterfaces, release } from 'node:os';
import type { EngineFacts, Facts } from '../../doctor/facts.ts';
import { installers } from '../../doctor/install.ts';
import type { Wants } from '../../doctor/wants.ts';
import { type Reach, realReach } from '../../engine/candidates.ts';
import { type Machine, thisMachine } from '../../engine/process.ts';
import { surveyEngines } from '../../engine/survey.ts';
import type { Io } from '../../io.ts';
import type { CliFlags } from '../../options/flags.ts';
import { readListeners } from '../listeners.ts';
import { readDisks, readHost } from './host.ts';
import { readProxies } from './proxies.ts';
import { readState } from './state.ts';
import { readStorage } from './storage.ts';

/** Who takes longer to answer at all is taken for silent. */
const answerMs = 2000;
/** A busy machine may need this for a question; what takes longer hangs. */
const workMs = 5000;

/** Where engines are looked for; tests hand in others. */
export interface Place {
  readonly machine: Machine;
  readonly reach: Reach;
}

/** This machine. */
export function thisPlace({ env, signal }: Io): Place {
  return { machine: thisMachine(env, signal, workMs), reach: realReach };
}

/** Reads all facts. Nothing is changed. */
export async function readFacts(wants: Wants, flags: CliFlags, io: Io, place: Place): Promise<Facts> {
  const { machine } = place;
  const isWanted = (port: number): boolean => wants.ports.some(({ from, to }) => from <= port && port <= to);
  const settings = [...new Set(wants.kernel.map(({ setting }) => setting))];
  const sockets = [...new Set(wants.sockets.map(({ path }) => path))];
  const [engines, listeners, host, proxies, storage] = await Promise.all([
    surveyEngines(machine, place.reach, {
      ...(flags.engine !== undefined && { wanted: flags.engine }),
      project: wants.project,
      images: wants.images.map(({ image }) => image),
      kernel: release(),
      patience: { answerMs, workMs },
    }),
    readListeners(isWanted),
    readHost({ settings, sockets }),
    readProxies(io.env),
    readStorage(wants.outsideEndpoint, io.now, answerMs),
  ]);
  return {
    platform: machine.platform,
    node: process.versions.node,
    installer: installers.find((name) => machine.which(name)),
    engines,
    listeners,
    host: { ...host, disks: await readDisks(rootsOf(engines)) },
    addresses: Object.values(networkInterfaces()).flatMap(
      (each) => each?.map(({ address }) => address) ?? [],
    ),
    proxies,
    environment: io.env,
    storage,
    state: readState(wants.project, flags, io),
  };
}

function rootsOf(engines: readonly EngineFacts[]): string[] {
  return engines.flatMap(({ answer }) => (answer?.isHere && answer.root ? [answer.root] : []));
}
