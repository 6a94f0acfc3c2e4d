// Documents → the one description of a Cryostat among them, and the objects that came along. Pure.

import { SmokeError } from '../../error.ts';
import { isMap } from '../../stack/fragment.ts';
import type { Value } from '../../stack/manifest.ts';
import { endpointVariable } from '../from-environment.ts';
import type { Form } from '../settings.ts';
import type { Objects } from './described.ts';
import { isHelmOutput, type NamedText, parseDocuments } from './documents.ts';
import { mapsAt, placeOf, type Source, titleOf, valueAt } from './look.ts';

/** A document that describes a Cryostat. */
export interface Found {
  readonly form: Form;
  readonly source: Source;
}

/** Everything that texts hold. */
export interface Sorted {
  readonly description: Found;
  readonly objects: Objects;
}

const expected =
  'expected Helm values, a Cryostat resource, a Deployment of Cryostat with its environment, or a Compose manifest';

/** Sorts the documents of all texts; none or several descriptions are an error that says what to do. */
export function sortObjects(texts: readonly NamedText[]): Sorted {
  const sources = texts.flatMap((text) => {
    refuseHelmAll(text);
    const documents = parseDocuments(text);
    const isHelm = isHelmOutput(text.text);
    if (documents.length === 0 && isHelm)
      return [{ document: { value: {}, lines: new Map(), file: text.name }, value: {} }];
    if (documents.length === 0)
      throw new SmokeError('USAGE', `${text.name} is empty, ${expected}, or Secrets`);
    return documents.flatMap((document) => {
      if (!isMap(document.value)) {
        const got = Array.isArray(document.value) ? 'a list' : 'a bare text';
        throw new SmokeError('USAGE', `${text.name}: got ${got}, ${expected}, or Secrets`);
      }
      return unlisted({ document, value: document.value });
    });
  });
  const ofKind = (kind: string): Source[] => sources.filter(({ value }) => valueAt(value, 'kind') === kind);
  const found = sources.flatMap((source): Found[] => {
    const form = formOf(source, texts);
    return form === undefined ? [] : [{ form, source }];
  });
  return {
    description: theOne(found, sources, texts),
    objects: { secrets: ofKind('Secret'), configMaps: ofKind('ConfigMap') },
  };
}

/** `helm get all` has both tables of values, and templates after them. */
function refuseHelmAll({ name, text }: NamedText): void {
  if (!/^USER-SUPPLIED VALUES:\s*$/m.test(text) || !/^COMPUTED VALUES:\s*$/m.test(text)) return;
  throw new SmokeError('USAGE', `${name}: got both tables of helm get all, expected one`, {
    hint: 'Use helm get values RELEASE --all | ./smoke -s ext --from -',
  });
}

/** The items of a List, and of Lists in it. */
function unlisted(source: Source): Source[] {
  const kind = valueAt(source.value, 'kind');
  const items = valueAt(source.value, 'items');
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return [source];
  const typed = { kind: kind.replace(/List$/, ''), apiVersion: valueAt(source.value, 'apiVersion') ?? null };
  return (items as readonly Value[]).filter(isMap).flatMap((value) => {
    if (typed.kind === '' || valueAt(value, 'kind') !== undefined)
      return unlisted({ document: source.document, value });
    return unlisted({ document: source.document, value: { ...typed, ...value }, written: value });
  });
}

function formOf({ document, value }: Source, texts: readonly NamedText[]): Form | undefined {
  const kind = valueAt(value, 'kind');
  if (typeof kind === 'string' && valueAt(value, 'apiVersion') !== undefined) {
    if (kind === 'Cryostat') return 'operator';
    return cryostatContainers({ document, value }).length > 0 ? 'workload' : undefined;
  }
  if (isMap(valueAt(value, 'services'))) return 'compose';
  const isValues = ['storage', 'core'].some((name) => isMap(valueAt(value, name)));
  const isOutput = texts.some(({ name, text }) => name === document.file && isHelmOutput(text));
  return isValues || isOutput ? 'helm' : undefined;
}

/** Containers of a pod, or of what makes pods, that read the endpoint of a storage. */
export function cryostatContainers({ value }: Source): readonly { readonly [key: string]: Value }[] {
  const kind = String(valueAt(value, 'kind') ?? '');
  const pod = kind === 'Pod' ? 'spec' : 'spec.template.spec';
  if (!/^(Deployment|StatefulSet|ReplicaSet|DaemonSet|Pod)$/.test(kind)) return [];
  const own = mapsAt(value, `${pod}.containers`);
  const named = own.filter((container) =>
    mapsAt(container, 'env').some((entry) => valueAt(entry, 'name') === endpointVariable),
  );
  if (named.length > 0) return named;
  // Its whole environment may come from elsewhere.
  return own.filter(
    (container) =>
      mapsAt(container, 'envFrom').length > 0 &&
      /(^|\/)cryostat(:|@|$)/.test(String(valueAt(container, 'image') ?? '')),
  );
}

