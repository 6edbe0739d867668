/**
 * What differs between databases with tables that are spoken to in the same plain SQL. Everything else (whose row it is,
 * what becomes of it, in which order, and what is said of it) is the same for all of them and stands beside this file.
 * PostgreSQL has statements of its own, which do much at once; it shares what is no SQL.
 *
 * Sessions are set so that names stand in double quotes, `||` joins texts and a backslash in a text means nothing.
 */
import type { Problem } from "#base";
import type { Coarser, System } from "#policy";
import type { Abilities } from "../contract.ts";
import type { Catalogue, CatalogueColumn, QualifiedName, Relation } from "./catalogue-types.ts";

/** Cells are texts or numbers; statements write as text whatever must arrive exactly. */
export type SqlCell = string | number | bigint | null | undefined;
export type SqlRow = Readonly<Record<string, SqlCell>>;
export type SqlValue = string | number | null;

/** One session of a database; statements run one after the other. */
export interface Session {
  all(sql: string, values?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
  /** Answers how many rows were touched. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
  /** Rows as they are asked for; memory does not grow with their number. No other statement may run meanwhile. */
  rows(sql: string, values?: readonly SqlValue[]): AsyncIterable<SqlRow>;
  /** Temporary tables of the connection by name, with what they were made as; absent where they do not outlive their use. */
  readonly made?: Map<string, string>;
}

/** A column or value, and of which column it is. */
export interface Side {
  readonly sql: string;
  readonly column: CatalogueColumn | undefined;
}

/** Rows of `table`, as `t`, that are in the list `f` by these pairs of key column and column of the list. */
export interface Listed {
  readonly table: string;
  readonly relation: Relation;
  readonly list: string;
  readonly key: readonly string[];
  /** Condition on `f`: only these rows of the list. */
  readonly where?: string;
}

/** Where days are counted, and the years whose days matter; a moment outside them may be a day off. */
export interface Place {
  readonly timeZone: string;
  readonly fromYear: number;
  readonly toYear: number;
}

export interface Dialect {
  qualified(name: QualifiedName): string;
  /** How a temporary table of this name is written, and made, and dropped with others. */
  temporary(name: string): string;
  createTemporary(name: string, body: string): string;
  dropTemporary(names: readonly string[]): readonly string[];
  /** A lasting table of ours. */
  createLasting(name: string, body: string): string;
  /** Names of our lasting tables that begin so: as `name`. */
  lastingNames(schema: string, prefix: string): string;
  /** Type, and collation, of a column of a working table that holds values of this column. */
  keyType(column: CatalogueColumn | undefined): string;
  /** Type of our own texts of at most so many characters, which are compared exactly. */
  textType(characters: number): string;

  /** The value as text, the same in every session; bytes in hexadecimal. */
  text(side: Side): string;
  /** A text that is equal to another only when it is the same, byte by byte. */
  exact(text: string): string;
  /** The column holds the key that `text` wrote so; `undefined` when no value of it can be written so. */
  isKey(side: Side, written: string): string | undefined;
  /** The column comes after the key that `text` wrote so, in the order of the column. */
  isAfter(side: Side, written: string): string | undefined;
  /** Both lead to each other. `declared`: a foreign key of the database says so, and then it compares in its way. */
  equal(left: Side, right: Side, declared: boolean): string;
  /** Two values are not the same, NULL being a value. */
  differs(a: string, b: string): string;

  /** What is compared to know somebody by a text: NULL when the text says nobody. */
  identityForm(identity: string, text: string): string;
  /** All that `identityForm` may make of stored texts that mean this spelling. */
  identityForms(identity: string, spelling: string): readonly string[];
  /**
   * Condition that an index on the column serves, of which all rows with one of these forms are some; `undefined` where an
   * index cannot say so, and the table is read.
   */
  narrowed(side: Side, forms: readonly string[]): string | undefined;
  /** A form as text. */
  formText(form: string): string;
  /** The type in which such forms are kept. */
  readonly formType: string;

  /**
   * The day in a column as `YYYY-MM-DD`, of a book year its last; NULL when there is none or no calendar has it. A moment
   * counts on the day that it was `there`.
   */
  day(side: Side, there?: Place): string;

  /** A part of a value; `undefined` where a column of its kind has no such part. A text that is no IP address has no network: NULL. */
  coarser(side: Side, to: Coarser): string | undefined;

  /** A member of a document as text, NULL when it is not there; and as JSON. */
  member(json: string, path: readonly string[]): string;
  memberJson(json: string, path: readonly string[]): string;
  /** The document without a member, or with a text (as SQL) in its place. */
  withoutMember(json: string, path: readonly string[], replacement: string | undefined): string;
  /** The document as text without blanks that say nothing. */
  compact(json: string): string;
  /** A text as a JSON text. */
  jsonText(text: string): string;
  /** At most 32 random characters. */
  readonly random: string;

  /** Writes columns of listed rows: names and values over `t` and `f`. */
  update(listed: Listed, sets: readonly (readonly [column: string, sql: string])[]): string;
  delete(listed: Listed): string;
  /** A text by which a row is known in our register, of at most 500 characters. */
  rowKey(texts: readonly string[]): string;
  readonly insertIgnore: string;
  /** A statement that writes locks the rows of the product that it reads for it. */
  readonly insertingLocks: boolean;
  /** A key column as it is read to be written again, and as a literal of that. Asked only where inserting locks. */
  carried(side: Side): { readonly read: string; readonly write: (text: string) => string };
  /** Stand after a select: its rows stay as they are until the end, and nobody else may ask for that. */
  readonly forUpdate: string;
  readonly forShare: string;
  /** One snapshot that only reads; one that changes. Errors where rows changed since are retryable. */
  readonly beginReading: readonly string[];
  readonly beginWriting: readonly string[];
  /** Reads what is there at each statement, and holds up nobody. */
  readonly beginLoosely: readonly string[];
  /** Joins so that the table before it is read, and this one looked up for each row. */
  readonly thenJoin: string;

  /** Rows in which a column may hold one of these values, by what texts say; all rows of which it cannot be said. */
  mayHold(text: string, words: readonly string[], whole: readonly string[]): string;
  /**
   * A moment in a column, in a form that compares, and a moment in that form, in which it is also written; `undefined` when
   * the column holds none. `local` is the clock time where the organisation is, `YYYY-MM-DD HH:MM:SS`.
   */
  moment(side: Side, instant: Date, local: string): { readonly read: string; readonly value: string } | undefined;
}

export interface Engine {
  readonly dialect: Dialect;
  readonly abilities: Abilities;
  /** Runs with a session of its own. Errors of the database come out as OperationalError, naming `attempted`. */
  use<T>(attempted: string, run: (session: Session) => Promise<T>): Promise<T>;
  /** A session to keep, for a stream. `broken`: it is not to be used again. */
  take(attempted: string): Promise<{ readonly session: Session; readonly release: (broken: boolean) => void }>;
  catalogue(session: Session): Promise<Catalogue>;
  /** What stands in the way of every plan with these tables: engines without transactions. */
  unfit(catalogue: Catalogue, system: System): readonly Problem[];
  /** What only this kind of database has to be told of: rows without a key, a file that others lock. */
  findings(session: Session, catalogue: Catalogue): Promise<readonly Problem[]>;
  operationalError(error: unknown, attempted: string): unknown;
  /** An error of the database as a problem of the mapping; `undefined` when trying again may help, or it is none of these. */
  refused(error: unknown, doing: string, path: string): Problem | undefined;
  close(): Promise<void>;
}
