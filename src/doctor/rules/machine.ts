// The machine below the engine: Node, memory, kernel, limits. Pure.

import { quote } from '../../options/again.ts';
import { isAtLeast } from '../../version-order.ts';
import type { Facts } from '../facts.ts';
import type { Rule } from '../finding.ts';
import { installCommand } from '../install.ts';
import { shownBytes } from '../sizes.ts';
import { engineName, nearestEngine, type UsedEngine } from '../used.ts';

const oldestNode = '20.19';
const fewOpenFiles = 4096;
/** What the kernel has by default. */
const usualInstances = 128;

export const machineRules: readonly Rule[] = [
  {
    id: 'node-version',
    level: 'stops',
    summary: 'Node is older than 20.19',
    why: 'smoke is made for 20.19 and newer',
    cure: 'nvm install 22',
    *check({ node, installer }) {
      if (isAtLeast(node, oldestNode)) yield { level: 'fine', subject: 'Node', seen: node };
      else
        yield {
          subject: 'Node',
          seen: `${node}, expected ${oldestNode} or newer`,
          ...(installer === 'brew' && { cure: installCommand(installer, 'node') }),
        };
    },
  },
  {
    id: 'memory',
    level: 'warns',
    summary: 'the services may take more memory than the engine has',
    why: 'the kernel ends a service when the memory is used up',
    cure: 'ps -eo rss,pid,comm --sort=-rss | head',
    *check(facts, { memoryBytes }) {
      const engine = nearestEngine(facts);
      const there = engine?.answer.memoryBytes;
      if (!engine || there === undefined) return;
      const subject = `memory of ${engineName(engine)}`;
      const seen =
        memoryBytes > 0
          ? `${shownBytes(there)}; the services may take ${shownBytes(memoryBytes)}`
          : shownBytes(there);
      if (memoryBytes <= there) yield { level: 'fine', subject, seen };
      else yield { subject, seen, ...machineCure(engine, facts, memoryBytes) };
    },
  },
  {
    id: 'kernel-setting',
    level: 'stops',
    summary:
      'a setting of the kernel is below what a service wants (it stops those that do not start without)',
    why: 'the fragment of the service says what happens',
    cure: 'sudo sysctl -w vm.max_map_count=262144',
    *check(facts, { kernel }) {
      const engine = nearestEngine(facts);
      if (!engine) return;
      for (const { service, setting, least, why, required } of kernel) {
        const value = engine.answer.isHere ? facts.host.settings[setting] : undefined;
        const subject = `${setting} for ${service}`;
        if (value === undefined)
          yield { level: 'fine', subject, seen: `not known here; ${service} wants ${least} or more` };
        else if (value >= least) yield { level: 'fine', subject, seen: String(value) };
        else
          yield {
            level: required ? 'stops' : 'warns',
            subject,
            seen: `${value}, expected ${least} or more`,
            why,
            cure: `sudo sysctl -w ${quote(`${setting}=${least}`)}`,
          };
      }
    },
  },
  {
    id: 'open-files',
    level: 'warns',
    summary: 'the limit of open files is low (it stops a service that asks for more)',
    why: 'rootless containers cannot have more open files than their user',
    cure: 'ulimit -n 65536',
    *check(facts, wants) {
      const engine = nearestEngine(facts);
      const limit = facts.host.openFiles;
      if (!engine?.answer.isHere || limit === undefined) return;
      const { isRootless } = engine.answer;
      const most = isRootless ? limit : facts.host.settings['fs.nr_open'];
      const asking = wants.openFiles.filter(({ count }) => most !== undefined && count > most);
      for (const { service, count } of asking)
        yield {
          level: 'stops',
          subject: `open files of ${service}`,
          seen: `it asks for ${count}, and ${most} is the most ${isRootless ? 'of this user' : 'of the kernel'}`,
          why: 'a container cannot have a limit above that of its user or of the kernel',
          cure: isRootless ? `ulimit -n ${count}` : `sudo sysctl -w fs.nr_open=${count}`,
        };
      if (asking.length > 0) return;
      if (isRootless && limit < fewOpenFiles) yield { subject: 'open files', seen: String(limit) };
      else yield { level: 'fine', subject: 'open files', seen: String(limit) };
    },
  },
  {
    id: 'inotify',
    level: 'warns',
    summary: 'the kernel lets a user watch fewer files than usual',
    why: 'servers that watch their configuration fail with "too many open files"',
    cure: 'sudo sysctl -w fs.inotify.max_user_instances=512',
    *check(facts) {
      const instances = facts.host.settings['fs.inotify.max_user_instances'];
      if (!nearestEngine(facts)?.answer.isHere || instances === undefined) return;
      const hit = { subject: 'fs.inotify.max_user_instances', seen: String(instances) };
      yield instances < usualInstances ? hit : { ...hit, level: 'fine' };
    },
  },
];

/** The machine that an engine of macOS or Windows runs in has a memory of its own. */
function machineCure(engine: UsedEngine, facts: Facts, bytes: number): { cure?: string } {
  if (engine.answer.isHere || engine.name !== 'podman' || facts.platform === 'linux') return {};
  const megabytes = Math.ceil(bytes / 1024 ** 2 / 1024) * 1024 + 1024;
  return { cure: `podman machine stop && podman machine set --memory ${megabytes} && podman machine start` };
}
