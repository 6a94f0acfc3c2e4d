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
  /** What `smoke test` proves beyond the probes. */
  readonly tests?: readonly StackTest[];
  /** Services that forget what they store when they are restarted. */
  readonly ephemeral?: readonly string[];
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
  /** What it answers, redirects followed; without it, anything that tells of no broken server will do. */
  readonly status?: number;
  /** It asks for the login of the stack. */
  readonly login?: boolean;
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
  /** A text that the answer has to hold. */
  readonly contains?: string;
}

/** A proof that `smoke test` makes: a probe, or a journey. */
export type StackTest = Probe | Journey;

/**
 * A way through the application's own API, down to objects in a bucket. Texts hold `{name}`, which is new each time,
 * and what steps have taken; `{value:base64url}` encodes it.
 */
export interface Journey {
  readonly kind: 'journey';
  readonly name: string;
  readonly service: string;
  /** Where the API is; the login of the stack goes along, where it has one. */
  readonly url: string;
  /** Where objects are looked for. */
  readonly bucket: string;
  /** Names for texts that steps use often. */
  readonly values?: Readonly<Record<string, string>>;
  readonly steps: readonly JourneyStep[];
  /** What has to hold after the steps, and still after any service was restarted. */
  readonly again?: readonly JourneyStep[];
  /** Takes away what the steps made, and sees that it is gone. */
  readonly cleanup: readonly JourneyStep[];
}

/** A request to the API, or a look at an object. */
export type JourneyStep = RequestStep | ObjectStep;

/** A request and what its answer has to be. */
export interface RequestStep {
  /** Method and path. */
  readonly request: string;
  readonly form?: Readonly<Record<string, string>>;
  /** Sends random bytes as a file of this name, in a form field. */
  readonly upload?: { readonly field: string; readonly as: string };
  /** 200 by default. */
  readonly status?: number;
  readonly contains?: string;
  readonly lacks?: string;
  /** The answer is the file that was sent. */
  readonly is?: 'sent';
  /** Name → the field of the answer, or of the item of a list whose fields match regular expressions. */
  readonly take?: Readonly<Record<string, TakenField>>;
  /** Seconds in which it has to hold; without it, at once. */
  readonly within?: number;
}

/** Which part of a JSON answer is taken. */
export interface TakenField {
  readonly field: string;
  readonly where?: Readonly<Record<string, string>>;
}

/** An object by its key, in which `*` stands for anything. */
export interface ObjectStep {
  readonly object: string;
  readonly bucket?: string;
  readonly is: 'sent' | 'there' | 'gone';
  readonly within?: number;
}
