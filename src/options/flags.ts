// What the command line gave; only what was given is there. Types only.

/** Flags that describe a stack. */
export interface Flags {
  readonly storage?: string;
  readonly proxy?: boolean;
  readonly tls?: boolean;
  readonly verbose?: number;
  readonly discovery?: boolean;
  readonly engine?: string;
  readonly project?: string;
  readonly bind?: string;
  readonly ports?: string;
  readonly keepVolumes?: boolean;
  readonly reports?: string | boolean;
  readonly samples?: string | boolean;
  readonly tools?: string;
  readonly grafana?: boolean;
  readonly developmentAids?: boolean;
  readonly agentTls?: boolean;
  readonly openTabs?: boolean;
  readonly provider?: string;
  readonly region?: string;
}

/** Flags of every verb, as commander names them. */
export interface CliFlags extends Flags {
  readonly output?: string;
  readonly format?: string;
  readonly file?: string;
  readonly identity?: string;
  readonly identityFrom?: string;
  readonly fresh?: boolean;
  readonly content?: string;
  readonly lockFile?: string;
  readonly json?: boolean;
  readonly volumes?: boolean;
  readonly timeout?: string;
  readonly dryRun?: boolean;
  readonly replace?: boolean;
  readonly showPassword?: boolean;
  readonly watch?: boolean;
  readonly follow?: boolean;
  readonly tail?: string;
  readonly since?: string;
  readonly timestamps?: boolean;
  readonly fix?: boolean;
  readonly sarif?: boolean;
  readonly check?: boolean;
  readonly bucket?: string;
  readonly ca?: string;
  readonly yes?: boolean;
  /** Descriptions of the other side, whose storage is meant; `-` is standard input. */
  readonly from?: readonly string[];
  /** Where the credentials that came with them are written; true: the usual place. */
  readonly withCredentials?: string | boolean;
  readonly secrets?: string;
  readonly storageClass?: string;
  readonly quota?: boolean;
  readonly only?: string;
  readonly repeat?: string;
  readonly keep?: boolean;
  readonly report?: readonly string[];
  readonly evidence?: string;
}
