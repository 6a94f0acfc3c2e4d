// Host names that nobody answers for. Pure.

import type { Cause, Explanation } from '../cause.ts';
import { again, logs } from '../commands.ts';
import { findService } from '../services.ts';
import type { Origin, ServiceSeen, Symptoms } from '../symptoms.ts';

const from: readonly Origin[] = ['log', 'health', 'probe'];
const isUp = new Set(['healthy', 'running', 'starting']);

/** A name that is not found is another service's end, a network without names, or a host that there is not. */
export const nameCauses: readonly Cause[] = [
  {
    code: 'name-not-found',
    from,
    words: [
      /UnknownHostException:? (?<host>[\w.-]+)/i,
      /getaddrinfo (?:ENOTFOUND|EAI_AGAIN|EAI_FAIL) (?<host>[\w.-]+)/i,
      /lookup (?<host>[\w.-]+)(?: on [\d.:[\]]+)?: (?:no such host|server misbehaving|.*timeout|temporary failure)/i,
      /could not (?:translate|resolve) host ?(?:name)?:? "?(?<host>[\w.-]+)/i,
      /(?:host not found in upstream|bad address|unknown (?:mysql server )?host|failed to resolve|cannot resolve|unable to resolve)[^"'\w]*(?:host ?(?:name)? ?)?["']?(?<host>[\w-][\w.-]*)/i,
      /(?<host>[\w.-]+):?\d*:? .*(?:name or service not known|temporary failure in name resolution|name does not resolve|no address associated with hostname|name has no usable address)/i,
      /name or service not known|temporary failure in name resolution|name does not resolve|nodename nor servname|no such host\b|NXDOMAIN/i,
    ],
    explain: (symptoms, { parts: { host } }) => {
      const other = host === undefined ? undefined : findService(symptoms, host);
      if (other) return explainService(symptoms, other);
      return {
        about: host ?? '',
        cause: `no name server knows ${host ?? 'a host that it looks for'}, and no service of the stack is called so`,
        next: `getent hosts ${host ?? 'NAME'}   (does this machine know it? if not: a typing error, or its DNS, /etc/resolv.conf; if so: ${logs(symptoms)})`,
      };
    },
    mayFollow: true,
  },
];

function explainService(symptoms: Symptoms, other: ServiceSeen): Explanation {
  const { scene, service } = symptoms;
  if (!isUp.has(other.state)) {
    return {
      cause: `it does not find ${other.name}, which is ${other.state}`,
      blames: other.name,
      next: `${logs(symptoms, other.name)}   (a service that does not run has no name)`,
    };
  }
  if (service && !service.networks.some((network) => other.networks.includes(network))) {
    return {
      cause: `it does not find ${other.name}: the two are in different networks`,
      next: `put both into one network (networks: of ${service.name} and ${other.name}), then: ${again(symptoms)}`,
    };
  }
  const podman = scene.engine === 'podman';
  return {
    about: 'names',
    cause: `it does not find ${other.name} by name, although that runs: ${podman ? 'the network of Podman has no name server' : 'the name server of the engine does not answer'}`,
    next: podman
      ? `podman info --format '{{.Host.NetworkBackend}}'   (has to say netavark; install netavark and aardvark-dns, then ${again(symptoms)})`
      : `sudo systemctl restart docker   (a firewall that was loaded again takes Docker's rules away; then ${again(symptoms)})`,
  };
}
