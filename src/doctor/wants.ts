// What a manifest needs of the machine that runs it. Pure.

import { listOf, mapOf, readMount, readPort, shownText } from '../graph/compose-values.ts';
import { isMap } from '../stack/fragment.ts';
import type { KernelNeed, Manifest, Value, ValueMap } from '../stack/manifest.ts';
import { collectReferences, fillReferences } from '../stack/references.ts';
import { bytesOf } from './sizes.ts';

/** A port of the host that a service wants. */
export interface WantedPort {
  readonly service: string;
  /** As the engine binds it; 0.0.0.0 where the manifest has none. */
  readonly address: string;
  readonly from: number;
  readonly to: number;
  readonly protocol: string;
}

/** An image that the start needs to be there. */
export interface WantedImage {
  readonly image: string;
  readonly services: readonly string[];
  /** The start may not fetch it. */
  readonly isNeverPulled: boolean;
}

/** Everything that the rules compare with the machine. */
export interface Wants {
  readonly project: string;
  /** Made by smoke from its flags just now, so that its secrets are those that are remembered. */
  readonly isFromFlags: boolean;
  /** It is to get new secrets. */
  readonly isFresh: boolean;
  /** The command that makes its manifest again. */
  readonly command: string;
  readonly services: readonly string[];
  readonly ports: readonly WantedPort[];
  readonly memoryBytes: number;
  readonly images: readonly WantedImage[];
  readonly kernel: readonly (KernelNeed & { readonly service: string; readonly setting: string })[];
  /** Sockets of the machine that are mounted and have to be there. */
  readonly sockets: readonly {
    readonly service: string;
    readonly path: string;
    readonly isUnlabelled: boolean;
  }[];
  /** Files that a service wants to open at once. */
  readonly openFiles: readonly { readonly service: string; readonly count: number }[];
  /** Variables without which Compose starts nothing. */
  readonly variables: readonly { readonly name: string; readonly help: string }[];
  /** Services whose health check asks an address inside of their container over HTTP. */
  readonly asksItself: readonly string[];
  /** Volumes that hold data, by the names of the manifest; none where the secrets are not those remembered. */
  readonly dataVolumes: readonly string[];
  /** How this machine reaches the storage outside of the stack. */
  readonly outsideEndpoint?: string;
  /** Images that get no new releases. */
  readonly endedImages: readonly { readonly image: string; readonly state: string; readonly why: string }[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the stack was made by, beside its manifest. */
export interface WantsOf {
  readonly isFromFlags: boolean;
  readonly isFresh: boolean;
  readonly command: string;
  readonly endedImages: Wants['endedImages'];
  readonly dataVolumes: readonly string[];
}

/** Reads the manifest as Compose would with this environment. Services of profiles do not start. */
export function wantsOf(manifest: Manifest, environment: Environment, more: WantsOf): Wants {
  const all = Object.entries(manifest.services).filter(([, service]) => isMap(service));
  const services = all
    .filter(([, service]) => service['profiles'] === undefined)
    .map(([name, service]) => [name, filled(service, environment)] as const);
  const each = <Item>(read: (service: ValueMap, name: string) => readonly Item[]): Item[] =>
    services.flatMap(([name, service]) => read(service, name));
  const endpoint = outsideEndpoint(manifest, environment);
  return {
    project: manifest.name,
    ...more,
    services: services.map(([name]) => name),
    ports: each(portsOf),
    memoryBytes: each(memoryOf).reduce((sum, bytes) => sum + bytes, 0),
    images: imagesOf(services),
    kernel: kernelNeeds(manifest),
    sockets: each(socketsOf),
    openFiles: each(openFilesOf),
    variables: collectReferences(manifest)
      .filter(({ name, help }) => help !== undefined && !environment[name])
      .map(({ name, help = '' }) => ({ name, help })),
    asksItself: each((service, name) => (asksItself(service) ? [name] : [])),
    ...(endpoint !== undefined && { outsideEndpoint: endpoint }),
  };
}

/** Every text as Compose reads it; what lacks a variable stays as it is. */
function filled<Tree extends Value>(tree: Tree, environment: Environment): Tree {
  const fill = (value: Value): Value => {
    if (typeof value === 'string') return fillReferences(value, environment) ?? value;
    if (Array.isArray(value)) return (value as readonly Value[]).map(fill);
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each)]));
  };
  return fill(tree) as Tree;
}

