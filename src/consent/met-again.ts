/** Receipts of what was recorded before: made anew from the rows of its entry. */
import { assert } from "#base";
import { batchTree, leafHash } from "#evidence";
import { sql } from "#store";
import { aboutBatch } from "./batches.ts";
import type { ConsentReceipt, ConsentRecord } from "./contract.ts";
import { receiptOf } from "./receipt.ts";
import { decodeRecord } from "./record.ts";
import type { WriteOptions } from "./write.ts";

export interface MetAgain {
  readonly record: ConsentRecord;
  readonly receipt: ConsentReceipt;
}

/** By event; the newest where a month and the one before both know it. */
export async function meetAgain(
  { store, evidence }: WriteOptions,
  events: readonly string[],
): Promise<ReadonlyMap<string, MetAgain>> {
  const found = await sql<{ event: Buffer; batch: number; body: Buffer }>`
    select event, batch, body from consent_record
    where event = any (${events.map((event) => Buffer.from(event, "base64url"))}::bytea[]) order by batch
  `.execute(store.reader.db);
  const met = new Map<string, MetAgain>();
  for (const { event, batch, body } of found.rows) {
    const record = decodeRecord(body);
    assert(record !== undefined, "a record is readable; run `gestand evidence verify`");
    met.set(event.toString("base64url"), { record, receipt: await receiptFor({ store, evidence }, batch, body) });
  }
  return met;
}

async function receiptFor({ store, evidence }: WriteOptions, batch: number, body: Buffer): Promise<ConsentReceipt> {
  const { rows } = await sql<{ body: Buffer }>`
    select body from consent_record where batch = ${batch} order by place`.execute(store.reader.db);
  const [stored] = await evidence.entries(store.reader, { from: 0, limit: 1, about: aboutBatch(batch) });
  assert(stored !== undefined, "a record has its entry in the log");
  const place = rows.findIndex((row) => row.body.equals(body));
  const tree = batchTree(rows.map((row) => leafHash(row.body)));
  return receiptOf(body, { place, count: rows.length, path: tree.path(place), entry: evidence.acknowledge(stored) });
}
