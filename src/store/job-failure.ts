/** How a failed job is remembered: enough to act on, nothing that may quote data. */
import { isOperationalError, OperationalError } from "#base";
import { translated } from "./database-errors.ts";

export interface StoredFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}
export interface Outcome {
  readonly id: string;
  readonly status: "completed" | "failed" | "deadletter";
  readonly output?: StoredFailure;
}

/** An OperationalError stays what it is. Of anything else the kind and the place in our code are kept, not the message. */
export function failureOf(thrown: unknown): { readonly error: OperationalError; readonly stored: StoredFailure } {
  const found = translated(thrown);
  const error = isOperationalError(found) ? found : unexpected(found);
  return { error, stored: { code: error.code, message: error.message, retryable: error.retryable } };
}

function unexpected(thrown: unknown): OperationalError {
  const { name, code, stack } = (thrown ?? {}) as { name?: string; code?: unknown; stack?: string };
  const place = /\n\s+at (?:.*[/\\])?([\w.-]+:\d+):\d+/.exec(stack ?? "")?.[1];
  const kind = [name ?? typeof thrown, typeof code === "string" ? code : undefined].filter(Boolean).join(" ");
  return new OperationalError(
    "unexpected",
    `The work stopped on an error that was not foreseen (${kind}${place === undefined ? "" : ` at ${place}`}).`,
    { cause: thrown },
  );
}

/** Reads what `failureOf` stored, or what pg-boss itself wrote: a worker that died or overran its time. */
export function revivedFailure(output: object | null): OperationalError {
  const { code, message, retryable } = (output ?? {}) as Partial<StoredFailure>;
  if (typeof code === "string" && typeof message === "string")
    return new OperationalError(code, message, { retryable: retryable === true });
  return new OperationalError(
    "worker-lost",
    "The process that did the work ended in the middle of it, each time it was tried. Nothing more is tried.",
  );
}
