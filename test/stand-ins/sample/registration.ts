// How the agent registers with Cryostat: with its own trust and credentials. Talks HTTP and HTTPS.

import { readFileSync } from 'node:fs';
import { request as requestPlain } from 'node:http';
import { type RequestOptions, request as requestTls } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { AgentSettings } from './settings.ts';

const retryMs = 1000;

/** Cryostat, or what is before it, may come later. */
const passingErrors = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EPIPE',
];
const passingStatuses = [502, 503, 504];

/** Registers, however long it takes; throws when Cryostat is not trusted, or does not take the agent. */
export async function register(agent: AgentSettings): Promise<void> {
  for (;;) {
    const answer = await ask(agent);
    if (answer.status >= 200 && answer.status < 300) {
      console.log(`agent stand-in ${agent.name} is registered at ${agent.baseUri.href}`);
      return;
    }
    if (answer.status !== 0 && !passingStatuses.includes(answer.status)) {
      throw new Error(`${agent.baseUri.href} answered ${answer.status} to the agent: ${answer.text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  readonly text: string;
}

async function ask(agent: AgentSettings): Promise<Answer> {
  const send = agent.baseUri.protocol === 'https:' ? requestTls : requestPlain;
  return new Promise((resolve, reject) => {
    const request = send(new URL('/api/v4/discovery', agent.baseUri), requestOptions(agent), (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      response.on('error', reject);
    });
    request.on('error', (error: Error & { code?: string }) => {
      if (passingErrors.includes(error.code ?? '')) resolve({ status: 0, text: error.message });
      else reject(new Error(`${agent.baseUri.href} is not trusted: ${error.message}`, { cause: error }));
    });
    request.end(JSON.stringify({ realm: agent.name, callback: agent.callback }));
  });
}

function requestOptions({ authorization, trust }: AgentSettings): RequestOptions {
  return {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json' },
    ...(authorization !== undefined && { auth: authorization }),
    rejectUnauthorized: !trust.all,
    ...(trust.file !== undefined && { ca: [...rootCertificates, readFileSync(trust.file, 'utf8')] }),
    ...(!trust.verifyHostname && { checkServerIdentity: () => undefined }),
    // As the real one, which asks for TLS 1.2.
    maxVersion: 'TLSv1.2',
  };
}
