/**
 * The order of an erasure: first all rows that stay are changed, so that nothing that stays refers to what goes; then
 * rows are deleted, children before parents. Tables in a circle are deleted by one statement: constraints look at its end.
 */
import type { Problem } from "#base";
import type { Queryable } from "./catalogue.ts";
import { type Assignments, anonymised, detached } from "./erase-columns.ts";
import { Blocked, linkInKey, notCarriedOut, putBack, referenceEnds, sideEffect } from "./erase-problems.ts";
import { heldRelation, rowKeySql } from "./guard-schema.ts";
import { stronglyConnected } from "./ownership-order.ts";
import { type OwnedTable, type OwnershipPlan, referencesOf } from "./ownership.ts";
import { anyOf, keyMatch } from "./ownership-sql.ts";
import { ident, literal, qualified } from "./quote.ts";
import type { WorkPlace } from "./work.ts";

export interface EraseUnit {
  readonly kind: "anonymise" | "detach" | "delete";
  readonly tables: readonly OwnedTable[];
  /** A circle of references: its rows go together and are not cut into batches. */
  readonly whole: boolean;
}

/** A foreign key that acts by itself on the rows that refer to a deleted one. */
export interface IncomingKey {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: OwnedTable;
  readonly targetColumns: readonly string[];
  readonly action: "delete" | "clear" | "change";
}

/** What acts by itself here: such keys, and whether rows held for anybody are registered (`gestand.held` is there). */
export interface Incoming {
  readonly keys: readonly IncomingKey[];
  readonly registered: boolean;
}

export function eraseUnits(plan: OwnershipPlan): EraseUnit[] {
  const edges = (table: OwnedTable) =>
    [...table.relation.foreignKeys, ...referencesOf(table.mapping)].flatMap((key) => plan.byName.get(key.table) ?? []);
  const childrenFirst = stronglyConnected(plan.tables, edges).toReversed();
  const all = childrenFirst.flat();
  return [
    ...all.filter((table) => table.mapping.erase === "anonymise").map((table) => unitOf("anonymise", table)),
    ...all.filter((table) => table.mapping.shared.erase === "detach").map((table) => unitOf("detach", table)),
    ...childrenFirst
      .map((component) => component.filter((table) => table.mapping.erase === "delete"))
      .filter((tables) => tables.length > 0)
      .map((tables) => ({
        kind: "delete" as const,
        tables,
        whole: tables.length > 1 || tables.some((table) => edges(table).includes(table)),
      })),
  ];
}

function unitOf(kind: "anonymise" | "detach", table: OwnedTable): EraseUnit {
  return { kind, tables: [table], whole: false };
}

/** The fate in the working table that a unit carries out. */
export function fateOf(unit: EraseUnit): string {
  return unit.kind === "detach" ? "shared-detach" : unit.kind;
}

/** What can be seen without a single row: links that cannot be cut. */
export function eraseProblems(plan: OwnershipPlan): Problem[] {
  return plan.tables
    .filter((table) => table.mapping.erase === "anonymise")
    .flatMap((table) =>
      referencesOf(table.mapping)
        .filter(
          (reference) =>
            reference.columns.every((column) => table.key.includes(column)) &&
            plan.byName.get(reference.table)?.mapping.erase === "delete",
        )
        .map((reference) =>
          linkInKey(
            table.mapping.name,
            reference.table,
            `systems.${plan.system.name}.tables.${table.mapping.name}.erase`,
          ),
        ),
    );
}

/** Keys from any schema that delete or change rows by themselves when a row of the plan is deleted. */
export async function incomingKeys(client: Queryable, plan: OwnershipPlan): Promise<Incoming> {
  const keys = await readIncoming(client, plan);
  const held = await client.query(
    "select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = 'gestand' and c.relname = 'held'",
  );
  return { keys, registered: (held.rowCount ?? 0) > 0 };
}

