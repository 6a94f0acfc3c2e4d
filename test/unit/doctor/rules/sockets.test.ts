import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../../src/doctor/facts.ts';
import { factsOf, said, wantsFor } from '../machines.ts';

const docker = '/var/run/docker.sock';
const podman = '/run/user/1000/podman/podman.sock';
const there = (path: string, isThere: boolean, more: object = {}): Facts =>
  factsOf({ host: { sockets: { [path]: isThere }, ...more }, answer: { isRootless: path === podman } });

describe('sockets that a service mounts', () => {
  it.each<[string, string, Facts, string, boolean, string[]]>([
    [
      'socket-missing',
      'there',
      there(docker, true),
      docker,
      true,
      [`fine socket ${docker} of cryostat: there`],
    ],
    [
      'socket-missing',
      'not there',
      there(docker, false),
      docker,
      true,
      [`stops socket ${docker} of cryostat: not there → sudo systemctl start docker.socket`],
    ],
    [
      'socket-missing',
      'not there, of a user',
      there(podman, false),
      podman,
      true,
      [`stops socket ${podman} of cryostat: not there → systemctl --user enable --now podman.socket`],
    ],
    ['selinux-socket', 'not enforcing', there(docker, true), docker, false, ['fine SELinux: not enforcing']],
    [
      'selinux-socket',
      'enforcing, without a label of its own',
      there(docker, true, { isSelinuxEnforcing: true }),
      docker,
      true,
      ['fine SELinux: enforcing'],
    ],
    [
      'selinux-socket',
      'enforcing',
      there(docker, true, { isSelinuxEnforcing: true }),
      docker,
      false,
      [`warns SELinux and ${docker} of cryostat: enforcing → sudo setenforce 0`],
    ],
    [
      'selinux-socket',
      'a machine without it',
      there(docker, true, { isSelinuxEnforcing: undefined }),
      docker,
      false,
      [],
    ],
  ])("'%s': %s", (id, _, facts, path, isUnlabelled, expected) => {
    const sockets = [{ service: 'cryostat', path, isUnlabelled }];
    expect(said(id, facts, wantsFor({ sockets }))).toEqual(expected);
  });
});
