/** Whose row is it? The ways from a row of a table to a person, as the policy declares them. */
import type { Location } from "#base";

export interface Reference {
  /** Columns of this table, in the order of the target's; of the first table on the way when there are tables between. */
  readonly columns: readonly string[];
  /** Tables on the way, in order, for a path of several steps. Whose rows they are does not matter. */
  readonly through?: readonly Passage[];
  /** Where it leads in the end. */
  readonly table: string;
  /** Columns of the target; its primary key when left out. */
  readonly targetColumns?: readonly string[];
  /** For polymorphic pairs: only rows where this column has this value. */
  readonly when?: { readonly column: string; readonly equals: string };
}

/** A table between: reached by the columns before it, left by columns of its own. */
export interface Passage {
  readonly table: string;
  /** Columns by which it is reached; its primary key when left out. */
  readonly targetColumns?: readonly string[];
  /** Columns that lead on, in the order of the next table's. */
  readonly columns: readonly string[];
  /** Only by rows of it where this column has this value. */
  readonly when?: { readonly column: string; readonly equals: string };
}

/** Which kind of person a row is about, when a column of it says so. A value that is not listed may mean any of them. */
export interface KindByColumn {
  readonly column: string;
  readonly values: readonly { readonly equals: string; readonly person: string }[];
}

export type PersonPath =
  /** A row of this table is a person: one of this kind. At most one such path per table. */
  | {
      readonly kind: "is";
      /** The first of them when a column says which. */
      readonly person: string;
      readonly byColumn?: KindByColumn;
      readonly email?: string;
      readonly emailSince?: string;
      /** Columns by which the person is known beside the e-mail address: `phone`, or an identity of the policy. */
      readonly known?: readonly { readonly identity: string; readonly column: string }[];
      readonly at: Location;
    }
  /** The row is of whoever has this identity. */
  | {
      readonly kind: "identity";
      /** The first of them when a column says which. */
      readonly person: string;
      readonly byColumn?: KindByColumn;
      /** `email`, `phone`, or an identity of the policy (`chapters/identities.ts`). */
      readonly identity: string;
      readonly column: string;
      readonly digest?: boolean;
      readonly at: Location;
    }
  /** The row is of whoever owns the row it refers to. May refer to its own table; followed to a fixpoint. */
  | { readonly kind: "reference"; readonly reference: Reference; readonly at: Location };

/** Every kind of person that a path can lead to. References lead to kinds of other tables. */
export function kindsOf(path: PersonPath): readonly string[] {
  if (path.kind === "reference") return [];
  const { byColumn, person } = path;
  return byColumn === undefined ? [person] : [...new Set(byColumn.values.map((value) => value.person))];
}

/** The kinds that a row can be of, by the value in the column that says it: any of them when it is not listed. */
export function kindsOfRow(path: PersonPath, value: string | null): readonly string[] {
  if (path.kind === "reference") return [];
  const listed = path.byColumn?.values.find(({ equals }) => equals === value);
  return listed === undefined ? kindsOf(path) : [listed.person];
}
