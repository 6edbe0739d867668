/**
 * Holds the stored records against the entries of the log: every edit, loss, addition or exchange shows. Of a month that was dropped
 * the entries are held against what was said when it went.
 */
import { batchTree, leafHash, type StoredEntry } from "#evidence";
import { type Reader, sql } from "#store";
import { batchAbout, recordedKind } from "./batches.ts";
import type { ConsentCheck } from "./contract.ts";
import { Dropped, droppedKind } from "./dropped.ts";
import { monthOf } from "./months.ts";
import { encodeRecord, decodeRecord } from "./record.ts";
import type { WriteOptions } from "./write.ts";

const entriesAtOnce = 200;

interface Row {
  batch: number;
  place: number;
  event: Buffer;
  visitor: Buffer;
  month: string;
  /** To the microsecond, as the database has it. */
  received_us: string;
  body: Buffer;
}

export async function verifyRecords({ store, evidence }: WriteOptions): Promise<ConsentCheck> {
  return store.transact(
    async (tx) => {
      // A month that goes meanwhile would be missed: whoever drops it waits.
      await sql`lock table consent_record in access share mode`.execute(tx.db);
      const dropped = new Dropped(await all(evidence, tx, droppedKind));
      let records = 0;
      for await (const entries of inParts(evidence, tx, recordedKind)) {
        const held = entries.filter((entry) => !dropped.takes(entry));
        const rows = Map.groupBy(await rowsOf(tx, held), ({ batch }) => batch);
        for (const entry of held) {
          const its = rows.get(batchAbout(entry.about) ?? -1) ?? [];
          const wrong = wrongIn(entry, its);
          if (wrong !== undefined) return { ok: false, records, message: `Entry ${entry.index} of the log: ${wrong}` };
          records += its.length;
        }
      }
      const wrong = dropped.wrong();
      if (wrong !== undefined) return { ok: false, records, message: wrong };
      const stored = await countOf(tx);
      return stored === records
        ? { ok: true, records, message: `${records} records are as they were made${dropped.said}` }
        : { ok: false, records, message: `${stored - records} records belong to no entry of the log` };
    },
    { isolation: "repeatable read" },
  );
}

type Log = WriteOptions["evidence"];

async function* inParts(evidence: Log, reader: Reader, kind: string): AsyncGenerator<readonly StoredEntry[]> {
  for (let from = 0; ; ) {
    const entries = await evidence.entries(reader, { from, limit: entriesAtOnce, kind });
    yield entries;
    if (entries.length < entriesAtOnce) return;
    from = (entries.at(-1)?.index ?? from) + 1;
  }
}

async function all(evidence: Log, reader: Reader, kind: string): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  for await (const entries of inParts(evidence, reader, kind)) found.push(...entries);
  return found;
}

async function rowsOf(reader: Reader, entries: readonly StoredEntry[]): Promise<readonly Row[]> {
  const batches = entries.flatMap(({ about }) => batchAbout(about) ?? []);
  const { rows } = await sql<Row>`
    select batch, place, event, visitor, month, trunc(extract(epoch from received_at) * 1000000)::text as received_us, body
    from consent_record
    where batch = any (${batches}::bigint[]) order by batch, place`.execute(reader.db);
  return rows;
}

async function countOf(reader: Reader): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from consent_record`.execute(reader.db);
  return rows[0]?.count ?? 0;
}

function wrongIn(entry: StoredEntry, rows: readonly Row[]): string | undefined {
  const { records, root } = entry.body;
  if (rows.length !== records) return `${rows.length} records are there, and that is not how many were made`;
  if (batchTree(rows.map(({ body }) => leafHash(body))).root.toString("hex") !== root)
    return "its records are not those that were made, or not in their order";
  const places = Array.isArray(entry.body["places"]) ? entry.body["places"] : rows.keys().toArray();
  // An entry that names no month is older than places that are proven.
  const proven = typeof entry.body["month"] === "string";
  const astray = rows.find((row, at) => !saysWhatItHolds(row) || (proven && row.place !== places[at]));
  return astray && `record ${astray.place} is filed under what it does not say`;
}

/** The columns repeat what the body says. */
function saysWhatItHolds({ event, visitor, received_us, body, month }: Row): boolean {
  const record = decodeRecord(body);
  return (
    record !== undefined &&
    encodeRecord(record).equals(body) &&
    record.event === event.toString("base64url") &&
    record.visitor === visitor.toString("base64url") &&
    String(record.receivedAt.getTime() * 1_000) === received_us &&
    monthOf(record.receivedAt) === month
  );
}
