// Which digest stands for an image: what the engine has, or else what the registry says. Pure: both are handed in.

import { SmokeError } from '../error.ts';
import { type ImageReference, isDigest, isSameRepository, parseReference } from './reference.ts';

/** What an engine has of an image. */
export interface EngineImage {
  /** `name@digest`, as the engine lists them for all names of the image. */
  readonly repoDigests: readonly string[];
  /** The digest that an engine gives an image by itself, also to one that was built here. */
  readonly ownDigest?: string;
}

/** What a registry says of a tag or a digest. */
export interface RemoteManifest {
  readonly digest: string;
  /** An index lists a manifest for each platform; a manifest alone runs on one of them. */
  readonly isIndex: boolean;
  /** Digests that an index lists; only when they were asked for. */
  readonly members: readonly string[];
}

/** A digest and where it is from, with a doubt that is worth a warning; or why there is none. */
export type Found =
  | { readonly digest: string; readonly from: 'engine' | 'registry'; readonly doubt?: string }
  | { readonly problem: string; readonly hint?: string };

/** Asks the registry for a tag or a digest of the image; undefined when it has none. */
type Ask = (wanted: string, members: boolean) => Promise<RemoteManifest | undefined>;

/** Finds the digest of an image. The engine's counts first, for that is what was tried. */
export async function findDigest(
  reference: ImageReference,
  engine: EngineImage | undefined,
  ask: Ask,
): Promise<Found> {
  const held = heldDigests(reference, engine);
  const [only] = held;
  // Docker's own store keeps digests of what was pulled or pushed, and of nothing else.
  if (held.length === 1 && only !== undefined && engine?.ownDigest === undefined)
    return { digest: only, from: 'engine' };
  if (reference.registry === 'localhost')
    return { problem: 'it was built on this machine: localhost without a port is no registry' };
  try {
    return await compare(reference, held, engine, ask);
  } catch (error) {
    if (!(error instanceof SmokeError) || error.code === 'CANCELLED') throw error;
    return withoutRegistry(held, engine, error);
  }
}

/** The engine's digests of this repository; an image may have other names, with digests of theirs. */
function heldDigests(reference: ImageReference, engine: EngineImage | undefined): string[] {
  return (engine?.repoDigests ?? []).flatMap((text) => {
    const each = parseReference(text);
    return each?.digest !== undefined && isSameRepository(reference, each) ? [each.digest] : [];
  });
}

async function compare(
  reference: ImageReference,
  held: readonly string[],
  engine: EngineImage | undefined,
  ask: Ask,
): Promise<Found> {
  const tag = reference.tag ?? 'latest';
  const now = await ask(tag, false);
  if (held.length === 0) {
    if (now) return { digest: now.digest, from: 'registry' };
    const built = engine ? '; the engine has it without a digest, so it was built or loaded there' : '';
    return { problem: `${reference.registry} has no ${reference.path}:${tag}${built}` };
  }
  if (now && held.includes(now.digest)) return { digest: now.digest, from: 'engine' };
  // Podman lists the digest of one platform, too; the index that has it is good for all.
  const index = now?.isIndex ? await ask(now.digest, true) : undefined;
  if (index && held.some((digest) => index.members.includes(digest)))
    return { digest: index.digest, from: 'registry' };
  // The tag has moved on: what the engine holds is still what was tried.
  const known = (await Promise.all(held.map((digest) => ask(digest, false)))).filter(
    (each) => each !== undefined,
  );
  const best = known.find(({ isIndex }) => isIndex) ?? known[0];
  if (best) return { digest: best.digest, from: 'engine' };
  return {
    problem: `the engine's image is none that ${reference.registry} has, so it was built here`,
    hint: 'Remove it, or name it by another name, and lock again.',
  };
}

function withoutRegistry(held: readonly string[], engine: EngineImage | undefined, error: SmokeError): Found {
  const { message } = error;
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  const [first] = held;
  if (first === undefined) {
    return { problem: engine ? `the engine has it without a digest, and ${message}` : message, ...hint };
  }
  if (held.length === 1)
    return {
      problem: `the engine gives a digest also to what was built there, and the registry could not confirm it: ${message}`,
      ...hint,
    };
  // Several: it was pulled. Engines call the digest by which it was pulled its own.
  const own = engine?.ownDigest;
  const digest = isDigest(own) && held.includes(own) ? own : first;
  return { digest, from: 'engine', doubt: `the engine has several digests, and ${message}` };
}
