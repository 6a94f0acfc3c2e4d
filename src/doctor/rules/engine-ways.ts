// How the engine that would be used works: health, names, limits, storage. Pure.

import type { EngineAnswer } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { installCommand } from '../install.ts';
import { engineName, usedEngine } from '../used.ts';

export const engineWaysRules: readonly Rule[] = [
  {
    id: 'engine-network',
    level: 'stops',
    summary:
      'Podman gives services no names: CNI without its dnsname plugin, or netavark without aardvark-dns',
    why: 'services find each other by their names (db, s3), and would not here',
    cure: 'sudo apt-get install -y netavark aardvark-dns && sudo podman system reset',
    *check(facts, { services }) {
      const engine = usedEngine(facts);
      const { networkBackend, hasNames } = engine?.answer ?? {};
      if (!engine || networkBackend === undefined || hasNames === undefined) return;
      const subject = `network of ${engineName(engine)}`;
      if (hasNames || services.length < 2) yield { level: 'fine', subject, seen: networkBackend };
      else if (networkBackend === 'cni')
        yield {
          subject,
          seen: 'CNI without its dnsname plugin',
          // Podman keeps to the network that it has as long as there are containers and images.
          cure: `${installCommand(facts.installer, 'netavark aardvark-dns')} && podman system reset`,
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
    id: 'engine-health',
    level: 'warns',
    summary: 'nothing fires health checks: Podman leaves that to systemd, which is not here',
    why: 'smoke up runs the checks itself as long as it works; later the states stay as they were',
    cure: 'smoke up --watch',
    *check(facts) {
      const engine = usedEngine(facts);
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
    why: 'limits of the manifest are left out, so that one service may take the memory of all',
    cure: 'sudo grubby --update-kernel=ALL --args=systemd.unified_cgroup_hierarchy=1 && sudo reboot',
    *check(facts, { memoryBytes }) {
      const engine = usedEngine(facts);
      if (!engine) return;
      const { isRootless, cgroupVersion, limitsMemory } = engine.answer;
      const subject = engineName(engine);
      const seen = describe(engine.answer);
      const isLoose = limitsMemory === false || (isRootless === true && cgroupVersion === '1');
      if (isLoose && memoryBytes > 0) yield { subject, seen: `${seen}: no limits of memory` };
      else if (seen !== '') yield { level: 'fine', subject, seen };
    },
  },
  {
    id: 'engine-storage',
    level: 'warns',
    summary: 'the storage driver is vfs, which copies a whole image for each layer and container',
    why: 'it takes many times the space and the time of overlay',
    cure: 'sudo apt-get install -y fuse-overlayfs && podman system reset',
    *check(facts) {
      const engine = usedEngine(facts);
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
          cure: `${installCommand(facts.installer, 'fuse-overlayfs')} && podman system reset`,
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
