/** Which rows count among those that name somebody whom a change concerns. */
import type { PersonPath } from "#policy";
import { columnText } from "./conditions.ts";
import type { Dialect } from "./dialect.ts";
import type { OwnedTable } from "./ownership.ts";
import { literal } from "./quote.ts";

type Identity = Extract<PersonPath, { kind: "identity" }>;

/** A row whose column says another kind is not of this one; what it says and nobody listed may be any. */
export function isOfKind(
  dialect: Dialect,
  table: OwnedTable,
  { byColumn }: Pick<Identity, "byColumn">,
  kind: string,
): string {
  const others = (byColumn?.values ?? []).filter(({ person }) => person !== kind);
  if (byColumn === undefined || others.length === 0) return "1";
  const text = dialect.exact(columnText(dialect, table, byColumn.column));
  return `coalesce(${text} not in (${others.map(({ equals }) => dialect.exact(literal(equals))).join(", ")}), 1)`;
}

/** What erasure left of a row that stays: nobody is behind it any more. */
export function isAnonymous(dialect: Dialect, table: OwnedTable): string {
  const left = table.mapping.columns.flatMap(({ name, erased }) => {
    const text = columnText(dialect, table, name);
    if (erased.kind === "null") return [`${text} is null`];
    const same = erased.kind === "text" && !erased.text.includes("{random}");
    return same ? [`coalesce(${dialect.exact(text)} = ${dialect.exact(literal(erased.text))}, 0)`] : [];
  });
  return table.mapping.erase === "anonymise" && left.length > 0 ? `(${left.join(" and ")})` : "0";
}
