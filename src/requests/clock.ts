/**
 * The clock of a request. Where the law lets it stand while the person is waited for, the stretch of waiting is kept, and the
 * due date moves when what was asked has come; nowhere else, and never beyond what was promised.
 */
import type { LocalDate } from "#base";
import type { Wait } from "#law";
import { type Due, dueFor, dueWhileWaiting, type ExtendedDue, extendedDue, pauseWhile } from "#policy";
import type { Reader, Transaction } from "#store";
import type { ClockStands } from "./clock-contract.ts";
import { type House, today } from "./house.ts";
import { change, type RequestRow, tables, type WaitRow } from "./tables.ts";

type WaitsFor = WaitRow["kind"];

/** Its waits, in the order in which they began. */
export async function waitsOf(reader: Reader, row: Pick<RequestRow, "id">): Promise<readonly WaitRow[]> {
  return tables(reader).selectFrom("request_wait").selectAll().where("request_id", "=", row.id).orderBy("id").execute();
}

/** As the law room wants them: only those that the law lets the clock stand for. */
export function standing(waits: readonly WaitRow[]): readonly Wait[] {
  return waits
    .filter(({ clock_stands }) => clock_stands)
    .map(({ kind, asked_on, answered_on }) => ({
      kind,
      askedOn: asked_on,
      ...(answered_on === null ? {} : { answeredOn: answered_on }),
    }));
}

/** The laws that were fixed at receipt; none for what came in before they were kept. */
export function lawsOf({ laws }: Pick<RequestRow, "laws">): { readonly laws?: RequestRow["laws"] } {
  return laws.length === 0 ? {} : { laws };
}

/** The person is asked for something. What it means for the clock is decided now and does not change with a later version. */
export async function beginWait(house: House, tx: Transaction, row: RequestRow, kind: WaitsFor): Promise<boolean> {
  const pause = pauseWhile(house.policy, row.kind, kind, row.received_on, lawsOf(row).laws);
  // A term that is over stands no more.
  const stands = pause.stops && (await dueNow(house, tx, row)) >= today(house);
  await tables(tx)
    .insertInto("request_wait")
    .values({ request_id: row.id, kind, asked_on: today(house), answered_on: null, clock_stands: stands })
    .execute();
  if (!stands) return false;
  await house.evidence.append(tx, {
    kind: "request.clock-paused",
    about: row.reference,
    body: { kind: row.kind, waitsFor: kind, dueOn: row.due_on, article: pause.because.map(article).join("; ") },
  });
  return true;
}

const article = (rule: { readonly article: string }) => rule.article;

/**
 * What was asked has come, or is no longer waited for; of this kind, or of every kind when the request ends. The request as
 * it is afterwards.
 */
export async function endWaits(
  house: House,
  tx: Transaction,
  row: RequestRow,
  kinds: readonly WaitsFor[] = ["identity", "clarification"],
): Promise<RequestRow> {
  const ended = await tables(tx)
    .updateTable("request_wait")
    .set({ answered_on: today(house) })
    .where("request_id", "=", row.id)
    .where("kind", "in", kinds)
    .where("answered_on", "is", null)
    .returningAll()
    .execute();
  const stood = ended.filter(({ clock_stands }) => clock_stands);
  if (stood.length === 0) return row;
  const moved = movedTo(house, row, await waitsOf(tx, row), today(house));
  if (moved.due_on !== undefined) {
    await change(tx, row.id, moved);
    // The reminders were of the earlier date.
    await tables(tx).deleteFrom("request_reminder").where("request_id", "=", row.id).execute();
  }
  await house.evidence.append(tx, {
    kind: "request.clock-resumed",
    about: row.reference,
    body: {
      kind: row.kind,
      waitedFor: stood.map(({ kind }) => kind).join(", "),
      askedOn: stood.map(({ asked_on }) => asked_on).toSorted()[0] ?? row.received_on,
      dueBefore: row.due_on,
      dueOn: moved.due_on ?? row.due_on,
    },
  });
  return { ...row, ...moved };
}

/** The columns that move when these waits count; none when they move nothing. Waiting never makes a date earlier. */
function movedTo(house: House, row: RequestRow, waits: readonly WaitRow[], on: LocalDate): Partial<RequestRow> {
  const clocked = { ...lawsOf(row), waits: standing(waits) };
  const due: Due | ExtendedDue | undefined =
    row.extended_at === null
      ? dueWhileWaiting(house.policy, row.kind, row.received_on, { ...clocked, today: on })
      : extendedDue(house.policy, row.kind, row.received_on, ended(clocked, on));
  if (due === undefined || due.legalOn <= row.legal_on) return {};
  const promised = row.extended_at === null ? row.promised_on : null;
  const dueOn = promised !== null && promised < due.legalOn ? promised : due.legalOn;
  return {
    due_on: dueOn < row.due_on ? row.due_on : dueOn,
    legal_on: due.legalOn,
    due_article: due.article,
    due_unconfirmed: due.unconfirmed,
  };
}

function ended({ waits, ...rest }: { readonly waits: readonly Wait[] }, on: LocalDate) {
  return { ...rest, waits: waits.map((wait) => ({ ...wait, answeredOn: wait.answeredOn ?? on })) };
}

/** The last day on which an answer is in time, as it is today: while the clock stands, as if what was asked came today. */
export async function dueNow(house: House, reader: Reader, row: RequestRow): Promise<LocalDate> {
  return standingClock(house, row, await waitsOf(reader, row))?.dueOn ?? row.due_on;
}

/** Since when the clock stands and for what, and the due date as it is today. */
export interface StandingClock extends ClockStands {
  readonly dueOn: LocalDate;
}

/** `undefined` while it runs. */
export function standingClock(house: House, row: RequestRow, waits: readonly WaitRow[]): StandingClock | undefined {
  const first = waits.find(({ answered_on, clock_stands }) => clock_stands && answered_on === null);
  if (first === undefined) return undefined;
  const dueOn = movedTo(house, row, waits, today(house)).due_on ?? row.due_on;
  return { since: first.asked_on, waitsFor: first.kind, dueOn };
}

/** Of every open request whose clock stands, by its id. */
export async function standingClocks(house: House, reader: Reader): Promise<ReadonlyMap<string, StandingClock>> {
  const open = await tables(reader)
    .selectFrom("request_wait")
    .select("request_id")
    .where("answered_on", "is", null)
    .where("clock_stands", "=", true)
    .execute();
  if (open.length === 0) return new Map();
  const ids = [...new Set(open.map(({ request_id }) => request_id))];
  const rows = await tables(reader).selectFrom("request").selectAll().where("id", "in", ids).execute();
  const waits = await tables(reader).selectFrom("request_wait").selectAll().where("request_id", "in", ids).execute();
  return new Map(
    rows.flatMap((row) => {
      const own = waits.filter(({ request_id }) => request_id === row.id);
      const clock = standingClock(house, row, own);
      return clock === undefined ? [] : [[row.id, clock] as const];
    }),
  );
}

/** What the law of this request gives beside its due date, for the page of staff. */
export function extensionOf(house: House, row: RequestRow, waits: readonly WaitRow[]): ExtendedDue | undefined {
  return extendedDue(house.policy, row.kind, row.received_on, { ...lawsOf(row), waits: standing(waits) });
}

/** The due date of a request that comes in. */
export function dueAtReceipt(house: House, row: Pick<RequestRow, "kind" | "received_on" | "laws">): Due {
  return dueFor(house.policy, row.kind, row.received_on, lawsOf(row));
}
