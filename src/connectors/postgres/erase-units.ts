/**
 * Carries out one unit of an erasure in PostgreSQL. Tables in a circle are deleted by one statement: constraints look at
 * its end.
 */
import type { Problem } from "#base";
import type { ActingKey } from "../sql/catalogue-types.ts";
import type { Queryable } from "./catalogue.ts";
import { type Assignments, anonymised, detached } from "./erase-columns.ts";
import { Blocked, notCarriedOut, putBack, referenceEnds, sideEffect } from "./erase-problems.ts";
import { heldRelation, rowKeySql } from "./guard-schema.ts";
import { describe, type EraseUnit, fateOfUnit } from "../sql/erase-units.ts";
import { fateOf } from "./ownership-fate.ts";
import { hasUpdateTrigger, type OwnedTable, type OwnershipPlan } from "./ownership.ts";
import { anyOf, keyMatch } from "./ownership-sql.ts";
import { ident, literal, qualified } from "./quote.ts";
import { runIn, type WorkPlace } from "./work.ts";

export { describe, eraseProblems, type EraseUnit, eraseUnits, expectedOf, fateOfUnit } from "../sql/erase-units.ts";

/** A foreign key that acts by itself on the rows that refer to a deleted one. */
export interface IncomingKey extends Omit<ActingKey, "target"> {
  readonly target: OwnedTable;
}

/** What acts by itself here: such keys, and whether rows held for anybody are registered (`gestand.held` is there). */
export interface Incoming {
  readonly keys: readonly IncomingKey[];
  readonly registered: boolean;
}

/** `registered`: the list of held rows is there. */
export function incomingKeys(plan: OwnershipPlan, registered: boolean): Incoming {
  const keys = plan.catalogue.actingKeys.flatMap((key): IncomingKey[] => {
    const target = plan.byName.get(key.target);
    return target === undefined || target.mapping.erase !== "delete" ? [] : [{ ...key, target }];
  });
  return { keys, registered };
}

/** Which rows a unit is carried out for, and how many they are. */
export interface Picked {
  readonly expected: number;
  /** One batch of rows that were written down in batches. */
  readonly batch?: number;
}

function isPicked({ batch }: Picked): string {
  return batch === undefined ? "" : ` and ${inBatch(batch)}`;
}

/** Condition on rows `k` of a lasting working table. */
export function inBatch(batch: number): string {
  return `k.batch = ${Math.trunc(batch)} and not k.done`;
}

/**
 * Carries out one unit and returns how many rows it touched. Refused when they are fewer than there should be. They are more
 * when a trigger has written rows of the person since they were counted, as one does that keeps former addresses.
 */
export async function runUnit(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  picked: Picked,
  incoming: Incoming,
): Promise<number> {
  const { expected } = picked;
  if (expected === 0) return 0;
  const path = `systems.${plan.system.name}.tables.${unit.tables[0]?.mapping.name ?? ""}.erase`;
  const touched =
    unit.kind === "delete"
      ? await deleteRows(client, plan, work, unit, picked, incoming)
      : await changeRows(client, plan, work, unit, picked);
  if (touched < expected && touched >= 0) throw new Blocked(notCarriedOut(expected, touched, describe(unit), path));
  return Math.max(touched, expected);
}

/**
 * What stands beside a table in a statement that changes rows `t` of it, and which rows: those written down, or those found
 * again by their path.
 */
export function picking(table: OwnedTable, work: WorkPlace, fate: string, picked: string) {
  const source = work.found(table);
  if (source === undefined)
    return {
      beside: `${work.rows(table)} k`,
      where: `${keyMatch(table, "t", "k")} and k.fate = ${literal(fate)}${picked}`,
    };
  const told = fateOf(table, work.holds, source.shared).fate;
  const isSo = told === `${literal(fate)}::text` ? "" : ` and (${told}) = ${literal(fate)}`;
  return { beside: source.beside, where: `${source.where}${isSo}` };
}

/** Statements of a unit are put together once, unless they are for one batch. */
function once<T>(work: WorkPlace, unit: EraseUnit, picked: Picked, what: string, make: () => T): T {
  if (picked.batch !== undefined) return make();
  return work.once(`${what} ${unit.kind} ${unit.tables.map(({ index }) => index).join(" ")}`, make);
}

interface Change {
  readonly update: string;
  /** What counts rows in which a column has another value than was written. */
  readonly look: { readonly columns: readonly string[]; readonly sql: string } | undefined;
}

/** -1 when there is nothing to write: all that the policy says of the table is keep. */
async function changeRows(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  picked: Picked,
): Promise<number> {
  const [table] = unit.tables;
  const change = table && once(work, unit, picked, "change", () => changeOf(plan, table, work, unit, picked));
  if (table === undefined || change === undefined) return -1;
  const { update, look } = change;
  const [changed, seen] = await runIn(client, work, [update, ...(look === undefined ? [] : [look.sql])]);
  const rows = (seen?.rows[0] as { rows: number[] } | undefined)?.rows ?? [];
  const columns = (look?.columns ?? []).filter((_, at) => (rows[at] ?? 0) > 0);
  if (columns.length > 0) throw new Blocked(putBack(plan.system.name, table.mapping.name, columns));
  return changed?.rowCount ?? 0;
}

