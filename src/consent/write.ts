/**
 * Writing choices: whoever comes while a commit is on its way waits for the next one, together with all others who came.
 * One at a time that is one record per commit; under load it is as many as came. Nobody is answered before the commit.
 */
import { type LocalDate, refuse, type Result, succeed } from "#base";
import { batchTree, type Evidence, leafHash } from "#evidence";
import { sql, type Store } from "#store";
import type { ChoiceRefusal, ConsentReceipt, ConsentRecord, Recorded } from "./contract.ts";
import { meetAgain } from "./met-again.ts";
import { aboutBatch, createNumbers, recordedKind } from "./batches.ts";
import { createMonths, monthOf, monthBefore, type Months } from "./months.ts";
import { receiptOf } from "./receipt.ts";
import { encodeRecord, sameChoice } from "./record.ts";

export interface WriteOptions {
  readonly store: Store;
  readonly evidence: Evidence;
}
type Answer = Result<Recorded, ChoiceRefusal>;

interface Waiting {
  readonly record: ConsentRecord;
  readonly bytes: Buffer;
  answer(answer: Answer): void;
  fail(error: unknown): void;
}

/** Bounds the memory of one flush; at 400 bytes a record that is under a megabyte. */
const mostAtOnce = 2_000;
/** While one flush waits for its commit the next one is prepared. */
const mostUnderWay = 2;

interface Ahead {
  readonly numbers: () => Promise<number>;
  readonly months: Months;
}

export interface Writer {
  write(record: ConsentRecord): Promise<Answer>;
}

export function createWriter(options: WriteOptions): Writer {
  const waiting: Waiting[] = [];
  const numbers = createNumbers(options);
  const months = createMonths(options.store);
  let writing = 0;
  const run = async () => {
    while (waiting.length > 0) await flush(options, { numbers, months }, take(waiting));
    writing--;
  };
  return {
    write: (record) =>
      new Promise<Answer>((answer, fail) => {
        waiting.push({ record, bytes: encodeRecord(record), answer, fail });
        if (writing === mostUnderWay) return;
        writing++;
        // All that came in the same turn of the loop go together.
        setImmediate(() => void run());
      }),
  };
}

/** The first ones of a month; of two with the same event the second waits, so that it meets the first as one that was recorded. */
function take(waiting: Waiting[]): Waiting[] {
  const taken = new Map<string, Waiting>();
  const left: Waiting[] = [];
  const month = waiting[0] && monthOf(waiting[0].record.receivedAt);
  for (const one of waiting.splice(0))
    if (taken.size < mostAtOnce && !taken.has(one.record.event) && monthOf(one.record.receivedAt) === month)
      taken.set(one.record.event, one);
    else left.push(one);
  waiting.push(...left);
  return [...taken.values()];
}

async function flush(options: WriteOptions, { numbers, months }: Ahead, batch: readonly Waiting[]): Promise<void> {
  try {
    const month = monthOf((batch[0] as Waiting).record.receivedAt);
    await months(month);
    const receipts = await insert(options, { batch: await numbers(), month }, batch);
    const again = batch.filter((_, place) => !receipts.has(place));
    const met =
      again.length === 0
        ? undefined
        : await meetAgain(
            options,
            again.map(({ record }) => record.event),
          );
    batch.forEach((one, place) => {
      const receipt = receipts.get(place);
      if (receipt !== undefined) return one.answer(succeed({ receipt, now: true }));
      const before = met?.get(one.record.event);
      if (before !== undefined && sameChoice(before.record, one.record))
        return one.answer(succeed({ receipt: before.receipt, now: false }));
      one.answer(refuse("other-choice", otherChoice));
    });
  } catch (error) {
    months.forget();
    for (const one of batch) one.fail(error);
  }
}

const otherChoice = "This event is known with another choice. Nothing was recorded. Make a new event for a new choice.";

/** Its records are all of one month. */
interface Batch {
  readonly batch: number;
  readonly month: LocalDate;
}

/** Receipts of those that are new, by their place among those that came. Two statements and one commit. */
async function insert({ store, evidence }: WriteOptions, { batch, month }: Batch, waiting: readonly Waiting[]) {
  const { places, tree, entry } = await store.transact(async (tx) => {
    const { rows } = await insertion({ batch, month }, waiting).execute(tx.db);
    const places = rows.map(({ place }) => place).sort((one, other) => one - other);
    const tree = batchTree(places.map((place) => leafHash((waiting[place] as Waiting).bytes)));
    const dense = places.every((place, at) => place === at);
    const root = tree.root.toString("hex");
    // Where an event was known already its place stays empty; the log says so, so that no place can be changed unseen.
    const body = { month: month.slice(0, 7), records: places.length, root, ...(dense ? {} : { places }) };
    const about = aboutBatch(batch);
    const entry = places.length === 0 ? undefined : await evidence.append(tx, { kind: recordedKind, about, body });
    return { places, tree, entry };
  });
  if (entry === undefined) return new Map<number, ConsentReceipt>();
  const signed = evidence.acknowledge(entry);
  return new Map(
    places.map((place, leaf) => {
      const where = { place: leaf, count: places.length, path: tree.path(leaf), entry: signed };
      return [place, receiptOf((waiting[place] as Waiting).bytes, where)];
    }),
  );
}

/** An event that is known in this month or the one before stays as it is; older ones are no retries any more. */
function insertion({ batch, month }: Batch, waiting: readonly Waiting[]) {
  return sql<{ place: number }>`
    insert into consent_record (month, event, visitor, received_at, batch, place, body)
    select ${month}::date, event, visitor, received_at, ${batch}, place - 1, body
    from unnest(
      ${waiting.map(({ record }) => Buffer.from(record.event, "base64url"))}::bytea[],
      ${waiting.map(({ record }) => Buffer.from(record.visitor, "base64url"))}::bytea[],
      ${waiting.map(({ record }) => record.receivedAt)}::timestamptz[],
      ${waiting.map(({ bytes }) => bytes)}::bytea[]
    ) with ordinality as given (event, visitor, received_at, body, place)
    where not exists (
      select from consent_record earlier
      where earlier.month = ${monthBefore(month)}::date and earlier.event = given.event
    )
    on conflict (month, event) do nothing
    returning place`;
}
