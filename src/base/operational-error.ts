/**
 * The world failed: a database went away, a mail server refused. Says what was attempted and whether trying again can
 * help. Never holds personal data or secrets: `message` and `attempted` are shown and logged.
 */
export class OperationalError extends Error {
  override readonly name = "OperationalError";
  /** Stable, for machines: `database-unreachable`, `disk-full`, `port-taken`, … */
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

export function isOperationalError(error: unknown): error is OperationalError {
  return error instanceof OperationalError;
}
