/** Carries out the units of an erasure: a list of rows is made by reading, and then changed or deleted by that list. */
import type { Problem } from "#base";
import { type Assignments, anonymised, detached } from "./assignments.ts";
import type { ActingKey, ForeignKey } from "./catalogue-types.ts";
import { fillList } from "./lists.ts";
import { allOf, anyOf, columnText } from "./conditions.ts";
import type { Listed, Session } from "./dialect.ts";
import { Blocked, notCarriedOut, putBack, referenceEnds, sideEffect } from "./erase-problems.ts";
import { describe, type EraseUnit, fateOfUnit } from "./erase-units.ts";
import { hasUpdateTrigger, type OwnedTable, type OwnershipPlan } from "./ownership.ts";
import { ident, literal } from "./quote.ts";
import { registerMatch } from "./record.ts";
import { keyColumns, keyMatch, personRows, type Reading } from "./work.ts";

/** Which rows a unit is carried out for: all with its fate, or those of one batch. */
export interface Picked {
  readonly batch?: number;
}

/** Condition on rows `k` of the working table. */
export function isPicked(unit: EraseUnit, { batch }: Picked, k = "k"): string {
  const fate = `${k}.fate = ${literal(fateOfUnit(unit))}`;
  return batch === undefined ? fate : `${fate} and ${k}.batch = ${Math.trunc(batch)} and ${k}.done = 0`;
}

/** Carries out one unit for `expected` rows. Throws Blocked when fewer are touched, or a trigger puts values back. */
export async function runUnit(
  session: Session,
  reading: Reading,
  unit: EraseUnit,
  picked: Picked,
  expected: number,
): Promise<void> {
  if (expected === 0) return;
  const touched =
    unit.kind === "delete"
      ? await deleteRows(session, reading, unit, picked, expected)
      : await changeRows(session, reading, unit, picked, expected);
  if (touched < expected)
    throw new Blocked(notCarriedOut(expected, touched, describe(unit), pathOf(reading.plan, unit)));
}

export function pathOf(plan: OwnershipPlan, unit: EraseUnit): string {
  return `systems.${plan.system.name}.tables.${unit.tables[0]?.mapping.name ?? ""}.erase`;
}

function listed(table: OwnedTable, { work }: Reading): Listed {
  return { table: table.sql, relation: table.relation, list: work.list(table), key: table.key };
}

async function changeRows(
  session: Session,
  reading: Reading,
  unit: EraseUnit,
  picked: Picked,
  expected: number,
): Promise<number> {
  const [table] = unit.tables;
  if (table === undefined) return 0;
  const change = unit.kind === "anonymise" ? anonymised(reading, table) : detached(reading, table);
  if (change.sets.length === 0) return expected;
  const marks = new Map(change.marks.map(({ mark, condition }) => [mark, condition]));
  const columns = [...marks]
    .map(([mark, condition]) => `, case when ${condition} then 1 else 0 end as ${mark}`)
    .join("");
  await fillList(
    session,
    reading,
    table,
    `select ${keyColumns(table, "k")}${columns} ${personRows(table, reading.work)} where ${isPicked(unit, picked)}`,
    [...marks.keys()],
  );
  const touched = await session.run(reading.dialect.update(listed(table, reading), change.sets));
  if (hasUpdateTrigger(reading.plan.catalogue, table.relation)) await lookAgain(session, reading, table, change);
  return touched;
}

/**
 * A trigger of the database may put back what was just erased, and then nobody would look there again: the row no longer
 * leads to the person. Random tokens differ and are left out.
 */
async function lookAgain(session: Session, reading: Reading, table: OwnedTable, change: Assignments): Promise<void> {
  const { dialect, work } = reading;
  const differ = change.sets.flatMap(([column, sql]) => {
    const text = columnText(dialect, table, column);
    if (change.emptied.includes(column)) return [{ column, sql: `(${text} is not null and ${text} <> '')` }];
    const constant = sql.startsWith("'") && table.relation.columns.get(column)?.family === "text";
    return constant ? [{ column, sql: dialect.differs(dialect.exact(text), dialect.exact(sql)) }] : [];
  });
  const put: string[] = [];
  for (const { column, sql } of differ) {
    const [row] = await session.all(
      `select count(*) as n from ${work.list(table)} f join ${table.sql} t on ${keyMatch(table, "t", "f")} where ${sql}`,
    );
    if (Number(row?.["n"] ?? 0) > 0) put.push(column);
  }
  if (put.length > 0) throw new Blocked(putBack(reading.plan.system.name, table.mapping.name, put));
}

