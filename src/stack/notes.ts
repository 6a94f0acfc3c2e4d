// The x-smoke block of the manifest: what probe, status, volumes and down need to know. Pure.

import { type Fragment, isMap, type LoginNotes, type ProvidedS3, type VolumeNotes } from './fragment.ts';
import { interpolateTree, type Scope } from './interpolate.ts';
import type { Login, ManifestNotes, S3Connection, Value } from './manifest.ts';
import { collectParameters, type Settings, setting } from './scope.ts';

interface NotesInput {
  readonly app: string;
  readonly storage: string;
  readonly bind: string;
  readonly fragments: readonly Fragment[];
  readonly settings: Settings;
  readonly identity: { readonly ca: string };
  readonly scope: Scope;
  readonly buckets: readonly string[];
  readonly chosenBuckets: readonly string[];
  readonly volumes: Readonly<Record<string, VolumeNotes>>;
  readonly storageFragment: { readonly s3: ProvidedS3; readonly file: string } | undefined;
}

/** Collects the notes of all fragments, resolved like the rest of the manifest. */
export function manifestNotes(input: NotesInput): ManifestNotes {
  const { fragments } = input;
  const urls = fragments.flatMap((fragment) => resolved(fragment, 'urls', fragment.notes.urls, input));
  const probes = fragments.flatMap((fragment) => resolved(fragment, 'probes', fragment.notes.probes, input));
  const tests = fragments.flatMap((fragment) => resolved(fragment, 'tests', fragment.notes.tests, input));
  const login = input.fragments.flatMap((fragment) => loginNotes(fragment, fragment.notes.login, input))[0];
  const logins = input.fragments.flatMap((fragment) =>
    (fragment.notes.logins ?? []).flatMap((other) =>
      loginNotes(fragment, other, input).map((found) => ({ name: other.name, ...found })),
    ),
  );
  const s3 = s3Notes(input);
  const storage = input.storageFragment?.s3;
  const provider = input.storageFragment?.s3.provider;
  const authorities = input.storageFragment?.s3.authorities ?? [];
  const storageFeatures = input.storageFragment?.s3.recognised ? featuresUsed(input) : [];
  const kernel = Object.assign({}, ...fragments.map(({ notes }) => notes.kernel ?? {}));
  const notices = fragments.flatMap(({ notes }) => notes.notices ?? []);
  return {
    version: 1,
    app: input.app,
    storage: input.storage,
    urls,
    ...(login && { login }),
    ...(logins.length > 0 && { logins }),
    content: Object.fromEntries(
      Object.entries(input.volumes)
        .filter(([, { content }]) => content)
        .map(([name]) => [name, name]),
    ),
    buckets: s3 ? input.buckets : [],
    ...(s3 && input.chosenBuckets.length > 0 && { chosenBuckets: input.chosenBuckets }),
    ...(s3 && { s3 }),
    ...(provider && { provider: provider.name }),
    ...(authorities.length > 0 && { storageAuthorities: authorities }),
    ...(storageFeatures.length > 0 && { storageFeatures }),
    probes,
    ...(tests.length > 0 && { tests }),
    ...(storage?.ephemeral && storage.service !== undefined && { ephemeral: [storage.service] }),
    ca: input.identity.ca,
    ...(Object.keys(kernel).length > 0 && { kernel }),
    ...(notices.length > 0 && { notices }),
  };
}

/** A setting that has another default where a feature is lacking relies on it when it has the usual one. */
function featuresUsed({ fragments, scope }: NotesInput): string[] {
  const used = [...collectParameters(fragments)].flatMap(([name, { parameter }]) =>
    Object.keys(parameter.whenStorageLacks ?? {}).filter(() => {
      const resolved = scope.resolve(name);
      return resolved?.kind === 'value' && resolved.text === parameter.default;
    }),
  );
  return [...new Set(used)];
}

/** Interpolation keeps the shape of what it gets, so the items keep their type. */
function resolved<Item>(
  fragment: Fragment,
  section: string,
  items: readonly Item[] | undefined,
  input: NotesInput,
): readonly Item[] {
  if (items === undefined) return [];
  const place = (path: string) => ({ file: fragment.file, path, line: fragment.lines[path] });
  const tree = interpolateTree(items as readonly Value[], input.scope, place, `x-smoke.${section}`);
  const values = Array.isArray(tree) ? (tree as readonly Value[]) : [];
  // A command runs inside of a container, where the loopback is another one.
  const addressed = values.map((item) =>
    isMap(item) && item['kind'] === 'exec' ? item : onHost(item, input.bind),
  );
  return addressed as readonly unknown[] as readonly Item[];
}

/** Addresses on the host follow `--bind`. */
function onHost(value: Value, bind: string): Value {
  if (bind === '127.0.0.1' || bind === '0.0.0.0' || bind === '::') return value;
  const host = bind.includes(':') ? `[${bind}]` : bind;
  const text = JSON.stringify(value)
    .replaceAll(/:\/\/(localhost|127\.0\.0\.1)(?=[:/"])/g, `://${host}`)
    .replaceAll('"127.0.0.1"', JSON.stringify(bind))
    .replaceAll('"localhost"', JSON.stringify(bind));
  return JSON.parse(text) as Value;
}

function loginNotes(fragment: Fragment, login: LoginNotes | undefined, input: NotesInput): Login[] {
  if (!login) return [];
  const user = interpolateTree(login.user, input.scope, (path) => ({
    file: fragment.file,
    path,
    line: undefined,
  }));
  const secret = input.fragments
    .map(({ notes }) => notes.secrets?.[login.password])
    .find((found) => found !== undefined);
  const variable = secret && 'variable' in secret ? secret.variable : undefined;
  const chosen = variable !== undefined && setting(input.settings, variable) !== undefined;
  return [{ user: String(user), password: chosen ? { variable } : { secret: login.password } }];
}

function s3Notes(input: NotesInput): S3Connection | undefined {
  const { storageFragment } = input;
  const s3 = storageFragment?.s3;
  if (!storageFragment || !s3?.hostEndpoint) return undefined;
  const text = (value: string): string | undefined => {
    const result = interpolateTree(value, input.scope, (path) => ({
      file: storageFragment.file,
      path,
      line: undefined,
    }));
    return result === undefined ? undefined : String(result);
  };
  const sessionToken = s3.sessionToken === undefined ? undefined : text(s3.sessionToken);
  const wanted = s3.checksums === undefined ? undefined : text(s3.checksums);
  const checksums =
    wanted === undefined ? s3.provider?.checksums : wanted === 'when_required' ? 'required' : 'supported';
  return {
    endpoint: String(onHost(text(s3.hostEndpoint) ?? '', input.bind)),
    region: text(s3.region) ?? '',
    pathStyle: text(String(s3.pathStyle)) === 'true',
    accessKeyId: text(s3.accessKeyId) ?? '',
    secretAccessKey: text(s3.secretAccessKey) ?? '',
    ...(sessionToken !== undefined && { sessionToken }),
    ...(checksums !== undefined && { checksums }),
  };
}
