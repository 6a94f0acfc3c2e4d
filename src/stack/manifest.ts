// The manifest as a value: a Compose project plus the x-smoke notes that probe, status, volumes and down read. Types only.

/** Anything that YAML and JSON both hold. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** A map of YAML values. */
export type ValueMap = { readonly [key: string]: Value };

/** A Compose project as smoke prints it. Services stay open maps: the Compose specification is larger than smoke. */
export interface Manifest {
  readonly name: string;
  readonly services: Readonly<Record<string, ValueMap>>;
  readonly volumes?: Readonly<Record<string, ValueMap>>;
  readonly networks?: Readonly<Record<string, ValueMap>>;
  readonly 'x-smoke'?: ManifestNotes;
}

/** What smoke needs to know again later, kept in the manifest so that its verbs work from the file alone. */
export interface ManifestNotes {
  readonly version: 1;
  readonly app: string;
  readonly storage: string;
  readonly urls: readonly StackUrl[];
  readonly login?: Login;
  /** Further users, of services that ask for a login of their own. */
  readonly logins?: readonly (Login & { readonly name: string })[];
  /** Volumes that users fill: volume name → folder under volumes/. */
  readonly content: Readonly<Record<string, string>>;
  /** Buckets the chosen application version uses. */
  readonly buckets: readonly string[];
  /** Those of them whose name, or the end of it, the user chose: never removed unless named. */
  readonly chosenBuckets?: readonly string[];
  readonly s3?: S3Connection;
  /** Name of the storage's provider in compose/providers.yml, where smoke knows it. */
  readonly provider?: string;
  /** Features of a storage outside of the stack that the application relies on as it is set, such as object-tagging. */
  readonly storageFeatures?: readonly string[];
  readonly probes: readonly Probe[];
  /** PEM of the CA that signed the stack's certificates; public. */
  readonly ca?: string;
  /** PEMs of the authorities that a storage outside of the stack is trusted by, each one certificate; public. */
  readonly storageAuthorities?: readonly string[];
  /** Service → setting of the kernel, such as vm.max_map_count → what it has to be. */
  readonly kernel?: Readonly<Record<string, Readonly<Record<string, KernelNeed>>>>;
  /** Advice for the person who starts the stack, such as what the storage cannot do. */
  readonly notices?: readonly string[];
}

/** The least value that a service wants of a setting of the host's kernel. */
export interface KernelNeed {
  readonly least: number;
  /** What happens below. */
  readonly why: string;
  /** Below, the service does not start at all. */
  readonly required?: boolean;
}

/** An address a person opens, as seen from the host. */
export interface StackUrl {
  readonly name: string;
  readonly url: string;
  readonly service: string;
}

/** Who may log in. The password itself is not here: it comes from the identity, or from the named variable. */
export interface Login {
  readonly user: string;
  /** Name of the identity's secret, or of the environment variable the user chose. */
  readonly password: { readonly secret: string } | { readonly variable: string };
}

/**
 * How smoke, on the host, reaches the stack's S3 server. Credentials of an external provider are
 * `${NAME:?help}` references, filled from the environment when they are used.
 */
export interface S3Connection {
  readonly endpoint: string;
  readonly region: string;
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Whether the server takes every kind of checksum, or only those that the protocol needs; where it is known. */
  readonly checksums?: 'supported' | 'required';
}

/** One proof that a stack works. `service` names the service whose container the proof is about. */
export type Probe =
  | ({ readonly kind: 'http' } & ProbeBase & HttpProbe)
  | ({ readonly kind: 'tcp' } & ProbeBase & { readonly host: string; readonly port: number })
  | ({ readonly kind: 'tls' } & ProbeBase & {
        readonly host: string;
        readonly port: number;
        readonly serverName?: string;
      })
  | ({ readonly kind: 'exec' } & ProbeBase & {
        readonly service: string;
        readonly command: readonly string[];
      })
  | ({ readonly kind: 's3' } & ProbeBase);

interface ProbeBase {
  readonly name: string;
  readonly service?: string;
}

interface HttpProbe {
  readonly url: string;
  /** Expected status, 200 by default. */
  readonly status?: number;
  readonly method?: string;
  /** Sends the login of the stack as Basic credentials. */
  readonly login?: boolean;
}
