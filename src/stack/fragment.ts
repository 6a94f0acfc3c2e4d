// A fragment as data: an ordinary Compose file plus its x-smoke block, and where each value stands. Types only.

import type { NamingProvider } from '../s3/bucket-names.ts';
import type { KernelNeed, Probe, StackTest, StackUrl, Value, ValueMap } from './manifest.ts';

/** One Compose file of the library, or of the user's, read and checked. */
export interface Fragment {
  /** Path as messages name it. */
  readonly file: string;
  /** The Compose part, not yet interpolated; `!reset` and `!override` are {@link mergeTag} maps. */
  readonly compose: ValueMap;
  readonly notes: FragmentNotes;
  /** Line of each value, by its dotted path. */
  readonly lines: Readonly<Record<string, number>>;
  /** Texts of the files that the fragment places from disk, by `<volume>/<path>`. */
  readonly sources: Readonly<Record<string, { readonly file: string; readonly text: string }>>;
}

/** Stands for a value under `!reset` or `!override`, which plain data cannot tell. */
export const mergeTag = '!merge';

export type FragmentKind = 'app' | 'variant' | 'storage' | 'sample' | 'tool';

/** What Compose cannot say: the x-smoke block of a fragment. */
export interface FragmentNotes {
  readonly kind: FragmentKind;
  readonly summary: string;
  /** Version of the application, which decides the buckets it uses. */
  readonly version?: string;
  /** A tool that `-X` brings along. */
  readonly aid?: boolean;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  /** Texts that fragments offer each other; null: absent. What the application says is the default of the rest. */
  readonly values?: Readonly<Record<string, string | null>>;
  readonly secrets?: Readonly<Record<string, Secret>>;
  /**
   * Certificates signed by the stack's CA; `name` gives `${NAME_CERTIFICATE}` and `${NAME_KEY}`, and with the
   * secret that protects it `${NAME_KEYSTORE}`: PKCS#12 in base64.
   */
  readonly certificates?: Readonly<Record<string, CertificateNotes>>;
  readonly provides?: { readonly s3?: ProvidedS3 };
  /** Service → what it waits for (storage), or by what it is found (discovery). */
  readonly needs?: Readonly<Record<string, readonly ('storage' | 'discovery')[]>>;
  /** Parameter that names a bucket → its base name. */
  readonly buckets?: Readonly<Record<string, Bucket>>;
  readonly files?: Readonly<Record<string, PlacedFile>>;
  /** Service → as whom a cluster may run it. */
  readonly security?: Readonly<Record<string, SecurityNotes>>;
  /** Service → what it is otherwise in a cluster. */
  readonly cluster?: Readonly<Record<string, ClusterNotes>>;
  /** Service → setting of the host's kernel → what it has to be. */
  readonly kernel?: Readonly<Record<string, Readonly<Record<string, KernelNeed>>>>;
  readonly volumes?: Readonly<Record<string, VolumeNotes>>;
  /** Option → its value → fragments beside this one. */
  readonly variants?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly login?: LoginNotes;
  /** Further users, of services that ask for a login of their own. */
  readonly logins?: readonly (LoginNotes & { readonly name: string })[];
  readonly urls?: readonly StackUrl[];
  readonly probes?: readonly Probe[];
  /** What `smoke test` proves beyond the probes. */
  readonly tests?: readonly StackTest[];
  readonly notices?: readonly string[];
}

export interface CertificateNotes {
  readonly hosts: readonly string[];
  /** Name of the secret that protects its keystore. */
  readonly keystore?: string;
}

/** A user, and the name of the secret that is the password. */
export interface LoginNotes {
  readonly user: string;
  readonly password: string;
}

/** A `${NAME}` that the environment may set. */
export interface Parameter {
  readonly help: string;
  readonly default?: string;
  /** Without a value there is no manifest. */
  readonly required?: boolean;
  /** Without a value, the entry that consists of it disappears. */
  readonly optional?: boolean;
  /** Printed as a reference that Compose reads when the stack starts. */
  readonly at?: 'start';
  /** The value must not be shown. */
  readonly secret?: boolean;
  readonly allowed?: readonly string[];
  readonly form?: 'endpoint' | 'word' | 'user' | 'count' | 'flag' | 'image' | 'buckets';
  /** Default where the storage lacks a feature. */
  readonly whenStorageLacks?: Readonly<Record<string, string>>;
  /** Of an image: its default gets no new releases any more. */
  readonly state?: ImageState;
}

