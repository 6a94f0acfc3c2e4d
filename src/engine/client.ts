// A connection to an engine's Docker-compatible API, and what answers there. Talks to a socket.

import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import Docker from 'dockerode';
import { SmokeError } from '../error.ts';

/** A connection, and who is at the other end. */
export interface EngineClient {
  readonly docker: Docker;
  readonly name: 'docker' | 'podman';
  readonly version: string;
  readonly address: string;
}

/** How long an engine may be silent: at first, and at each later question (without end where nothing is said). */
export interface Patience {
  readonly answerMs: number;
  readonly workMs?: number;
}

const answerWithinMs = 5000;

/** Connects to an address in the form of DOCKER_HOST and asks who answers; rejects with a short reason. */
export async function connect(
  address: string,
  env: NodeJS.ProcessEnv,
  patience: Patience = { answerMs: answerWithinMs },
): Promise<EngineClient> {
  const { answerMs, workMs } = patience;
  const docker = new Docker({ ...connectionOf(address, env), ...(workMs && { timeout: workMs }) });
  const answer = await ping(docker, answerMs).catch((error) => {
    throw new Error(unreachable(address, error, answerMs), { cause: error });
  });
  const podman = answer.headers['libpod-api-version'];
  if (podman) return { docker, name: 'podman', version: String(podman), address };
  const version =
    /^Docker\/(\S+)/.exec(String(answer.headers['server']))?.[1] ?? (await docker.version()).Version;
  if (!version) throw new Error(`what answers at ${address} is not a container engine`);
  return { docker, name: 'docker', version, address };
}

/** The cheapest question there is; Podman takes 0.3 s to tell its versions otherwise. */
async function ping(docker: Docker, withinMs: number): Promise<IncomingMessage> {
  const abortSignal = AbortSignal.timeout(withinMs);
  const answer = await dial(docker, { path: '/_ping', method: 'GET', isStream: true, abortSignal });
  return (answer as IncomingMessage).resume();
}

/** Calls a path that dockerode has no method for, such as Podman's own API. */
export function call(client: EngineClient, method: string, path: string): Promise<unknown> {
  return dial(client.docker, { path, method });
}

/** The same for an answer that is a stream. */
export async function callForStream(
  client: EngineClient,
  path: string,
  abortSignal?: AbortSignal,
): Promise<Readable> {
  const call = { path, method: 'GET', isStream: true, ...(abortSignal && { abortSignal }) };
  return (await dial(client.docker, call)) as Readable;
}

/** Podman's own API, beside the Docker-compatible one. */
export function libpod(client: EngineClient, path: string): string {
  return `/v${client.version.replace(/[^\d.].*$/, '')}/libpod${path}`;
}

interface Dialled {
  readonly path: string;
  readonly method: string;
  readonly isStream?: boolean;
  readonly abortSignal?: AbortSignal;
}

function dial(docker: Docker, options: Dialled): Promise<unknown> {
  const statusCodes = {
    200: true,
    201: true,
    204: true,
    404: 'not found',
    409: 'conflict',
    500: 'server error',
  };
  // docker-modem takes the last character of a path with a query for a lone question mark, and cuts it off.
  const path = options.path.includes('?') ? `${options.path}&` : options.path;
  return new Promise((resolve, reject) => {
    docker.modem.dial({ ...options, path, statusCodes } as never, (error: unknown, data: unknown) =>
      error ? reject(error) : resolve(data),
    );
  });
}

function connectionOf(address: string, env: NodeJS.ProcessEnv): Docker.DockerOptions {
  if (address.startsWith('unix://')) return { socketPath: address.slice('unix://'.length) };
  if (!/^(tcp|http|https):\/\//.test(address))
    throw new Error(`${address} is not an address that smoke can use (expected unix:// or tcp://)`);
  const { hostname: host, port, protocol } = new URL(address);
  if (protocol !== 'https:' && !env['DOCKER_TLS_VERIFY'])
    return { host, port: Number(port || 2375), protocol: 'http' };
  const folder = env['DOCKER_CERT_PATH'] ?? join(env['HOME'] ?? '', '.docker');
  const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) =>
    readFileSync(join(folder, name), 'utf8'),
  );
  return {
    host,
    port: Number(port || 2376),
    protocol: 'https',
    ...(ca && cert && key ? { ca, cert, key } : {}),
  };
}

function unreachable(address: string, error: unknown, withinMs: number): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return `${address} does not exist`;
  if (code === 'ECONNREFUSED') return `nothing answers at ${address}`;
  if (code === 'EACCES') return `no permission to use ${address}`;
  if (code === 'ABORT_ERR') return `${address} gave no answer in ${withinMs / 1000} s`;
  return `${address}: ${reasonOf(error)}`;
}

/** What an engine said, without the wrapping of the HTTP client. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim();
}

/** The HTTP status of an engine's refusal. */
export function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode;
}

/** Whether an error says that nobody was there to be asked. */
export function isUnreachable(error: unknown): boolean {
  const { code } = ((error as SmokeError).cause ?? error) as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE';
}

/** An engine's refusal as an error of smoke's. */
export function engineFailed(what: string, error: unknown): SmokeError {
  if (error instanceof SmokeError) return error;
  return new SmokeError('ENGINE_FAILED', `${what}: ${reasonOf(error)}`, { cause: error });
}