async function readIncoming(client: Queryable, plan: OwnershipPlan): Promise<IncomingKey[]> {
  const found = await client.query<{
    name: string;
    schema: string;
    table: string;
    target: string;
    columns: string[];
    target_columns: string[];
    action: IncomingKey["action"];
  }>(
    `select c.conname as name, cn.nspname as schema, cc.relname as table, tc.relname as target, case c.confdeltype when 'c' then 'delete' when 'n' then 'clear' else 'change' end as action,
       array(select a.attname::text from unnest(c.conkey) with ordinality k(n, o) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by o) as columns,
       array(select a.attname::text from unnest(c.confkey) with ordinality k(n, o) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by o) as target_columns
     from pg_constraint c
     join pg_class cc on cc.oid = c.conrelid join pg_namespace cn on cn.oid = cc.relnamespace
     join pg_class tc on tc.oid = c.confrelid join pg_namespace tn on tn.oid = tc.relnamespace
     where c.contype = 'f' and c.conparentid = 0 and c.confdeltype in ('c', 'n', 'd') and tn.nspname = $1
     order by 2, 3, 1`,
    [plan.catalogue.schema],
  );
  return found.rows.flatMap((row): IncomingKey[] => {
    const target = plan.byName.get(row.target);
    if (target === undefined || target.mapping.erase !== "delete") return [];
    const { name, schema, table, columns, action } = row;
    return [{ name, schema, table, columns, target, targetColumns: row.target_columns, action }];
  });
}

/**
 * Carries out one unit for the rows that `pick` (a condition on `k`) leaves. Returns how many rows it touched. `known`:
 * how many there are, when that was counted already.
 */
export async function runUnit(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  pick: string,
  incoming: Incoming,
  known?: number,
): Promise<number> {
  const expected = known ?? (await countPicked(client, work, unit, pick));
  if (expected === 0) return 0;
  const path = `systems.${plan.system.name}.tables.${unit.tables[0]?.mapping.name ?? ""}.erase`;
  const touched =
    unit.kind === "delete"
      ? await deleteRows(client, plan, work, unit, pick, incoming)
      : await changeRows(client, plan, work, unit, pick);
  if (touched !== expected && touched >= 0) throw new Blocked(notCarriedOut(expected, touched, describe(unit), path));
  return expected;
}

export function describe(unit: EraseUnit): string {
  const names = unit.tables.map((table) => table.mapping.name).join(", ");
  if (unit.kind === "delete") return `Deleting from ${names}`;
  return unit.kind === "anonymise" ? `Anonymising rows of ${names}` : `Cutting the link in shared rows of ${names}`;
}

/** Rows that each unit is to touch. */
export async function countUnits(
  client: Queryable,
  work: WorkPlace,
  units: readonly EraseUnit[],
  pick: string,
): Promise<number[]> {
  const counts = units.map((unit) =>
    unit.tables
      .map((table) => `(select count(*) from ${work.rows(table)} k where k.fate = '${fateOf(unit)}' and ${pick})`)
      .join(" + "),
  );
  if (counts.length === 0) return [];
  const found = await client.query<{ rows: string[] }>(`select array[${counts.join(", ")}]::bigint[] as rows`);
  return (found.rows[0]?.rows ?? []).map(Number);
}

export async function countPicked(client: Queryable, work: WorkPlace, unit: EraseUnit, pick: string): Promise<number> {
  return (await countUnits(client, work, [unit], pick))[0] ?? 0;
}

/** -1 when there is nothing to write: all that the policy says of the table is keep. */
async function changeRows(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  pick: string,
): Promise<number> {
  const table = unit.tables[0];
  if (table === undefined) return -1;
  const values: Assignments = unit.kind === "anonymise" ? anonymised(plan, table, work) : detached(plan, table, work);
  if (values.size === 0) return -1;
  const set = [...values].map(([column, sql]) => `${ident(column)} = ${sql}`).join(", ");
  const changed = await client.query(
    `update ${table.sql} t set ${set} from ${work.rows(table)} k where ${keyMatch(table, "t", "k")} and k.fate = '${fateOf(unit)}' and ${pick}`,
  );
  if (hasUpdateTrigger(plan, table)) await lookForOldValues(client, plan, work, unit, table, values, pick);
  return changed.rowCount ?? 0;
}

function hasUpdateTrigger(plan: OwnershipPlan, table: OwnedTable): boolean {
  const parts = table.relation.partitions.map(({ name }) => plan.catalogue.relations.get(name));
  return [table.relation, ...parts].some((one) => one?.triggers.some(({ events }) => events.includes("update")));
}

/**
 * A trigger of the database may put back what was just erased, and then nobody would look there again: the row no longer
 * leads to the person. Every value is the same when computed twice; only random tokens differ and are left out.
 */
