/**
 * What refers to a row that was the person's. Once that row is deleted or anonymous nothing leads from it to the person
 * any more, so its key is written down before the erasure, and looked for afterwards along every path of the policy.
 */
import type { Reference } from "#policy";
import type { FormerKeys, Identifiers } from "../contract.ts";
import { anyOf, columnText, conditionsOf, referenceMatch, targetOf } from "./conditions.ts";
import type { Session } from "./dialect.ts";
import {
  hasAnchors,
  type OwnedTable,
  type OwnershipPlan,
  pathsOf,
  referencesOf,
  targetColumnsOf,
} from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { textOrNull } from "./survey.ts";
import { keyMatch, personRows, type Reading } from "./work.ts";

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
      const columns = target === undefined ? [] : targetColumnsOf(reference, target.relation);
      if (target !== undefined && columns.length > 0) met.set(metName(reference.table, columns), { target, columns });
    }
  return [...met.values()];
}

function metName(table: string, columns: readonly string[]): string {
  return JSON.stringify([table, columns]);
}

/** Keys of the rows that are this person's alone, of each table that others may refer to. Call after `collect`. */
export async function formerKeys(session: Session, { dialect, plan, work }: Reading): Promise<FormerKeys[]> {
  const found: FormerKeys[] = [];
  for (const { target, columns } of columnsMet(plan)) {
    const texts = columns.map((column, at) => `${columnText(dialect, target, column)} as c${at}`);
    const whole = columns.map((column) => `t.${ident(column)} is not null`).join(" and ");
    const rows = await session.all(
      `select ${texts.join(", ")} ${personRows(target, work)} where k.shared = 0 and ${whole}`,
    );
    const keys = JSON.stringify(rows.map((row) => columns.map((_, at) => textOrNull(row[`c${at}`]))));
    found.push({ table: target.mapping.name, columns, rows: rows.length, keys });
  }
  return found;
}

/** Temporary tables with the keys that rows of the person had, by what refers to them. */
export type Former = ReadonlyMap<string, string>;

/** Brings back what was written down, and the keys of the rows that were chosen as the person. Outside a transaction. */
export async function putFormerKeys(
  session: Session,
  { dialect, plan }: Reading,
  identifiers: Identifiers,
): Promise<Former> {
  const names = new Map<string, string>();
  for (const [at, { target, columns }] of columnsMet(plan).entries()) {
    const written = (identifiers.formerKeys ?? [])
      .filter((one) => one.table === target.mapping.name && one.columns.join("\n") === columns.join("\n"))
      .flatMap(({ keys }) => JSON.parse(keys) as string[][]);
    const keys = [...written, ...chosenKeys(plan, target, columns, identifiers)];
    if (keys.length === 0) continue;
    const name = dialect.temporary(`gestand_former_${at}`);
    const types = columns.map((column) => dialect.keyType(target.relation.columns.get(column)));
    for (const sql of dialect.dropTemporary([name])) await session.run(sql);
    const body = columns.map((column, place) => `${ident(column)} ${types[place]}`).join(", ");
    await session.run(dialect.createTemporary(name, body));
    const marks = columns.map(() => "?").join(", ");
    for (const key of new Map(keys.map((one) => [JSON.stringify(one), one])).values())
      await session.run(`insert into ${name} values (${marks})`, key);
    names.set(metName(target.mapping.name, columns), name);
  }
  return names;
}

/** A person whose row is gone already is known by its key alone. */
function chosenKeys(
  plan: OwnershipPlan,
  target: OwnedTable,
  columns: readonly string[],
  { subject }: Identifiers,
): string[][] {
  if (!hasAnchors(target) || !columns.every((column) => target.key.includes(column))) return [];
  return subject.anchors
    .filter(
      ({ system, table, key }) =>
        system === plan.system.name && table === target.mapping.name && key.length === target.key.length,
    )
    .map(({ key }) => columns.map((column) => key[target.key.indexOf(column)] ?? ""));
}

