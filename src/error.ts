// The one error class of smoke, and the exit codes scripts can trust. Pure.

/** What went wrong, as a class: decides the exit code. */
export type SmokeErrorCode =
  | 'USAGE'
  | 'FRAGMENT'
  | 'UNWRITABLE'
  | 'BUSY'
  | 'ENGINE_NOT_FOUND'
  | 'ENGINE_FAILED'
  | 'COMPOSE_FAILED'
  | 'PROVISION_FAILED'
  | 'CHECK_FAILED'
  | 'CANCELLED';

const exitCodes = {
  USAGE: 2,
  FRAGMENT: 2,
  UNWRITABLE: 2,
  BUSY: 3,
  ENGINE_NOT_FOUND: 3,
  ENGINE_FAILED: 3,
  COMPOSE_FAILED: 3,
  PROVISION_FAILED: 4,
  CHECK_FAILED: 1,
  CANCELLED: 130,
} as const satisfies Record<SmokeErrorCode, number>;

/** An expected failure: the message says what, which, got and expected; the hint says what to type next. */
export class SmokeError extends Error {
  readonly code: SmokeErrorCode;
  readonly hint: string | undefined;

  constructor(code: SmokeErrorCode, message: string, more: { hint?: string; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'SmokeError';
    this.code = code;
    this.hint = more.hint;
  }

  /** The process's exit code for this failure. */
  get exitCode(): number {
    return exitCodes[this.code];
  }
}
