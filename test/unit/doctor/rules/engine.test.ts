import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../../src/doctor/facts.ts';
import { factsOf, onDocker, said, silent, wantsFor } from '../machines.ts';

const nothing = { podman: silent('no podman on the PATH, and no socket at /run/podman/podman.sock') };
const noDocker = silent('unix:///var/run/docker.sock does not exist');

describe("'engine-missing'", () => {
  it.each<[string, Facts, string[]]>([
    [
      'must list what is there, and why it is not used',
      factsOf(),
      [
        'fine Podman 5.4.1: answers at unix:///run/podman/podman.sock, the first that answers',
        'fine docker: 28.2.2 answers at unix:///var/run/docker.sock; not used, Podman 5.4.1 comes first',
      ],
    ],
    [
      'must not hold an engine against the stack that nobody chose',
      onDocker(nothing),
      [
        'fine podman: no podman on the PATH, and no socket at /run/podman/podman.sock; not used, -c names another engine',
        'fine Docker 28.2.2: answers at unix:///var/run/docker.sock, named by -c',
      ],
    ],
    [
      'must stop where no engine answers, and install the package of this machine',
      factsOf({ ...nothing, docker: noDocker }),
      [
        'stops podman: no podman on the PATH, and no socket at /run/podman/podman.sock → sudo dnf install -y podman',
        'stops docker: unix:///var/run/docker.sock does not exist → sudo dnf install -y moby-engine',
      ],
    ],
    [
      'must start an engine that is there and silent',
      factsOf({
        podman: { ...silent('the Podman machine does not answer (podman machine start)') },
        docker: silent('nothing answers at unix:///var/run/docker.sock'),
      }),
      [
        'stops podman: the Podman machine does not answer (podman machine start) → podman machine start',
        'stops docker: nothing answers at unix:///var/run/docker.sock → sudo systemctl start docker',
      ],
    ],
    [
      'must take back the variable that leads nowhere',
      onDocker({
        docker: silent('unix:///nope does not exist'),
        more: { environment: { DOCKER_HOST: 'unix:///nope' } },
      }),
      [
        'stops docker: unix:///nope does not exist (DOCKER_HOST=unix:///nope) → unset DOCKER_HOST',
        'fine podman: 5.4.1 answers at unix:///run/podman/podman.sock; not used, -c names another engine',
      ],
    ],
    [
      'must say that a variable leads to it',
      factsOf({ docker: noDocker, more: { environment: { CONTAINER_HOST: 'unix:///x', DOCKER_HOST: '' } } }),
      [
        'fine Podman 5.4.1: answers at unix:///run/podman/podman.sock, where CONTAINER_HOST leads, the first that answers',
        'fine docker: unix:///var/run/docker.sock does not exist; not used, Podman 5.4.1 comes first',
      ],
    ],
    [
      'must say that a service is one of its own, whose address nobody can use',
      factsOf({ answer: { isStarted: true }, docker: noDocker }),
      [
        'fine Podman 5.4.1: answers by a service that smoke starts for itself, the first that answers',
        'fine docker: unix:///var/run/docker.sock does not exist; not used, Podman 5.4.1 comes first',
      ],
    ],
  ])('%s', (_, facts, expected) => {
    expect(said('engine-missing', facts)).toEqual(expected);
  });
});

describe("'engine-permission'", () => {
  const closed = silent('no permission to use unix:///var/run/docker.sock');

  it('must name the group where a socket is closed, and not ask for the other engine as well', () => {
    const facts = factsOf({ ...nothing, docker: closed });
    expect(said('engine-permission', facts)).toEqual([
      'stops docker: no permission to use unix:///var/run/docker.sock → sudo usermod -aG docker "$USER" && newgrp docker',
    ]);
    expect(said('engine-missing', facts).filter((line) => !line.startsWith('fine'))).toEqual([]);
  });

  it('must say nothing where another engine answers', () => {
    expect(said('engine-permission', factsOf({ docker: closed }))).toEqual([]);
  });
});

