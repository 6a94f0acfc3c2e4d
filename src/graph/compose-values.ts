// What a Compose file says in several forms, read into one. Bad forms give nothing: a drawing is no check. Pure.

import { isMap, mergeTag } from '../stack/fragment.ts';
import type { Value, ValueMap } from '../stack/manifest.ts';
import type { PublishedPort } from './graph.ts';

/** A mount of a service; without a source it is an anonymous volume. */
export interface Mount {
  readonly kind: 'volume' | 'folder' | 'socket';
  readonly source?: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** What a service waits for. */
export interface Dependency {
  readonly service: string;
  readonly condition: string;
  readonly isOptional: boolean;
}

/** Compose's `!reset` and `!override` as what they leave. */
export function effective(value: Value | undefined): Value | undefined {
  if (!isMap(value) || value[mergeTag] === undefined) return value;
  return value[mergeTag] === 'reset' ? undefined : effective(value['value']);
}

/** A value that should be a map. */
export function mapOf(value: Value | undefined): ValueMap {
  const found = effective(value);
  return isMap(found) ? found : {};
}

/** A value that should be a list. */
export function listOf(value: Value | undefined): readonly Value[] {
  const found = effective(value);
  return Array.isArray(found) ? (found as readonly Value[]) : [];
}

/** A text with the defaults of its references filled in; a reference without one becomes `$NAME`. */
export function shownText(value: Value | undefined): string {
  if (value === null || value === undefined || typeof value === 'object') return '';
  const innermost = /\$\{([A-Za-z_]\w*)(?:(:?[-?+])([^${}]*))?\}/;
  let text = String(value).replaceAll('$$', '\0');
  // Defaults may hold references of their own, so the innermost goes first.
  for (let match = innermost.exec(text); match; match = innermost.exec(text)) {
    const [whole, name = '', operator, rest = ''] = match;
    text = text.replace(whole, () => (operator?.endsWith('-') && rest !== '' ? rest : `\x01${name}`));
  }
  return text.replaceAll('\x01', '$').replaceAll('\0', '$');
}

/** depends_on as a list or as a map. */
export function readDependencies(value: Value | undefined): Dependency[] {
  const found = effective(value);
  if (isMap(found)) {
    return Object.entries(found).map(([service, more]) => ({
      service,
      condition: shownText(mapOf(more)['condition']) || 'service_started',
      isOptional: mapOf(more)['required'] === false,
    }));
  }
  return listOf(found)
    .map(shownText)
    .filter(Boolean)
    .map((service) => ({ service, condition: 'service_started', isOptional: false }));
}

/** A published port in its short form (`[host:][published:]target[/protocol]`) or its long one. */
export function readPort(port: Value): PublishedPort | undefined {
  if (isMap(port)) {
    const target = shownText(port['target']);
    if (!target) return undefined;
    const [host, published] = [shownText(port['host_ip']), shownText(port['published'])];
    const protocol = shownText(port['protocol']) || 'tcp';
    return { ...(host && { host }), ...(published && { published }), target, protocol };
  }
  const [, address = '', protocol = 'tcp'] = /^(.*?)(?:\/(\w+))?$/s.exec(shownText(port)) ?? [];
  const [rest, target] = splitLast(address);
  if (!target) return undefined;
  const [host, published] = splitLast(rest);
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return { ...(bare && { host: bare }), ...(published && { published }), target, protocol };
}

/** A mount in its short form (`[source:]target[:options]`) or its long one; temporary memory is none. */
export function readMount(mount: Value): Mount | undefined {
  if (isMap(mount)) {
    const type = shownText(mount['type']) || 'volume';
    const [source, target] = [shownText(mount['source']), shownText(mount['target'])];
    if (type === 'tmpfs' || type === 'image' || !target) return undefined;
    const kind = type === 'volume' ? 'volume' : kindOf(source);
    const isReadOnly = mount['read_only'] === true;
    return {
      kind: kind === 'volume' && type !== 'volume' ? 'folder' : kind,
      ...(source && { source }),
      target,
      isReadOnly,
    };
  }
  const text = shownText(mount);
  const [, source, target, options] = /^((?:[A-Za-z]:(?=[\\/]))?[^:]*):([^:]+)(?::(.*))?$/.exec(text) ?? [];
  if (source === undefined || target === undefined)
    return text === '' ? undefined : { kind: 'volume', target: text, isReadOnly: false };
  const isReadOnly = (options ?? '').split(',').includes('ro');
  return { kind: kindOf(source), source, target, isReadOnly };
}

function kindOf(source: string): Mount['kind'] {
  if (/\.sock$|\.pipe\\|docker_engine$/.test(source)) return 'socket';
  return /^[.~/$\\]|[/\\]/.test(source) ? 'folder' : 'volume';
}

function splitLast(text: string): [string, string] {
  const at = text.endsWith(']') ? -1 : text.lastIndexOf(':');
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)];
}
