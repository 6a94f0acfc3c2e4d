// What a reader of one form finds, before it becomes a side. Types only.

import type { Credentials, Form, SettingName, Side } from '../settings.ts';
import type { Source } from './look.ts';

/** Settings as they are found, one by one. */
export type SaidSettings = Partial<Record<SettingName, string>>;

/** An object of a cluster that holds certificates; without a key, all of it counts. */
export interface TrustedObject {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly key?: string;
  /** The cluster does without it, too. */
  readonly isOptional?: boolean;
}

/** A description of a Cryostat. */
export interface Described {
  readonly form: Form;
  readonly source: Source;
  readonly said: SaidSettings;
  /** Credentials that it holds itself. */
  readonly credentials?: Credentials;
  /** Name of the Secret that it takes them from. */
  readonly secret?: string;
  readonly trusted: readonly TrustedObject[];
  /** Certificates that it holds itself. */
  readonly authorities?: readonly string[];
  /** What a manifest of smoke's knows besides. */
  readonly more?: Pick<Side, 'host' | 'kinds'>;
  readonly warnings: readonly string[];
}

/** Objects that came along with a description. */
export interface Objects {
  readonly secrets: readonly Source[];
  readonly configMaps: readonly Source[];
}
