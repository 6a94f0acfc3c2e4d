// A real MinIO outside of any stack, reached by an address of this machine, as an external provider would be.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running server with its credentials. */
export interface S3Server {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly stop: () => Promise<void>;
}

/** Where scripts/images keeps what it built, in a folder with the version in its name. */
const tools = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'smoke-test', 'tools');

function findBinary(): string | undefined {
  if (!existsSync(tools)) return undefined;
  const folder = readdirSync(tools).find(
    (name) => name.startsWith('minio-') && existsSync(join(tools, name, 'minio')),
  );
  return folder && join(tools, folder, 'minio');
}

const binary = findBinary() ?? '';

/** Why there is no such server here, or undefined. */
export function s3ServerMissing(): string | undefined {
  const missing = binary === '' ? `no minio in ${tools} (scripts/images builds it)` : undefined;
  if (missing && process.env['SMOKE_TEST_ENGINE'] === 'required') throw new Error(missing);
  if (missing) process.stderr.write(`skipped: tests with an external S3 server: ${missing}\n`);
  return missing;
}

/** Starts the server on a free port of every interface. */
export async function startS3Server(): Promise<S3Server> {
  const data = mkdtempSync(join(tmpdir(), 'smoke-s3-'));
  const port = await freePort();
  const accessKeyId = 'TESTACCESSKEYID0001';
  const secretAccessKey = 'test/secret+access=key$with-traps';
  const child = spawn(binary, ['server', data, '--address', `:${port}`, '--quiet'], {
    env: { ...process.env, MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretAccessKey },
    stdio: 'ignore',
  });
  await answers(`http://127.0.0.1:${port}/minio/health/live`, child);
  return {
    endpoint: `http://${ownAddress()}:${port}`,
    accessKeyId,
    secretAccessKey,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill();
      await ended;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** An address that containers reach as well as this machine does. */
function ownAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const address = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
  if (!address) throw new Error('this machine has no address besides its loopback');
  return address;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`minio ended with ${child.exitCode}`);
    const isUp = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer`);
}