function changeOf(
  plan: OwnershipPlan,
  table: OwnedTable,
  work: WorkPlace,
  unit: EraseUnit,
  picked: Picked,
): Change | undefined {
  const values: Assignments = unit.kind === "anonymise" ? anonymised(plan, table, work) : detached(plan, table, work);
  if (values.size === 0) return undefined;
  const set = [...values].map(([column, sql]) => `${ident(column)} = ${sql}`).join(", ");
  const { beside, where } = picking(table, work, fateOfUnit(unit), isPicked(picked));
  const update = `update ${table.sql} t set ${set}${beside === undefined ? "" : ` from ${beside}`} where ${where}`;
  const watched = hasUpdateTrigger(plan.catalogue, table.relation);
  return { update, look: watched ? oldValues(table, work, unit, values, picked) : undefined };
}

/**
 * A trigger of the database may put back what was just erased, and then nobody would look there again: the row no longer
 * leads to the person. Every value is the same when computed twice; only random tokens differ and are left out.
 */
function oldValues(
  table: OwnedTable,
  work: WorkPlace,
  unit: EraseUnit,
  values: Assignments,
  picked: Picked,
): Change["look"] {
  const otherwise = [...values]
    .filter(([, sql]) => !sql.includes("gen_random_uuid()"))
    .map(([column, sql]) => {
      const cast = table.relation.columns.get(column)?.family === "json" ? "::jsonb::text" : "::text";
      const now = `nullif(btrim(t.${ident(column)}${cast}), '')`;
      return { column, differs: `(${now} is not null and ${now} is distinct from btrim((${sql})${cast}))` };
    });
  if (otherwise.length === 0) return undefined;
  const counts = otherwise.map(({ differs }) => `count(*) filter (where ${differs})::int`).join(", ");
  const { beside, where } = picking(table, work, fateOfUnit(unit), isPicked(picked));
  const sql = `select array[${counts}] as rows from ${[`${table.sql} t`, ...(beside === undefined ? [] : [beside])].join(", ")} where ${where}`;
  return { columns: otherwise.map(({ column }) => column), sql };
}

async function deleteRows(
  client: Queryable,
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  picked: Picked,
  incoming: Incoming,
): Promise<number> {
  const refused = (await sideEffects(client, plan, work, unit, picked, incoming)).find(
    (one) => one.severity === "error",
  );
  if (refused !== undefined) throw new Blocked(refused);
  const sql = once(work, unit, picked, "delete", () => deletionOf(unit, work, picked));
  const [deleted] = await runIn(client, work, [sql]);
  const counted = deleted?.rows[0] as { rows: string } | undefined;
  return counted === undefined ? (deleted?.rowCount ?? 0) : Number(counted.rows);
}

/** One statement, also for tables in a circle: constraints look at its end. */
function deletionOf(unit: EraseUnit, work: WorkPlace, picked: Picked): string {
  const statements = unit.tables.map((table) => {
    const { beside, where } = picking(table, work, "delete", isPicked(picked));
    return `delete from ${table.sql} t${beside === undefined ? "" : ` using ${beside}`} where ${where}`;
  });
  const [only] = statements;
  if (only !== undefined && statements.length === 1) return only;
  const parts = statements.map((statement, at) => `d${at} as (${statement} returning 1)`);
  const sum = statements.map((_, at) => `(select count(*) from d${at})`).join(" + ");
  return `with ${parts.join(", ")} select ${sum} as rows`;
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
  picked: Picked,
  incoming: Incoming,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const acting = incoming.keys.filter((one) => unit.tables.includes(one.target));
  if (acting.length === 0 || picked.expected === 0) return problems;
  const reached = await runIn(
    client,
    work,
    once(work, unit, picked, `reached ${incoming.registered}`, () =>
      acting.map((key) => rowsReached(plan, work, unit, picked, key, incoming.registered)),
    ),
  );
  for (const [at, key] of acting.entries()) {
    const counted = reached[at]?.rows[0] as { rows: string; held: string } | undefined;
    const [rows, held] = [Number(counted?.rows ?? 0), Number(counted?.held ?? 0)];
    const names = [key.table, key.target.mapping.name, key.name] as const;
    if (key.action !== "clear" && rows > 0) problems.push(sideEffect(rows, key.action, ...names));
    if (key.action === "clear" && held > 0) problems.push(sideEffect(held, "change", ...names));
    if (key.action === "clear" && rows > held) problems.push(referenceEnds(rows - held, ...names));
  }
  return problems;
}

function rowsReached(
  plan: OwnershipPlan,
  work: WorkPlace,
  unit: EraseUnit,
  picked: Picked,
  key: IncomingKey,
  registered: boolean,
): string {
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
  const { beside, where } = picking(key.target, work, "delete", isPicked(picked));
  const from = [
    `${key.target.sql} t`,
    ...(beside === undefined ? [] : [beside]),
    `${qualified({ schema: key.schema, name: key.table })} c`,
  ];
  return `select count(*) as rows, count(*) filter (where ${held}) as held from ${from.join(", ")} where ${where} and ${match.join(" and ")}${goesToo}`;
}