function theOne(found: readonly Found[], sources: readonly Source[], texts: readonly NamedText[]): Found {
  const left = unowned(found);
  const [first, ...others] = left;
  if (first === undefined) throw noneOf(sources, texts);
  if (others.length === 0) return first;
  const shown = left
    .slice(0, 5)
    .map(({ form, source }) => `${form === 'helm' ? 'values' : titleOf(source)} (${placeOf(source)})`);
  throw new SmokeError(
    'USAGE',
    `got ${left.length} descriptions of a Cryostat, expected one: ${shown.join(', ')}${left.length > 5 ? ' and more' : ''}`,
    {
      hint: left.every(({ form }) => form === 'helm')
        ? 'Give the values as Helm joined them: helm get values RELEASE --all | ./smoke -s ext --from -'
        : 'Name the one that is meant: kubectl get cryostat NAME -o yaml, with the Secret as another file.',
    },
  );
}

/** A pod is made by its Deployment, and that by a Cryostat resource: what nobody owns says it best. */
function unowned(found: readonly Found[]): readonly Found[] {
  const free = found.filter((one) => ownersOf(one).length === 0);
  if (free.length > 0) return free;
  const there = new Set(
    found.flatMap(({ source }) => [titleAt(source), valueAt(source.value, 'metadata.uid')]),
  );
  const roots = found.filter((one) => !ownersOf(one).some((owner) => there.has(owner)));
  // Of a Deployment, earlier revisions stay without pods.
  const used = roots.filter(({ source }) => valueAt(source.value, 'spec.replicas') !== '0');
  const seen = new Set<string>();
  return (used.length > 0 ? used : roots).filter((one) => {
    // Pods of one ReplicaSet are made alike.
    const owners = ownersOf(one).join();
    const isAgain = valueAt(one.source.value, 'kind') === 'Pod' && seen.has(owners);
    seen.add(owners);
    return !isAgain;
  });
}

/** Owners by their ids, and by their kind and name. */
function ownersOf({ source }: Found): string[] {
  return mapsAt(source.value, 'metadata.ownerReferences').flatMap((owner) => {
    const uid = valueAt(owner, 'uid');
    const title = `${namespaceOf(source) ?? ''} ${valueAt(owner, 'kind')} ${valueAt(owner, 'name')}`;
    return typeof uid === 'string' ? [uid, title] : [title];
  });
}

function titleAt(source: Source): string {
  return `${namespaceOf(source) ?? ''} ${titleOf(source)}`;
}

function noneOf(sources: readonly Source[], texts: readonly NamedText[]): SmokeError {
  const kinds = [...new Set(sources.map(titleOf))].slice(0, 5).join(', ') || 'an empty List';
  const around = sources.flatMap(({ value }) =>
    valueAt(value, 'kind') === undefined
      ? Object.keys(value).filter((name) => isMap(valueAt(value[name], 'storage.provider')))
      : [],
  );
  const hints = {
    around: `Those of Cryostat seem to lie below ${around[0]} there, as in the values of a chart around it: give that part alone.`,
    empty:
      'Is it another namespace? kubectl get cryostat,secret -n NAMESPACE -o yaml | ./smoke -s ext --from -',
    none: 'For example: kubectl get cryostat,secret -o yaml | ./smoke -s ext --from -',
  };
  const hint = around.length > 0 ? hints.around : sources.length === 0 ? hints.empty : hints.none;
  return new SmokeError('USAGE', `${texts.map(({ name }) => name).join(', ')}: got ${kinds}, ${expected}`, {
    hint,
  });
}

/** Whether an object is of another namespace than the description, which cannot use it then. */
export function isElsewhere(object: Source, beside: Source): boolean {
  const [own, other] = [object, beside].map(namespaceOf);
  return own !== undefined && other !== undefined && own !== other;
}

/** The namespace that an object says. */
export function namespaceOf({ value }: Source): string | undefined {
  const namespace = valueAt(value, 'metadata.namespace');
  return typeof namespace === 'string' && namespace !== '' ? namespace : undefined;
}

/** An object by its kind and name: of the same namespace, or one that says none where that is not there. */
export function objectNamed(
  objects: Objects,
  kind: 'Secret' | 'ConfigMap',
  name: string,
  beside: Source,
): Source | undefined {
  const all = kind === 'Secret' ? objects.secrets : objects.configMaps;
  const named = all.filter(
    (object) => valueAt(object.value, 'metadata.name') === name && !isElsewhere(object, beside),
  );
  return named.find((object) => namespaceOf(object) === namespaceOf(beside)) ?? named[0];
}
