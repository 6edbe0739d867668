/**
 * Whose answers changed. A cursor names the oldest transaction that was under way when somebody last looked, and the rules by which
 * was answered: nothing that commits late is passed over, and under other rules everything is answered anew.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "#base";
import type { Changes } from "#may";
import { sql, type Store } from "#store";
import type { PermissionsOptions } from "./house.ts";

/** More than this, and it is quicker to begin anew. */
const mostChanges = 20_000;
/** Who did not look for so long begins anew; changes are kept twice as long. */
const longestMs = 3_600_000;

export async function changesSince(options: PermissionsOptions, cursor: string | undefined): Promise<Changes> {
  const { reader } = options.store;
  const before = parse(cursor);
  const from = await options.consentFrom(reader);
  const { rows } = await sql<{ xmin: string; started: string; looked: number; persons: string[] | null }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_postmaster_start_time()::text as started,
      (extract(epoch from clock_timestamp()) * 1000)::bigint as looked,
      (select array_agg(person) from (
        select distinct person from person_change where tx >= ${before?.xmin ?? "0"}::text::xid8 and ${before !== undefined}
        limit ${mostChanges + 1}) changed) as persons`.execute(reader.db);
  const row = rows[0];
  if (row === undefined) throw new Error("a query of one row has one row");
  const starts = Object.entries(from).map(([purpose, at]) => [purpose, at?.toISOString()] as const);
  const rules = createHash("sha256")
    .update(canonicalJson({ policy: options.policyHash, started: row.started, from: Object.fromEntries(starts) }))
    .digest("base64url")
    .slice(0, 22);
  const persons = row.persons ?? [];
  const anew =
    before === undefined ||
    before.rules !== rules ||
    Math.abs(row.looked - before.looked) > longestMs ||
    persons.length > mostChanges;
  return { cursor: `${row.xmin}.${row.looked}.${rules}`, persons: anew ? "all" : persons };
}

/** Changes that nobody goes on from any more. */
export async function forgetChanges({ reader }: Store): Promise<void> {
  await sql`delete from person_change where at < clock_timestamp() - interval '2 hours'`.execute(reader.db);
}

function parse(cursor: string | undefined): { xmin: string; looked: number; rules: string } | undefined {
  const [, xmin, looked, rules] = /^(\d{1,20})\.(\d{1,16})\.([\w-]{22})$/.exec(cursor ?? "") ?? [];
  return xmin === undefined || looked === undefined || rules === undefined || BigInt(xmin) > 2n ** 63n
    ? undefined
    : { xmin, looked: Number(looked), rules };
}
