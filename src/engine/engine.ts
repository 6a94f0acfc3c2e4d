// What the rest of smoke sees of a container engine. Types only; docker and podman stand behind it alike.

import type { Readable } from 'node:stream';
import type { ComposeProvider } from './compose.ts';
import type { HeldImage } from './images.ts';
import type { LogLine } from './log-lines.ts';
import type { LogOptions } from './logs.ts';

/** A running engine: smoke observes through it; containers are started by the Compose provider. */
export interface Engine {
  readonly name: 'docker' | 'podman';
  readonly version: string;
  /** In the form of DOCKER_HOST, such as unix:///var/run/docker.sock. */
  readonly address: string;
  /** False where nothing fires health checks (Podman without systemd): then smoke drives them. */
  readonly firesHealthChecks: boolean;
  readonly compose: ComposeProvider;
  containers(project: string): Promise<readonly ContainerState[]>;
  /** Calls back once at first and then at every change. The returned function ends it. */
  watch(
    project: string,
    onChange: (containers: readonly ContainerState[]) => void,
    onError: (error: Error) => void,
    pace?: Pace,
  ): () => void;
  /** Runs the declared health check once; the result is the one the engine recorded. */
  runHealthCheck(id: string): Promise<HealthResult>;
  /** The last lines of standard output and standard error, in the order they came. */
  logs(id: string, lines: number): Promise<string>;
  /** The log of a container line by line, both streams in the order they came. */
  logLines(id: string, options: LogOptions): AsyncIterable<LogLine>;
  /** Runs a command inside a container. One that takes too long ends with exit code 124, as with timeout(1). */
  exec(id: string, command: readonly string[], timeoutMs: number): Promise<ExecResult>;
  restart(id: string): Promise<void>;
  /** Everything that the engine tells of a container, in its own words. */
  inspect(id: string): Promise<unknown>;
  /** What happened to a project's containers since then, each event as the engine tells it. */
  events(project: string, since: Date): Promise<readonly unknown[]>;
  /** Removes a container, running or not. */
  remove(id: string): Promise<void>;
  /** What it has of an image, by the name that manifests have; undefined when it has none. */
  image(name: string): Promise<HeldImage | undefined>;
  /** Ports of this machine that containers have, of whatever project. */
  publishedPorts(): Promise<readonly HeldPort[]>;
  volumes(project: string): Promise<readonly VolumeState[]>;
  /** Makes the volume as Compose would label it; false when it was there before. */
  createVolume(project: string, volume: string): Promise<boolean>;
  removeVolume(name: string): Promise<void>;
  /** Checks the whole archive, then streams it in. `archive` is called twice and may give .tar or .tar.gz. */
  importVolume(name: string, archive: () => Readable, options: ImportOptions): Promise<void>;
  /** The volume as an uncompressed tar, names relative to the volume's root. */
  exportVolume(name: string): Promise<Readable>;
  /** Sweeps what a Compose `down` left of the project, and leftovers of smoke's own; tells what it removed. */
  removeProject(
    project: string,
    what: {
      readonly volumes: boolean;
      /** Volumes without a name, too. */
      readonly anonymous?: boolean;
      /** What was built for it and called after it, too. */
      readonly images?: boolean;
    },
  ): Promise<readonly string[]>;
  /** Removes what smoke made for itself, and stops an API service that it started. */
  close(): Promise<void>;
}

/** A port of this machine that a container has. */
export interface HeldPort {
  readonly port: number;
  readonly project?: string | undefined;
}

/** How often an engine is asked besides its events: `eager` while a start is waited for, `calm` for hours. */
export type Pace = 'eager' | 'calm';

/** One container of a project, as the engine tells it. */
export interface ContainerState {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly state:
    | 'created'
    | 'running'
    | 'exited'
    | 'paused'
    | 'restarting'
    | 'removing'
    | 'dead'
    | 'unknown';
  readonly exitCode?: number;
  readonly oomKilled?: boolean;
  /** Why the engine could not start it. */
  readonly error?: string;
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** The last few results, oldest first. */
  readonly healthLog: readonly HealthResult[];
  readonly healthcheck?: HealthCheck;
  readonly startedAt?: Date;
  readonly finishedAt?: Date;
  readonly restartCount: number;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Meant to end: no restart policy. */
  readonly oneShot: boolean;
  /** Proxies that its environment names: variable → host and port, without a user. */
  readonly proxies?: Readonly<Record<string, string>>;
  /** What it asks without them, as its environment has it. */
  readonly noProxy?: string;
}

/** A declared health check. */
export interface HealthCheck {
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
}

/** One run of a health check. */
export interface HealthResult {
  readonly exitCode: number;
  readonly output: string;
  readonly startedAt: Date;
  readonly endedAt?: Date;
}

/** What a command inside a container gave. */
export interface ExecResult {
  readonly exitCode: number;
  readonly output: string;
}

/** A named volume of a project. */
export interface VolumeState {
  /** As the engine knows it: project, underscore, name in the manifest. */
  readonly name: string;
  /** The name in the manifest. */
  readonly volume: string;
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt?: Date;
  /** Names of the containers that mount it. */
  readonly usedBy: readonly string[];
}

/** How an archive goes into a volume. */
export interface ImportOptions {
  /** Makes the volume equal to the archive instead of adding to it. */
  readonly replace: boolean;
  /** Called with the number of bytes of tar sent so far. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}
