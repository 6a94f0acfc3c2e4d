// What oauth2-proxy reads: the alpha configuration file and its variables, checked as it checks them. Reads files.

import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Where requests go. With `rewriteTarget`, `path` is a regular expression. */
export interface Upstream {
  readonly id: string;
  readonly path: string;
  readonly uri: string;
  readonly rewriteTarget?: string;
  readonly passHostHeader?: boolean;
  readonly insecureSkipTLSVerify?: boolean;
}

/** Where it listens. */
export interface Listener {
  readonly host: string | undefined;
  readonly port: number;
  readonly tls: { readonly key: string; readonly cert: string } | undefined;
}

/** A route that needs no login. */
export interface SkipRoute {
  readonly method: string | undefined;
  readonly path: RegExp;
}

/** All settings of the proxy. */
export interface ProxySettings {
  readonly listeners: readonly Listener[];
  readonly upstreams: readonly Upstream[];
  readonly hashes: ReadonlyMap<string, string>;
  readonly skipRoutes: readonly SkipRoute[];
  /** Authorities that upstreams are checked by, PEM; those of the image where it is not set, as in any Go program. */
  readonly authorities?: string;
}

interface AlphaConfig {
  readonly server?: {
    readonly BindAddress?: string;
    readonly SecureBindAddress?: string;
    readonly TLS?: {
      readonly Key?: { readonly fromFile?: string };
      readonly Cert?: { readonly fromFile?: string };
    };
  };
  readonly upstreamConfig?: { readonly proxyRawPath?: boolean; readonly upstreams?: readonly Upstream[] };
  readonly providers?: readonly {
    readonly id?: string;
    readonly clientID?: string;
    readonly clientSecret?: string;
  }[];
}

const knownKeys = [
  'injectRequestHeaders',
  'injectResponseHeaders',
  'metricsServer',
  'providers',
  'server',
  'upstreamConfig',
];

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks everything; throws with oauth2-proxy's reasons. */
export function readProxySettings(alphaConfigFile: string, env: Environment): ProxySettings {
  const config = parse(readFileSync(alphaConfigFile, 'utf8')) as AlphaConfig;
  const unknown = Object.keys(config).find((key) => !knownKeys.includes(key));
  if (unknown !== undefined) throw new Error(`${alphaConfigFile}: unknown key ${unknown}`);
  if (!config.providers?.[0]?.clientID || !config.providers[0].clientSecret) {
    throw new Error(`${alphaConfigFile}: at least one provider with clientID and clientSecret is needed`);
  }
  if (!env['OAUTH2_PROXY_EMAIL_DOMAINS']) {
    throw new Error(
      'missing setting for email validation: email-domain or authenticated-emails-file required',
    );
  }
  checkCookieSecret(env['OAUTH2_PROXY_COOKIE_SECRET'] ?? '');
  return {
    listeners: readListeners(config.server ?? {}),
    upstreams: [...(config.upstreamConfig?.upstreams ?? [])].sort(byPrecedence),
    hashes: readHtpasswd(env['OAUTH2_PROXY_HTPASSWD_FILE']),
    skipRoutes: (env['OAUTH2_PROXY_SKIP_AUTH_ROUTES'] ?? '').split(',').filter(Boolean).map(readSkipRoute),
    ...(env['SSL_CERT_FILE'] && { authorities: readFileSync(env['SSL_CERT_FILE'], 'utf8') }),
  };
}

function readListeners(server: NonNullable<AlphaConfig['server']>): Listener[] {
  const listeners: Listener[] = [];
  if (server.BindAddress) listeners.push({ ...readAddress(server.BindAddress), tls: undefined });
  if (server.SecureBindAddress) {
    const key = server.TLS?.Key?.fromFile;
    const cert = server.TLS?.Cert?.fromFile;
    if (!key || !cert)
      throw new Error('server.SecureBindAddress needs TLS.Key.fromFile and TLS.Cert.fromFile');
    const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    listeners.push({ ...readAddress(server.SecureBindAddress), tls });
  }
  if (listeners.length === 0) throw new Error('server: neither BindAddress nor SecureBindAddress is set');
  return listeners;
}

function readAddress(address: string): { host: string | undefined; port: number } {
  const match = /^(?:https?:\/\/)?(.*):(\d+)$/.exec(address);
  if (match === null) throw new Error(`expected host:port, got ${address}`);
  return { host: match[1] || undefined, port: Number(match[2]) };
}

function readHtpasswd(file: string | undefined): Map<string, string> {
  const hashes = new Map<string, string>();
  if (!file) return hashes;
  for (const line of readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text.trim() !== '')) {
    const [user = '', hash = ''] = line.trim().split(':');
    if (!/^\$2[aby]\$/.test(hash)) throw new Error(`${file}: the entry of ${user} is not a bcrypt hash`);
    hashes.set(user, hash);
  }
  return hashes;
}

function readSkipRoute(text: string): SkipRoute {
  const match = /^([A-Z]+)=(.*)$/.exec(text);
  return { method: match?.[1], path: new RegExp(match?.[2] ?? text) };
}

// Raw bytes, or their base64 form.
function checkCookieSecret(secret: string): void {
  const lengths = [Buffer.byteLength(secret), Buffer.from(secret, 'base64').length];
  if (lengths.some((length) => [16, 24, 32].includes(length))) return;
  throw new Error(
    `cookie_secret must be 16, 24, or 32 bytes to create an AES cipher, but is ${lengths[0]} bytes`,
  );
}

// Rewritten paths first, then the longest prefix.
function byPrecedence(a: Upstream, b: Upstream): number {
  const rewritten = Number(b.rewriteTarget !== undefined) - Number(a.rewriteTarget !== undefined);
  return rewritten || b.path.length - a.path.length;
}