/** Answers how many rows are gone. */
async function deleteRows(
  session: Session,
  reading: Reading,
  unit: EraseUnit,
  picked: Picked,
  expected: number,
): Promise<number> {
  const refused = (await sideEffects(session, reading, unit, picked)).find(({ severity }) => severity === "error");
  if (refused !== undefined) throw new Blocked(refused);
  const keys = unit.whole ? keysWithin(unit) : [];
  const [only] = unit.tables;
  if (keys.length === 0 && unit.tables.length === 1 && only !== undefined && !only.relation.hasTriggers) {
    const rows = { ...listed(only, reading), list: reading.work.store(only), where: isPicked(unit, picked, "f") };
    const deleted = await session.run(reading.dialect.delete(rows));
    // What a key of the database took along before is gone as well.
    if (deleted >= expected) return deleted;
  }
  let gone = 0;
  if (keys.length > 0) gone += await deleteInTurn(session, reading, unit, picked, keys);
  for (const table of unit.tables) {
    const found = await listRows(session, reading, unit, table, picked, "1");
    if (found === 0) continue;
    await session.run(reading.dialect.delete(listed(table, reading)));
    gone += found - (await stillThere(session, reading, table));
  }
  return gone;
}

function listRows(
  session: Session,
  reading: Reading,
  unit: EraseUnit,
  table: OwnedTable,
  picked: Picked,
  only: string,
): Promise<number> {
  return fillList(
    session,
    reading,
    table,
    `select ${keyColumns(table, "k")} ${personRows(table, reading.work)} where ${isPicked(unit, picked)} and ${only}`,
    [],
    { mayLock: only === "1" },
  );
}

async function stillThere(session: Session, { work }: Reading, table: OwnedTable): Promise<number> {
  const [row] = await session.all(
    `select count(*) as n from ${work.list(table)} f join ${table.sql} t on ${keyMatch(table, "t", "f")}`,
  );
  return Number(row?.["n"] ?? 0);
}

interface KeyWithin {
  readonly child: OwnedTable;
  readonly parent: OwnedTable;
  readonly key: ForeignKey;
}

/** Foreign keys among the tables of a unit: these databases look at them row by row. */
function keysWithin(unit: EraseUnit): KeyWithin[] {
  return unit.tables.flatMap((child) =>
    child.relation.foreignKeys.flatMap((key) => {
      const parent = unit.tables.find(({ mapping }) => mapping.name === key.table);
      return parent === undefined || key.targetSchema !== undefined ? [] : [{ child, parent, key }];
    }),
  );
}

/**
 * Rows that refer to each other go from the last child up, round by round. What is left then stands in true circles, of
 * which the references that may be NULL are cut first: those rows are about to go.
 */
async function deleteInTurn(
  session: Session,
  reading: Reading,
  unit: EraseUnit,
  picked: Picked,
  keys: readonly KeyWithin[],
): Promise<number> {
  let gone = 0;
  for (const cut of [false, true]) {
    if (cut && !(await cutReferences(session, reading, unit, picked, keys))) break;
    for (let found = 1; found > 0; ) {
      found = 0;
      for (const table of unit.tables) {
        const alone = allOf(
          keys.filter(({ parent }) => parent === table).map((key) => `not exists (${childOf(unit, reading, key)})`),
        );
        if ((await listRows(session, reading, unit, table, picked, alone)) === 0) continue;
        found += await session.run(reading.dialect.delete(listed(table, reading)));
      }
      gone += found;
    }
  }
  return gone;
}