describe("'engine-version'", () => {
  it.each<[string, Facts, string[]]>([
    [
      'Docker 19.03',
      onDocker({ dockerAnswer: { version: '19.03.15' } }),
      [
        'stops version of docker: version 19.03.15, expected 20.10 or newer → sudo dnf install -y moby-engine',
      ],
    ],
    ['Docker 20.10', onDocker({ dockerAnswer: { version: '20.10.24+dfsg1' } }), []],
    [
      'Podman 3.4',
      factsOf({ answer: { version: '3.4.4' } }),
      ['warns version of podman: version 3.4.4, expected 4.0 or newer → sudo dnf install -y podman'],
    ],
    [
      'Podman 2.2',
      factsOf({ answer: { version: '2.2.1' } }),
      ['stops version of podman: version 2.2.1, expected 4.0 or newer → sudo dnf install -y podman'],
    ],
    ['Podman 4.3', factsOf({ answer: { version: '4.3.1' } }), []],
  ])('%s', (_, facts, expected) => {
    expect(said('engine-version', facts)).toEqual(expected);
  });
});

describe('how the engine works', () => {
  const cni = { networkBackend: 'cni', hasNames: false };
  it.each<[string, Facts, string[]]>([
    ['engine-network', factsOf(), ['fine network of Podman 5.4.1: netavark']],
    ['engine-network', factsOf({ answer: { networkBackend: 'cni' } }), ['fine network of Podman 5.4.1: cni']],
    [
      'engine-network',
      factsOf({ answer: cni, more: { installer: 'apt-get' } }),
      [
        `stops network of Podman 5.4.1: CNI without its dnsname plugin → sudo apt-get install -y netavark aardvark-dns && printf '[network]\\nnetwork_backend="netavark"\\n' | sudo tee /etc/containers/containers.conf.d/netavark.conf`,
      ],
    ],
    [
      'engine-network',
      factsOf({ answer: { hasNames: false } }),
      ['stops network of Podman 5.4.1: netavark without aardvark-dns → sudo dnf install -y aardvark-dns'],
    ],
    ['engine-users', factsOf({ answer: { userCount: 1 } }), []],
    [
      'engine-users',
      factsOf({ answer: { isRootless: true, userCount: 65_537 } }),
      ['fine users of Podman 5.4.1: 65537'],
    ],
    [
      'engine-users',
      factsOf({ answer: { isRootless: true, userCount: 1 } }),
      [
        'stops users of Podman 5.4.1: this one alone, for it has no range in /etc/subuid → sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER" && podman system migrate',
      ],
    ],
    ['engine-health', factsOf(), ['fine health checks of Podman 5.4.1: fire by themselves']],
    [
      'engine-health',
      factsOf({ answer: { firesHealthChecks: false } }),
      [
        'warns health checks of Podman 5.4.1: do not fire by themselves, there is no systemd → smoke up --watch',
      ],
    ],
    ['engine-limits', factsOf(), ['fine Podman 5.4.1: as root, control groups of version 2, systemd']],
    [
      'engine-limits',
      factsOf({ answer: { isRootless: true, cgroupVersion: '1' } }),
      [
        'warns Podman 5.4.1: rootless, control groups of version 1, systemd: no limits of memory → sudo grubby --update-kernel=ALL --args=systemd.unified_cgroup_hierarchy=1',
      ],
    ],
    ['engine-storage', factsOf(), ['fine storage of Podman 5.4.1: overlay in /var/lib/containers/storage']],
    [
      'engine-storage',
      factsOf({ answer: { storageDriver: 'vfs' } }),
      ['warns storage of Podman 5.4.1: vfs → sudo dnf install -y fuse-overlayfs'],
    ],
    [
      'engine-storage',
      onDocker({ dockerAnswer: { storageDriver: 'vfs' } }),
      [
        'warns storage of Docker 28.2.2: vfs → sudoedit /etc/docker/daemon.json # "storage-driver": "overlay2"',
      ],
    ],
  ])("'%s': %#", (id, facts, expected) => {
    expect(said(id, facts)).toEqual(expected);
  });

  it('a single service needs no names', () => {
    const facts = factsOf({ answer: cni });
    expect(said('engine-network', facts, wantsFor({ services: ['web'] }))).toEqual([
      'fine network of Podman 5.4.1: cni',
    ]);
  });
});
