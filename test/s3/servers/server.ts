// What a real S3 server is to the tests, whichever it is. Types only.

/** A key of a server. */
export interface S3Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A running server. It belongs to whoever started it, and ends with `stop` or with this process. */
export interface S3Server extends S3Key {
  readonly name: string;
  readonly endpoint: string;
  readonly region: string;
  readonly pathStyle: boolean;
  /** A new key that may use, or where the server can say it, only read this bucket and no other, nor create one; it must exist. */
  readonly keyFor?: (bucket: string, may?: 'read') => Promise<S3Key>;
  readonly stop: () => Promise<void>;
}

/** A server that may be startable on this machine. */
export interface S3ServerKind {
  readonly name: string;
  /** What this machine lacks for it, or undefined. */
  readonly missing: () => string | undefined;
  readonly start: (options?: ServerOptions) => Promise<S3Server>;
}

/** Where it listens: on loopback unless told. */
export interface ServerOptions {
  readonly host?: string;
  readonly key?: S3Key;
}

/** The key that servers start with unless told: in a form that each of them accepts. */
export const rootKey: S3Key = {
  accessKeyId: 'GK0123456789abcdef01234567',
  secretAccessKey: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0',
};
