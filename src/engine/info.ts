// How an engine works: control groups, network, storage, memory. Talks to an engine.

import type { EngineInfo } from '../doctor/facts.ts';
import { call, type EngineClient, engineFailed, libpod } from './client.ts';
import type { Machine } from './process.ts';

/** Asks the engine. */
export async function readInfo(machine: Machine, client: EngineClient): Promise<EngineInfo> {
  try {
    return client.name === 'podman' ? await podmanInfo(machine, client) : await dockerInfo(client);
  } catch (error) {
    throw engineFailed(`${client.name} could not tell how it works`, error);
  }
}

async function dockerInfo(client: EngineClient): Promise<EngineInfo> {
  const info = (await client.docker.info()) as DockerInfo;
  return whole({
    kernel: info.KernelVersion,
    operatingSystem: info.OperatingSystem,
    isRootless: info.SecurityOptions?.some((option) => option.includes('name=rootless')),
    cgroupVersion: info.CgroupVersion,
    cgroupManager: info.CgroupDriver,
    limitsMemory: info.MemoryLimit,
    networkBackend: 'bridge',
    // Docker has a name server of its own.
    hasNames: true,
    storageDriver: info.Driver,
    root: info.DockerRootDir,
    memoryBytes: info.MemTotal,
  });
}

async function podmanInfo(machine: Machine, client: EngineClient): Promise<EngineInfo> {
  const { host = {}, store = {} } = (await call(client, 'GET', libpod(client, '/info'))) as PodmanInfo;
  const networkBackend = host.networkBackend ?? 'cni';
  const controllers = host.cgroupControllers;
  return whole({
    kernel: host.kernel,
    operatingSystem: [host.distribution?.distribution, host.distribution?.version].filter(Boolean).join(' '),
    isRootless: host.security?.rootless,
    userCount: host.idMappings?.uidmap?.reduce((sum, { size = 0 }) => sum + size, 0),
    cgroupVersion: host.cgroupVersion?.replace(/^v/, ''),
    cgroupManager: host.cgroupManager,
    limitsMemory: controllers && controllers.length > 0 ? controllers.includes('memory') : undefined,
    networkBackend,
    hasNames: hasNames(machine, networkBackend, host.networkBackendInfo),
    storageDriver: store.graphDriverName,
    root: store.graphRoot,
    memoryBytes: host.memTotal,
  });
}

const helperFolders = [
  '/usr/local/libexec/podman',
  '/usr/local/lib/podman',
  '/usr/libexec/podman',
  '/usr/lib/podman',
];
const pluginFolders = [
  '/usr/local/libexec/cni',
  '/usr/libexec/cni',
  '/usr/local/lib/cni',
  '/usr/lib/cni',
  '/opt/cni/bin',
];

/** Newer Podman tells the path of its name server; of an older one, only this machine's own can be looked at. */
function hasNames(
  { exists, platform }: Machine,
  backend: string,
  told: { readonly dns?: { readonly path?: string } } | undefined,
): boolean | undefined {
  if (told?.dns?.path) return true;
  if (platform !== 'linux') return undefined;
  const [name, folders] = backend === 'cni' ? ['dnsname', pluginFolders] : ['aardvark-dns', helperFolders];
  return folders.some((folder) => exists(`${folder}/${name}`));
}

/** Without what is not told. */
function whole(info: { readonly [Key in keyof EngineInfo]: EngineInfo[Key] | undefined }): EngineInfo {
  return Object.fromEntries(
    Object.entries(info).filter(([, value]) => value !== undefined && value !== ''),
  ) as EngineInfo;
}

interface DockerInfo {
  readonly KernelVersion?: string;
  readonly OperatingSystem?: string;
  readonly SecurityOptions?: readonly string[];
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
  readonly MemoryLimit?: boolean;
  readonly Driver?: string;
  readonly DockerRootDir?: string;
  readonly MemTotal?: number;
}

interface PodmanInfo {
  readonly host?: {
    readonly kernel?: string;
    readonly distribution?: { readonly distribution?: string; readonly version?: string };
    readonly security?: { readonly rootless?: boolean };
    readonly idMappings?: { readonly uidmap?: readonly { readonly size?: number }[] | null } | null;
    readonly cgroupVersion?: string;
    readonly cgroupManager?: string;
    readonly cgroupControllers?: readonly string[];
    readonly networkBackend?: string;
    readonly networkBackendInfo?: { readonly dns?: { readonly path?: string } };
    readonly memTotal?: number;
  };
  readonly store?: { readonly graphDriverName?: string; readonly graphRoot?: string };
}
