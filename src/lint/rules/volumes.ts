// Mounts and volumes. Pure.

import type { Hit, Rule } from '../finding.ts';
import { isEngineSocket, isSocket, type Mount, mounts } from '../mounts.ts';
import type { ComposeFile } from '../project.ts';
import { child } from '../spot.ts';

export const volumeRules: readonly Rule[] = [
  {
    code: 'SM121',
    name: 'mount-owner',
    severity: 'error',
    summary: 'the mount option U',
    on: 'docker compose drops it, Docker itself refuses it as an invalid mode; Podman changes the owner of everything on the host side, recursively, at each start',
    cure: 'set the owner of the volume once, by a one-shot service that others wait for',
    *check(file) {
      for (const mount of all(file))
        if (mount.options.includes('U'))
          yield { spot: mount.spot, message: `${mount.target} is mounted with U` };
    },
  },
  {
    code: 'SM122',
    name: 'relabel-socket',
    severity: 'error',
    summary: 'a socket with the SELinux option z or Z',
    on: "where SELinux is on, Docker and Podman relabel the host's socket: Z takes it away from every other container, and may need root",
    cure: 'leave the option out, and give this one service security_opt: [label:disable]',
    *check(file) {
      for (const mount of all(file)) {
        const label = relabel(mount);
        if (label && isSocket(mount.source)) {
          yield {
            spot: child(mount.spot, 'bind', 'selinux') ?? mount.spot,
            message: `${mount.source} is mounted with ${label}`,
            ...removeOption(mount, label, file),
          };
        }
      }
    },
  },
  {
    code: 'SM123',
    name: 'relabel-mount',
    severity: 'note',
    summary: 'a mount with the SELinux option z or Z',
    on: 'where SELinux is on, Docker and Podman relabel the files on the host; elsewhere, and on macOS, it does nothing; Z on a shared path locks others out',
    cure: 'a named volume needs no label; for a path of the host take z, and only a folder that is for containers alone',
    *check(file) {
      for (const mount of all(file)) {
        const label = relabel(mount);
        if (label && !isSocket(mount.source))
          yield {
            spot: child(mount.spot, 'bind', 'selinux') ?? mount.spot,
            message: `${mount.source} is mounted with ${label}`,
          };
      }
    },
  },
  {
    code: 'SM124',
    name: 'host-path',
    severity: 'warning',
    summary: 'an absolute path of one machine',
    on: 'every engine: another machine, and the virtual machine of Docker Desktop or podman machine, has nothing there',
    cure: 'a path that begins with ./ and lies beside the file, a named volume, or a variable with ${NAME:?what it is}',
    *check(file) {
      for (const mount of all(file)) {
        if (mount.type !== 'bind' || !mount.source || !isOfOneMachine(mount.source)) continue;
        yield {
          spot: child(mount.spot, 'source') ?? mount.spot,
          message: `${mount.source} of the host at ${mount.target}`,
        };
      }
      for (const { spot } of file.services)
        for (const found of [child(spot, 'env_file'), child(spot, 'build'), child(spot, 'build', 'context')])
          if (found?.kind === 'scalar' && isOfOneMachine(found.text))
            yield { spot: found, message: `${found.text} of the host` };
    },
  },
  {
    code: 'SM125',
    name: 'bind-created',
    severity: 'note',
    summary: 'a path of the host that is made when it is missing',
    on: 'Docker makes an empty folder of root in its place, also where a file was meant, and the service starts without its content; Podman refuses to start, podman-compose makes the folder',
    cure: 'long syntax with bind: {create_host_path: false}, or a named volume',
    *check(file) {
      for (const mount of all(file)) {
        if (!mount.createsPath || !mount.source || isSocket(mount.source)) continue;
        const isExplicit = child(mount.spot, 'bind', 'create_host_path') !== undefined;
        if (isExplicit || looksLikeFile(mount.source))
          yield { spot: mount.spot, message: `${mount.source} becomes an empty folder when it is missing` };
      }
    },
  },
  {
    code: 'SM126',
    name: 'volume-prefix',
    severity: 'note',
    summary: 'a volume whose name begins with the whole name of another',
    on: 'Podman finds a volume by the beginning of its name: asked for the short one before it exists, it answers with the long one, and podman-compose does not make it',
    cure: 'name them so that none is the beginning of another',
    *check(file) {
      // Sorted, a name stands right before those that begin with it.
      const volumes = [...(child(file.root, 'volumes')?.entries ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      for (const [index, [name, spot]] of volumes.entries()) {
        const next = volumes[index + 1]?.[0];
        if (next?.startsWith(name)) yield { spot, message: `volume ${name} is the beginning of ${next}` };
      }
    },
  },
  {
    code: 'SM127',
    name: 'short-volume-name',
    severity: 'error',
    summary: 'a volume whose name has one letter, in short syntax',
    on: 'docker compose takes the letter for a drive of Windows and mounts something else; podman-compose mounts the volume',
    cure: 'a name of two letters or more',
    *check(file) {
      for (const { spot } of all(file))
        if (spot.kind === 'scalar' && /^[A-Za-z]:\//.test(spot.text)) {
          const name = spot.text.slice(0, 1);
          if (child(file.root, 'volumes', name)) yield { spot, message: `volume ${name} in ${spot.text}` };
        }
    },
  },
];

function all(file: ComposeFile): Mount[] {
  return file.services.flatMap(mounts);
}

function relabel(mount: Mount): string | undefined {
  return mount.options.find((option) => option === 'z' || option === 'Z');
}

/** System paths are the same everywhere. */
function isOfOneMachine(path: string): boolean {
  if (/^(~|\$\{?HOME\b)/.test(path)) return true;
  if (/^[A-Za-z]:[\\/]/.test(path)) return true;
  if (!path.startsWith('/') || isSystemSocket(path)) return false;
  return !/^\/(etc\/(localtime|timezone|hosts|resolv\.conf|machine-id|os-release|ssl\/certs|pki)|proc|sys|dev|run(?!\/user\/)|var\/run|var\/log|lib\/modules|var\/lib\/docker|usr\/share\/zoneinfo)(\/|$)|^\/$/.test(
    path,
  );
}

function isSystemSocket(path: string): boolean {
  return isEngineSocket(path) && /^\/(var\/)?run\/(?!user\/)/.test(path);
}

function looksLikeFile(path: string): boolean {
  const name = path.split('/').at(-1) ?? '';
  return /\.(ya?ml|json|conf|cfg|ini|toml|pem|crt|cert|key|env|sql|sh|xml|properties|txt|html|htpasswd)$/.test(
    name,
  );
}

function removeOption(mount: Mount, label: string, file: ComposeFile): { fix?: Hit['fix'] } {
  if (mount.form !== 'short' || mount.spot.isFlow) return {};
  const { valueStart: start, valueEnd: end } = mount.spot;
  const source = file.text.slice(start, end);
  const without = source.replace(new RegExp(`:${label}(?=["']?$)|,${label}(?=[,"']|$)|(?<=:)${label},`), '');
  return without === source ? {} : { fix: [{ start, end, text: without }] };
}
