// Sockets of the machine that a service mounts. Pure.

import type { Rule } from '../finding.ts';
import { nearestEngine } from '../used.ts';

export const socketRules: readonly Rule[] = [
  {
    id: 'socket-missing',
    level: 'stops',
    summary: 'a service mounts a socket of this machine that is not there',
    why: 'the engine refuses to start the service, or makes a folder in place of the socket',
    cure: 'systemctl --user enable --now podman.socket',
    *check(facts, { sockets }) {
      const engine = nearestEngine(facts);
      if (!engine?.answer.isHere) return;
      for (const { service, path } of sockets) {
        const isThere = facts.host.sockets[path];
        const subject = `socket ${path} of ${service}`;
        if (isThere !== false) yield { level: 'fine', subject, seen: isThere ? 'there' : 'not known here' };
        else yield { subject, seen: 'not there', cure: startCommand(path, engine.answer.isRootless) };
      }
    },
  },
  {
    id: 'selinux-socket',
    level: 'warns',
    summary: 'SELinux is enforcing, and a service with a socket of the machine has a label of its own',
    why: 'SELinux denies it the socket; security_opt label:disable lets it in, as manifests of smoke have it',
    cure: 'sudo setenforce 0',
    *check(facts, { sockets }) {
      if (!nearestEngine(facts)?.answer.isHere || facts.host.isSelinuxEnforcing === undefined) return;
      const seen = facts.host.isSelinuxEnforcing ? 'enforcing' : 'not enforcing';
      const shut = facts.host.isSelinuxEnforcing ? sockets.filter(({ isUnlabelled }) => !isUnlabelled) : [];
      for (const { service, path } of shut) yield { subject: `SELinux and ${path} of ${service}`, seen };
      if (shut.length === 0) yield { level: 'fine', subject: 'SELinux', seen };
    },
  },
];

function startCommand(path: string, isRootless: boolean | undefined): string {
  if (!path.includes('podman')) return 'sudo systemctl start docker.socket';
  return isRootless
    ? 'systemctl --user enable --now podman.socket'
    : 'sudo systemctl enable --now podman.socket';
}
