// Every engine of a machine as facts: who answers, how it works, what would start containers. Talks to engines.

import type { EngineAnswer, EngineFacts, ProviderFacts } from '../doctor/facts.ts';
import type { Reach, Reached } from './candidates.ts';
import type { Patience } from './client.ts';
import { type DetectOptions, finders, firesHealthChecks } from './detect.ts';
import { findImage } from './images.ts';
import { readInfo } from './info.ts';
import type { Machine } from './process.ts';
import { surveyProviders, type TriedProvider } from './providers.ts';
import { runningContainers } from './running.ts';
import { listVolumes } from './volumes.ts';

/** What is asked beside who answers. */
export interface SurveyOptions extends Pick<DetectOptions, 'wanted'> {
  readonly project: string;
  readonly images: readonly string[];
  /** Release of the kernel that smoke runs on: an engine with another one is elsewhere. */
  readonly kernel: string;
  /** An engine that takes longer is taken for silent. */
  readonly patience: Patience;
}

type Surveyed = Omit<EngineFacts, 'isUsed'>;

/** Looks at all engines at once. Which one would be used is decided as detection does. */
export async function surveyEngines(
  machine: Machine,
  reach: Reach,
  options: SurveyOptions,
): Promise<EngineFacts[]> {
  const wanted = await finders(machine, options.wanted);
  const isOther = ({ find }: (typeof wanted)[number]): boolean => !wanted.some((each) => each.find === find);
  const others = (await finders(machine, undefined)).filter(isOther);
  const surveyed = await Promise.all([
    ...wanted.map((finder) => survey(machine, reach, finder, true, options)),
    ...others.map((finder) => survey(machine, reach, finder, false, options)),
  ]);
  const used = surveyed.find(
    ({ isCandidate, answer, providers }) => isCandidate && answer && providers.some(({ isUsed }) => isUsed),
  );
  return surveyed.map((engine) => ({ ...engine, isUsed: engine === used }));
}

type Finder = Awaited<ReturnType<typeof finders>>[number];

async function survey(
  machine: Machine,
  reach: Reach,
  finder: Finder,
  isCandidate: boolean,
  options: SurveyOptions,
): Promise<Surveyed> {
  const { label, find, command, name } = finder;
  const known = { label, name, isCandidate };
  const own: Reach = {
    connect: (address, env) => reach.connect(address, env, options.patience),
    // Nobody starts a service for an engine that is not wanted.
    startPodman: isCandidate ? reach.startPodman : notStarted,
  };
  let reached: Reached | undefined;
  try {
    reached = await find(machine, own, command);
    const [answer, providers] = await Promise.all([
      readAnswer(machine, reached, options),
      surveyProviders(machine, { ...reached.client, cli: reached.cli }).then(providerFacts),
    ]);
    // What answers at Docker's address may be Podman.
    return { ...known, name: reached.client.name, answer, providers };
  } catch (error) {
    return { ...known, problem: (error as Error).message, providers: [] };
  } finally {
    await reached?.stop?.();
  }
}

async function notStarted(podman: string): Promise<never> {
  throw new Error(`${podman} is there, and no service of it answers`);
}

async function readAnswer(machine: Machine, reached: Reached, options: SurveyOptions): Promise<EngineAnswer> {
  const { client } = reached;
  const [info, fires, containers, volumes, held] = await Promise.all([
    readInfo(machine, client),
    firesHealthChecks(machine, reached),
    runningContainers(client),
    listVolumes(client, options.project),
    Promise.all(options.images.map(async (image) => ({ image, found: await findImage(client, image) }))),
  ]);
  const { kernel, ...told } = info;
  const isHere =
    machine.platform === 'linux' && client.address.startsWith('unix://') && kernel === options.kernel;
  return {
    version: client.version,
    address: client.address,
    isHere,
    isStarted: reached.stop !== undefined,
    firesHealthChecks: fires,
    ...told,
    containers,
    volumes: volumes.map(({ name, volume, createdAt }) => ({
      name,
      volume,
      ...(createdAt && { createdAt }),
    })),
    missingImages: held.filter(({ found }) => found === undefined).map(({ image }) => image),
  };
}

/** The first that can be used is the one. */
function providerFacts(tried: readonly TriedProvider[]): ProviderFacts[] {
  const used = tried.find(({ provider, reason }) => provider !== undefined && reason === undefined);
  return tried.map((each) => {
    const { label, provider, reason } = each;
    return {
      label,
      isUsed: each === used,
      ...(provider && {
        name: provider.name,
        version: provider.version,
        honoursHealthy: provider.honoursHealthy,
      }),
      ...(reason !== undefined && { problem: reason }),
    };
  });
}
