// Answers that are not those of an S3 server, or not of the server as a whole: consoles, proxies, buckets. Pure.

import type { S3Connection } from '../../stack/manifest.ts';
import type { S3Problem } from '../explain.ts';
import { type Answer, bodyText } from './answer.ts';
import { rootOf } from './xml.ts';

/** What the answer to "list buckets" shows instead; undefined when it is one of S3. */
export function explainOtherAnswer(answer: Answer, connection: S3Connection): S3Problem | undefined {
  const { host } = new URL(connection.endpoint);
  const text = bodyText(answer);
  const root = rootOf(text);
  const isPage =
    /^\s*(<!doctype html|<html)/i.test(text) || (answer.headers['content-type'] ?? '').includes('text/html');
  const proxied = answer.status === 502 || answer.status === 503 || answer.status === 504;
  if (isPage && proxied) {
    return {
      kind: 'starting',
      passing: true,
      text: `${host} answers ${answer.status} with a web page: a proxy in front of the server does not reach it`,
      hint: 'look whether the server behind the proxy runs, and at the proxy’s own log',
    };
  }
  if (isPage) {
    const title = /<title[^>]*>([^<]{1,60})/i.exec(text)?.[1]?.trim();
    const called = title === undefined ? '' : ` (“${title}”)`;
    return {
      kind: 'not-s3',
      passing: false,
      text: `${host} answers ${answer.status} with a web page${called}, not as an S3 server does: a console, or a proxy`,
      hint: 'take the endpoint of the S3 API; a console often has another port or host name',
    };
  }
  const location = answer.headers['location'];
  if (answer.status >= 300 && answer.status < 400 && root !== 'Error' && location !== undefined) {
    const target = URL.canParse(location, connection.endpoint)
      ? new URL(location, connection.endpoint)
      : undefined;
    const own = new URL(connection.endpoint);
    // A login page is no better endpoint.
    const isOther = target !== undefined && target.origin !== own.origin && target.pathname === own.pathname;
    const isUpgrade = target?.protocol === 'https:' && own.protocol === 'http:';
    const shown = target === undefined ? '' : `, to ${target.origin}${target.pathname}`.slice(0, 100);
    return {
      kind: 'not-s3',
      passing: false,
      text: `${host} sends us elsewhere (${answer.status}${shown}), not as an S3 server does`,
      hint:
        target !== undefined && (isOther || isUpgrade)
          ? `try ${target.origin}`
          : 'is this the endpoint of the S3 API, or that of a console?',
    };
  }
  if (root === 'Error' || root === 'ListAllMyBucketsResult' || root === 'ListBucketResult') return undefined;
  // Errors without a word of XML; those that pass, and those of gateways, are explained by their status.
  const isPlain = answer.status < 500 && ![401, 403, 429].includes(answer.status);
  if (answer.status >= 400 && !isPlain) return undefined;
  return {
    kind: 'not-s3',
    passing: false,
    text: `${host} answers ${answer.status}, but not as an S3 server does`,
    hint: 'is this the endpoint of the S3 API?',
  };
}

/** The endpoint without what may be the name of a bucket: without its path, or without the first part of its host. */
export function possibleServers(endpoint: string): readonly string[] {
  const url = new URL(endpoint);
  const found: string[] = [];
  if (url.pathname !== '/') found.push(url.origin);
  const parts = url.hostname.split('.');
  if (parts.length > 2 && !/^\d+$/.test(parts.at(-1) ?? '')) {
    const port = url.port === '' ? '' : `:${url.port}`;
    found.push(`${url.protocol}//${parts.slice(1).join('.')}${port}`);
  }
  return found;
}

/** Regions that a host name may speak of, such as `eu-central-003` in s3.eu-central-003.backblazeb2.com. */
export function regionsOfHost(endpoint: string): readonly string[] {
  const { hostname } = new URL(endpoint);
  return hostname.split('.').filter((part) => /^[a-z]{2,}(-[a-z]+)*-?\d*$/.test(part) && /[-\d]/.test(part));
}