async function lookForOldValues(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  table: OwnedTable,
  values: Assignments,
  pick: string,
): Promise<void> {
  const otherwise = [...values]
    .filter(([, sql]) => !sql.includes("gen_random_uuid()"))
    .map(([column, sql]) => {
      const cast = table.relation.columns.get(column)?.family === "json" ? "::jsonb::text" : "::text";
      const now = `nullif(btrim(t.${ident(column)}${cast}), '')`;
      return { column, differs: `(${now} is not null and ${now} is distinct from btrim((${sql})${cast}))` };
    });
  if (otherwise.length === 0) return;
  const counts = otherwise.map(({ differs }) => `count(*) filter (where ${differs})::int`).join(", ");
  const found = await client.query<{ rows: number[] }>(
    `select array[${counts}] as rows from ${table.sql} t join ${work.rows(table)} k on ${keyMatch(table, "t", "k")} where k.fate = '${fateOf(unit)}' and ${pick}`,
  );
  const columns = otherwise.filter((_, at) => (found.rows[0]?.rows[at] ?? 0) > 0).map(({ column }) => column);
  if (columns.length > 0) throw new Blocked(putBack(plan.system.name, table.mapping.name, columns));
}

async function deleteRows(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  pick: string,
  incoming: Incoming,
): Promise<number> {
  const refused = (await sideEffects(client, plan, work, unit, pick, incoming)).find((one) => one.severity === "error");
  if (refused !== undefined) throw new Blocked(refused);
  const statement = (table: OwnedTable) =>
    `delete from ${table.sql} t using ${work.rows(table)} k where ${keyMatch(table, "t", "k")} and k.fate = 'delete' and ${pick}`;
  const [first, ...more] = unit.tables;
  if (first !== undefined && more.length === 0) return (await client.query(statement(first))).rowCount ?? 0;
  const parts = unit.tables.map((table, at) => `d${at} as (${statement(table)} returning 1)`);
  const sum = unit.tables.map((_, at) => `(select count(*) from d${at})`).join(" + ");
  const deleted = await client.query<{ rows: string }>(`with ${parts.join(", ")} select ${sum} as rows`);
  return Number(deleted.rows[0]?.rows ?? 0);
}

/**
 * What constraints would do by themselves when a unit deletes. Rows they would delete or give another value are somebody
 * else's, held, or unknown: an error. A reference that ends because its row goes is told as a note, unless it stands in
 * a held row, which nothing may change.
 */
export async function sideEffects(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  pick: string,
  incoming: Incoming,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const key of incoming.keys.filter((one) => unit.tables.includes(one.target))) {
    const met = await rowsReached(client, plan, work, unit, pick, key, incoming.registered);
    const names = [key.table, key.target.mapping.name, key.name] as const;
    if (key.action !== "clear" && met.rows > 0) problems.push(sideEffect(met.rows, key.action, ...names));
    if (key.action === "clear" && met.held > 0) problems.push(sideEffect(met.held, "change", ...names));
    if (key.action === "clear" && met.rows > met.held) problems.push(referenceEnds(met.rows - met.held, ...names));
  }
  return problems;
}

async function rowsReached(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  pick: string,
  key: IncomingKey,
  registered: boolean,
): Promise<{ rows: number; held: number }> {
  const ours = key.schema === plan.catalogue.schema ? plan.byName.get(key.table) : undefined;
  const goesToo =
    ours !== undefined && unit.tables.includes(ours)
      ? ` and not exists (select 1 from ${work.rows(ours)} g where ${keyMatch(ours, "c", "g")} and g.fate = 'delete')`
      : "";
  const held =
    ours === undefined
      ? "false"
      : anyOf([
          `exists (select 1 from ${work.rows(ours)} g where ${keyMatch(ours, "c", "g")} and g.fate = 'held')`,
          ...(registered
            ? [
                `exists (select 1 from gestand.held h where h.relation = ${literal(heldRelation(key.schema, key.table))} and h.row_key = ${rowKeySql(ours.relation, "c")})`,
              ]
            : []),
        ]);
  const match = key.columns.map((column, at) => `c.${ident(column)} = t.${ident(key.targetColumns[at] ?? "")}`);
  const found = await client.query<{ rows: string; held: string }>(
    `select count(*) as rows, count(*) filter (where ${held}) as held from ${work.rows(key.target)} k join ${key.target.sql} t on ${keyMatch(key.target, "t", "k")} join ${qualified({ schema: key.schema, name: key.table })} c on ${match.join(" and ")} where k.fate = 'delete' and ${pick}${goesToo}`,
  );
  return { rows: Number(found.rows[0]?.rows ?? 0), held: Number(found.rows[0]?.held ?? 0) };
}
