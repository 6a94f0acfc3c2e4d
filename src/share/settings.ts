// What a description says of an application's storage, whatever its form: one word for each setting. Types only.

/** The buckets by what they hold, as the Helm chart and the operator call them where they do. */
export type BucketName =
  | 'archivedRecordings'
  | 'archivedReports'
  | 'eventTemplates'
  | 'jmcAgentProbeTemplates'
  | 'heapDumps'
  | 'threadDumps'
  | 'metadata'
  | 'unifiedLogs'
  | 'heapDumpReports';

/** One setting of the storage. */
export type SettingName =
  | 'endpoint'
  | 'region'
  | 'pathStyle'
  | 'mode'
  | 'presignedTransfers'
  | 'presignedDownloads'
  | 'checksumValidation'
  | 'requestChecksums'
  | 'responseChecksums'
  | 'attemptCreate'
  | 'externalUrl'
  | 'credentialsType'
  | 'syncTrust'
  | 'syncKeys'
  | 'asyncTrust'
  | 'asyncKeys'
  | 'recordingsPrefix'
  | 'eventTemplatesPrefix'
  | BucketName;

/** Settings that were said, as the text that the application's container reads; flags are `true` and `false`. */
export type StorageSettings = Readonly<Partial<Record<SettingName, string>>>;

/** Forms of descriptions: Helm values, a Cryostat resource, a Kubernetes workload with its environment, a Compose manifest. */
export type Form = 'helm' | 'operator' | 'workload' | 'compose';

/** A key pair for the storage, in clear or as a reference of a Compose manifest. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** One side that uses a storage: a laptop's stack, or a Cryostat in a cluster. */
export interface Side {
  readonly form: Form;
  /** What messages call it: the files it was read from, or the stack. */
  readonly label: string;
  /** Every setting that takes effect, the defaults of the form filled in. */
  readonly settings: StorageSettings;
  /** Those that the description says itself. */
  readonly said: readonly SettingName[];
  /** Where they are known: from a Secret that came along, or as references of a Compose manifest. */
  readonly credentials?: Credentials;
  /** Name of the Secret that it takes them from, whether that came along or not. */
  readonly secret?: string;
  /** Certificates (PEM) that it trusts the storage by. */
  readonly authorities: readonly string[];
  /** Where this machine finds the storage, for a stack that calls it by a name of its own. */
  readonly host?: { readonly endpoint: string; readonly authorities: readonly string[] };
  /** The kinds of content that its version keeps, where that is known. */
  readonly kinds?: readonly BucketName[];
  /** What is wrong in the description and was understood anyway, and what could not be taken over. */
  readonly warnings: readonly string[];
}
