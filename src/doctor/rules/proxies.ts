// Proxies that get between the services of a stack, or between it and this machine. Pure.

import type { Facts, ProxyFacts } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { usedEngine } from '../used.ts';
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
      for (const proxy of injected(facts)) {
        const open = ['localhost', '127.0.0.1'].filter((name) => !isExempt(name, proxy.noProxy));
        const { length } = wants.asksItself;
        if (open.length === 0) continue;
        yield {
          level: length > 0 && proxy.from === 'client' ? 'stops' : 'warns',
          subject: proxy.place,
          seen: `${proxy.proxy}, also for ${open.join(' and ')}`,
          cure: cureFor(proxy, wants),
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
      for (const proxy of injected(facts)) {
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

/** Docker's client hands on what its file says; Podman hands on its environment as well. */
function injected(facts: Facts): readonly ProxyFacts[] {
  const isPodman = usedEngine(facts)?.name === 'podman';
  return facts.proxies.filter(({ from }) => from === 'client' || isPodman);
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

function cureFor({ from, place, noProxy }: ProxyFacts, { services }: Wants): string {
  const kept = noProxy.split(/[\s,]+/).filter(Boolean);
  const all = [...new Set([...kept, 'localhost', '127.0.0.1', ...services])].join(',');
  if (from === 'environment') return `export NO_PROXY=${all} no_proxy=${all}`;
  const file = place.replace(/ .*$/, '');
  return `jq '.proxies.default.noProxy="${all}"' ${file} > ${file}.new && mv ${file}.new ${file}`;
}
