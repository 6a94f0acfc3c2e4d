// How the engine that would be used works: health, names, limits, storage. Pure.

import type { EngineAnswer } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { installCommand } from '../install.ts';
import { engineName, nearestEngine } from '../used.ts';

const chooseNetavark = `printf '[network]\\nnetwork_backend="netavark"\\n' | sudo tee /etc/containers/containers.conf.d/netavark.conf`;
const grubCure = `sudo sed -i 's/^GRUB_CMDLINE_LINUX="/&systemd.unified_cgroup_hierarchy=1 /' /etc/default/grub && sudo update-grub`;

export const engineWaysRules: readonly Rule[] = [
  {
    id: 'engine-network',
    level: 'stops',
    summary:
      'Podman gives services no names: CNI without its dnsname plugin, or netavark without aardvark-dns',
    why: 'services find each other by their names (db, s3), and would not here',
    cure: 'sudo apt-get install -y netavark aardvark-dns',
    *check(facts, { services }) {
      const engine = nearestEngine(facts);
      const { networkBackend, hasNames } = engine?.answer ?? {};
      if (!engine || networkBackend === undefined || hasNames === undefined) return;
      const subject = `network of ${engineName(engine)}`;
      if (hasNames || services.length < 2) yield { level: 'fine', subject, seen: networkBackend };
      else if (networkBackend === 'cni')
        yield {
          subject,
          seen: 'CNI without its dnsname plugin',
          // With containers from before, Podman keeps to CNI unless it is told.
          cure: `${installCommand(facts.installer, 'netavark aardvark-dns')} && ${chooseNetavark}`,
        };
      else
        yield {
          subject,
          seen: `${networkBackend} without aardvark-dns`,
          cure: installCommand(facts.installer, 'aardvark-dns'),
        };
    },
  },
  {
    id: 'engine-users',
    level: 'stops',
    summary: 'rootless Podman has no users besides the one that runs it',
    why: 'files of images belong to several users, and the image cannot be unpacked without them',
    cure: 'sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER" && podman system migrate',
    *check(facts) {
      const engine = nearestEngine(facts);
      const { isRootless, userCount } = engine?.answer ?? {};
      if (!engine || !isRootless || userCount === undefined) return;
      const subject = `users of ${engineName(engine)}`;
      if (userCount > 1) yield { level: 'fine', subject, seen: String(userCount) };
      else yield { subject, seen: 'this one alone, for it has no range in /etc/subuid' };
    },
  },
  {
    id: 'engine-health',
    level: 'warns',
    summary: 'nothing fires health checks: Podman leaves that to systemd, which is not here',
    why: 'smoke up runs the checks itself as long as it works; later the states stay as they were',
    cure: 'smoke up --watch',
    *check(facts) {
      const engine = nearestEngine(facts);
      if (!engine) return;
      const subject = `health checks of ${engineName(engine)}`;
      if (engine.answer.firesHealthChecks) yield { level: 'fine', subject, seen: 'fire by themselves' };
      else yield { subject, seen: 'do not fire by themselves, there is no systemd' };
    },
  },
  {
    id: 'engine-limits',
    level: 'warns',
    summary:
      'the engine cannot hold containers to their limit of memory: rootless with control groups of version 1',
    why: 'limits of the manifest are left out, so that one service may take the memory of all; the cure counts from the next boot',
    cure: 'sudo grubby --update-kernel=ALL --args=systemd.unified_cgroup_hierarchy=1',
    *check(facts, { memoryBytes }) {
      const engine = nearestEngine(facts);
      if (!engine) return;
      const { isRootless, cgroupVersion, limitsMemory } = engine.answer;
      const subject = engineName(engine);
      const seen = describe(engine.answer);
      const isLoose = limitsMemory === false || (isRootless === true && cgroupVersion === '1');
      if (isLoose && memoryBytes > 0)
        yield {
          subject,
          seen: `${seen}: no limits of memory`,
          ...(facts.installer === 'apt-get' && { cure: grubCure }),
        };
      else if (seen !== '') yield { level: 'fine', subject, seen };
    },
  },
  {
    id: 'engine-storage',
    level: 'warns',
    summary: 'the storage driver is vfs, which copies a whole image for each layer and container',
    why: 'it takes many times the space and the time of overlay; another driver begins without the images and volumes of this one',
    cure: 'sudo apt-get install -y fuse-overlayfs',
    *check(facts) {
      const engine = nearestEngine(facts);
      const driver = engine?.answer.storageDriver;
      if (!engine || driver === undefined) return;
      const subject = `storage of ${engineName(engine)}`;
      const { root } = engine.answer;
      if (driver !== 'vfs') yield { level: 'fine', subject, seen: `${driver}${root ? ` in ${root}` : ''}` };
      else if (engine.name === 'docker')
        yield {
          subject,
          seen: driver,
          cure: 'sudoedit /etc/docker/daemon.json # "storage-driver": "overlay2"',
        };
      else
        yield {
          subject,
          seen: driver,
          cure: installCommand(facts.installer, 'fuse-overlayfs'),
        };
    },
  },
];

function describe({ isRootless, cgroupVersion, cgroupManager }: EngineAnswer): string {
  const parts = [
    isRootless === undefined ? undefined : isRootless ? 'rootless' : 'as root',
    cgroupVersion === undefined ? undefined : `control groups of version ${cgroupVersion}`,
    cgroupManager,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