/** Frozen: no newer tag of use will come. Archived: the project behind it has ended. */
export interface ImageState {
  readonly is: 'frozen' | 'archived';
  /** What happened, and what to do instead. */
  readonly why: string;
}

/**
 * A value made once and remembered: from a pattern, the bcrypt hash of another one, or an Ed25519 key, of which
 * `${NAME}` is base64 of the 32 bytes of the seed and the 32 of the public key, `${NAME_PUBLIC}` the latter in hex.
 */
export type Secret =
  | { readonly pattern: string; readonly variable?: string }
  | { readonly bcrypt: string }
  | { readonly ed25519: true };

export interface Bucket {
  readonly base: string;
  /** First version of the application that uses it. */
  readonly since?: string;
  /** What it holds is made again when it is gone: it may expire. */
  readonly scratch?: boolean;
}

/** A file that the `files` service writes. Without `content` it is read from volumes/ under the same path. */
export interface PlacedFile {
  /** Text, or a map: the maps of several fragments are merged like Compose files, and written as JSON. */
  readonly content?: string | ValueMap;
  /** Bytes, instead of content. */
  readonly base64?: string;
  /** `uid:gid`, root by default. */
  readonly owner?: string;
  readonly mode?: string;
}

/** Compose runs an image as it is; a cluster wants to know what the image can do without. */
export interface SecurityNotes {
  /** `uid:gid` that it runs as there, or `image`: its own user, which is a number and not root. */
  readonly user?: string;
  /** It needs capabilities, or to be root. */
  readonly restricted?: false;
  /** For what. */
  readonly why?: string;
}

/** What only holds between containers of one engine. */
export interface ClusterNotes {
  /** Variable that the service does not get there → why, and what that means. */
  readonly without?: Readonly<Record<string, string>>;
  /** Ports that others use and no text of the stack calls. */
  readonly ports?: readonly number[];
  /** What else is not there as it is on an engine, each a sentence with what to do. */
  readonly losses?: readonly string[];
}

export interface VolumeNotes {
  readonly role: 'data' | 'config' | 'scratch';
  readonly access?: 'single' | 'shared';
  readonly size?: string;
  readonly storageClass?: string;
  /** `uid:gid` and mode that its root needs. */
  readonly owner?: string;
  readonly mode?: string;
  /** Users fill it from the folder of the same name under volumes/. */
  readonly content?: boolean;
}

/** What a storage backend offers to applications, and to smoke on the host. */
export interface ProvidedS3 {
  /** Service that others wait for; absent where the storage is outside of the stack. */
  readonly service?: string;
  /** One-shot service that makes buckets when the storage is healthy; others wait until it has ended well. */
  readonly provisioner?: string;
  readonly endpoint: string;
  readonly hostEndpoint?: string;
  readonly region: string;
  readonly pathStyle: string | boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly lacks?: readonly string[];
  /** when_required where checksums that the protocol does not need do harm; else when_supported, or nothing. */
  readonly checksums?: string;
  /** The provider of the endpoint, or of --provider, decides what nobody has set. */
  readonly recognised?: boolean;
  /** That provider: never written in a fragment. */
  readonly provider?: NamingProvider & {
    readonly name: string;
    readonly checksums: 'supported' | 'required';
  };
  /** PEMs of the authorities that it is trusted by: never written in a fragment. */
  readonly authorities?: readonly string[];
  readonly presigned?: boolean;
  /** What it stores is gone when its service is restarted: it keeps objects in memory, or in its container. */
  readonly ephemeral?: boolean;
  readonly attemptCreate?: boolean;
  /** Where Prometheus, inside of the stack, reads what it counts; the path is /metrics by default. */
  readonly metrics?: { readonly address: string; readonly path?: string };
}

/** Narrows a value to a map. */
export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
