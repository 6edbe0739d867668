/** A table for each month, made ahead, so that a term ends by dropping one. */
import type { LocalDate } from "#base";
import { type Reader, sql, type Store, type Transaction } from "#store";

/** The first day of the month of an instant, in UTC: `2026-11-01`. */
export function monthOf(at: Date): LocalDate {
  return `${at.toISOString().slice(0, 7)}-01` as LocalDate;
}

export function monthAfter(month: LocalDate): LocalDate {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return monthOf(new Date(Date.UTC(year, number, 1)));
}

export function monthBefore(month: LocalDate): LocalDate {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return monthOf(new Date(Date.UTC(year, number - 2, 1)));
}

/** The name of its table. */
export function tableOf(month: LocalDate): string {
  return `consent_record_${month.slice(0, 7).replace("-", "_")}`;
}

export interface Months {
  /** Makes what is missing once, also when many ask at the same time. */
  (month: LocalDate): Promise<void>;
  /** Looks again next time: a table may be gone that was there. */
  forget(): void;
}

export function createMonths(store: Store): Months {
  const made = new Map<LocalDate, Promise<void>>();
  const make = (month: LocalDate) => {
    const making = made.get(month) ?? makeMonths(store, month);
    made.set(month, making);
    making.catch(() => made.delete(month));
    return making;
  };
  return Object.assign(make, { forget: () => made.clear() });
}

/** This month and the next two. Attaching a table that is empty holds up nobody who writes to another. */
export async function makeMonths(store: Pick<Store, "reader" | "transact">, from: LocalDate): Promise<void> {
  const there = new Set(await monthsThere(store.reader));
  const wanted = [from, monthAfter(from), monthAfter(monthAfter(from))].filter((month) => !there.has(month));
  if (wanted.length === 0) return;
  await store.transact(async (tx) => {
    // Of two processes the second finds what the first made.
    await lockMonths(tx);
    const meanwhile = new Set(await monthsThere(tx));
    for (const month of wanted) if (!meanwhile.has(month)) await attach(tx, month);
  });
}

async function attach(tx: Transaction, month: LocalDate): Promise<void> {
  const table = sql.id(tableOf(month));
  await sql`create table ${table} (like consent_record including all)`.execute(tx.db);
  await sql`
    alter table consent_record attach partition ${table}
    for values from (${sql.lit(month)}) to (${sql.lit(monthAfter(month))})`.execute(tx.db);
}

/** Who makes or drops months holds this until the commit. */
export async function lockMonths(tx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('consent_record.months'))`.execute(tx.db);
}

/** Months that have a table, oldest first. */
export async function monthsThere(reader: Reader): Promise<readonly LocalDate[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'consent_record'::regclass order by relname`.execute(reader.db);
  return rows.flatMap(({ name }) => {
    const [, year, number] = /^consent_record_(\d{4})_(\d{2})$/.exec(name) ?? [];
    return year === undefined ? [] : [`${year}-${number}-01` as LocalDate];
  });
}
