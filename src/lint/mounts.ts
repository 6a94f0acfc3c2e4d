// What a service mounts. Pure.

import type { Service } from './project.ts';
import { child, type Spot } from './spot.ts';
import { withDefaults } from './variables.ts';

/** One entry of a service's `volumes`. */
export interface Mount {
  readonly spot: Spot;
  readonly form: 'short' | 'long';
  readonly type: string;
  /** Name of a volume, or a path of the host; undefined: anonymous. */
  readonly source: string | undefined;
  readonly target: string;
  /** Options after the last colon, or the ones that long syntax has a word for. */
  readonly options: readonly string[];
  /** Docker makes the missing path of a bind. */
  readonly createsPath: boolean;
}

/** The mounts of a service. */
export function mounts(service: Service): Mount[] {
  return (child(service.spot, 'volumes')?.items ?? []).flatMap((item) =>
    item.kind === 'map' ? [longMount(item)] : item.kind === 'scalar' ? shortMount(item) : [],
  );
}

function shortMount(spot: Spot): Mount[] {
  const text =
    withDefaults(spot.text) ?? spot.text.replace(/\$\{[^{}]*\}/g, (found) => found.replaceAll(':', ' '));
  const parts = text.split(/(?<!^[A-Za-z]):(?!\\)/);
  const [first = '', second, ...options] = parts;
  const isAnonymous = second === undefined;
  const source = isAnonymous ? undefined : first;
  const isBind = source !== undefined && /^([./~\\]|[A-Za-z]:|\$)/.test(source);
  return [
    {
      spot,
      form: 'short',
      type: isBind ? 'bind' : 'volume',
      source,
      target: isAnonymous ? first : second,
      options: options.join(':').split(',').filter(Boolean),
      createsPath: isBind,
    },
  ];
}

function longMount(spot: Spot): Mount {
  const text = (...keys: string[]): string | undefined => {
    const found = child(spot, ...keys);
    return found && (withDefaults(found.text) ?? found.text);
  };
  const type = text('type') ?? 'volume';
  const selinux = text('bind', 'selinux');
  return {
    spot,
    form: 'long',
    type,
    source: text('source'),
    target: text('target') ?? '',
    options: [...(selinux ? [selinux] : []), ...(text('read_only') === 'true' ? ['ro'] : [])],
    createsPath: type === 'bind' && text('bind', 'create_host_path') !== 'false',
  };
}

/** A socket of a container engine on the host. */
export function isEngineSocket(path: string | undefined): boolean {
  return path !== undefined && /(docker|podman|containerd|crio)[\w.-]*\.sock$/.test(path);
}

/** Any socket file. */
export function isSocket(path: string | undefined): boolean {
  return path?.endsWith('.sock') === true;
}
