// Looks for the digests of images, on the engine first and then in their registries. Talks to both.

import type { HeldImage } from '../engine/images.ts';
import { type Found, findDigest } from '../images/digest.ts';
import { parseReference } from '../images/reference.ts';
import type { Io } from '../io.ts';
import { openRegistry } from '../registry/registry.ts';

/** What was found for one image. */
export interface Looked {
  readonly image: string;
  readonly found: Found;
}

const notAnImage = 'it is not the name of an image, such as quay.io/name/image:tag';
const unsetProblem = 'a variable in it has no value here';
const isUnset = (image: string): boolean => image.includes('$');

/** How many images are looked for at the same time. */
const atOnce = 4;

/** Finds digests, a few images at a time; `onEach` is told of each as it is found. */
export async function lookForDigests(
  images: readonly string[],
  held: (image: string) => Promise<HeldImage | undefined>,
  io: Pick<Io, 'env' | 'signal'>,
  onEach: (looked: Looked) => void,
): Promise<Looked[]> {
  const registry = openRegistry(io.signal, { aboutProxy: adviceOnProxies(io.env) });
  const look = async (image: string): Promise<Looked> => {
    const reference = parseReference(image);
    const found: Found =
      reference === undefined
        ? { problem: isUnset(image) ? unsetProblem : notAnImage }
        : await findDigest(reference, await held(image), (wanted, members) =>
            registry.find(reference, wanted, { members }),
          );
    const looked = { image, found };
    onEach(looked);
    return looked;
  };
  const left = [...images];
  const results: Looked[] = [];
  const work = async (): Promise<void> => {
    for (let image = left.shift(); image !== undefined; image = left.shift()) results.push(await look(image));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** Where registries are reached by a proxy, the engine reaches them, and smoke does not. */
function adviceOnProxies(env: Io['env']): string | undefined {
  const name = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].find((each) => env[each]);
  if (name === undefined) return undefined;
  return `${name} is set, but smoke asks without a proxy: pull the image with the engine, and lock again.`;
}
