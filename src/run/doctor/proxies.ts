// Proxies of the environment and of Docker's client. Reads a file.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProxyFacts } from '../../doctor/facts.ts';
import type { Io } from '../../io.ts';

/** Every place that sets a proxy. */
export async function readProxies(env: Io['env']): Promise<ProxyFacts[]> {
  return [...environmentProxy(env), ...(await clientProxies(env))];
}

function environmentProxy(env: Io['env']): ProxyFacts[] {
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];
  const set = names.filter((name) => env[name]);
  const [first] = set;
  if (first === undefined) return [];
  return [
    {
      from: 'environment',
      place: set.join(', '),
      proxy: withoutUser(env[first] ?? ''),
      noProxy: env['no_proxy'] || env['NO_PROXY'] || '',
    },
  ];
}

/** `proxies` of config.json: its client, and Compose, give them to every container. */
async function clientProxies(env: Io['env']): Promise<ProxyFacts[]> {
  const folder =
    env['DOCKER_CONFIG'] ?? (env['HOME'] === undefined ? undefined : join(env['HOME'], '.docker'));
  if (folder === undefined) return [];
  const file = join(folder, 'config.json');
  const { proxies } = await readConfig(file);
  if (typeof proxies !== 'object' || proxies === null) return [];
  return Object.entries(proxies).flatMap(([entry, proxy]) => {
    const address = proxy?.httpProxy || proxy?.httpsProxy || proxy?.allProxy;
    if (!address) return [];
    const noProxy = String(proxy.noProxy ?? '');
    return [
      {
        from: 'client' as const,
        place: `${file} (${entry})`,
        file: { path: file, entry },
        proxy: withoutUser(String(address)),
        noProxy,
      },
    ];
  });
}

interface ClientConfig {
  readonly proxies?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
}

/** A file that is not there or no JSON is Docker's concern: it ignores the one and warns of the other. */
async function readConfig(file: string): Promise<ClientConfig> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as ClientConfig | null) ?? {};
  } catch {
    return {};
  }
}

/** The address of a proxy may hold a password. */
function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}
