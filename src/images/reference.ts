// The name of an image, taken apart. Pure.

/** `registry/path:tag@digest`, with what a short name leaves out filled in. */
export interface ImageReference {
  /** Host and port, such as quay.io; docker.io where the name has none. */
  readonly registry: string;
  /** Name inside the registry, such as library/redis. */
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Lower-case letters, digits and separators; a part cannot begin or end with a separator. */
const path = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const host = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const tag = /^\w[\w.-]{0,127}$/;
const digest = /^sha256:[0-9a-f]{64}$/;

/** Takes a name apart; undefined when no engine would take it for one. */
export function parseReference(text: string): ImageReference | undefined {
  const [named = '', digestPart, ...rest] = text.split('@');
  if (rest.length > 0 || named.length > 400) return undefined;
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const name = hasTag ? named.slice(0, colon) : named;
  const tagPart = hasTag ? named.slice(colon + 1) : undefined;
  const { registry, path: inside } = separate(name);
  if (!host.test(registry) || !path.test(inside)) return undefined;
  if (tagPart !== undefined && !tag.test(tagPart)) return undefined;
  if (digestPart !== undefined && !isDigest(digestPart)) return undefined;
  return {
    registry,
    path: inside,
    ...(tagPart !== undefined && { tag: tagPart }),
    ...(digestPart !== undefined && { digest: digestPart }),
  };
}

/** Whether a text is a digest as manifests and locks have them. */
export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && digest.test(text);
}

/** Whether two names are the same repository, whatever they leave out. */
export function isSameRepository(one: ImageReference, other: ImageReference): boolean {
  return one.registry === other.registry && one.path === other.path;
}

/** The same image by its digest instead of its tag, as every engine looks it up. */
export function atDigest(image: string, digestOfIt: string): string {
  const colon = image.lastIndexOf(':');
  return `${colon > image.lastIndexOf('/') ? image.slice(0, colon) : image}@${digestOfIt}`;
}

/** The first part is a host where it looks like one: that is the rule of every engine. */
function separate(name: string): { registry: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  if (!/[.:]/.test(first) && first !== 'localhost')
    return { registry: 'docker.io', path: slash < 0 ? `library/${name}` : name };
  const inside = name.slice(slash + 1);
  if (first !== 'docker.io' && first !== 'index.docker.io') return { registry: first, path: inside };
  return { registry: 'docker.io', path: inside.includes('/') ? inside : `library/${inside}` };
}
