// Two Compose files into one, by the merge rules of the Compose specification. Pure.

import { isMap, mergeTag } from './fragment.ts';
import type { Value, ValueMap } from './manifest.ts';

/** Service attributes that the later file replaces as a whole. */
const replaced = new Set(['command', 'entrypoint', 'healthcheck.test']);

/** Service attributes that may be a list of `KEY=value` or a map: merged as maps. */
const assignments = new Set([
  'environment',
  'labels',
  'annotations',
  'sysctls',
  'build.args',
  'build.labels',
  'deploy.labels',
]);

/** Service attributes that may be a list of names or a map of them. */
const named = new Set(['depends_on', 'networks']);

/** Service attributes that may be a list, or one text of it, or (extra_hosts) a map: joined as lists. */
const sequences = new Set(['dns', 'dns_search', 'env_file', 'tmpfs', 'extra_hosts']);

/** Service lists whose items are told apart by a key, the later one winning. */
const keyed: Readonly<Record<string, (item: Value) => string>> = {
  volumes: mountTarget,
  devices: mountTarget,
  ports: (item) =>
    isMap(item)
      ? JSON.stringify([item['host_ip'], item['published'], item['target'], item['protocol']])
      : String(item),
  expose: String,
  secrets: (item) => (isMap(item) ? String(item['target'] ?? item['source']) : String(item)),
  configs: (item) => (isMap(item) ? String(item['target'] ?? item['source']) : String(item)),
};

/** Merges whole Compose files, the later ones over the earlier ones. */
export function mergeCompose(files: readonly ValueMap[]): ValueMap {
  return files.reduce<ValueMap>((merged, file) => mergeMaps(merged, file, ''), {});
}

/** `services.*.a.b` → `a.b`; other paths are not special. */
function attribute(path: string): string {
  return path.startsWith(anyService) ? path.slice(anyService.length) : '';
}

/** Names of services may have dots, so they are left out of paths. */
const anyService = 'services.*.';

function mergeMaps(base: ValueMap, over: ValueMap, path: string): ValueMap {
  const merged: Record<string, Value> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const step = path === 'services' ? '*' : key;
    const at = path === '' ? step : `${path}.${step}`;
    const result = mergeValue(merged[key], value, at);
    if (result === undefined) delete merged[key];
    else merged[key] = result;
  }
  return merged;
}

function mergeValue(base: Value | undefined, over: Value, path: string): Value | undefined {
  if (isMap(over) && mergeTag in over)
    return over[mergeTag] === 'reset' ? undefined : (over['value'] ?? null);
  // An entry left empty says nothing; `!reset` removes.
  if (over === null && typeof base === 'object') return base;
  const name = attribute(path);
  if (replaced.has(name)) return over;
  if (assignments.has(name)) return mergeMaps(asMap(base, assignment), asMap(over, assignment), path);
  if (named.has(name)) return mergeNamed(base, over, path, name);
  if (sequences.has(name) && base !== undefined) return [...new Set([...asList(base), ...asList(over)])];
  if (Array.isArray(over)) return mergeLists(Array.isArray(base) ? base : [], over, keyed[name]);
  if (isMap(over)) return mergeMaps(isMap(base) ? base : {}, over, path);
  return over;
}

function mergeNamed(base: Value | undefined, over: Value, path: string, name: string): Value {
  const entry = (item: string): [string, Value] => [
    item,
    name === 'depends_on' ? { condition: 'service_started' } : null,
  ];
  return mergeMaps(asMap(base, entry), asMap(over, entry), path);
}

function asMap(value: Value | undefined, entry: (item: string) => [string, Value]): ValueMap {
  if (Array.isArray(value)) return Object.fromEntries(value.map((item) => entry(String(item))));
  return isMap(value) ? value : {};
}

function asList(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.entries(value).map(([key, item]) => `${key}:${String(item)}`) : [value];
}

function assignment(item: string): [string, Value] {
  const at = item.indexOf('=');
  return at < 0 ? [item, null] : [item.slice(0, at), item.slice(at + 1)];
}

function mergeLists(
  base: readonly Value[],
  over: readonly Value[],
  key: ((item: Value) => string) | undefined,
): Value[] {
  if (!key) return [...base, ...over];
  const items = new Map<string, Value>();
  for (const item of [...base, ...over]) items.set(key(item), item);
  return [...items.values()];
}

/** Where a volume or device lands in the container: the path of the short form, the target of the long one. */
function mountTarget(item: Value): string {
  if (isMap(item)) return String(item['target']);
  const parts = String(item).split(':');
  return parts[1] ?? parts[0] ?? '';
}
