/**
 * Where the connector keeps what it is working on: temporary tables inside one transaction or session, or, when an
 * erasure needs several transactions, tables in the schema `gestand` of the system itself, beside the two tables that
 * stay (`guard-schema.ts`).
 */
import type { PlanId } from "#base";
import type { Queryable } from "./catalogue.ts";
import type { OwnedTable } from "./ownership.ts";
import { ident } from "./quote.ts";

export interface WorkPlace {
  /** Keys of the person's rows in one table: k1…kn, depth, shared, held_until, fate, and for batches picked, done. */
  rows(table: OwnedTable): string;
  /** Keys of the rows of this table that were chosen as the person. */
  anchors(table: OwnedTable): string;
  /** The person's addresses: email, digest, contested. */
  readonly emails: string;
  /** Written between `create` and the name. */
  readonly ending: string;
}

/** In one session. `drop`: gone with the transaction; `preserve`: until the session ends. */
export function temporaryWork(onCommit: "drop" | "preserve"): WorkPlace {
  return {
    rows: (table) => `pg_temp.gestand_rows_${table.index}`,
    anchors: (table) => `pg_temp.gestand_anchors_${table.index}`,
    emails: "pg_temp.gestand_emails",
    ending: onCommit === "drop" ? " on commit drop" : "",
  };
}

/** Survives sessions; `dropWork` ends it. */
export function lastingWork(plan: PlanId, step: number): WorkPlace {
  const name = (suffix: string) => `gestand.${ident(`${workPrefix(plan)}${step}_${suffix}`)}`;
  return {
    rows: (table) => name(`rows_${table.index}`),
    anchors: (table) => name(`anchors_${table.index}`),
    emails: name("emails"),
    ending: "",
  };
}

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
  await client.query(
    "begin isolation level repeatable read; set local row_security = off; set local lock_timeout = '15s'",
  );
}
