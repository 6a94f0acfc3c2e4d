import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../../src/doctor/facts.ts';
import type { Wants } from '../../../../src/doctor/wants.ts';
import { factsOf, said, wantsFor } from '../machines.ts';

const maps = (required: boolean): Partial<Wants> => ({
  kernel: [{ service: 'search', setting: 'vm.max_map_count', least: 262_144, why: 'maps', required }],
});
const kernel = (value: number): Facts => factsOf({ host: { settings: { 'vm.max_map_count': value } } });
const many: Partial<Wants> = { openFiles: [{ service: 'search', count: 65_536 }] };

describe('the machine below the engine', () => {
  it.each<[string, string, Facts, Partial<Wants>, string[]]>([
    ['node-version', 'new enough', factsOf(), {}, ['fine Node: 22.12.0']],
    [
      'node-version',
      'too old',
      factsOf({ more: { node: '18.20.4' } }),
      {},
      ['stops Node: 18.20.4, expected 20.19 or newer → nvm install 22'],
    ],
    ['memory', 'enough', factsOf(), {}, ['fine memory of Podman 5.4.1: 16 GiB; the services may take 1 GiB']],
    [
      'memory',
      'as much as there is',
      factsOf(),
      { memoryBytes: 16 * 1024 ** 3 },
      ['fine memory of Podman 5.4.1: 16 GiB; the services may take 16 GiB'],
    ],
    [
      'memory',
      'more than there is',
      factsOf(),
      { memoryBytes: 17 * 1024 ** 3 },
      [
        'warns memory of Podman 5.4.1: 16 GiB; the services may take 17 GiB → ps -eo rss,pid,comm --sort=-rss | head',
      ],
    ],
    [
      'memory',
      'in a machine of its own',
      factsOf({ answer: { isHere: false, memoryBytes: 2 * 1024 ** 3 }, more: { platform: 'darwin' } }),
      { memoryBytes: 3 * 1024 ** 3 },
      [
        'warns memory of Podman 5.4.1: 2 GiB; the services may take 3 GiB → podman machine stop && podman machine set --memory 4096 && podman machine start',
      ],
    ],
    ['kernel-setting', 'nothing is wanted', kernel(65_530), {}, []],
    [
      'kernel-setting',
      'high enough',
      kernel(262_144),
      maps(true),
      ['fine vm.max_map_count for search: 262144'],
    ],
    [
      'kernel-setting',
      'too low for a start',
      kernel(65_530),
      maps(true),
      [
        'stops vm.max_map_count for search: 65530, expected 262144 or more → sudo sysctl -w vm.max_map_count=262144',
      ],
    ],
    [
      'kernel-setting',
      'too low for later',
      kernel(65_530),
      maps(false),
      [
        'warns vm.max_map_count for search: 65530, expected 262144 or more → sudo sysctl -w vm.max_map_count=262144',
      ],
    ],
    ['open-files', 'plenty', factsOf(), {}, ['fine open files: 524288']],
    [
      'open-files',
      'few, rootless',
      factsOf({ answer: { isRootless: true }, host: { openFiles: 1024 } }),
      {},
      ['warns open files: 1024 → ulimit -n 65536'],
    ],
    ['open-files', 'few, as root', factsOf({ host: { openFiles: 1024 } }), {}, ['fine open files: 1024']],
    [
      'open-files',
      'fewer than a service asks for, rootless',
      factsOf({ answer: { isRootless: true }, host: { openFiles: 4096 } }),
      many,
      ['stops open files of search: it asks for 65536, and 4096 is the most of this user → ulimit -n 65536'],
    ],
    [
      'open-files',
      'fewer than a service asks for, as root',
      factsOf({ host: { openFiles: 4096 } }),
      many,
      ['fine open files: 4096'],
    ],
    [
      'open-files',
      'more than the kernel has',
      factsOf({ host: { settings: { 'fs.nr_open': 1024 } } }),
      many,
      [
        'stops open files of search: it asks for 65536, and 1024 is the most of the kernel → sudo sysctl -w fs.nr_open=65536',
      ],
    ],
    ['inotify', 'as usual', factsOf(), {}, ['fine fs.inotify.max_user_instances: 128']],
    [
      'inotify',
      'fewer',
      factsOf({ host: { settings: { 'fs.inotify.max_user_instances': 64 } } }),
      {},
      ['warns fs.inotify.max_user_instances: 64 → sudo sysctl -w fs.inotify.max_user_instances=512'],
    ],
  ])("'%s': %s", (id, _, facts, wants, expected) => {
    expect(said(id, facts, wantsFor(wants))).toEqual(expected);
  });
});
