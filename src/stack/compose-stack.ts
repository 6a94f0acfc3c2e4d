// Fragments, options and identity → the manifest. Pure: the same input gives the same value.

import { type ImageLock, lockServices } from '../images/lock.ts';
import { checkStack } from './check-stack.ts';
import { addFilesService, mountedVolumes } from './files.ts';
import { type Fragment, isMap, type ProvidedS3, type VolumeNotes } from './fragment.ts';
import type { Identity } from './identity.ts';
import { interpolateTree, type Scope } from './interpolate.ts';
import type { Manifest, Value, ValueMap } from './manifest.ts';
import { mergeCompose } from './merge.ts';
import { manifestNotes } from './notes.ts';
import { clusterParts, type StackParts } from './parts.ts';
import { placedFiles } from './placed-files.ts';
import { type MovedPorts, portNames } from './port-names.ts';
import { bindPorts } from './ports.ts';
import { createScope, type Settings } from './scope.ts';
import { type NamedBucket, nameBuckets, providedStorage, storageTexts } from './storage.ts';

/** What a stack is made of, all of it data. */
export interface StackInput {
  readonly project: string;
  readonly app: string;
  readonly storage: string;
  /** Address of the published ports. */
  readonly bind: string;
  readonly fragments: readonly Fragment[];
  readonly settings: Settings;
  readonly identity: Identity;
  /** Digests that images are pinned to. */
  readonly lock?: ImageLock;
  /** What `${PORT_…}` stands for, where ports are moved; what is no such name is moved by movePorts. */
  readonly ports?: MovedPorts;
}

/** A stack as a Compose manifest, and its parts for other forms: what only those need is made when they ask. */
export interface ComposedStack {
  readonly manifest: Manifest;
  readonly parts: () => StackParts;
}

/** Interpolates and merges the fragments, places files, adds what services need, keeps notes. */
export function composeStack(input: StackInput): ComposedStack {
  const { fragments, settings, project } = input;
  const app = fragments.find(({ notes }) => notes.kind === 'app');
  const storage = providedStorage(fragments);
  const named = (version: string): readonly NamedBucket[] =>
    nameBuckets(app?.notes.buckets ?? {}, version, settings, input.identity, storage?.s3.provider);
  const names = Object.fromEntries(
    named('').map(({ parameter, name }) => [parameter, { kind: 'value' as const, text: name }]),
  );
  const samples = { kind: 'value' as const, text: sampleServices(fragments).join('|') };
  const computed: Parameters<typeof createScope>[4] = {
    ...portNames(fragments, input.ports),
    ...storageTexts(storage),
    ...names,
    SAMPLE_SERVICES: samples,
  };
  const plain = createScope(fragments, settings, input.identity, storage?.s3, computed);
  const version = versionOf(plain, app?.notes.version) ?? 'latest';
  const used = named(version).filter((bucket) => bucket.used);
  const buckets = used.map(({ name }) => name);
  const chosenBuckets = used.filter(({ chosen }) => chosen).map(({ name }) => name);
  const scope = createScope(fragments, settings, input.identity, storage?.s3, {
    ...computed,
    BUCKETS: { kind: 'value', text: buckets.join(',') },
    FIRST_BUCKET: { kind: 'value', text: buckets[0] ?? '' },
  });

  const merged = mergeCompose(fragments.map((fragment) => interpolateFragment(fragment, scope)));
  const files = placedFiles(fragments, scope);
  const volumes = collectVolumes(fragments);
  const needed = addNeeds(servicesOf(merged), fragments, storage?.s3);
  const services = lockServices(bindPorts(needed, input.bind), input.lock ?? {});
  const whole = addFilesService(services, files, volumes);
  checkStack(fragments, whole);
  const networks = isMap(merged['networks']) && {
    networks: merged['networks'] as Record<string, ValueMap>,
  };
  const notes = manifestNotes({ ...input, scope, buckets, chosenBuckets, volumes, storageFragment: storage });
  return {
    manifest: {
      name: project,
      services: whole,
      volumes: declareVolumes(merged['volumes'], whole),
      ...networks,
      'x-smoke': notes,
    },
    parts: () => ({
      project,
      app: input.app,
      storage: input.storage,
      services,
      volumes,
      declared: isMap(merged['volumes']) ? merged['volumes'] : {},
      ...networks,
      files,
      buckets,
      notes,
      ...clusterParts(fragments, scope),
    }),
  };
}

/** Services that samples consist of, for tests that look for one of them. */
function sampleServices(fragments: readonly Fragment[]): string[] {
  return fragments
    .filter(({ notes }) => notes.kind === 'sample')
    .flatMap(({ compose }) => (isMap(compose['services']) ? Object.keys(compose['services']) : []));
}

function interpolateFragment(fragment: Fragment, scope: Scope): ValueMap {
  const place = (path: string) => ({ file: fragment.file, path, line: fragment.lines[path] });
  const tree = interpolateTree(fragment.compose, scope, place);
  return isMap(tree) ? tree : {};
}

function versionOf(scope: Scope, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const resolved = interpolateTree(text, scope, (path) => ({ file: 'version', path, line: undefined }));
  return typeof resolved === 'string' ? resolved : undefined;
}

function collectVolumes(fragments: readonly Fragment[]): Record<string, VolumeNotes> {
  return Object.assign({}, ...fragments.map(({ notes }) => notes.volumes ?? {}));
}

function servicesOf(merged: ValueMap): Record<string, ValueMap> {
  const services = isMap(merged['services']) ? merged['services'] : {};
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => [name, isMap(service) ? service : {}]),
  );
}

/** `needs: { service: [storage] }` → the service waits until the storage is healthy and has its buckets. */
function addNeeds(
  services: Record<string, ValueMap>,
  fragments: readonly Fragment[],
  storage: ProvidedS3 | undefined,
): Record<string, ValueMap> {
  if (storage?.service === undefined) return services;
  const { service: server, provisioner } = storage;
  const awaited = {
    [server]: { condition: 'service_healthy' },
    ...(provisioner !== undefined && { [provisioner]: { condition: 'service_completed_successfully' } }),
  };
  const result = { ...services };
  const waiting = fragments.flatMap(({ notes }) =>
    Object.entries(notes.needs ?? {}).filter(([, needs]) => needs.includes('storage')),
  );
  for (const [name] of waiting) {
    const service = result[name] ?? {};
    const dependsOn = isMap(service['depends_on']) ? service['depends_on'] : {};
    result[name] = {
      ...service,
      depends_on: { ...dependsOn, ...awaited },
    };
  }
  return result;
}

/** Every named volume that a service mounts, with what the fragments say of it. */
function declareVolumes(
  declared: Value | undefined,
  services: Readonly<Record<string, ValueMap>>,
): Record<string, ValueMap> {
  const own = isMap(declared) ? declared : {};
  const used = new Set(Object.values(services).flatMap(mountedVolumes));
  return Object.fromEntries([...used].map((name) => [name, isMap(own[name]) ? own[name] : {}]));
}
