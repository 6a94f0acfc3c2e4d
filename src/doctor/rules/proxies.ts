// Proxies that get between the services of a stack, or between it and this machine. Pure.

import { quote } from '../../options/again.ts';
import type { Facts, ProxyFacts } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { nearestEngine } from '../used.ts';
import type { Wants } from '../wants.ts';

export const proxyRules: readonly Rule[] = [
  {
    id: 'proxy-loopback',
    level: 'stops',
    summary:
      'containers get a proxy that is to be used for localhost, too (it stops health checks by curl and wget)',
    why: 'a health check then asks the proxy instead of its own container, and never turns healthy',
    cure: 'export NO_PROXY=localhost,127.0.0.1,db,s3',
    *check(facts, wants) {
      for (const proxy of facts.proxies) {
        const open = ['localhost', '127.0.0.1'].filter((name) => !isExempt(name, proxy.noProxy));
        if (open.length === 0) continue;
        const hit = {
          subject: proxy.place,
          seen: `${proxy.proxy}, also for ${open.join(' and ')}`,
          cure: cureFor(proxy, wants),
        };
        if (isInjected(proxy, facts))
          yield { ...hit, level: wants.asksItself.length > 0 ? 'stops' : 'warns' };
        else if (proxy.from === 'environment')
          yield {
            ...hit,
            level: 'warns',
            why: 'programs such as curl then ask the proxy for the URLs of the stack',
          };
      }
    },
  },
  {
    id: 'proxy-services',
    level: 'warns',
    summary: 'containers get a proxy that is to be used for the other services, too',
    why: 'names such as db and s3 exist in the network of the stack alone, where no proxy can reach them',
    cure: 'export NO_PROXY=localhost,127.0.0.1,db,s3',
    *check(facts, wants) {
      for (const proxy of facts.proxies.filter((each) => isInjected(each, facts))) {
        const open = wants.services.filter((name) => !isExempt(name, proxy.noProxy));
        if (open.length > 0)
          yield {
            subject: proxy.place,
            seen: `${proxy.proxy}, also for ${open.join(', ')}`,
            cure: cureFor(proxy, wants),
          };
        else
          yield {
            level: 'fine',
            subject: proxy.place,
            seen: `${proxy.proxy}, not for services of the stack`,
          };
      }
    },
  },
];

/** Docker Compose hands on what its client's file says; Podman hands on the environment that it was started with. */
function isInjected({ from }: ProxyFacts, facts: Facts): boolean {
  const engine = nearestEngine(facts);
  const isPodmanCompose = engine?.providers.find(({ isUsed }) => isUsed)?.name === 'podman-compose';
  if (from === 'client') return engine !== undefined && !isPodmanCompose;
  return engine?.name === 'podman' && (isPodmanCompose || engine.answer.isStarted);
}

/** As curl and most others read the list: a name, its domain with or without a dot, or everything. */
export function isExempt(host: string, noProxy: string): boolean {
  return (
    noProxy
      .split(/[\s,]+/)
      .map((entry) => entry.replace(/^\*?\.?/, '').replace(/\/\d+$/, ''))
      .some((entry) => entry !== '' && (host === entry || host.endsWith(`.${entry}`))) ||
    noProxy.trim() === '*' ||
    (host === '127.0.0.1' && /(^|[\s,])127\.0\.0\.0\/8/.test(noProxy))
  );
}

function cureFor({ file, noProxy }: ProxyFacts, { services }: Wants): string {
  const kept = noProxy.split(/[\s,]+/).filter(Boolean);
  const all = [...new Set([...kept, 'localhost', '127.0.0.1', ...services])].join(',');
  if (file === undefined) return `export NO_PROXY=${quote(all)} no_proxy=${quote(all)}`;
  const change = quote(`.proxies[${JSON.stringify(file.entry)}].noProxy = ${JSON.stringify(all)}`);
  const [path, temporary] = [quote(file.path), quote(`${file.path}.new`)];
  return `jq ${change} ${path} > ${temporary} && mv ${temporary} ${path}`;
}
