/**
 * What a row becomes that stays without its person when its term is over, and whether it has become so already. As for the
 * erasure of one person, except that nobody's rows are known here: every link to a person is cut, whoever it is.
 */
import { type Coarser, type Column, type Policy, sweepOf } from "#policy";
import { knownColumns } from "./identities.ts";
import { type OwnedTable, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";

/** How a database writes this, over a row called `t`. */
export interface AnonymousWriting {
  /** What the policy puts in the place of a value. */
  value(column: Column, t: string): string;
  /** A part of what is held; `undefined` where a column of its kind has no such part. */
  coarser(column: Column, held: string, to: Coarser): string | undefined;
  /** Whether what is held is another than the value; documents are compared by what they say. */
  differs(column: Column, held: string, value: string): string;
}

export interface Anonymous {
  readonly sets: readonly (readonly [column: string, sql: string])[];
  /** Condition over the row: it still says something of a person. */
  readonly personal: string;
}

/** A text, when the policy and the database leave no way to do it: why not. */
export function anonymous(table: OwnedTable, writing: AnonymousWriting, t: string): Anonymous | string {
  const { columns } = table.relation;
  const mapped = new Map(table.mapping.columns.map((column) => [column.name, column]));
  const endOf = (name: string) => mapped.get(name)?.afterTerm ?? mapped.get(name)?.erased;
  const names = new Set([...linksOf(table), ...mapped.keys()]);
  const changed = [...names].filter((name) => endOf(name)?.kind !== "keep" && columns.get(name)?.generated === false);
  const sets: (readonly [string, string])[] = [];
  const personal: string[] = [];
  for (const name of changed) {
    const column = mapped.get(name);
    const held = `${t}.${ident(name)}`;
    const end = endOf(name);
    const value =
      column === undefined || end === undefined
        ? "null"
        : end.kind === "part" || end.kind === "first"
          ? writing.coarser(column, held, end)
          : writing.value({ ...column, erased: end }, t);
    if (value === undefined) return `its column ${name} is of a kind of which no such part can stay`;
    if (value === "null" && columns.get(name)?.nullable !== true)
      return `its column ${name} may not be empty, so that it cannot lose its person`;
    sets.push([name, value]);
    personal.push(
      value === "null" || column === undefined
        ? `${held} is not null`
        : `(${held} is not null and ${isOther(column, end, held, writing.differs(column, held, value))})`,
    );
  }
  return { sets, personal: personal.length === 0 ? "1 = 0" : `(${personal.join(" or ")})` };
}

/** After a table: rows that are anonymous are left out. */
export function amongPersonal(made: Anonymous | undefined): string {
  return made === undefined ? "" : ` where ${made.personal}`;
}

/** What rows of a table become that the policy keeps; `undefined` where they are deleted, or cannot become it. */
export function anonymousBy(policy: Policy, table: OwnedTable, writing: AnonymousWriting): Anonymous | undefined {
  const made = sweepOf(policy, table.mapping).does === "anonymise" ? anonymous(table, writing, "t") : undefined;
  return typeof made === "string" ? undefined : made;
}

/** A text with a random token is told by what stands around it. */
function isOther({ json }: Column, end: Column["afterTerm"], held: string, differs: string): string {
  if (end?.kind !== "text" || json.length > 0 || !end.text.includes("{random}")) return differs;
  const around = end.text.split("{random}").map((part) => part.replace(/[!%_]/g, "!$&"));
  return `${held} not like ${literal(around.join("%"))} escape '!'`;
}

/** Columns by which the row leads to a person; of a reference by several, those that may be empty. */
function linksOf(table: OwnedTable): string[] {
  return pathsOf(table).flatMap((path) => {
    if (path.kind === "identity") return [path.column];
    if (path.kind === "is") return knownColumns(path).map(({ column }) => column);
    const { columns } = path.reference;
    const loose = columns.filter((name) => table.relation.columns.get(name)?.nullable === true);
    return [...(loose.length > 0 ? loose : columns)];
  });
}
