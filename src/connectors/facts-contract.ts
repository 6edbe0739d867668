/** What databases and other places say in the same words: why something stays, what was found again, what is to be corrected. */
import type { LocalDate } from "#base";

/** Why something stays, in a closed list. */
export type KeptBecause =
  | { readonly kind: "hold"; readonly rule: string; readonly untilOn: LocalDate }
  | { readonly kind: "shared" }
  | { readonly kind: "declared-keep" };

export type EraseRefusal = { readonly reason: "fenced" | "blocked"; readonly message: string };
export interface ResidueFinding {
  readonly table: string;
  readonly column: string;
  readonly rows: number;
  /** Absent: residue without a ground. */
  readonly because?: KeptBecause;
}
/** One fact of a person that is wrong: every copy of it in their rows follows. Personal. */
export interface Correction {
  /** A category of the policy; columns of it, in rows that are this person's alone, are corrected. */
  readonly category: string;
  /** What stands there now, compared as the category is (an e-mail address in any spelling); `null`: nothing stands there. */
  readonly from: string | null;
  readonly to: string;
  /** Only rows of this table, where one category stands for different facts (the name of each child). */
  readonly only?: { readonly system: string; readonly table: string; readonly key: readonly string[] };
}
/** A key, a name or the beginning of one, filled in from rows of a person. Personal. */
export interface FilledKey {
  readonly key: string;
  /**
   * Everything that starts with `key` is meant; where it ends with a letter or digit, no other may follow (`user:1` never
   * means `user:12`). Never with an empty key.
   */
  readonly prefix: boolean;
  /** The row that it comes from stays, and so does what it points at. */
  readonly keep?: KeptBecause;
}
/** A value by which a place knows a person, such as an account number. Compared whole, never as a part. Personal. */
export interface KnownValue {
  readonly value: string;
  readonly keep?: KeptBecause;
}

/** What one system says of a person, for the places that know them by it. */
export interface StoreKeys {
  readonly store: string;
  /** Filled keys and values as in `StoreSubject`, with what stays because its row stays. */
  readonly keys: readonly FilledKey[];
  readonly values: Readonly<Record<string, readonly KnownValue[]>>;
}
