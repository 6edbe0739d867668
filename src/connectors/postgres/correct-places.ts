/** Where a wrong fact may stand in one table, as SQL: which columns or members of documents, how it is known, what replaces it. */
import { normaliseEmail } from "#base";
import { type Column, isCategory, knownAs, type Policy } from "#policy";
import type { Correction } from "../contract.ts";
import { withoutMember } from "./erase-columns.ts";
import { capitalForms, isAddress, isKnownAs } from "./identity-sql.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident, literal } from "./quote.ts";

export interface Place {
  readonly column: string;
  /** The member of a document. */
  readonly member?: readonly string[];
  readonly to: string;
  /** The wrong fact stands there in row `t`. */
  readonly isWrong: string;
  /** The right one does now, in row `t`, however it is spelt; a trigger may spell it otherwise. */
  readonly isRight: string;
}

/** `system`: the name of the one that the table is in. */
export function placesOf(policy: Policy, system: string, table: OwnedTable, correction: Correction): Place[] {
  const { category, only } = correction;
  const rows = only === undefined ? "true" : keyIs(table, only.key);
  if (rows === undefined || (only !== undefined && (only.system !== system || only.table !== table.mapping.name)))
    return [];
  return table.mapping.columns.flatMap((column: Column): Place[] => {
    const known = table.relation.columns.get(column.name);
    if (known === undefined || known.generated || column.former === true) return [];
    const stored = `t.${ident(column.name)}`;
    const { name } = column;
    if (known.family !== "json")
      return isCategory(column.category, category)
        ? [placeOf(policy, correction, { column: name }, rows, `${stored}::text`)]
        : [];
    const members = column.json.length > 0 ? column.json : [{ path: [], category: column.category }];
    return members
      .filter((member) => isCategory(member.category, category))
      .map(({ path }) => {
        const text = `(${stored}::jsonb #>> ${pathSql(path)})`;
        // A member that is not there has no place to put a value in.
        const there = `${rows} and ${stored}::jsonb #> ${pathSql(path)} is not null`;
        return placeOf(policy, correction, { column: name, member: path }, there, text);
      });
  });
}

function placeOf(
  policy: Policy,
  correction: Correction,
  where: Pick<Place, "column" | "member">,
  rows: string,
  text: string,
): Place {
  const { category, from, to } = correction;
  const already = `(${text}) collate "C" is not distinct from ${literal(to)}`;
  return {
    ...where,
    to,
    isWrong: `(${rows} and not (${already}) and ${isFact(policy, category, from, text)})`,
    isRight: `(${already} or ${isFact(policy, category, to, text)})`,
  };
}

/** Compared as the category is: addresses and other texts without blanks around them and case, numbers by their digits. */
function isFact(policy: Policy, category: string, fact: string | null, text: string): string {
  if (fact === null) return `coalesce(${text}, '') = ''`;
  const spellings = isCategory(category, "contact.phone") ? (knownAs(policy, "phone", fact)?.spellings ?? []) : [];
  if (spellings.length > 0) return `(${isKnownAs("phone", text, among(spellings))}) is true`;
  const form = normaliseEmail(fact);
  return form === "" ? "false" : `(${isAddress(text, among(capitalForms(form)))}) is true`;
}

/** A query of one column. */
function among(forms: readonly string[]): string {
  return `select x.form from unnest(array[${forms.map(literal).join(", ")}]::text[]) as x(form)`;
}

/** The row has this key, written as the database writes it; `undefined` when no row can. */
function keyIs(table: OwnedTable, key: readonly string[]): string | undefined {
  if (key.length !== table.key.length) return undefined;
  const parts = table.key.map((column, at) => `t.${ident(column)}::text = ${literal(key[at] ?? "")}`);
  return `(${parts.join(" and ")})`;
}

function pathSql(path: readonly string[]): string {
  return `array[${path.map(literal).join(", ")}]::text[]`;
}

/** The value of a column after correction; `chosen` says whether a place of this position is wrong in the row. */
export function correctedValue(
  table: OwnedTable,
  column: string,
  places: readonly (Place & { readonly at: number })[],
  chosen: (at: number) => string,
): string {
  const old = `t.${ident(column)}`;
  const known = table.relation.columns.get(column);
  // Not cast to the type of the column, which would cut a text that is too long.
  if (known?.family !== "json")
    return `case ${places.map(({ at, to }) => `when ${chosen(at)} then ${literal(to)}`).join(" ")} else ${old} end`;
  // Each step names the value before it once.
  const json = places.reduce((before, { at, to, member = [] }) => {
    const text = `${literal(to)}::text`;
    const after = member.length === 0 ? `to_jsonb(${text})` : withoutMember("p.j", member, text);
    return `(select case when ${chosen(at)} then ${after} else p.j end from (select ${before} as j) p)`;
  }, `${old}::jsonb`);
  // A document in which nothing is wrong keeps every blank.
  return `case when ${places.map(({ at }) => chosen(at)).join(" or ")} then (${json})::${known.type} else ${old} end`;
}
