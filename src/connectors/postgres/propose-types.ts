import type { Confidence } from "../sql/guess-names.ts";

/** A proposal for the mapping of a database that nobody has described yet. Holds names and reasons, never a value. */
export interface MappingProposal {
  readonly system: string;
  readonly schema: string;
  /** Environment variable with the address. */
  readonly urlFrom: string;
  /** Kinds of person met, to be declared under `persons`. */
  readonly persons: readonly string[];
  readonly tables: readonly ProposedTable[];
  readonly withoutPersons: readonly { readonly table: string; readonly reason: string }[];
  /** Tables that look personal and lead to nobody that was found. Left for a person to place. */
  readonly unlinked: readonly { readonly table: string; readonly columns: readonly ProposedColumn[] }[];
}

export interface ProposedTable {
  readonly name: string;
  /** Estimate; -1 when the database does not know. */
  readonly rows: number;
  readonly person: readonly ProposedPath[];
  readonly alsoAbout: readonly ProposedPath[];
  readonly columns: readonly ProposedColumn[];
  /** Columns that seem to say nothing about a person. */
  readonly other: readonly string[];
  /** Columns that nothing could be said about. They stay out of the mapping, so that `gestand check` names them. */
  readonly unplaced: readonly { readonly name: string; readonly type: string }[];
  /** References of which nobody but the organisation knows whether they make the row another person's too. Left out of the mapping. */
  readonly unclear: readonly { readonly columns: readonly string[]; readonly table: string }[];
  /** How long its rows may be kept; a rule of this name is for the policy to declare. */
  readonly keep?: ProposedKeep;
}

export interface ProposedKeep extends Reasoned {
  /** `invoices`, `messages`, `visits` or `staff`. */
  readonly rule: string;
  /** Where its term starts: a column of the table, or of the one that the reference leads to. */
  readonly column: string;
  readonly through?: ProposedReference;
}

export interface Reasoned {
  readonly confidence: Confidence;
  readonly reason: string;
}

export type ProposedPath = Reasoned &
  (
    | { readonly kind: "is"; readonly person: string; readonly email?: string; readonly emailSince?: string }
    | { readonly kind: "identity"; readonly person: string; readonly column: string }
    | ({ readonly kind: "reference" } & ProposedReference)
  );

export interface ProposedReference {
  readonly columns: readonly string[];
  readonly table: string;
  readonly targetColumns: readonly string[];
  readonly when?: { readonly column: string; readonly equals: string };
  /** False: no foreign key says so; it follows from names, and was tried on a sample. */
  readonly declared: boolean;
}

export interface ProposedColumn extends Reasoned {
  readonly name: string;
  readonly category: string;
  readonly json: readonly ({ readonly path: readonly string[]; readonly category: string } & Reasoned)[];
}
