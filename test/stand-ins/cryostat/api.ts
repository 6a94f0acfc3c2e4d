// The part of Cryostat's HTTP API that smoke and its users touch. A server on a port.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { S3ServiceException } from '@aws-sdk/client-s3';
import type { Discovery } from './discovery.ts';
import type { Live } from './live.ts';
import type { Presets } from './presets.ts';
import type { Labels, Recordings } from './recordings.ts';

/** What the API answers from. */
export interface ApiContext {
  readonly version: string;
  readonly recordings: Recordings;
  readonly presets: Presets;
  readonly discovery: Discovery;
  readonly live: Live;
}

/** The server; it listens where the caller says. */
export function apiServer(context: ApiContext): Server {
  return createServer((request, response) => {
    answer(context, request, response).catch((error: unknown) => {
      const status = failureStatus(error);
      console.error(
        `${request.method} ${request.url} ${status}: ${error instanceof Error ? error.message : error}`,
      );
      if (response.headersSent) response.destroy();
      else send(response, status, { message: statusText[status] ?? 'error' });
    });
  });
}

const statusText: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
};

async function answer(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://cryostat');
  const { recordings, presets, discovery } = context;
  const download = /^\/api\/v4\/download\/([^/]+)$/.exec(pathname)?.[1];
  const archived = /^\/api\/beta\/fs\/recordings\/([^/]+)\/([^/]+)$/.exec(pathname);
  switch (`${request.method} ${download || archived ? '' : pathname}`) {
    case 'GET /':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Cryostat stand-in</title>\n');
      return;
    case 'GET /api/v4.1/metrics/reports':
      response.writeHead(200, { 'content-type': 'text/plain' }).end('# no reports yet\n');
      return;
    case 'GET /api/v4/targets':
      return send(response, 200, context.live.targets());
    case 'GET /health':
      return send(response, 200, health(context.version));
    case 'GET /health/liveness':
      return send(response, 204);
    case 'GET /api/v4/event_templates':
      return send(
        response,
        200,
        presets.templates.map((name) => ({ name, type: 'PRESET' })),
      );
    case 'GET /api/v4/probes':
      return send(
        response,
        200,
        presets.probes.map((name) => ({ name })),
      );
    case 'GET /api/v4/credentials':
      return send(
        response,
        200,
        presets.credentials.map((_, index) => ({ id: index + 1, numMatchingTargets: 0 })),
      );
    case 'GET /api/v4/discovery_plugins':
      return send(response, 200, discovery.plugins());
    case 'POST /api/v4/discovery': {
      const { realm, callback } = JSON.parse((await readBody(request)).toString('utf8')) as Record<
        string,
        unknown
      >;
      const taken = await discovery.register(realm, callback);
      if (typeof taken === 'string') return send(response, 400, { message: taken });
      return send(response, 200, { id: taken.id, token: 'stand-in' });
    }
    case 'GET /api/v4/recordings':
      return send(response, 200, await recordings.list());
    case 'POST /api/v4/recordings': {
      const upload = await readUpload(request);
      if (upload === undefined)
        return send(response, 400, { message: 'the form field recording is missing' });
      return send(response, 200, await recordings.upload(upload.name, upload.bytes, upload.labels));
    }
  }
  if (await answerLive(context, request, response, pathname)) return;
  if (request.method === 'GET' && download !== undefined) {
    const bytes = await recordings.read(download);
    response.writeHead(200, { 'content-type': 'application/jfr', 'content-length': bytes.byteLength });
    response.end(bytes);
    return;
  }
  if (request.method === 'DELETE' && archived !== null) {
    await recordings.remove(decodeURIComponent(archived[1] ?? ''), decodeURIComponent(archived[2] ?? ''));
    return send(response, 204);
  }
  send(response, 404, { message: 'Not Found' });
}

/** What has ids in its path; whether it was one of these. */
async function answerLive(
  { live, recordings }: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<boolean> {
  const [, target, remoteId] = /^\/api\/v4\/targets\/(\d+)\/recordings(?:\/(\d+))?$/.exec(pathname) ?? [];
  const report = /^\/api\/v4\/reports\/([^/]+)$/.exec(pathname)?.[1];
  if (request.method === 'POST' && target !== undefined) {
    const form = new URLSearchParams((await readBody(request)).toString('utf8'));
    const started = live.start(Number(target), form);
    send(response, started ? 201 : 404, started ?? { message: 'Not Found' });
  } else if (request.method === 'DELETE' && target !== undefined && remoteId !== undefined) {
    send(response, live.remove(Number(target), Number(remoteId)) ? 204 : 404);
  } else if (request.method === 'GET' && report !== undefined) {
    const made = await recordings.report(report);
    send(response, made ? 200 : 202, made ? {} : 'a job');
  } else return false;
  return true;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function readUpload(request: IncomingMessage) {
  const body = new Uint8Array(await readBody(request));
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(body, { headers }).formData();
  const file = form.get('recording');
  if (file === null || typeof file === 'string') return undefined;
  const labels = form.get('labels');
  return {
    name: file.name,
    bytes: new Uint8Array(await file.arrayBuffer()),
    labels: (typeof labels === 'string' ? JSON.parse(labels) : {}) as Labels,
  };
}

// Cryostat's own mapping: an answer of the storage is a bad gateway, no answer at all an internal error.
function failureStatus(error: unknown): number {
  if (!(error instanceof S3ServiceException) || error.$response === undefined) return 500;
  return error.$metadata.httpStatusCode === 404 && error.name !== 'NoSuchBucket' ? 404 : 502;
}

function health(version: string) {
  return {
    cryostatVersion: version,
    build: { git: { hash: 'stand-in' } },
    dashboardConfigured: false,
    dashboardAvailable: false,
    datasourceConfigured: true,
    datasourceAvailable: false,
    reportsConfigured: false,
    reportsAvailable: true,
  };
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
