// A stack as nodes and edges, for every way of drawing it. Types only.

/** What a manifest says about its parts and what joins them. No environment, command or credential is in it. */
export interface Graph {
  readonly project: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** What the file refers to and the graph cannot show. */
  readonly notes: readonly string[];
}

/** A part of the stack, or something outside of it that it uses. */
export type GraphNode = ServiceNode | PlaceNode;

/** A service of the stack. */
export interface ServiceNode {
  readonly id: string;
  readonly kind: 'service';
  readonly name: string;
  /** Absent where the image is built. */
  readonly image?: string;
  readonly build?: string;
  readonly ports: readonly PublishedPort[];
  readonly urls: readonly string[];
  readonly hasHealthCheck: boolean;
  /** Others wait for its end. */
  readonly runsOnce: boolean;
  readonly replicas?: number;
  readonly profiles?: readonly string[];
}

/** Anything that is no service of the stack. */
export interface PlaceNode {
  readonly id: string;
  /** `missing` is a service that is waited for and that nobody defines. */
  readonly kind: 'volume' | 'folder' | 'socket' | 'storage' | 'bucket' | 'missing';
  readonly name: string;
  /** It is there without the stack. */
  readonly isOutside?: true;
  /** A named volume that the file mounts and does not declare. */
  readonly isUndeclared?: true;
}

/** A port on the host; without `published` the engine chooses one. */
export interface PublishedPort {
  readonly host?: string;
  readonly published?: string;
  readonly target: string;
  readonly protocol: string;
}

/** What joins two nodes. */
export type GraphEdge = DependsEdge | MountEdge | PlainEdge;

/** One service waits for another. */
export interface DependsEdge {
  readonly kind: 'depends';
  readonly from: string;
  readonly to: string;
  readonly condition: string;
  /** The key of the Compose file that says so. */
  readonly by: 'depends_on' | 'links' | 'volumes_from' | 'network_mode';
  readonly isOptional?: true;
  /** No order of start can satisfy it. */
  readonly isInCycle?: true;
}

/** A service mounts a volume, a folder or a socket. */
export interface MountEdge {
  readonly kind: 'mounts';
  readonly from: string;
  readonly to: string;
  readonly target: string;
  readonly isReadOnly: boolean;
  /** It only puts files there for others. */
  readonly placesFiles?: true;
}

/** A storage holds a bucket; a service uses a storage outside of the stack. */
export interface PlainEdge {
  readonly kind: 'holds' | 'uses';
  readonly from: string;
  readonly to: string;
}
