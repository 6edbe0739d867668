/**
 * What refers to a row that was the person's. Once that row is deleted or anonymous nothing leads from it to the person
 * any more, so its key is written down before the erasure, and looked for afterwards along every path of the policy.
 */
import type { Reference } from "#policy";
import type { FormerKeys, Identifiers } from "../contract.ts";
import type { Queryable } from "./catalogue.ts";
import { pathsOf } from "./ownership-collect.ts";
import { type OwnedTable, type OwnershipPlan, referencesOf, targetColumnsOf } from "./ownership.ts";
import { anyOf, conditionsOf, keyMatch, referenceMatch, targetOf } from "./ownership-sql.ts";
import { ident, literal } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

interface Met {
  readonly target: OwnedTable;
  readonly columns: readonly string[];
}

/** Every set of columns by which some mapped table refers to another, once. */
function columnsMet(plan: OwnershipPlan): Met[] {
  const met = new Map<string, Met>();
  for (const table of plan.tables)
    for (const reference of referencesOf(table.mapping)) {
      const target = plan.byName.get(reference.table);
      if (target === undefined) continue;
      const columns = targetColumnsOf(reference, target.relation);
      if (columns.length > 0) met.set(metName(reference.table, columns), { target, columns });
    }
  return [...met.values()];
}

function metName(table: string, columns: readonly string[]): string {
  return JSON.stringify([table, columns]);
}

/** Keys of the rows that are this person's alone, of each table that others may refer to. Call after `collect`. */
export async function formerKeys(client: Queryable, plan: OwnershipPlan, work: WorkPlace): Promise<FormerKeys[]> {
  const found: FormerKeys[] = [];
  for (const { target, columns } of columnsMet(plan)) {
    const texts = columns.map((column) => `t.${ident(column)}::text`);
    const whole = columns.map((column) => `t.${ident(column)} is not null`).join(" and ");
    const keys = await client.query<{ rows: string; keys: string | null }>(
      `select count(*) as rows, json_agg(json_build_array(${texts.join(", ")}))::text as keys from ${work.rows(target)} k join ${target.sql} t on ${keyMatch(target, "t", "k")} where not k.shared and ${whole}`,
    );
    const { rows = "0", keys: list } = keys.rows[0] ?? {};
    found.push({ table: target.mapping.name, columns, rows: Number(rows), keys: list ?? "[]" });
  }
  return found;
}

/** Tables of the session with the keys that rows of the person had, by what refers to them. */
export type Former = ReadonlyMap<string, string>;

/** Brings back what was written down, and the keys of the rows that were chosen as the person. */
export async function putFormerKeys(client: Queryable, plan: OwnershipPlan, identifiers: Identifiers): Promise<Former> {
  const names = new Map<string, string>();
  for (const [at, { target, columns }] of columnsMet(plan).entries()) {
    const lists = (identifiers.formerKeys ?? [])
      .filter((one) => one.rows > 0 && one.table === target.mapping.name && sameColumns(one.columns, columns))
      .map((one) => one.keys);
    const chosen = chosenKeys(plan, target, columns, identifiers);
    if (chosen.length > 0) lists.push(JSON.stringify(chosen));
    if (lists.length === 0) continue;
    const name = `pg_temp.gestand_former_${at}`;
    const type = (column: string) => target.relation.columns.get(column)?.type ?? "text";
    const typed = columns.map((column, position) => `(x.key ->> ${position})::${type(column)}`).join(", ");
    const body = columns.map((column) => `${ident(column)} ${type(column)} not null`).join(", ");
    await client.query(`drop table if exists ${name}; create table ${name} (${body}) on commit drop`);
    await client.query(
      `insert into ${name} select distinct ${typed} from unnest($1::json[]) l(list) cross join lateral json_array_elements(l.list) x(key)`,
      [lists],
    );
    await client.query(`analyze ${name}`);
    names.set(metName(target.mapping.name, columns), name);
  }
  return names;
}

function sameColumns(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((column, at) => column === other[at]);
}

/** A person whose row is gone already is known by its key alone. */
function chosenKeys(
  plan: OwnershipPlan,
  target: OwnedTable,
  columns: readonly string[],
  { subject }: Identifiers,
): (string | undefined)[][] {
  if (!isPerson(target) || !columns.every((column) => target.key.includes(column))) return [];
  return subject.anchors
    .filter(
      ({ system, table, key }) =>
        system === plan.system.name && table === target.mapping.name && key.length === target.key.length,
    )
    .map(({ key }) => columns.map((column) => key[target.key.indexOf(column)]));
}

