// Proxy settings that stand between services, or before a registry. Pure.

import type { Cause } from '../cause.ts';
import { again } from '../commands.ts';
import type { Symptoms } from '../symptoms.ts';

/** A proxy answers in the name of whatever it cannot reach. */
export const proxyCauses: readonly Cause[] = [
  {
    code: 'proxy-in-the-way',
    words: [
      /proxyconnect|proxy authentication required|\b407\b.*proxy|proxy.*\b407\b/i,
      /(?:CONNECT )?tunnel(?:ing)? (?:connection )?(?:failed|through proxy)|unable to tunnel|response \d+ from proxy|from proxy after CONNECT/i,
      /X-Squid-Error|ERR_(?:ACCESS_DENIED|DNS_FAIL|CONNECT_FAIL|CANNOT_FORWARD)|squid\/\d|cannot connect to proxy|ProxyError|could not resolve proxy/i,
      /proxy:? (?<proxy>[\w.-]+:\d+).*(?:refused|failed|timeout|timed out|not resolve)/i,
    ],
    explain: (symptoms, { line }) => {
      const isPull = line?.from === 'provider' || line?.from === 'engine';
      const names = proxyNames(symptoms);
      return {
        about: isPull ? 'engine' : '',
        cause: isPull
          ? 'the proxy that the engine is set to does not let the pull through'
          : `a proxy stands in the way${names ? `: ${names} of this service` : ''}`,
        next: isPull
          ? `${symptoms.scene.engine} info | grep -i proxy   (the engine's own settings; correct them, restart the engine, then ${again(symptoms)})`
          : exempt(symptoms),
      };
    },
  },
  {
    code: 'proxy-in-the-way',
    words: [
      /\b(?:502|503|504)\b|bad gateway|gateway time-?out|connection refused|timed? ?out|(?:could not|couldn't|failed to|cannot) connect|not resolve|no such host|unknown ?host/i,
    ],
    from: ['log', 'health'],
    // Only where the line itself speaks of the proxy's address: most refusals have nothing to do with it.
    fits: (symptoms, { line }) => proxyHosts(symptoms).some((host) => isNamed(line?.text ?? '', host)),
    explain: (symptoms) => ({
      cause: `it asks a proxy instead of the service that it means: ${proxyNames(symptoms)} of this service`,
      next: exempt(symptoms),
    }),
  },
  {
    code: 'proxy-in-the-way',
    words: [/\b(?:403|407|502|503|504)\b|forbidden|bad gateway|service unavailable|time-?out/i],
    from: ['health'],
    // A check asks its own container: what answers in its place is the proxy.
    fits: ({ service }) => {
      const { proxies, noProxy = '' } = service?.container ?? {};
      const test = service?.container?.healthcheck?.test.join(' ') ?? '';
      return proxies !== undefined && !/localhost|127\.|\*/.test(noProxy) && /localhost|127\.0/.test(test);
    },
    explain: (symptoms) => ({
      cause: `its health check asks a proxy instead of the service: ${proxyNames(symptoms)}`,
      next: exempt(symptoms),
    }),
  },
];

function exempt(symptoms: Symptoms): string {
  const names = symptoms.scene.services.map(({ name }) => name).join(',');
  return `NO_PROXY=localhost,127.0.0.1,${names} in its environment   (or take the proxy out: "proxies" in ~/.docker/config.json sets it for every container; then ${again(symptoms)})`;
}

function proxyNames({ service }: Symptoms): string {
  return Object.entries(service?.container?.proxies ?? {})
    .map(([name, host]) => `${name}=${host}`)
    .join(', ');
}

/** Programs write `host:port`, or `host port N`. */
function isNamed(text: string, proxy: string): boolean {
  const [, host = '', port] = /^(.*?)(?::(\d+))?$/.exec(proxy) ?? [];
  return text.includes(proxy) || (port !== undefined && text.includes(host) && text.includes(`port ${port}`));
}

function proxyHosts({ service }: Symptoms): string[] {
  return Object.values(service?.container?.proxies ?? {}).filter((host) => host.length > 3);
}
