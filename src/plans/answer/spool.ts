/**
 * The finished ZIP at rest: pieces of 1 MiB, each sealed under the request's key for exactly its place, so that none can be
 * moved, swapped or left out unnoticed. At no time are more than two pieces in memory.
 */
import { randomUUID } from "node:crypto";
import { assert, OperationalError, type PlanId } from "#base";
import { type Cipher, type Reader, sql, type Transaction } from "#store";
import type { PlansOptions } from "../contract.ts";
import { Superseded } from "../failures.ts";
import { dropUnfinished } from "../record.ts";
import { cipherOf } from "../secrets.ts";
import { type BegunStep, lockStep, placeOf } from "../step-record.ts";
import { tables } from "../tables.ts";

export const chunkBytes = 1024 * 1024;

export interface WrittenAnswer {
  readonly id: string;
  readonly sizeBytes: number;
  readonly chunks: number;
}

/** Writes as it comes, each piece in a transaction of its own. Only `finishAnswer` makes it an answer. */
export async function writeAnswer(
  options: PlansOptions,
  begun: BegunStep,
  source: AsyncIterable<Uint8Array>,
): Promise<WrittenAnswer> {
  const { store, crashPoint } = options;
  const { plan } = begun;
  const { key_id } = plan;
  assert(key_id !== null, "a copy of nobody's data");
  const cipher = await cipherOf(store.vault, store.reader, key_id);
  const id = randomUUID();
  await store.transact(async (tx) => {
    if ((await lockStep(tx, begun)) === undefined) throw new Superseded("a later attempt writes this answer");
    // Earlier attempts that were cut off; should one still be alive, it finds its answer gone and ends.
    await dropUnfinished(tx, plan.id);
    await tables(tx)
      .insertInto("answer")
      .values({
        id,
        plan_id: plan.id,
        key_id,
        size_bytes: null,
        chunks: null,
        created_at: store.clock.now(),
        finished_at: null,
      })
      .execute();
  });
  const write = async (sealed: Uint8Array, ordinal: number) => {
    await store.transact((tx) => insertChunk(tx, id, ordinal, sealed));
    await crashPoint?.("answer-chunk-written", placeOf(begun));
  };
  let [sizeBytes, chunks] = [0, 0];
  // One piece is being written while the next is being made.
  let writing = Promise.resolve();
  try {
    for await (const piece of pieces(source)) {
      const sealed = cipher.seal(piece, context(id, chunks));
      await writing;
      writing = write(sealed, chunks);
      // Whoever waits for it next is told; until then it must not count as an error that nobody sees.
      writing.catch(() => undefined);
      sizeBytes += piece.length;
      chunks += 1;
    }
    await writing;
  } finally {
    await writing.catch(() => undefined);
  }
  return { id, sizeBytes, chunks };
}

/** Part of the transaction that records the step. */
export async function finishAnswer(tx: Transaction, answer: WrittenAnswer, at: Date): Promise<void> {
  await tables(tx)
    .updateTable("answer")
    .set({ size_bytes: answer.sizeBytes, chunks: answer.chunks, finished_at: at })
    .where("id", "=", answer.id)
    .execute();
}

export async function dropAnswer(tx: Transaction, plan: PlanId): Promise<void> {
  await tables(tx).deleteFrom("answer").where("plan_id", "=", plan).execute();
}

export async function openAnswer(
  options: PlansOptions,
  reader: Reader,
  plan: PlanId,
): Promise<{ sizeBytes: number; stream: AsyncIterable<Uint8Array> } | undefined> {
  const row = await tables(reader)
    .selectFrom("answer")
    .selectAll()
    .where("plan_id", "=", plan)
    .where("finished_at", "is not", null)
    .executeTakeFirst();
  if (row === undefined || row.size_bytes === null || row.chunks === null) return undefined;
  const cipher = await options.store.vault.cipher(reader, row.key_id);
  if (cipher === undefined) return undefined;
  return { sizeBytes: row.size_bytes, stream: read(reader, cipher, row.id, row.chunks) };
}

async function* read(reader: Reader, cipher: Cipher, id: string, chunks: number): AsyncIterable<Uint8Array> {
  for (let ordinal = 0; ordinal < chunks; ordinal++) {
    const row = await tables(reader)
      .selectFrom("answer_chunk")
      .select("sealed")
      .where("answer_id", "=", id)
      .where("ordinal", "=", ordinal)
      .executeTakeFirst();
    if (row === undefined)
      throw new OperationalError(
        "answer-gone",
        "The copy was deleted while it was being read. What was read so far is incomplete. Make a new request.",
      );
    yield cipher.open(row.sealed, context(id, ordinal));
  }
}

/**
 * Commits without waiting for the disk: the transaction that makes it an answer does wait, for itself and for everything
 * that was committed before it.
 */
async function insertChunk(tx: Transaction, id: string, ordinal: number, sealed: Uint8Array): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx.db);
  const inserted = await sql`
    insert into answer_chunk (answer_id, ordinal, sealed)
    select id, ${ordinal}::int, ${sealed} from answer where id = ${id} for key share`.execute(tx.db);
  if (inserted.numAffectedRows !== 1n) throw new Superseded("a later attempt writes this answer");
}

/** Cuts a stream into pieces of exactly `chunkBytes`, the last one shorter. Each holds only until the next is asked for. */
async function* pieces(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const piece = Buffer.allocUnsafeSlow(chunkBytes);
  let size = 0;
  for await (const part of source)
    for (let rest = part; rest.length > 0; ) {
      const taken = rest.subarray(0, chunkBytes - size);
      piece.set(taken, size);
      size += taken.length;
      rest = rest.subarray(taken.length);
      if (size < chunkBytes) continue;
      yield piece;
      size = 0;
    }
  if (size > 0) yield piece.subarray(0, size);
}

function context(answer: string, ordinal: number): string {
  return `answer/${answer}/${ordinal}`;
}