/** Rows of the table are persons themselves. */
function isPerson(table: OwnedTable): boolean {
  return pathsOf(table).some(({ kind }) => kind === "is");
}

export interface Link {
  /** Columns that refer. */
  readonly name: string;
  /** `from … where …` that yields the referring rows as `t`. */
  readonly from: string;
  /** Rows that stay with a ground need not be told of: they refer to a row that stays as well, or say nothing of anybody. */
  readonly onlyGroundless: boolean;
}

/** Rows that refer to a former row of the person, by each path of the table that leads to one. */
export function linksToFormer(plan: OwnershipPlan, table: OwnedTable, former: Former): Link[] {
  return referencesOf(table.mapping).flatMap((reference): Link[] => {
    const target = targetOf(plan, reference);
    const keys =
      target === undefined
        ? undefined
        : former.get(metName(reference.table, targetColumnsOf(reference, target.relation)));
    if (target === undefined || keys === undefined) return [];
    const match = referenceMatch(table, reference, target.relation, "t", "p", true);
    const still =
      target.owned?.mapping.erase !== "delete" && table.mapping.erase === "anonymise" ? ` and ${notErased(table)}` : "";
    return [
      {
        name: reference.columns.join(", "),
        from: `from ${keys} p join ${table.sql} t on ${match} where true${still}`,
        onlyGroundless: target.owned === undefined || !isPerson(target.owned),
      },
    ];
  });
}

/**
 * A row that became anonymous goes on referring to one that did. What was added to it later still has a value that the
 * erasure would have taken. Values that a text with a random part replaced cannot be told from others.
 */
function notErased(table: OwnedTable): string {
  const signs = table.mapping.columns.flatMap((column): string[] => {
    const known = table.relation.columns.get(column.name);
    const { erased } = column;
    if (known === undefined || known.generated || erased.kind === "keep") return [];
    const sql = `t.${ident(column.name)}`;
    const replaced = erased.kind === "text" ? erased.text : undefined;
    if (replaced?.includes("{random}") === true) return [];
    const isNew = (value: string) =>
      `${value} <> ''${replaced === undefined ? "" : ` and btrim(${value}) <> btrim(${literal(replaced)})`}`;
    if (known.family !== "json") return [`(${isNew(`${sql}::text`)})`];
    if (column.json.length === 0) return [`(${isNew(`(${sql}::jsonb #>> '{}')`)})`];
    return column.json.map(
      ({ path }) => `(${isNew(`(${sql}::jsonb #>> array[${path.map(literal).join(", ")}]::text[])`)})`,
    );
  });
  return `coalesce(${anyOf(signs)}, false)`;
}

/**
 * Somebody else owns the row too. A former row of the person is nobody else's, though nothing says whose it is any more.
 * Asked of the few rows that were met, one by one: with `offset 0` the planner does not read whole tables for it.
 */
export function othersOwn(plan: OwnershipPlan, table: OwnedTable, work: WorkPlace, former: Former): string {
  const { mapping } = table;
  const { decides } = conditionsOf(plan, table, work);
  const by = [...mapping.person, ...mapping.alsoAbout].map((path) => {
    const alone: OwnedTable = { ...table, mapping: { ...mapping, person: [path], alsoAbout: [] } };
    const outside =
      path.kind === "reference"
        ? leadsToOthers(plan, table, path.reference, work, former)
        : conditionsOf(plan, alone, work).shared("t");
    return `(${mapping.person.includes(path) ? `${decides(path, "t")} and ` : ""}${outside})`;
  });
  return `coalesce(${anyOf(by)}, false)`;
}

function leadsToOthers(
  plan: OwnershipPlan,
  table: OwnedTable,
  reference: Reference,
  work: WorkPlace,
  former: Former,
): string {
  const target = targetOf(plan, reference);
  if (target === undefined) return "false";
  const match = (row: string) => referenceMatch(table, reference, target.relation, "t", row);
  const mine =
    target.owned === undefined
      ? ""
      : ` and not exists (select 1 from ${work.rows(target.owned)} k where ${keyMatch(target.owned, "p", "k")} and not k.shared offset 0)`;
  const keys = former.get(metName(reference.table, targetColumnsOf(reference, target.relation)));
  const mineOnce = keys === undefined ? "" : ` and not exists (select 1 from ${keys} f where ${match("f")} offset 0)`;
  return `(exists (select 1 from ${target.sql} p where ${match("p")}${mine} offset 0)${mineOnce})`;
}
