// References to images. Pure.

import type { Project, Service } from './project.ts';
import { child, type Spot } from './spot.ts';
import { withDefaults } from './variables.ts';

/** `docker.io/library/redis:7` in its parts. */
export interface ImageReference {
  /** With its registry: docker.io/library/redis */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Completes a reference as Docker does. */
export function parseImage(text: string): ImageReference | undefined {
  const match = /^([^\s@]+?)(?::([\w][\w.-]*))?(?:@([\w+.-]+:[0-9a-f]+))?$/.exec(text);
  const name = match?.[1];
  if (!match || name === undefined) return undefined;
  const [first = '', ...rest] = name.split('/');
  const hasRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = hasRegistry ? rest.join('/') : name;
  const registry = hasRegistry
    ? first.replace(/^(index\.docker\.io|registry-1\.docker\.io)$/, 'docker.io')
    : 'docker.io';
  const isOfficial = registry === 'docker.io' && !path.includes('/');
  return {
    repository: `${registry}/${isOfficial ? 'library/' : ''}${path}`,
    tag: match[2],
    digest: match[3],
  };
}

const component = '[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*';
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
/** The first part is a host when it has a dot or a port, or is localhost. */
const host = `(?:localhost|${label}(?:\\.${label})+|(?:${label}|\\[[0-9a-fA-F:]+\\])(?=:))(?::\\d+)?`;
const tagAndDigest = '(?::\\w[\\w.-]{0,127})?(?:@(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}))?';
const reference = new RegExp(`^(?:${host}/)?${component}(?:/${component})*${tagAndDigest}$`);

/** Whether Docker and Podman take it for a reference to an image. */
export function isReference(text: string): boolean {
  return text.length <= 1000 && reference.test(text);
}

/** Image of a service, defaults of variables filled in; undefined where only the environment knows. */
export function imageOf(
  project: Project,
  service: Service,
): { spot: Spot; image: ImageReference } | undefined {
  const spot = child(service.spot, 'image') ?? project.attribute(service.name, 'image').at(-1);
  const text = spot && withDefaults(spot.text);
  const image = text ? parseImage(text) : undefined;
  return spot && image ? { spot, image } : undefined;
}
