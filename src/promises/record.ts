/** The board in our database: the latest status of each promise, and a line of history for each change. */
import type { IsoInstant } from "#base";
import type { Evidence } from "#evidence";
import { type Reader, sql, type Transaction } from "#store";
import type { PromiseStatusKind } from "./contract.ts";
import type { Facts } from "./outcome.ts";
import type { Message } from "./words/messages.ts";

export interface Finding {
  readonly promise: string;
  readonly status: PromiseStatusKind;
  readonly messages: readonly Message[];
  readonly facts: Facts;
}
export interface StoredStatus extends Finding {
  readonly checkedAt: IsoInstant;
  readonly logIndex: number;
}
interface Row {
  promise: string;
  status: PromiseStatusKind;
  checked_at: Date;
  messages: readonly Message[];
  facts: Facts;
  log_index: number;
}

export async function readStatuses(reader: Reader): Promise<Map<string, StoredStatus>> {
  const { rows } = await sql<Row>`
    select promise, status, checked_at, messages, facts, log_index from promise_status
  `.execute(reader.db);
  return new Map(
    rows.map(({ promise, status, checked_at, messages, facts, log_index }) => [
      promise,
      { promise, status, messages, facts, checkedAt: checked_at.toISOString(), logIndex: log_index },
    ]),
  );
}

/**
 * Writes all findings of one round; a change of status also gets a line of history and an entry in the evidence log. `at`
 * is when the round began, `now` is later: what a round that began after this one found meanwhile is newer. A finding from
 * after `now` is not; it was written before the clock was set back.
 */
export async function recordFindings(
  tx: Transaction,
  evidence: Evidence,
  { at, now }: { at: Date; now: Date },
  findings: readonly Finding[],
): Promise<void> {
  // Two processes may have checked at the same time; the second compares with what the first wrote.
  await sql`select pg_advisory_xact_lock(hashtext('gestand.promises'))`.execute(tx.db);
  const before = await readStatuses(tx);
  for (const finding of findings) {
    const known = before.get(finding.promise);
    const checkedAt = known === undefined ? -Infinity : Date.parse(known.checkedAt);
    if (checkedAt > at.getTime() && checkedAt <= now.getTime()) continue;
    const changed = known === undefined || known.status !== finding.status;
    const logIndex = changed ? await logChange(tx, evidence, finding, known?.status) : known.logIndex;
    await sql`
      insert into promise_status (promise, status, checked_at, messages, facts, log_index)
      values (${finding.promise}, ${finding.status}, ${at}, ${JSON.stringify(finding.messages)}, ${JSON.stringify(finding.facts)}, ${logIndex})
      on conflict (promise) do update set status = excluded.status, checked_at = excluded.checked_at,
        messages = excluded.messages, facts = excluded.facts, log_index = excluded.log_index
    `.execute(tx.db);
    if (changed)
      await sql`
        insert into promise_history (promise, status, checked_at, messages, log_index)
        values (${finding.promise}, ${finding.status}, ${at}, ${JSON.stringify(finding.messages)}, ${logIndex})
      `.execute(tx.db);
  }
}

/** The log says that it changed and with which numbers; the words stay on the board. */
async function logChange(
  tx: Transaction,
  evidence: Evidence,
  { promise, status, facts }: Finding,
  from: PromiseStatusKind | undefined,
): Promise<number> {
  const body = { from: from ?? null, to: status, facts: { ...facts } };
  const { index } = await evidence.append(tx, { kind: "promise.changed", about: promise, body });
  return index;
}

export async function readHistory(
  reader: Reader,
  id: string,
  limit: number,
): Promise<{ status: PromiseStatusKind; checkedAt: IsoInstant; messages: readonly Message[] }[]> {
  const { rows } = await sql<Pick<Row, "status" | "checked_at" | "messages">>`
    select status, checked_at, messages from promise_history where promise = ${id} order by id desc limit ${limit}
  `.execute(reader.db);
  return rows.map(({ status, checked_at, messages }) => ({ status, checkedAt: checked_at.toISOString(), messages }));
}
