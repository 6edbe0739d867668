/** What a decision answers: a value, or a refusal out of a closed list. Refusals are ordinary; they are never thrown. */
export type Result<T, R extends Refusal = Refusal> =
  | { readonly ok: true; readonly value: T }
  | ({ readonly ok: false } & R);

export interface Refusal {
  /** One of the reasons that the function names in its type. */
  readonly reason: string;
  /** For a person: what happened, what was not done, what to do next. Holds no personal data. */
  readonly message: string;
}

export function succeed<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<R extends string>(
  reason: R,
  message: string,
): { readonly ok: false; readonly reason: R; readonly message: string } {
  return { ok: false, reason, message };
}
