// Asks registries for digests, by the OCI distribution specification and without any account. Talks to servers.

import { createHash } from 'node:crypto';
import { SmokeError } from '../error.ts';
import type { RemoteManifest } from '../images/digest.ts';
import { type ImageReference, isDigest } from '../images/reference.ts';
import { type BearerChallenge, parseChallenge } from './challenge.ts';
import { type Answer, type Bounds, isLoopback, request } from './request.ts';

/** Looks things up; undefined when the registry answers and has no such manifest. */
export interface Registry {
  /** `wanted` is a tag or a digest. Without members the look-up is no download, and counts as none. */
  find(
    reference: ImageReference,
    wanted: string,
    more?: { readonly members: boolean },
  ): Promise<RemoteManifest | undefined>;
}

const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const mostForManifest = 4 * 1024 * 1024;
const mostForToken = 64 * 1024;

/** A client for every registry; tokens are kept for as long as it is. */
export function openRegistry(
  signal: AbortSignal,
  {
    timeoutMs = 15_000,
    aboutProxy,
  }: { readonly timeoutMs?: number; readonly aboutProxy?: string | undefined } = {},
): Registry {
  const tokens = new Map<string, string>();
  const manifests: Bounds = { signal, timeoutMs, maxBytes: mostForManifest, aboutProxy };

  async function ask(reference: ImageReference, wanted: string, method: 'GET' | 'HEAD'): Promise<Answer> {
    const url = new URL(`/v2/${reference.path}/manifests/${wanted}`, baseOf(reference.registry));
    const accept = { accept: [...indexTypes, ...manifestTypes].join(', ') };
    const key = `${reference.registry}/${reference.path}`;
    const known = tokens.get(key);
    const first = await request(url, method, known ? { ...accept, ...bearer(known) } : accept, manifests);
    if (first.status !== 401 || known !== undefined) return first;
    const challenge = parseChallenge(first.headers.get('www-authenticate'));
    if (!challenge) return first;
    const token = await fetchToken(challenge, reference, url, { ...manifests, maxBytes: mostForToken });
    tokens.set(key, token);
    return await request(url, method, { ...accept, ...bearer(token) }, manifests);
  }

  return {
    async find(reference, wanted, more = { members: false }) {
      const head = more.members ? undefined : await ask(reference, wanted, 'HEAD');
      const isEnough = head !== undefined && head.status !== 405 && (head.status !== 200 || hasDigest(head));
      const answer = isEnough ? head : await ask(reference, wanted, 'GET');
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw refusal(reference, answer);
      return readManifest(reference, wanted, answer, !isEnough);
    },
  };
}

function baseOf(registry: string): URL {
  if (registry === 'docker.io') return new URL('https://registry-1.docker.io');
  const url = new URL(`https://${registry}`);
  return isLoopback(url.hostname) ? new URL(`http://${registry}`) : url;
}

function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}

function hasDigest({ headers }: Answer): boolean {
  return headers.has('docker-content-digest');
}

async function fetchToken(
  { realm, service, scope }: BearerChallenge,
  reference: ImageReference,
  asked: URL,
  bounds: Bounds,
): Promise<string> {
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  const isPlain = url?.protocol === 'http:' && isLoopback(url.hostname) && isLoopback(asked.hostname);
  if (!url || url.username || (url.protocol !== 'https:' && !isPlain))
    throw failed(`${reference.registry} wants a token from an address that is not https`);
  if (service) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope ?? `repository:${reference.path}:pull`);
  const answer = await request(url, 'GET', { accept: 'application/json' }, bounds);
  if (answer.status !== 200) throw refusal(reference, answer);
  const token = tokenIn(answer.body.toString('utf8'));
  if (token === undefined) throw failed(`${url.host} answered without a token`);
  return token;
}

function tokenIn(text: string): string | undefined {
  try {
    const { token, access_token: otherName } = (JSON.parse(text) ?? {}) as Record<string, unknown>;
    const found = token ?? otherName;
    // What goes into a header may hold neither spaces nor line breaks.
    return typeof found === 'string' && /^[\x21-\x7e]+$/.test(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function readManifest(
  reference: ImageReference,
  wanted: string,
  { headers, body }: Answer,
  hasBody: boolean,
): RemoteManifest {
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim() ?? '';
  if (![...indexTypes, ...manifestTypes].includes(type))
    throw failed(
      `${reference.registry} answered with ${type || 'no media type'}, expected an image manifest`,
    );
  const told = headers.get('docker-content-digest');
  const counted = hasBody ? `sha256:${createHash('sha256').update(body).digest('hex')}` : undefined;
  const digest = counted ?? told;
  if (!isDigest(digest))
    throw failed(
      `${reference.registry} answered with a digest that is none, expected sha256: and 64 hex digits`,
    );
  // Only a broken or lying server tells two digests of the same bytes.
  if ((told?.startsWith('sha256:') && told !== digest) || (isDigest(wanted) && wanted !== digest))
    throw failed(`${reference.registry} answered with a digest that does not fit what it sent`);
  const isIndex = indexTypes.includes(type);
  return { digest, isIndex, members: isIndex && hasBody ? membersOf(reference, body) : [] };
}

function membersOf(reference: ImageReference, body: Buffer): string[] {
  try {
    const { manifests } = JSON.parse(body.toString('utf8')) as {
      manifests?: readonly { digest?: unknown }[];
    };
    return (manifests ?? []).map(({ digest }) => digest).filter(isDigest);
  } catch (cause) {
    throw failed(`${reference.registry} answered with an index that is not JSON`, undefined, cause);
  }
}

function refusal({ registry, path }: ImageReference, { status, headers }: Answer): SmokeError {
  if (status === 401 || status === 403) {
    return failed(
      `${registry} does not show ${path} without an account (${status}), or has no such image`,
      'smoke asks without an account: sign in with the engine, pull the image, and lock again.',
    );
  }
  if (status === 429) {
    const after = /^\d{1,6}$/.exec(headers.get('retry-after') ?? '')?.[0];
    return failed(
      `${registry} refuses more requests for now (429)${after ? `, and asks to wait ${after} s` : ''}`,
      'Wait, or pull the image with the engine, which may have an account, and lock again.',
    );
  }
  return failed(`${registry} answered ${status}, expected 200`);
}

function failed(problem: string, hint?: string, cause?: unknown): SmokeError {
  return new SmokeError('PROVISION_FAILED', problem, { ...(hint && { hint }), ...(cause ? { cause } : {}) });
}
