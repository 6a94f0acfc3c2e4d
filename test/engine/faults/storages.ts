// Faults of an object storage that a stack is proved by: a server that refuses as real ones do.

import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../s3/certificates.ts';
import type { ProxyAnswer } from '../../s3/fault-proxy.ts';
import { refusal } from '../../s3/faults.ts';
import { type ComposeFile, type Fault, type Place, type Prepared, script } from './fault.ts';

const secret = 'storage-secret-0123456789';

function listening(server: Server, scheme: string): Promise<Prepared> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const undo = (): void => {
        server.closeAllConnections();
        server.close();
      };
      resolve({ undo, made: { endpoint: `${scheme}://127.0.0.1:${port}` } });
    });
  });
}

/** A storage that answers everything so. */
const answers = (answer: ProxyAnswer) => (): Promise<Prepared> =>
  listening(
    createServer((_, response) => {
      response.writeHead(answer.status, answer.headers);
      response.end(answer.body);
    }),
    'http',
  );

/** A stack of one idle service, whose proof is a storage outside of it. */
function proved(_: Place, { endpoint }: Readonly<Record<string, string>>): ComposeFile {
  const connection = {
    endpoint,
    region: 'us-east-1',
    pathStyle: true,
    accessKeyId: 'AKIDBENCH',
    secretAccessKey: secret,
  };
  return {
    services: { web: script('exec sleep 1000') },
    'x-smoke': {
      version: 1,
      app: 'web',
      storage: 'ext',
      urls: [],
      content: {},
      buckets: [],
      s3: connection,
      probes: [{ kind: 's3', name: 'S3 answers' }],
    },
  };
}

// Unasked, `up` would check the storage first, and start nothing.
const common = {
  file: proved,
  words: ['--no-check'],
  subject: 'storage',
  hides: [secret],
  exitCode: 1,
  // The engine has no part in it.
  only: 'docker',
} as const;

/** What a storage refuses. */
export const storageFaults: readonly Fault[] = [
  {
    ...common,
    name: 'a storage that does not know the key',
    prepare: answers(refusal(403, 'InvalidAccessKeyId')),
    code: 'storage-key',
    says: /does not know the access key/,
    next: /^export AWS_ACCESS_KEY_ID=/,
  },
  {
    ...common,
    name: 'a storage with another secret',
    prepare: answers(refusal(403, 'SignatureDoesNotMatch')),
    code: 'storage-secret',
    says: /the secret access key is wrong/,
    next: /^export AWS_SECRET_ACCESS_KEY=/,
  },
  {
    ...common,
    name: 'a storage of another region',
    prepare: answers(refusal(400, 'AuthorizationHeaderMalformed', '<Region>eu-west-3</Region>')),
    code: 'storage-region',
    says: /got us-east-1, expected eu-west-3/,
    next: /^S3_REGION=eu-west-3 smoke up/,
  },
  {
    ...common,
    name: 'a storage with another clock',
    prepare: answers(refusal(403, 'RequestTimeTooSkewed')),
    code: 'storage-clock',
    says: /clock/,
    next: /^date -u/,
  },
  {
    ...common,
    name: 'a storage that lets the key do nothing',
    prepare: answers(refusal(403, 'AccessDenied')),
    code: 'bucket-forbidden',
    says: /may not use the bucket/,
    next: /smoke buckets check/,
  },
  {
    ...common,
    name: 'a storage whose bucket name belongs to somebody else',
    prepare: answers(refusal(409, 'BucketAlreadyExists')),
    code: 'bucket-taken',
    says: /belongs to somebody else/,
    next: /S3_INSTANCE_ID/,
  },
  {
    ...common,
    name: 'a storage without the bucket',
    prepare: answers(refusal(404, 'NoSuchBucket')),
    code: 'bucket-missing',
    says: /does not exist/,
    next: /smoke buckets create/,
  },
  {
    ...common,
    name: 'a storage with a certificate that nobody signed',
    prepare: () =>
      listening(
        createTlsServer(makeCertificate({ selfSigned: true }), (_, response) => response.end()),
        'https',
      ),
    code: 'certificate-unknown-ca',
    says: /authority that it does not know/,
    next: /--ca/,
  },
];
