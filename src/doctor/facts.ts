// What a machine is like, as data; undefined is what cannot be known here. Types only.

/** Everything that the rules look at, read once. */
export interface Facts {
  readonly platform: string;
  readonly node: string;
  /** How programs are installed here, such as apt-get. */
  readonly installer: string | undefined;
  readonly engines: readonly EngineFacts[];
  readonly host: HostFacts;
  /** Who listens, with the process where it may be seen; undefined where the machine does not tell. */
  readonly listeners: readonly Listener[] | undefined;
  /** Addresses of this machine. */
  readonly addresses: readonly string[];
  readonly proxies: readonly ProxyFacts[];
  /** The environment as the start reads it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly storage: StorageFacts | undefined;
  readonly state: StateFacts;
}

/** One engine that this machine may have. */
export interface EngineFacts {
  /** docker, podman, or what -c named. */
  readonly label: string;
  readonly name: 'docker' | 'podman';
  /** The stack may run on it: no other one was named. */
  readonly isCandidate: boolean;
  /** The stack would run on it. */
  readonly isUsed: boolean;
  /** Why it gives no answer. */
  readonly problem?: string;
  readonly answer?: EngineAnswer;
  readonly providers: readonly ProviderFacts[];
}

/** What an engine tells of itself; undefined is what it does not tell. */
export interface EngineInfo {
  /** Release of its kernel. */
  readonly kernel?: string;
  readonly isRootless?: boolean;
  /** Users that its containers can have; a rootless one may have its own alone. */
  readonly userCount?: number;
  readonly cgroupVersion?: string;
  readonly cgroupManager?: string;
  /** Whether it can hold a container to its limit of memory. */
  readonly limitsMemory?: boolean;
  readonly networkBackend?: string;
  /** Whether what gives services their names is installed. */
  readonly hasNames?: boolean;
  readonly storageDriver?: string;
  /** The folder of its images and volumes. */
  readonly root?: string;
  readonly memoryBytes?: number;
  readonly operatingSystem?: string;
}

/** An engine that answered. */
export interface EngineAnswer extends EngineInfo {
  readonly version: string;
  readonly address: string;
  /** It works with the kernel, the disks and the ports of this machine. */
  readonly isHere: boolean;
  /** Its service is one of smoke's own, which ends with smoke. */
  readonly isStarted: boolean;
  readonly firesHealthChecks: boolean;
  readonly containers: readonly RunningContainer[];
  readonly volumes: readonly { readonly name: string; readonly volume: string; readonly createdAt?: Date }[];
  /** Images of the stack that it lacks. */
  readonly missingImages: readonly string[];
}

/** A running container and what it publishes. */
export interface RunningContainer {
  readonly name: string;
  readonly project?: string;
  readonly ports: readonly { readonly address: string; readonly port: number; readonly protocol: string }[];
}

/** A Compose provider, or a place where one was looked for. */
export interface ProviderFacts {
  readonly label: string;
  readonly name?: string;
  readonly version?: string;
  /** Why it cannot be used. */
  readonly problem?: string;
  readonly isUsed: boolean;
  readonly honoursHealthy?: boolean;
}

/** The machine on which smoke runs. */
export interface HostFacts {
  /** Kernel settings by their names. */
  readonly settings: Readonly<Record<string, number | undefined>>;
  /** Hard limit of open files. */
  readonly openFiles?: number;
  readonly isSelinuxEnforcing?: boolean;
  /** Folder → what its file system has left. */
  readonly disks: Readonly<Record<string, DiskFacts | undefined>>;
  /** Sockets of the manifest → whether they are there. */
  readonly sockets: Readonly<Record<string, boolean>>;
}

/** What a file system has left; without a number of files where it does not count them. */
export interface DiskFacts {
  readonly freeBytes: number;
  readonly freeFiles?: number;
}

/** A socket that is listened on. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  /** As text; 0.0.0.0 and :: are all addresses. */
  readonly address: string;
  readonly port: number;
  readonly process?: { readonly pid: number; readonly name: string };
}

/** A place that sets proxies. */
export interface ProxyFacts {
  /** As people name it: the environment, or a file. */
  readonly from: 'environment' | 'client';
  readonly place: string;
  /** Of the client's file: which one, and the name of the entry. */
  readonly file?: { readonly path: string; readonly entry: string };
  readonly proxy: string;
  readonly noProxy: string;
}

/** What the storage outside of the stack says without being asked for anything. */
export interface StorageFacts {
  readonly endpoint: string;
  readonly problem?: string;
  /** Seconds that its clock is ahead of this machine's. */
  readonly skewSeconds?: number;
}

/** What smoke remembers. */
export interface StateFacts {
  readonly folder: string;
  /** Why nothing can be written there. */
  readonly problem?: string;
  readonly identity: { readonly path: string; readonly is: 'there' | 'missing' | 'damaged' | 'elsewhere' };
  /** No earlier than this was the identity made. */
  readonly identityMadeAt?: Date;
  /** The manifest that the last start kept. */
  readonly keptManifest?: string;
}
