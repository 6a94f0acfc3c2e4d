// What gives a container power over its host. Pure.

import { environmentOf } from '../environment.ts';
import type { Rule } from '../finding.ts';
import { isEngineSocket, mounts } from '../mounts.ts';
import { publishedPorts } from '../ports.ts';
import { child, isTrue, texts } from '../spot.ts';

export const accessRules: readonly Rule[] = [
  {
    code: 'SM701',
    name: 'engine-socket',
    severity: 'warning',
    summary: 'the socket of the container engine in a container',
    on: 'Docker, and Podman as root: whoever controls the service controls the engine, and with it the host; rootless Podman: everything of that user',
    cure: 'leave it out where it is not needed; where it is, publish the service on 127.0.0.1 alone, behind a login',
    *check(file) {
      // A manifest of smoke's own has it only where it was asked for, and its head says what it means.
      const isSaid = file.ours !== undefined && /controls the engine/.test(file.text.slice(0, 4000));
      if (isSaid) return;
      for (const service of file.services)
        for (const mount of mounts(service))
          if (isEngineSocket(mount.source) || isEngineSocket(mount.target))
            yield { spot: mount.spot, message: `${mount.source} at ${mount.target}` };
    },
  },
  {
    code: 'SM702',
    name: 'socket-created',
    severity: 'warning',
    summary: 'a socket of the host that is made when it is missing',
    on: 'Docker makes a folder of root in its place, and the engine that comes later cannot make its socket; podman-compose makes one, too; Podman refuses to start',
    cure: 'long syntax with bind: {create_host_path: false}',
    *check(file) {
      for (const service of file.services)
        for (const mount of mounts(service))
          if (mount.createsPath && mount.source?.endsWith('.sock')) {
            const said = child(mount.spot, 'bind', 'create_host_path');
            const fix =
              said && isTrue(said)
                ? { fix: [{ start: said.valueStart, end: said.valueEnd, text: 'false' }] }
                : {};
            yield {
              spot: said ?? mount.spot,
              message: `${mount.source} becomes a folder when it is missing`,
              ...fix,
            };
          }
    },
  },
  {
    code: 'SM703',
    name: 'privileged',
    severity: 'warning',
    summary: 'a privileged container',
    on: 'Docker, and Podman as root: it can do what root of the host can; rootless Podman: what the user can, and what needs more fails',
    cure: 'cap_add with what it needs, or devices',
    *check(file) {
      for (const { spot } of file.services) {
        const found = child(spot, 'privileged');
        if (isTrue(found) && found) yield { spot: found, message: 'privileged' };
        for (const capability of texts(child(spot, 'cap_add')))
          if (/^(CAP_)?(ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE)$/i.test(capability.text))
            yield { spot: capability, message: `the capability ${capability.text}` };
      }
    },
  },
  {
    code: 'SM704',
    name: 'host-namespace',
    severity: 'warning',
    summary: 'a namespace of the host in a container',
    on: "Docker Desktop and podman machine: the host is their virtual machine, so ports do not appear where one looks; on Linux the container sees the host's network, processes or memory",
    cure: "the project's own network with published ports; leave pid and ipc out",
    *check(file) {
      for (const { spot } of file.services)
        for (const key of ['network_mode', 'pid', 'ipc', 'userns_mode', 'uts', 'cgroup']) {
          const found = child(spot, key);
          if (found?.text === 'host') yield { spot: found, message: `${key}: host` };
        }
    },
  },
  {
    code: 'SM705',
    name: 'host-root',
    severity: 'warning',
    summary: "the host's system folders in a container",
    on: 'Docker, and Podman as root: the container can read, and without ro change, the host; elsewhere the path shows a virtual machine',
    cure: 'mount the one file or folder that is needed, read-only',
    *check(file) {
      for (const service of file.services)
        for (const mount of mounts(service))
          if (
            mount.type === 'bind' &&
            /^\/(etc|root|boot|home|usr|var|var\/lib\/docker)?\/?$/.test(mount.source ?? '')
          )
            yield { spot: mount.spot, message: `${mount.source} of the host at ${mount.target}` };
    },
  },
  {
    code: 'SM706',
    name: 'open-jmx',
    severity: 'error',
    summary: 'a JMX port without authentication on all addresses of the host',
    on: 'every engine: who reaches the port runs code in the service',
    cure: 'publish no JMX port; other services reach it by the name of the service',
    *check(file) {
      for (const service of file.services) {
        const said = [
          ...environmentOf(service).map(({ value }) => value ?? ''),
          ...texts(child(service.spot, 'command')).map(({ text }) => text),
        ].join(' ');
        const jmx = Number(/jmxremote\.port=(\d+)/.exec(said)?.[1]);
        if (!jmx || !/jmxremote\.authenticate=false/.test(said)) continue;
        for (const port of publishedPorts(service))
          if (
            port.target &&
            port.target[0] <= jmx &&
            jmx <= port.target[1] &&
            ['', '0.0.0.0', '::'].includes(port.hostIp ?? '?')
          )
            yield { spot: port.spot, message: `JMX on ${jmx} is published` };
      }
    },
  },
];
