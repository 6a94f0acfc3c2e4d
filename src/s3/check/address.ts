// Where a bucket or an object is, as path or as host name. Pure.

import { isIP } from 'node:net';

/** The parts of a request's URL; `path` and `search` are encoded. */
export interface Address {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
  /** Host header. */
  readonly host: string;
  readonly path: string;
}

/** The address of the server, a bucket or an object in one of the two styles. */
export function addressOf(
  endpoint: string,
  { bucket, key = '', pathStyle }: { bucket?: string | undefined; key?: string; pathStyle: boolean },
): Address {
  const { protocol, hostname, port, pathname } = new URL(endpoint);
  const base = pathname.replace(/\/+$/, '');
  // Names cannot be put before an address: the SDKs take path style there, too.
  const isHost = bucket !== undefined && !pathStyle && !isAddress(hostname);
  const name = isHost ? `${bucket}.${hostname}` : hostname;
  const inPath = bucket !== undefined && !isHost;
  // Without a slash at its end, as the SDKs have it: some servers take the slash for a key.
  const folder = inPath ? `${base}/${encodePart(bucket)}` : base;
  return {
    protocol,
    hostname: name,
    port,
    host: port === '' ? name : `${name}:${port}`,
    path: inPath && key === '' ? folder : `${folder}/${encodeKey(key)}`,
  };
}

/** Whether a host is an IP address, as URLs write it. */
export function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/** The query of a URL, encoded as it is signed. */
export function encodeQuery(query: Readonly<Record<string, string>>): string {
  const words = Object.entries(query).map(([name, value]) =>
    value === '' ? encodePart(name) : `${encodePart(name)}=${encodePart(value)}`,
  );
  return words.length === 0 ? '' : `?${words.join('&')}`;
}

/** A key as path: everything but the slash. */
export function encodeKey(key: string): string {
  return key.split('/').map(encodePart).join('/');
}

function encodePart(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
