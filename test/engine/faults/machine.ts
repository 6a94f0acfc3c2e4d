// Faults of the machine and the engine: ports, names, mounts, disk, networks, the provider.

import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Fault, type Place, plainImage, script, web } from './fault.ts';

const forever = 'exec sleep 1000';
const published = ({ address, port }: Place) => [`${address}:${port}:80`];

/** Ports, mounts, volumes, networks, names, disk. */
export const machineFaults: readonly Fault[] = [
  {
    name: 'a port that a process has',
    prepare: async ({ address, port }) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(port, address, resolve));
      return {
        undo: () => new Promise((resolve) => server.close(resolve)),
        made: { pid: String(process.pid) },
      };
    },
    file: (place) => web(script(forever, { ports: published(place) })),
    code: 'port-taken',
    subject: 'web',
    says: new RegExp(String.raw`port \d+ is taken by the process .*\(pid ${process.pid}\)`),
    shows: /address already in use/,
    next: new RegExp(`^kill ${process.pid} `),
    exitCode: 3,
  },
  {
    name: 'a port that a container has',
    prepare: (place) => {
      const { address, port, engine, project } = place;
      engine(
        'run',
        '-d',
        '--name',
        `${project}-other`,
        '-p',
        `${address}:${port}:80`,
        plainImage,
        'sleep',
        '1000',
      );
      return { undo: () => remove(place, `${project}-other`) };
    },
    file: (place) => web(script(forever, { ports: published(place) })),
    code: 'port-taken',
    subject: 'web',
    says: /taken by the container \S+-other/,
    next: /^(docker|podman) stop \S+-other /,
    exitCode: 3,
  },
  {
    name: 'a port that another stack has',
    prepare: (place) => {
      const { address, port, engine, project } = place;
      const labels = ['com.docker.compose.project=shop', 'com.docker.compose.service=till'];
      engine(
        ...['run', '-d', '--name', `${project}-till`, ...labels.flatMap((label) => ['--label', label])],
        ...['-p', `${address}:${port}:80`, plainImage, 'sleep', '1000'],
      );
      return { undo: () => remove(place, `${project}-till`) };
    },
    file: (place) => web(script(forever, { ports: published(place) })),
    code: 'port-taken',
    subject: 'web',
    says: /taken by the stack shop, service till/,
    next: /^smoke down --project shop -c /,
    exitCode: 3,
  },
  {
    name: 'an address that this machine does not have',
    file: ({ port }) => web(script(forever, { ports: [`198.51.100.7:${port}:80`] })),
    code: 'address-not-here',
    subject: 'web',
    says: /198\.51\.100\.7 is no address of this machine/,
    next: /--bind 127\.0\.0\.1/,
    exitCode: 3,
  },
  {
    name: 'an engine socket that is not there',
    file: ({ folder }) =>
      web(
        script(forever, {
          volumes: [
            {
              type: 'bind',
              source: join(folder, 'engine.sock'),
              target: '/run/engine.sock',
              bind: { create_host_path: false },
            },
          ],
        }),
      ),
    code: 'mount-missing',
    subject: 'web',
    says: /the engine's socket \/\S+engine\.sock is to be mounted, and is not there/,
    next: /CRYOSTAT_ENGINE_SOCKET=PATH/,
    exitCode: 3,
  },
  {
    name: 'a folder where a file belongs',
    prepare: ({ folder }) => {
      mkdirSync(join(folder, 'app.conf'));
      return {};
    },
    file: ({ folder }) => web(script(forever, { volumes: [`${join(folder, 'app.conf')}:/usr/bin/tac:ro`] })),
    code: 'mount-kind',
    subject: 'web',
    says: /is a folder where the service wants a file/,
    next: /^ls -ld /,
    exitCode: 3,
  },
  {
    name: 'a volume that should be there before',
    file: ({ project }) =>
      web(script(forever, { volumes: ['ledger:/data'] }), {
        volumes: { ledger: { external: true, name: `${project}-nobody-made-it` } },
      }),
    code: 'volume-missing',
    subject: /./,
    says: /the volume \S+-nobody-made-it has to be there before/,
    next: /volume create \S+-nobody-made-it/,
    exitCode: 3,
  },
  {
    name: 'a network that should be there before',
    file: ({ project }) =>
      web(script(forever, { networks: ['office'] }), {
        networks: { office: { external: true, name: `${project}-nobody-made-it` } },
      }),
    code: 'network-missing',
    subject: /./,
    says: /the network \S+-nobody-made-it has to be there before/,
    next: /network create \S+-nobody-made-it/,
    exitCode: 3,
  },
  {
    name: 'a container name that another container has',
    prepare: ({ engine, project }) => {
      engine('create', '--name', `${project}-mine`, plainImage, 'true');
      return { undo: () => engine('rm', '-f', `${project}-mine`) };
    },
    file: ({ project }) => web(script(forever, { container_name: `${project}-mine` })),
    code: 'container-name-taken',
    subject: /./,
    says: /another container is called \S+-mine already/,
    next: /rm -f \S+-mine/,
    exitCode: 3,
  },
  {
    name: 'a subnet that another network has',
    prepare: ({ engine, project, target }) => {
      const subnet = target.engine === 'docker' ? '10.213.7.0/24' : '10.213.8.0/24';
      engine('network', 'create', '--subnet', subnet, `${project}-first`);
      return { undo: () => engine('network', 'rm', `${project}-first`), made: { subnet } };
    },
    file: (_, { subnet }) =>
      web(script(forever), { networks: { default: { ipam: { config: [{ subnet }] } } } }),
    code: 'network-overlap',
    subject: /./,
    says: /in use by another network/,
    next: /network ls/,
    exitCode: 3,
    onPodman: {
      code: 'engine-refused',
      says: /refused "podman network create"/,
      next: /^podman network create .*--subnet/,
    },
  },
  {
    name: 'a volume that is full',
    file: () =>
      web(
        script('head -c 3000000 /dev/zero >/data/ledger && exec sleep 1000', { volumes: ['ledger:/data'] }),
        {
          volumes: { ledger: { driver_opts: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' } } },
        },
      ),
    code: 'disk-full',
    subject: 'web',
    says: /no space is left/,
    shows: /No space left on device/,
    next: /raise the size of that volume/,
    exitCode: 1,
    onPodman: {
      code: 'engine-refused',
      subject: /./,
      says: /refused "podman volume create"/,
      shows: /./,
      next: /^podman volume create /,
      exitCode: 3,
    },
  },
  {
    name: 'a volume of another user',
    prepare: ({ engine, project }) => {
      const volume = `${project}_ledger`;
      engine(
        'volume',
        'create',
        '--label',
        `com.docker.compose.project=${project}`,
        '--label',
        'com.docker.compose.volume=ledger',
        volume,
      );
      engine(
        'run',
        '--rm',
        '-v',
        `${volume}:/data`,
        plainImage,
        'sh',
        '-c',
        'touch /data/old; chown 7:7 /data; chmod 700 /data',
      );
      return {};
    },
    file: () =>
      web(script('mkdir /data/today && exec sleep 1000', { user: '1000:1000', volumes: ['ledger:/data'] }), {
        volumes: { ledger: {} },
      }),
    code: 'volume-other-owner',
    subject: 'web',
    says: /the volume ledger belongs to another user/,
    shows: /Permission denied/,
    next: /^(docker|podman) run --rm -u 0 --entrypoint chown .* 1000:1000 /,
    exitCode: 1,
  },
  {
    name: 'a volume that is mounted read-only',
    file: () =>
      web(script('touch /data/today && exec sleep 1000', { volumes: ['ledger:/data:ro'] }), {
        volumes: { ledger: {} },
      }),
    code: 'volume-read-only',
    subject: 'web',
    says: /\/data\/today, which is mounted read-only/,
    next: /":ro"/,
    exitCode: 1,
  },
  {
    name: 'a word that the provider does not know',
    file: () => web(script(forever, { warp_speed: 9 })),
    code: 'provider-too-old',
    subject: /./,
    says: /does not know "warp_speed" of services\.web/,
    next: /smoke lint/,
    exitCode: 3,
    only: 'docker',
  },
  {
    name: 'a service that waits for one that there is not',
    file: () => web(script(forever, { depends_on: ['ghost'] })),
    code: 'manifest-invalid',
    subject: /./,
    says: /does not understand the manifest/,
    next: /smoke lint \/\S+compose\.yml/,
    exitCode: 3,
    only: 'docker',
  },
];

/** Podman gives what it stops ten seconds, unless told. */
function remove({ target, engine }: Place, name: string): void {
  engine('rm', '-f', ...(target.engine === 'podman' ? ['-t', '0'] : []), name);
}
