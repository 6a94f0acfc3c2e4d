// What an engine has of an image. Talks to an engine.

import { call, type EngineClient, engineFailed, libpod, reasonOf, statusOf } from './client.ts';
import { removeFirmly } from './removal.ts';

/** An image that an engine has. */
export interface HeldImage {
  /** `name@digest`, for every name of the image. */
  readonly repoDigests: readonly string[];
  /** The digest that the engine gives every image by itself, also one that was built there. */
  readonly ownDigest?: string;
}

/** Looks an image up by the name that manifests have; undefined when the engine has none. */
export async function findImage(client: EngineClient, name: string): Promise<HeldImage | undefined> {
  try {
    if (client.name === 'podman') {
      const image = (await call(client, 'GET', libpod(client, `/images/${name}/json`))) as PodmanImage;
      return { repoDigests: image.RepoDigests ?? [], ...(image.Digest && { ownDigest: image.Digest }) };
    }
    const { Id, RepoDigests } = await client.docker.getImage(name).inspect();
    const repoDigests: readonly string[] = RepoDigests ?? [];
    // Docker's older store has the digest of the configuration here; containerd's has that of the manifest.
    const isOwn = repoDigests.some((each) => each.endsWith(`@${Id}`));
    return { repoDigests, ...(isOwn && { ownDigest: Id }) };
  } catch (error) {
    if (statusOf(error) === 404 || /no such image|image not known/i.test(reasonOf(error))) return undefined;
    throw engineFailed(`${client.name} could not look at the image ${name}`, error);
  }
}

/** Names of images that a Compose provider built for a project, and called after it. */
export function builtFor(project: string, names: readonly string[]): string[] {
  return names.filter((name) => {
    const rest = name.replace(/^(localhost|docker\.io\/library)\//, '');
    return rest.startsWith(`${project}-`) || rest.startsWith(`${project}_`);
  });
}

/** Removes them; tells which they were. */
export async function removeBuilt(client: EngineClient, project: string): Promise<readonly string[]> {
  const images = await client.docker.listImages().catch((error) => {
    throw engineFailed(`${client.name} could not list its images`, error);
  });
  const names = builtFor(
    project,
    images.flatMap(({ RepoTags }) => RepoTags ?? []),
  );
  for (const name of names) await removeFirmly(() => client.docker.getImage(name).remove());
  return names;
}

interface PodmanImage {
  readonly RepoDigests?: readonly string[];
  readonly Digest?: string;
}
