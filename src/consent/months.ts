/** A table for each month, made ahead, so that a term ends by dropping one. */
import { sql, type Store } from "#store";

/** The first day of the month of an instant, in UTC: `2026-11-01`. */
export function monthOf(at: Date): string {
  return `${at.toISOString().slice(0, 7)}-01`;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return monthOf(new Date(Date.UTC(year, number, 1)));
}

/** Makes what is missing once, also when many ask at the same time. */
export function createMonths(store: Store): (month: string) => Promise<void> {
  const made = new Map<string, Promise<void>>();
  return (month) => {
    const making = made.get(month) ?? makeMonths(store, month);
    made.set(month, making);
    making.catch(() => made.delete(month));
    return making;
  };
}

/** This month and the next two. Attaching a table that is empty holds up nobody who writes to another. */
export async function makeMonths({ reader }: Pick<Store, "reader">, from: string): Promise<void> {
  for (let month = from, made = 0; made < 3; month = monthAfter(month), made++) {
    const name = sql.id(`consent_record_${month.slice(0, 7).replace("-", "_")}`);
    await sql`create table if not exists ${name} (like consent_record including all)`.execute(reader.db);
    const attached = await sql`
      select from pg_inherits where inhrelid = ${`consent_record_${month.slice(0, 7).replace("-", "_")}`}::regclass
    `.execute(reader.db);
    if (attached.rows.length > 0) continue;
    await sql`
      alter table consent_record attach partition ${name}
      for values from (${sql.lit(month)}) to (${sql.lit(monthAfter(month))})`.execute(reader.db);
  }
}
