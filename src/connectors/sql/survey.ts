/** What the rows of the person say: counts, categories, kinds of person, recipients and keys of files. */
import { kindsOfRow, type Policy } from "#policy";
import type { FilesElsewhere, TableFinding } from "../contract.ts";
import { columnText } from "./conditions.ts";
import type { Dialect, Session, SqlCell, SqlRow } from "./dialect.ts";
import type { Group, Survey } from "./findings.ts";
import { type OwnedTable, pathsOf } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { personRows, type Reading } from "./work.ts";

/** Counts the person's rows and looks which categories they have a value of. Ask before anything is changed. */
export async function survey(session: Session, reading: Reading): Promise<Survey> {
  const counted = await countRows(session, reading, reading.plan.tables);
  const present = reading.plan.tables.filter((table) => counted.some(({ tab }) => tab === table.index));
  const asked = present.map((table) => ({ table, values: valuesOf(reading.dialect, table) }));
  const width = Math.max(1, ...asked.map(({ values }) => values.length));
  const rows = await together(
    session,
    asked.map(({ table, values }) => {
      // As many columns for each, so that all can be asked at once.
      const met = Array.from({ length: width }, (_, at) => {
        const value = values[at];
        return `${value === undefined ? "null" : `max(${value.sql} is not null)`} as v${at}`;
      });
      return `select ${table.index} as tab, ${met.join(", ")} ${personRows(table, reading.work)}`;
    }),
  );
  const byTable = new Map(rows.map((row) => [Number(row["tab"]), row]));
  const categories = new Map(
    asked.map(({ table, values }) => {
      const row = byTable.get(table.index);
      const here = values.flatMap(({ category }, at) => (Number(row?.[`v${at}`] ?? 0) > 0 ? [category] : []));
      return [table.mapping.name, [...new Set(here)].toSorted()];
    }),
  );
  return { counted, categories };
}

/** More selects than this in one statement are more than some databases take. */
const selectsTogether = 50;

/** The rows of all these selects, which have the same columns, in few statements. */
async function together(session: Session, selects: readonly string[]): Promise<readonly SqlRow[]> {
  const rows: SqlRow[] = [];
  for (let at = 0; at < selects.length; at += selectsTogether)
    rows.push(...(await session.all(selects.slice(at, at + selectsTogether).join(" union all "))));
  return rows;
}

/** How many rows there are of each kind. */
export async function countRows(session: Session, { work }: Reading, tables: readonly OwnedTable[]): Promise<Group[]> {
  const groups = await together(
    session,
    tables.map(
      (table) =>
        `select ${table.index} as tab, k.fate as fate, k.held_until as until, k.shared as shared, count(*) as n from ${work.rows(table)} k group by k.fate, k.held_until, k.shared`,
    ),
  );
  const counted = groups.map(
    ({ tab, fate, until, shared, n }): Group => ({
      tab: Number(tab),
      fate: textOrNull(fate),
      until: textOrNull(until),
      shared: Number(shared) === 1,
      rows: String(n),
    }),
  );
  const place = new Map(tables.map(({ index }, at) => [index, at]));
  return counted.toSorted(
    (one, other) => (place.get(one.tab) ?? 0) - (place.get(other.tab) ?? 0) || (orderOf(one) < orderOf(other) ? -1 : 1),
  );
}

function orderOf({ fate, until, shared }: Group): string {
  return `${fate ?? ""}\n${until ?? ""}\n${shared ? 1 : 0}`;
}

export function textOrNull(cell: SqlCell): string | null {
  return cell === null || cell === undefined ? null : String(cell);
}

/** Every value of a row with its category: columns, and the declared members of documents. */
function valuesOf(dialect: Dialect, table: OwnedTable): { category: string; sql: string }[] {
  return table.mapping.columns.flatMap((column) => {
    const sql = `t.${ident(column.name)}`;
    const isDocument = table.relation.columns.get(column.name)?.family === "json";
    return [
      { category: column.category, sql },
      ...(isDocument
        ? column.json.map(({ category, path }) => ({ category, sql: dialect.memberJson(sql, path) }))
        : []),
    ];
  });
}

/** The findings with the kinds of person that rows say they are about. Only tables are asked that say it row by row. */
export async function withKindsMet(
  session: Session,
  reading: Reading,
  findings: readonly TableFinding[],
): Promise<TableFinding[]> {
  const told: TableFinding[] = [];
  for (const finding of findings) {
    const table = finding.rows > 0 ? reading.plan.byName.get(finding.table) : undefined;
    const paths =
      table === undefined ? [] : pathsOf(table).flatMap((path) => (path.kind === "reference" ? [] : [path]));
    const columns = [...new Set(paths.flatMap(({ byColumn }) => byColumn?.column ?? []))];
    if (table === undefined || columns.length === 0) {
      told.push(finding);
      continue;
    }
    const kinds = new Set<string>();
    for (const column of columns) {
      const text = columnText(reading.dialect, table, column);
      const rows = await session.all(`select distinct ${text} as value ${personRows(table, reading.work)}`);
      for (const { value } of rows)
        for (const path of paths)
          if (path.byColumn?.column === column) for (const kind of kindsOfRow(path, textOrNull(value))) kinds.add(kind);
    }
    told.push({ ...finding, persons: [...kinds].sort() });
  }
  return told;
}

/** Recipients that the policy recognises by rows of the person. */
export async function recipientsMet(
  session: Session,
  { dialect, plan, work }: Reading,
  policy: Policy,
  tables: readonly TableFinding[],
): Promise<string[]> {
  const present = new Set(tables.filter(({ rows }) => rows > 0).map(({ table }) => table));
  const met = new Set<string>();
  for (const { name, holdsWhen } of policy.recipients)
    for (const { system, table: tableName, column, equals } of holdsWhen) {
      const table = system === plan.system.name && present.has(tableName) ? plan.byName.get(tableName) : undefined;
      if (met.has(name) || table === undefined || (column !== undefined && !table.relation.columns.has(column)))
        continue;
      if (column === undefined || equals === undefined) met.add(name);
      else {
        const is = `${dialect.exact(columnText(dialect, table, column))} = ${dialect.exact(literal(equals))}`;
        const found = await session.all(`select 1 as met ${personRows(table, work)} where ${is} limit 1`);
        if (found.length > 0) met.add(name);
      }
    }
  return policy.recipients.map(({ name }) => name).filter((name) => met.has(name));
}

/** How many keys of files in stores the person's rows have, as far as this reaches; a key that stands twice is one file. */
export async function storesMet(
  session: Session,
  { dialect, plan, work }: Reading,
  policy: Policy,
  action: "access" | "erasure",
): Promise<FilesElsewhere[]> {
  const found: FilesElsewhere[] = [];
  for (const { name, keys } of policy.stores ?? []) {
    const selects = keys.flatMap(({ system, table: tableName, column }) => {
      const table = system === plan.system.name ? plan.byName.get(tableName) : undefined;
      if (table === undefined || !table.relation.columns.has(column)) return [];
      const reached = action === "access" ? "k.fate <> 'withheld'" : "k.fate in ('delete', 'anonymise')";
      const key = dialect.exact(columnText(dialect, table, column));
      return [`select ${key} as file_key ${personRows(table, work)} where ${reached} and ${key} <> ''`];
    });
    if (selects.length === 0) continue;
    const [row] = await session.all(`select count(*) as files from (${selects.join(" union ")}) s`);
    const files = Number(row?.["files"] ?? 0);
    if (files > 0) found.push({ store: name, files });
  }
  return found;
}
