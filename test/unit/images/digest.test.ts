import { describe, expect, it } from 'vitest';
import { SmokeError } from '../../../src/error.ts';
import { type EngineImage, findDigest, type RemoteManifest } from '../../../src/images/digest.ts';
import { parseReference } from '../../../src/images/reference.ts';

const [a, b, c] = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string, string];

/** A registry with these manifests, by tag or digest. */
function asks(known: Readonly<Record<string, RemoteManifest>>) {
  const asked: string[] = [];
  const ask = async (wanted: string, members: boolean): Promise<RemoteManifest | undefined> => {
    asked.push(wanted);
    const found = known[wanted];
    return found && { ...found, members: members ? found.members : [] };
  };
  return { ask, asked };
}

const manifest = (digest: string): RemoteManifest => ({ digest, isIndex: false, members: [] });
const index = (digest: string, ...members: string[]): RemoteManifest => ({ digest, isIndex: true, members });
const offline = async (): Promise<never> => {
  throw new SmokeError('PROVISION_FAILED', 'quay.io: no such host', { hint: 'mind the proxy' });
};

/** What the engines say of an image: Docker, containerd's store under Docker, and Podman. */
const docker = (...digests: string[]): EngineImage => ({
  repoDigests: digests.map((digest) => `quay.io/app@${digest}`),
});
const own = (ownDigest: string, ...more: string[]): EngineImage => ({
  ...docker(ownDigest, ...more),
  ownDigest,
});

async function find(
  engine: EngineImage | undefined,
  ask: Parameters<typeof findDigest>[2],
  name = 'quay.io/app:1',
) {
  const reference = parseReference(name);
  if (!reference) throw new Error(`${name} is no image`);
  return await findDigest(reference, engine, ask);
}

describe('the digest of an image', () => {
  it('is the one by which Docker pulled it, and no registry is asked', async () => {
    const { ask, asked } = asks({ '1': manifest(b) });
    expect(await find(docker(a), ask)).toEqual({ digest: a, from: 'engine' });
    expect(asked).toEqual([]);
  });

  it("is the registry's where no engine has it", async () => {
    expect(await find(undefined, asks({ '1': index(a) }).ask)).toEqual({ digest: a, from: 'registry' });
    expect(await find(docker(), asks({ '1': index(a) }).ask)).toEqual({ digest: a, from: 'registry' });
    const latest = asks({ latest: index(a) });
    expect(await find(undefined, latest.ask, 'quay.io/app')).toEqual({ digest: a, from: 'registry' });
  });

  it('is that of the index, of the two that Podman lists', async () => {
    const { ask } = asks({ '1': index(b, a) });
    expect(await find(own(a, b), ask)).toEqual({ digest: b, from: 'engine' });
    expect(await find(own(b, a), ask)).toEqual({ digest: b, from: 'engine' });
  });

  it('is that of the index also where the engine has only the digest of a platform', async () => {
    const { ask } = asks({ '1': index(b, a), [b]: index(b, a) });
    expect(await find(own(a), ask)).toEqual({ digest: b, from: 'registry' });
  });

  it('is what the engine has, also when the tag has moved on', async () => {
    const { ask } = asks({ '1': index(c), [a]: manifest(a), [b]: index(b, a) });
    expect(await find(own(a, b), ask)).toEqual({ digest: b, from: 'engine' });
    expect(await find(own(a), asks({ [a]: manifest(a) }).ask)).toEqual({ digest: a, from: 'engine' });
  });

  it('is of this repository, whatever other names the image has', async () => {
    const image = { repoDigests: [`localhost/mine@${b}`, `quay.io/app@${a}`] };
    expect(await find(image, offline)).toEqual({ digest: a, from: 'engine' });
  });

  it('is none for what was built here', async () => {
    expect(await find(own(a), asks({ '1': index(c) }).ask)).toMatchObject({
      problem: expect.stringContaining('built here'),
    });
    expect(await find(own(a), offline, 'localhost/app:1')).toMatchObject({
      problem: expect.stringContaining('localhost without a port is no registry'),
    });
    expect(await find(docker(), asks({}).ask)).toEqual({
      problem: 'quay.io has no app:1; the engine has it without a digest, so it was built or loaded there',
    });
  });

  it('is none where only the registry could tell, and does not', async () => {
    expect(await find(undefined, offline)).toEqual({
      problem: 'quay.io: no such host',
      hint: 'mind the proxy',
    });
    expect(await find(own(a), offline)).toMatchObject({
      problem: expect.stringMatching(/also to what was built there, .* no such host/),
    });
    expect(await find(undefined, asks({}).ask)).toEqual({ problem: 'quay.io has no app:1' });
  });

  it('is told with its doubt where several digests prove that it was pulled, but not which is the index', async () => {
    expect(await find(own(b, a), offline)).toEqual({
      digest: b,
      from: 'engine',
      doubt: 'the engine has several digests, and quay.io: no such host',
    });
  });

  it('is not looked for any longer when the run is interrupted', async () => {
    const ask = async (): Promise<never> => {
      throw new SmokeError('CANCELLED', 'ended by SIGINT');
    };
    await expect(find(undefined, ask)).rejects.toThrow('ended by SIGINT');
  });
});
