/** Lines of the ledger: the days it keeps, the digests that stand in it, and writing them once. */
import { addPeriod, type LocalDate, localDateOf, type StaffId } from "#base";
import { sql, type Transaction } from "#store";
import type { RecipientsOptions } from "./contract.ts";
import type { DisclosureGround, DisclosureSource } from "./disclosure-contract.ts";

/** As `migrations/0035_disclosures.sql` makes it, without what the database fills in. */
export interface Line {
  readonly once: string;
  readonly person_digest: string | null;
  readonly recipient: string;
  readonly purpose: string | null;
  readonly categories: readonly string[];
  readonly ground: DisclosureGround;
  readonly allowed: boolean;
  readonly disclosed_on: LocalDate;
  readonly authority?: string;
  readonly legal_basis?: string;
}

export function dayOf({ store, policy }: RecipientsOptions): LocalDate {
  return localDateOf(store.clock.now(), policy.timeZone);
}

export function firstDay(options: RecipientsOptions): LocalDate {
  return addPeriod(dayOf(options), { amount: -options.policy.rights.register.keepYears, unit: "year" });
}

/** A sender may use what identifies somebody, such as the number of an order, as an id: only its digest is kept. */
export function onceOf({ store }: RecipientsOptions, source: DisclosureSource, id: string): string {
  return store.vault.digest("disclosure-once", `${source}\0${id}`);
}

export function onceBytes(once: string): Buffer {
  return Buffer.from(once, "base64url");
}

export async function insert(
  { store }: RecipientsOptions,
  tx: Transaction,
  lines: readonly Line[],
  source: DisclosureSource,
  { into = "disclosure", by }: { into?: "disclosure" | "disclosure_withheld"; by?: StaffId } = {},
): Promise<{ readonly recorded: number; readonly notAllowed: number }> {
  if (lines.length === 0) return { recorded: 0, notAllowed: 0 };
  // In the order of their keys, so that two senders of the same lines wait for each other instead of locking up.
  const sorted = lines.toSorted((a, b) => (a.once < b.once ? -1 : a.once > b.once ? 1 : 0));
  const json = JSON.stringify(
    sorted.map(({ once, ...line }) => ({ ...line, once: `\\x${onceBytes(once).toString("hex")}` })),
  );
  const { rows } = await sql<{ allowed: boolean }>`
    insert into ${sql.table(into)} (once, person_digest, source, recipient, purpose, categories, ground, allowed,
      disclosed_on, authority, legal_basis, recorded_by, recorded_at)
    select once, person_digest, ${source}, recipient, purpose, categories, ground, allowed, disclosed_on, authority,
      legal_basis, ${by ?? null}::uuid, ${store.clock.now()}
    from jsonb_to_recordset(${json}::jsonb) as line (once bytea, person_digest text, recipient text, purpose text,
      categories text[], ground text, allowed boolean, disclosed_on date, authority text, legal_basis text)
    on conflict (once) do nothing returning allowed`.execute(tx.db);
  return { recorded: rows.length, notAllowed: rows.filter(({ allowed }) => !allowed).length };
}
