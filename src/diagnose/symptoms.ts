// What was seen of something that failed, as data. Types only.

/** Where a line was said: by the engine about a container, by the Compose provider, by a health check, a log, a probe. */
export type Origin = 'engine' | 'provider' | 'health' | 'log' | 'probe';

/** One line that somebody said. */
export interface Line {
  readonly from: Origin;
  readonly text: string;
}

/** One thing that failed: a service, the start as a whole, or a probe. */
export interface Symptoms {
  readonly kind: 'service' | 'start' | 'probe';
  /** The service, the probe, or the Compose provider. */
  readonly subject: string;
  /** What the card is headed with: a service, the storage, the provider. */
  readonly area: string;
  /** What the card says when no cause is recognised, such as "ended with exit code 1". */
  readonly summary: string;
  /** Everything that was said, of each origin in the order it came. */
  readonly lines: readonly Line[];
  /** The service that it is about, where it is about one. */
  readonly service?: ServiceSeen;
  /** Whether the time was over before it had an end. */
  readonly isLate?: boolean;
  /** What to do, by whoever saw the failure, for want of anything better. */
  readonly advice: string;
  readonly scene: Scene;
}

/** What surrounds a failure: the same for all failures of one run. */
export interface Scene {
  readonly project: string;
  /** ` --project NAME` where a command of smoke's needs it, else empty. */
  readonly projectFlag: string;
  /** The command that brings this stack up again. */
  readonly again: string;
  /** The file that holds the manifest. */
  readonly file: string;
  /** Whether smoke made the manifest, so that its flags and images.lock decide about it. */
  readonly isOwn: boolean;
  readonly engine: 'docker' | 'podman';
  readonly firesHealthChecks: boolean;
  readonly provider: string;
  /** Every service of the manifest, in its order. */
  readonly services: readonly ServiceSeen[];
  readonly holders: readonly PortSeen[];
  /** Names in the manifest of volumes that were there before this run. */
  readonly oldVolumes: readonly string[];
  /** Free bytes where the engine keeps its data; absent where that cannot be seen. */
  readonly freeBytes?: number;
  /** Whether SELinux is enforced on this machine. */
  readonly enforcesSelinux: boolean;
}

/** A service: what the manifest declares, and what became of it. */
export interface ServiceSeen {
  readonly name: string;
  readonly image: string;
  readonly dependsOn: readonly string[];
  readonly networks: readonly string[];
  readonly mounts: readonly Mount[];
  readonly ports: readonly number[];
  /** As the manifest has it, such as 64m. */
  readonly memoryLimit?: string;
  readonly usesHostNetwork: boolean;
  /** The user that it runs as, where the manifest says so. */
  readonly user?: string;
  /** How it stands, in the words of ServiceState. */
  readonly state: string;
  readonly container?: ContainerSeen;
}

/** A volume, or a folder or file of the machine, in a service. */
export interface Mount {
  readonly kind: 'volume' | 'bind';
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** A container. A ContainerState of the engine layer is one. */
export interface ContainerSeen {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly exitCode?: number;
  readonly oomKilled?: boolean;
  readonly error?: string;
  readonly health?: string;
  readonly healthLog: readonly { readonly exitCode: number; readonly output: string }[];
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly intervalMs: number;
    readonly timeoutMs: number;
    readonly retries: number;
    readonly startPeriodMs: number;
  };
  readonly restartCount: number;
  /** Proxies that its environment names: variable → host and port, without a user. */
  readonly proxies?: Readonly<Record<string, string>>;
  readonly noProxy?: string;
}

/** Who has a port that the stack wants. */
export interface PortSeen {
  readonly port: number;
  readonly holder:
    | {
        readonly kind: 'container';
        readonly engine: string;
        readonly name: string;
        readonly project?: string;
        readonly service?: string;
      }
    | { readonly kind: 'process'; readonly pid?: number; readonly name?: string };
}
