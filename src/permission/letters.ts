/** No form is a way to fill somebody's mailbox: letters to an address that nobody proved are few in a day. */
import { sql, type Transaction } from "#store";
import type { PermissionsOptions } from "./house.ts";

const lettersADay = 3;
const dayMs = 86_400_000;

/** Whether one more may go to this person; counts it. */
export async function mayWrite({ store }: PermissionsOptions, tx: Transaction, person: string): Promise<boolean> {
  const now = store.clock.now();
  await sql`select pg_advisory_xact_lock(hashtext(${`letter ${person}`}))`.execute(tx.db);
  const { rows } = await sql<{ letters: number }>`
    select count(*) as letters from person_letter where person = ${person} and sent_at > ${new Date(now.getTime() - dayMs)}`.execute(
    tx.db,
  );
  if ((rows[0]?.letters ?? 0) >= lettersADay) return false;
  await sql`insert into person_letter (person, sent_at) values (${person}, ${now})`.execute(tx.db);
  return true;
}

export async function forgetLetters({ store }: PermissionsOptions): Promise<void> {
  const before = new Date(store.clock.now().getTime() - dayMs);
  await sql`delete from person_letter where sent_at <= ${before}`.execute(store.reader.db);
}