function portsOf(service: ValueMap, name: string): WantedPort[] {
  return listOf(service['ports']).flatMap((value) => {
    const port = readPort(value);
    const range = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(port?.published ?? '');
    if (!port || !range || Number(range[1]) === 0) return [];
    const [from, to] = [Number(range[1]), Number(range[2] ?? range[1])];
    // Of a range for one port of the container, the engine takes any that is free.
    if (from !== to && !port.target.includes('-')) return [];
    const address = port.host === 'localhost' ? '127.0.0.1' : (port.host ?? '0.0.0.0');
    return [{ service: name, address, from, to, protocol: port.protocol }];
  });
}

function memoryOf(service: ValueMap): number[] {
  const limits = mapOf(mapOf(mapOf(service['deploy'])['resources'])['limits']);
  const bytes = bytesOf(shownText(limits['memory'] ?? service['mem_limit']));
  return bytes === undefined ? [] : [bytes];
}

function imagesOf(services: readonly (readonly [string, ValueMap])[]): WantedImage[] {
  const found = new Map<string, WantedImage>();
  for (const [name, service] of services) {
    const image = service['image'];
    if (typeof image !== 'string' || service['build'] !== undefined || image.includes('$')) continue;
    const before = found.get(image);
    found.set(image, {
      image,
      services: [...(before?.services ?? []), name],
      isNeverPulled: before?.isNeverPulled === true || service['pull_policy'] === 'never',
    });
  }
  return [...found.values()];
}

/** Any file may have notes that only look like smoke's. */
function kernelNeeds(manifest: Manifest): Wants['kernel'] {
  const needs: unknown = manifest['x-smoke']?.kernel;
  return Object.entries(mapOf(needs as Value)).flatMap(([service, settings]) =>
    Object.entries(mapOf(settings)).flatMap(([setting, need]) => {
      const { least, why, required } = mapOf(need);
      if (typeof least !== 'number') return [];
      return [{ service, setting, least, why: shownText(why), required: required === true }];
    }),
  );
}

function socketsOf(service: ValueMap, name: string): Wants['sockets'][number][] {
  const options = listOf(service['security_opt']).map(shownText);
  const isUnlabelled =
    service['privileged'] === true || options.some((option) => /^label[:=]disable$/.test(option));
  return listOf(service['volumes']).flatMap((value) => {
    const mount = readMount(value);
    if (mount?.kind !== 'socket' || !mount.source?.startsWith('/')) return [];
    return [{ service: name, path: mount.source, isUnlabelled }];
  });
}

function openFilesOf(service: ValueMap, name: string): Wants['openFiles'][number][] {
  const nofile = mapOf(service['ulimits'])['nofile'];
  const count = Number(isMap(nofile) ? (nofile['hard'] ?? nofile['soft']) : nofile);
  return Number.isInteger(count) && count > 0 ? [{ service: name, count }] : [];
}

/** curl and wget inside of a container take the proxies of its environment, also for its own address. */
function asksItself(service: ValueMap): boolean {
  const test = mapOf(service['healthcheck'])['test'];
  const words = typeof test === 'string' ? test : listOf(test).map(shownText).join(' ');
  return /\b(curl|wget)\b/.test(words) && /https?:\/\/(localhost|127\.0\.0\.1|\[::1\])\b/.test(words);
}

/** A proof of S3 that is about no service is one of a storage outside. */
function outsideEndpoint(manifest: Manifest, environment: Environment): string | undefined {
  const notes = mapOf(manifest['x-smoke'] as Value | undefined);
  const probes = listOf(notes['probes']).map(mapOf);
  const isOutside = probes.some(({ kind, service }) => kind === 's3' && service === undefined);
  const endpoint = mapOf(notes['s3'])['endpoint'];
  return isOutside && typeof endpoint === 'string' ? fillReferences(endpoint, environment) : undefined;
}
