/**
 * A month goes as a whole when the proof of its choices is needed no longer (GDPR art. 5(1)(e)). The entry of the log that says so
 * holds the root over the roots of what was dropped, in the order of the batches: computed from the records as they were then, so that
 * a record changed before stays as visible as it was.
 */
import { addPeriod, localDateOf, type LocalDate } from "#base";
import { batchTree, leafHash, type StoredEntry } from "#evidence";
import { type Reader, sql, type Transaction } from "#store";
import { batchAbout } from "./batches.ts";
import { countRates } from "./rates.ts";
import { lockMonths, monthAfter, monthOf, monthsThere, tableOf } from "./months.ts";
import type { WriteOptions } from "./write.ts";

export const droppedKind = "consent.month-dropped";

/** How long the proof of a choice is needed. */
export interface ProofTerm {
  /** In which days choices are counted; they are counted before they go. */
  readonly timeZone: string;
  /** The day from which a choice of this day need not be proven any more; undefined where the policy names no term. */
  over(chosenOn: LocalDate): LocalDate | undefined;
}

const rowsAtOnce = 5_000;

/** What is read at the moment goes in the next hour, or the one after. */
const daysLate = 2;

export async function proofKept(
  reader: Reader,
  today: LocalDate,
  term: ProofTerm | undefined,
): Promise<{ months: number; overdue: number }> {
  const latest = addPeriod(today, { amount: -daysLate, unit: "day" });
  let [months, overdue] = [0, 0];
  for (const month of await monthsThere(reader)) {
    const table = sql.id(tableOf(month));
    const isDue = term !== undefined && isOver(term, month, latest);
    const { rows } = isDue
      ? await sql<{ found: number }>`select count(*) as found from ${table}`.execute(reader.db)
      : await sql<{ found: number }>`select count(*) as found from (select from ${table} limit 1) one`.execute(
          reader.db,
        );
    const found = rows[0]?.found ?? 0;
    if (found > 0) months++;
    if (isDue) overdue += found;
  }
  return { months, overdue };
}

function isOver(term: ProofTerm, month: LocalDate, today: LocalDate): boolean {
  const over = term.over(addPeriod(monthAfter(month), { amount: -1, unit: "day" }));
  return over !== undefined && over <= today;
}

/** Drops each month whose last day is over. Answers which; what somebody reads at the moment stays until the next time. */
export async function dropOver(options: WriteOptions, term: ProofTerm): Promise<readonly LocalDate[]> {
  const today = localDateOf(options.store.clock.now(), "UTC");
  const due = (await monthsThere(options.store.reader)).filter((month) => isOver(term, month, today));
  if (due.length === 0) return [];
  await countRates(options, term.timeZone);
  const dropped: LocalDate[] = [];
  for (const month of due) if (await drop(options, month)) dropped.push(month);
  return dropped;
}

async function drop({ store, evidence }: WriteOptions, month: LocalDate): Promise<boolean> {
  try {
    return await store.transact(async (tx) => {
      await lockMonths(tx);
      if (!(await monthsThere(tx)).includes(month)) return false;
      const table = sql.id(tableOf(month));
      // Nobody writes to a month that is over; reading goes on.
      await sql`lock table ${table} in share mode`.execute(tx.db);
      const whole = await rootsIn(tx, table);
      // Whoever chooses at this moment waits for it, so it gives up soon.
      await sql`set local lock_timeout = '100ms'`.execute(tx.db);
      await sql`drop table ${table}`.execute(tx.db);
      if (whole.records > 0)
        await evidence.append(tx, { kind: droppedKind, about: `consents-of-${month.slice(0, 7)}`, body: { ...whole } });
      return true;
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === lockNotAvailable) return false;
    throw error;
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const lockNotAvailable = "55P03";

interface Whole {
  readonly records: number;
  readonly batches: number;
  readonly root: string;
}

async function rootsIn(tx: Transaction, table: ReturnType<typeof sql.id>): Promise<Whole> {
  const roots: Buffer[] = [];
  let leaves: Buffer[] = [];
  let records = 0;
  let last = { batch: Number.MIN_SAFE_INTEGER, place: 0 };
  const close = () => {
    if (leaves.length > 0) roots.push(batchTree(leaves).root);
    leaves = [];
  };
  for (;;) {
    const { rows } = await sql<{ batch: number; place: number; body: Buffer }>`
      select batch, place, body from ${table} where (batch, place) > (${last.batch}, ${last.place})
      order by batch, place limit ${rowsAtOnce}`.execute(tx.db);
    for (const row of rows) {
      if (row.batch !== last.batch) close();
      leaves.push(leafHash(row.body));
      last = row;
    }
    records += rows.length;
    if (rows.length < rowsAtOnce) break;
  }
  close();
  return { records, batches: roots.length, root: batchTree(roots).root.toString("hex") };
}

/** Of which month the records of an entry are. One that does not say so is of the month in which it was made. */
export function monthIn({ at, body }: Pick<StoredEntry, "at" | "body">): string {
  return typeof body["month"] === "string" ? body["month"] : monthOf(at).slice(0, 7);
}

interface Batch {
  readonly batch: number;
  readonly records: number;
  readonly root: Buffer;
}

/** What was dropped, as the log has it: which entries need no records any more, and whether all of them were dropped whole. */
export class Dropped {
  readonly #drops: readonly { readonly entry: StoredEntry; readonly month: string; readonly batches: Batch[] }[];

  constructor(entries: readonly StoredEntry[]) {
    this.#drops = entries.map((entry) => ({
      entry,
      month: (entry.about ?? "").slice("consents-of-".length),
      batches: [],
    }));
  }

  /** Whether the records of this entry were dropped after it. */
  takes(entry: StoredEntry): boolean {
    const drop = this.#drops.find((each) => each.entry.index > entry.index && each.month === monthIn(entry));
    const { root } = entry.body;
    drop?.batches.push({
      batch: batchAbout(entry.about) ?? -1,
      records: Number(entry.body["records"]),
      root: Buffer.from(typeof root === "string" ? root : "", "hex"),
    });
    return drop !== undefined;
  }

  /** After all entries: the first month that was not dropped as it was recorded. */
  wrong(): string | undefined {
    for (const { entry, month, batches } of this.#drops) {
      const inOrder = batches.toSorted((one, other) => one.batch - other.batch);
      const records = inOrder.reduce((sum, each) => sum + each.records, 0);
      const root = batchTree(inOrder.map((each) => each.root)).root.toString("hex");
      if (entry.body["records"] !== records || entry.body["batches"] !== inOrder.length || entry.body["root"] !== root)
        return `Entry ${entry.index} of the log: what was dropped of ${month} is not what was recorded`;
    }
    return undefined;
  }

  get said(): string {
    const records = this.#drops.reduce((sum, { entry }) => sum + Number(entry.body["records"]), 0);
    const months = this.#drops.map(({ month }) => month).toSorted();
    return months.length === 0 ? "" : `; ${records} of ${months.join(", ")} were dropped because their term was over`;
  }
}
