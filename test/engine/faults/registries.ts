// Faults of registries: a server on loopback that refuses in the ways that public ones do.

import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { startRegistry } from '../../loopback-registry.ts';
import { makeCertificate } from '../../s3/certificates.ts';
import { type Fault, type Place, type Prepared, web } from './fault.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

const asService = (_: Place, { image }: Readonly<Record<string, string>>) => web({ image });
const errors =
  (status: number, code: string, message: string): Answer =>
  (request, response) => {
    if (request.url === '/v2/') return false;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code, message }] }));
    return true;
  };

/** An image named after a registry that answers so. Podman takes one without TLS only when it is told. */
function registry(answer: Answer) {
  return async ({ folder }: Place): Promise<Prepared> => {
    const { host, close } = await startRegistry({ instead: answer });
    return { undo: close, made: { image: `${host}/team/app:1.2`, host }, env: withoutTls(folder, host) };
  };
}

function withoutTls(folder: string, host: string): Record<string, string> {
  const path = join(folder, 'registries.conf');
  writeFileSync(path, `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
  return { CONTAINERS_REGISTRIES_CONF: path };
}

/** An address that is not loopback: engines ask for TLS there. */
const outside =
  Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address ?? '127.0.0.1';

/** Images that cannot be had. */
export const registryFaults: readonly Fault[] = [
  {
    name: 'an image that its registry does not have',
    prepare: registry(errors(404, 'MANIFEST_UNKNOWN', 'manifest unknown')),
    file: asService,
    code: 'image-not-found',
    subject: 'web',
    says: /the image localhost:\d+\/team\/app:1\.2 is not there/,
    next: /correct the name/,
    exitCode: 3,
  },
  {
    name: 'an image that needs an account',
    prepare: registry((request, response) => {
      const realm = `Basic realm="the team"`;
      response.writeHead(401, { 'www-authenticate': realm, 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] }),
      );
      return request.url !== undefined;
    }),
    file: asService,
    code: 'image-needs-login',
    subject: 'web',
    says: /app:1\.2 is not given out without an account/,
    next: /^(docker|podman) login localhost:\d+ /,
    exitCode: 3,
  },
  {
    name: 'an image that the account may not have',
    prepare: registry(errors(403, 'DENIED', 'requested access to the resource is denied')),
    file: asService,
    code: 'image-needs-login',
    subject: 'web',
    says: /app:1\.2 is not given out without an account/,
    next: /^(docker|podman) login localhost:\d+ /,
    exitCode: 3,
  },
  {
    name: 'two images of a registry that was asked too often',
    prepare: registry(
      errors(429, 'TOOMANYREQUESTS', 'You have reached your unauthenticated pull rate limit.'),
    ),
    file: (_, { host }) => ({
      services: { web: { image: `${host}/team/app:1.2` }, worker: { image: `${host}/team/worker:1.2` } },
    }),
    code: 'image-rate-limit',
    subject: 'web, worker',
    says: /the limit of pulls is reached/,
    next: /^(docker|podman) login localhost:\d+ /,
    exitCode: 3,
    // Podman tries again and again, for minutes.
    timeout: 8,
    onPodman: {
      code: 'start-too-slow',
      subject: /./,
      says: /app:1\.2 was not there in time/,
      next: /^podman pull localhost:\d+\/team\/app:1\.2 /,
      exitCode: 1,
    },
  },
  {
    name: 'an image for another kind of processor',
    prepare: registry((request, response) => {
      if (!request.url?.includes('/manifests/')) return false;
      const type = 'application/vnd.oci.image.index.v1+json';
      const digest = `sha256:${'a'.repeat(64)}`;
      const platform = { os: 'linux', architecture: 's390x' };
      const one = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 500, platform };
      response.writeHead(200, { 'content-type': type });
      response.end(JSON.stringify({ schemaVersion: 2, mediaType: type, manifests: [one] }));
      return true;
    }),
    file: asService,
    code: 'image-wrong-platform',
    subject: 'web',
    says: /is not made for this kind of processor/,
    next: /platform/,
    exitCode: 3,
  },
  {
    name: 'a registry that nobody has started',
    file: () => web({ image: 'localhost:1/team/app:1.2' }),
    code: 'registry-unreachable',
    subject: 'web',
    says: /the registry localhost:1 cannot be reached/,
    next: /^curl -I https:\/\/localhost:1\/v2\//,
    exitCode: 3,
  },
  {
    name: 'a registry that no name server knows',
    file: () => web({ image: 'registry.invalid/team/app:1.2' }),
    code: 'registry-unreachable',
    subject: 'web',
    says: /the registry registry\.invalid cannot be reached/,
    next: /^curl -I https:\/\/registry\.invalid\/v2\//,
    exitCode: 3,
  },
  {
    name: 'a registry whose certificate nobody signed',
    prepare: async () => {
      const server = createTlsServer(makeCertificate({ selfSigned: true }), (_, response) =>
        response.end('{}'),
      );
      await new Promise<void>((resolve) => server.listen(0, outside, resolve));
      const { port } = server.address() as AddressInfo;
      return { undo: () => server.close(), made: { image: `${outside}:${port}/team/app:1.2` } };
    },
    file: asService,
    code: 'registry-certificate',
    subject: 'web',
    says: /the certificate of the registry \S+ is not accepted/,
    next: /certs\.d\/\S+\/ca\.crt/,
    exitCode: 3,
  },
  {
    name: 'a registry without TLS',
    prepare: async ({ target }) => {
      const plain = await startRegistry();
      return { undo: plain.close, made: { image: `${plain.host}/team/app:1.2`, kind: target.engine } };
    },
    file: asService,
    code: 'registry-plain-http',
    subject: 'web',
    says: /has no TLS/,
    next: /insecure/,
    exitCode: 3,
    only: 'podman',
  },
  {
    name: 'a name that no image can have',
    file: () => web({ image: 'Team/App:1.2' }),
    code: 'image-name-invalid',
    subject: /./,
    says: /Team\/App:1\.2 is not a name that an image can have/,
    next: /REGISTRY\/NAME:TAG/,
    exitCode: 3,
  },
];
