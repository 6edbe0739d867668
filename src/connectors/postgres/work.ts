/**
 * Where the connector keeps what it is working on: temporary tables inside one transaction or session, or, when an
 * erasure needs several transactions, tables in the schema `gestand` of the system itself, beside the two tables that
 * stay (`guard-schema.ts`).
 */
import type { QueryResult } from "pg";
import type { PlanId } from "#base";
import type { Queryable } from "./catalogue.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident } from "./quote.ts";

export interface WorkPlace {
  /**
   * The working table of this table, for writing. Tables with keys of the same types share one, told apart by `tab`: its
   * `index` for rows of the person, `anchorTab` for chosen rows. Making a table costs more than filling it with a few rows.
   */
  store(table: OwnedTable): string;
  /** Keys of the person's rows in one table, for reading: k1…kn, depth, shared, held_until, fate, and for batches batch, done. */
  rows(table: OwnedTable): string;
  /** Keys of the rows of this table that were chosen as the person, for reading. */
  anchors(table: OwnedTable): string;
  /** The store itself keeps a row from standing in it twice; else whoever writes knows that it cannot. */
  unique(table: OwnedTable): boolean;
  /** A large store may be given an index when its rows are in it. */
  readonly indexLater: boolean;
  /** The person's addresses: email, digest, contested. */
  readonly emails: string;
  /** Written between `create` and the name. */
  readonly ending: string;
}

/** In one session. `drop`: gone with the transaction; `preserve`: until the session ends. */
export function temporaryWork(onCommit: "drop" | "preserve"): WorkPlace {
  return {
    ...partsOf((table) => `pg_temp.gestand_rows_${table.shape}${table.metOnce ? "_once" : ""}`),
    unique: (table) => !table.metOnce,
    indexLater: onCommit === "drop",
    emails: "pg_temp.gestand_emails",
    ending: onCommit === "drop" ? " on commit drop" : "",
  };
}

/** Survives sessions; `dropWork` ends it. */
export function lastingWork(plan: PlanId, step: number): WorkPlace {
  const name = (suffix: string) => `gestand.${ident(`${workPrefix(plan)}${step}_${suffix}`)}`;
  return {
    ...partsOf((table) => name(`rows_${table.shape}`)),
    unique: () => true,
    indexLater: false,
    emails: name("emails"),
    ending: "",
  };
}

export function anchorTab(table: OwnedTable): number {
  return -1 - table.index;
}

function partsOf(store: (table: OwnedTable) => string): Pick<WorkPlace, "store" | "rows" | "anchors"> {
  return {
    store,
    rows: (table) => `(select * from ${store(table)} where tab = ${table.index})`,
    anchors: (table) => `(select * from ${store(table)} where tab = ${anchorTab(table)})`,
  };
}

/**
 * Runs statements without parameters in one message, so that many small ones cost one journey. They must stand in a
 * transaction; the first that fails ends them all. Results come in the order of the statements.
 */
export async function runTogether(client: Queryable, statements: readonly string[]): Promise<QueryResult[]> {
  const results: QueryResult[] = [];
  for (let at = 0; at < statements.length; at += statementsTogether) {
    const some = statements.slice(at, at + statementsTogether);
    const answered = (await client.query(some.join(";\n"))) as QueryResult | QueryResult[];
    results.push(...(Array.isArray(answered) ? answered : [answered]));
  }
  return results;
}

const statementsTogether = 100;

/** Drops the lasting working tables of a plan, or of one step of it, if there are any. Idempotent. */
export async function dropWork(client: Queryable, plan: PlanId, step?: number): Promise<void> {
  const found = await client.query<{ name: string }>(
    "select relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = 'gestand' and c.relkind = 'r' and starts_with(c.relname, $1)",
    [step === undefined ? workPrefix(plan) : `${workPrefix(plan)}${step}_`],
  );
  for (const { name } of found.rows) await client.query(`drop table if exists gestand.${ident(name)}`);
}

function workPrefix(plan: PlanId): string {
  return `work_${plan.replaceAll("-", "")}_`;
}

/**
 * Opens the transaction in which a person's rows are found: one snapshot for all statements, and an error rather than
 * silence where row security would leave rows out.
 */
export async function beginSnapshot(client: Queryable): Promise<void> {
  await client.query(beginning);
}

export const beginning =
  "begin isolation level repeatable read; set local row_security = off; set local lock_timeout = '15s'";