export interface Link {
  /** Columns that refer. */
  readonly name: string;
  /** `from … where …` that yields the referring rows as `t`; `besides` stands for what is known of them. */
  readonly from: (besides: string) => string;
  /** Rows that stay with a ground need not be told of: they refer to a row that stays as well, or say nothing of anybody. */
  readonly onlyGroundless: boolean;
}

/** Rows that refer to a former row of the person, by each path of the table that leads to one. */
export function linksToFormer(reading: Reading, table: OwnedTable, former: Former): Link[] {
  const { dialect, plan } = reading;
  return referencesOf(table.mapping).flatMap((reference): Link[] => {
    const target = targetOf(plan, reference);
    if (target?.owned === undefined) return [];
    const keys = former.get(metName(reference.table, targetColumnsOf(reference, target.relation)));
    if (keys === undefined) return [];
    const match = referenceMatch(dialect, table, reference, target.relation, "t", "p");
    const stays = target.owned.mapping.erase !== "delete" && table.mapping.erase === "anonymise";
    const still = stays ? ` and ${notErased(reading, table)}` : "";
    return [
      {
        name: reference.columns.join(", "),
        from: (besides) =>
          `from ${table.sql} t ${besides} where exists (select 1 from ${keys} p where ${match})${still}`,
        onlyGroundless: !hasAnchors(target.owned),
      },
    ];
  });
}

/**
 * A row that became anonymous goes on referring to one that did. What was added to it later still has a value that the
 * erasure would have taken. Values that a text with a random part replaced cannot be told from others.
 */
function notErased({ dialect }: Reading, table: OwnedTable): string {
  const signs = table.mapping.columns.flatMap((column): string[] => {
    const known = table.relation.columns.get(column.name);
    const { erased } = column;
    if (known === undefined || known.generated || erased.kind === "keep") return [];
    const replaced = erased.kind === "text" ? erased.text : undefined;
    if (replaced?.includes("{random}") === true) return [];
    const isNew = (value: string) =>
      `(${value} <> ''${replaced === undefined ? "" : ` and ${dialect.differs(dialect.exact(`trim(${value})`), dialect.exact(literal(replaced.trim())))}`})`;
    if (known.family !== "json" || column.json.length === 0) return [isNew(columnText(dialect, table, column.name))];
    return column.json.map(({ path }) => isNew(dialect.member(`t.${ident(column.name)}`, path)));
  });
  return `coalesce(${anyOf(signs)}, 0)`;
}

/** Somebody else owns the row too. A former row of the person is nobody else's, though nothing says whose it is any more. */
export function othersOwn(reading: Reading, table: OwnedTable, former: Former): string {
  const { decides, outside } = conditionsOf(reading, table);
  const by = pathsOf(table).map((path) => {
    const condition =
      path.kind === "reference" ? leadsToOthers(reading, table, path.reference, former) : outside(path, "t");
    return `(${table.mapping.person.includes(path) ? `${decides(path, "t")} and ` : ""}${condition})`;
  });
  return `coalesce(${anyOf(by)}, 0)`;
}

function leadsToOthers(reading: Reading, table: OwnedTable, reference: Reference, former: Former): string {
  const { dialect, plan, work } = reading;
  const target = targetOf(plan, reference);
  if (target?.owned === undefined) return "0";
  const match = (row: string) => referenceMatch(dialect, table, reference, target.relation, "t", row);
  const mine = `exists (select 1 from ${work.rows(target.owned)} k2 where ${keyMatch(target.owned, "p", "k2")} and k2.shared = 0)`;
  const keys = former.get(metName(reference.table, targetColumnsOf(reference, target.relation)));
  const once = keys === undefined ? "" : ` and not exists (select 1 from ${keys} p2 where ${match("p2")})`;
  return `(exists (select 1 from ${target.sql} p where ${match("p")} and not ${mine})${once})`;
}