/** A row `c` of the unit that is still there and refers to `t`; itself, perhaps, which MariaDB minds as well. */
function childOf(unit: EraseUnit, { work }: Reading, { child, key }: KeyWithin): string {
  const match = key.columns.map((column, at) => `c.${ident(column)} = t.${ident(key.targetColumns[at] ?? "")}`);
  const goes = `exists (select 1 from ${work.rows(child)} g where ${keyMatch(child, "c", "g")} and g.fate = ${literal(fateOfUnit(unit))})`;
  return `select 1 from ${child.sql} c where ${allOf(match)} and ${goes}`;
}

async function cutReferences(
  session: Session,
  reading: Reading,
  unit: EraseUnit,
  picked: Picked,
  keys: readonly KeyWithin[],
): Promise<boolean> {
  let left = 0;
  for (const table of unit.tables) {
    const loose = keys
      .filter(({ child }) => child === table)
      .flatMap(({ key }) => key.columns.filter((column) => table.relation.columns.get(column)?.nullable === true))
      .filter((column) => !table.key.includes(column));
    const found = await listRows(session, reading, unit, table, picked, "1");
    left += found;
    if (found === 0 || loose.length === 0) continue;
    const sets = [...new Set(loose)].map((column): [string, string] => [column, "null"]);
    await session.run(reading.dialect.update(listed(table, reading), sets));
  }
  return left > 0;
}

type Incoming = Omit<ActingKey, "target"> & { readonly target: OwnedTable };

/**
 * What constraints would do by themselves when a unit deletes. Rows they would delete or give another value are somebody
 * else's, held, or unknown: an error. A reference that ends because its row goes is told as a note, unless it stands in
 * a held row, which nothing may change.
 */
export async function sideEffects(
  session: Session,
  reading: Reading,
  unit: EraseUnit,
  picked: Picked,
): Promise<Problem[]> {
  const { plan } = reading;
  const problems: Problem[] = [];
  for (const { target: name, ...acting } of plan.catalogue.actingKeys) {
    const target = plan.byName.get(name);
    if (target === undefined || target.mapping.erase !== "delete" || !unit.tables.includes(target)) continue;
    const key: Incoming = { ...acting, target };
    const [counted] = await session.all(rowsReached(reading, unit, picked, key));
    const [rows, held] = [Number(counted?.["n"] ?? 0), Number(counted?.["held"] ?? 0)];
    const names = [key.table, name, key.name] as const;
    if (key.action !== "clear" && rows > 0) problems.push(sideEffect(rows, key.action, ...names));
    if (key.action === "clear" && held > 0) problems.push(sideEffect(held, "change", ...names));
    if (key.action === "clear" && rows > held) problems.push(referenceEnds(rows - held, ...names));
  }
  return problems;
}

function rowsReached(reading: Reading, unit: EraseUnit, picked: Picked, key: Incoming): string {
  const { dialect, plan, work } = reading;
  const ours = key.schema === plan.catalogue.schema ? plan.byName.get(key.table) : undefined;
  const goesToo =
    ours !== undefined && unit.tables.includes(ours)
      ? ` and not exists (select 1 from ${work.rows(ours)} g where ${keyMatch(ours, "c", "g")} and g.fate = 'delete')`
      : "";
  const held =
    ours === undefined
      ? "0"
      : anyOf([
          `exists (select 1 from ${work.rows(ours)} g where ${keyMatch(ours, "c", "g")} and g.fate = 'held')`,
          registerMatch(reading, ours, "c"),
        ]);
  const match = key.columns.map((column, at) => `c.${ident(column)} = t.${ident(key.targetColumns[at] ?? "")}`);
  const child = dialect.qualified({ schema: key.schema, name: key.table });
  return `select count(*) as n, sum(case when ${held} then 1 else 0 end) as held from ${work.rows(key.target)} k join ${key.target.sql} t on ${keyMatch(key.target, "t", "k")} join ${child} c on ${allOf(match)} where ${isPicked(unit, picked)}${goesToo}`;
}

/** Rows of a batch that are done with. */
export function markDone(unit: EraseUnit, { work }: Reading, picked: Picked): string[] {
  return unit.tables.map(
    (table) =>
      `update ${work.store(table)} set done = 1 where ${isPicked(unit, picked).replaceAll("k.", "")} or fate = 'moved' and batch = ${Math.trunc(picked.batch ?? 0)}`,
  );
}
