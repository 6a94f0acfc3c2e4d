// A stack as a value: what every form of it, Compose or Kubernetes, is made of. Types, and the texts that are secret. Pure.

import type { ClusterNotes, Fragment, FragmentKind, SecurityNotes, VolumeNotes } from './fragment.ts';
import { interpolate, type Scope } from './interpolate.ts';
import type { ManifestNotes, ValueMap } from './manifest.ts';
import type { StackFile } from './placed-files.ts';
import { collectParameters } from './scope.ts';

/** The parts of a stack. Texts are as Compose reads them: `$$` is a dollar sign, `${NAME:?help}` is read at the start. */
export interface StackParts extends ClusterParts {
  readonly project: string;
  readonly app: string;
  readonly storage: string;
  /** Services as the fragments have them; nobody waits for `files` yet, and it has nothing to write. */
  readonly services: Readonly<Record<string, ValueMap>>;
  /** What the fragments say of volumes, used or not. */
  readonly volumes: Readonly<Record<string, VolumeNotes>>;
  /** What Compose is told of volumes. */
  readonly declared: ValueMap;
  readonly networks?: Readonly<Record<string, ValueMap>>;
  readonly files: readonly StackFile[];
  readonly buckets: readonly string[];
  readonly notes: ManifestNotes;
}

/** What Compose does not want to know, and a cluster does. */
interface ClusterParts {
  /** Kind of the fragment that brings each service along. */
  readonly kinds: Readonly<Record<string, FragmentKind>>;
  /** What services need to be allowed, where a fragment says so. */
  readonly security: Readonly<Record<string, SecurityNotes>>;
  /** What services are otherwise there. */
  readonly cluster: Readonly<Record<string, ClusterNotes>>;
  /** Name → a text that must not be seen. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly s3?: StorageParts;
  /** Image of a Job that talks S3. */
  readonly curlImage?: string;
}

/** The storage as applications see it. */
export interface StorageParts {
  readonly service?: string;
  readonly provisioner?: string;
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What the fragments say for a cluster alone. */
export function clusterParts(fragments: readonly Fragment[], scope: Scope): ClusterParts {
  const s3 = storageParts(fragments, scope);
  const curlImage = curlImageOf(fragments, scope);
  return {
    kinds: serviceKinds(fragments),
    security: Object.assign({}, ...fragments.map(({ notes }) => notes.security ?? {})),
    cluster: Object.assign({}, ...fragments.map(({ notes }) => notes.cluster ?? {})),
    secrets: secretTexts(fragments, scope),
    ...(s3 && { s3 }),
    ...(curlImage !== undefined && { curlImage }),
  };
}

function curlImageOf(fragments: readonly Fragment[], scope: Scope): string | undefined {
  const fragment = fragments.find(({ notes }) => notes.parameters?.['SMOKE_CURL_IMAGE'] !== undefined);
  if (!fragment) return undefined;
  const path = 'x-smoke.parameters.SMOKE_CURL_IMAGE';
  const place = { file: fragment.file, path, line: fragment.lines[path] };
  return interpolate('${SMOKE_CURL_IMAGE}', scope, place, 'compose');
}

/** Generated secrets, private keys, keystores, and parameters that are secret, by name; none of them is empty. */
function secretTexts(fragments: readonly Fragment[], scope: Scope): Record<string, string> {
  const generated = fragments.flatMap(({ notes }) => [
    ...Object.keys(notes.secrets ?? {}),
    ...Object.keys(notes.certificates ?? {}).flatMap((name) => {
      const stem = name.toUpperCase().replaceAll('-', '_');
      return [`${stem}_KEY`, `${stem}_KEYSTORE`];
    }),
  ]);
  const given = [...collectParameters(fragments)]
    .filter(([, { parameter }]) => parameter.secret)
    .map(([name]) => name);
  return Object.fromEntries(
    [...generated, ...given].flatMap((name) => {
      const resolved = scope.resolve(name);
      return resolved?.kind === 'value' && resolved.text !== '' ? [[name, resolved.text]] : [];
    }),
  );
}

/** Kind of the fragment that brings each service along; variants only change some. */
function serviceKinds(fragments: readonly Fragment[]): Record<string, FragmentKind> {
  const kinds: Record<string, FragmentKind> = {};
  for (const { compose, notes } of fragments) {
    for (const [name, service] of Object.entries((compose['services'] ?? {}) as ValueMap)) {
      const hasImage = typeof service === 'object' && service !== null && 'image' in service;
      if (hasImage && (kinds[name] === undefined || notes.kind !== 'variant')) kinds[name] = notes.kind;
    }
  }
  return kinds;
}

/** What the storage provides, resolved; a text of it may be a reference. */
function storageParts(fragments: readonly Fragment[], scope: Scope): StorageParts | undefined {
  const fragment = fragments.find(({ notes }) => notes.provides?.s3);
  const s3 = fragment?.notes.provides?.s3;
  if (!fragment || !s3) return undefined;
  const text = (value: string): string =>
    interpolate(
      value,
      scope,
      { file: fragment.file, path: 'x-smoke.provides.s3', line: undefined },
      'compose',
    ) ?? '';
  return {
    ...(s3.service !== undefined && { service: s3.service }),
    ...(s3.provisioner !== undefined && { provisioner: s3.provisioner }),
    endpoint: text(s3.endpoint),
    region: text(s3.region),
    accessKeyId: text(s3.accessKeyId),
    secretAccessKey: text(s3.secretAccessKey),
  };
}
