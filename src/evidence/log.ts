/** The log in PostgreSQL: appending inside the caller's transaction and reading entries, hashes and checkpoints. */
import { assert } from "#base";
import { type Reader, sql, type Transaction } from "#store";
import type { Checkpoint, EvidenceEntry, StoredEntry } from "./contract.ts";
import { decodeEntry, encodeEntry } from "./entry.ts";
import { assertNoPersonalData } from "./personal-data.ts";
import { Frontier, type Hash, leafHash, type NodeAt } from "./tree.ts";

interface HeadRow {
  size: string | number;
  frontier: Buffer;
}
export interface EntryRow {
  index: string | number;
  at: Date;
  kind: string;
  about: string | null;
  body: Buffer;
  leaf_hash: Buffer;
}
interface CheckpointRow {
  size: string | number;
  root_hash: Buffer;
  at: Date;
  note: string;
}

/** One statement whatever the size of the log; the database takes the head and writes entry, subtrees and head together. */
export async function appendEntry(tx: Transaction, at: Date, entry: EvidenceEntry): Promise<StoredEntry> {
  const about = entry.about ?? (typeof entry.body["about"] === "string" ? entry.body["about"] : undefined);
  assertNoPersonalData({ kind: entry.kind, about, body: entry.body }, "entry");
  const content = { at, kind: entry.kind, ...(about === undefined ? {} : { about }), body: entry.body };
  const bytes = encodeEntry(content);
  const leaf = leafHash(bytes);
  const { rows } = await sql<{ index: string | number }>`
    select evidence_append(${at}, ${entry.kind}, ${about ?? null}, ${bytes}, ${leaf}) as index
  `.execute(tx.db);
  const index = Number(rows[0]?.index);
  assert(Number.isSafeInteger(index), "the evidence log has a head");
  return { index, leafHash: leaf.toString("hex"), ...content };
}

/** The head as committed: size and right edge belong together because they are one row. */
export async function readHead(reader: Reader): Promise<Frontier> {
  const { rows } = await sql<HeadRow>`select size, frontier from evidence_head`.execute(reader.db);
  return frontierOf(rows[0]);
}

function frontierOf(row: HeadRow | undefined): Frontier {
  assert(row !== undefined, "the evidence log has a head");
  const frontier = Frontier.fromBytes(Number(row.size), row.frontier);
  assert(frontier !== undefined, "the head of the evidence log belongs to its size");
  return frontier;
}

export async function readSize(reader: Reader): Promise<number> {
  const { rows } = await sql<{ size: string | number }>`select size from evidence_head`.execute(reader.db);
  return Number(rows[0]?.size ?? 0);
}

export async function readEntries(
  reader: Reader,
  range: { from: number; limit: number; newestFirst?: boolean; about?: string; kind?: string },
): Promise<StoredEntry[]> {
  const from = Math.min(Math.max(0, Math.trunc(range.from)), Number.MAX_SAFE_INTEGER);
  const order = range.newestFirst === true ? sql`index <= ${from}` : sql`index >= ${from}`;
  const about = range.about === undefined ? sql`` : sql`and about = ${range.about}`;
  const kind = range.kind === undefined ? sql`` : sql`and kind = ${range.kind}`;
  const { rows } = await sql<EntryRow>`
    select index, at, kind, about, body, leaf_hash from evidence_entry where ${order} ${about} ${kind}
    order by index ${range.newestFirst === true ? sql`desc` : sql`asc`} limit ${Math.max(0, Math.trunc(range.limit))}
  `.execute(reader.db);
  return rows.map(storedEntry);
}

/** Rows as they are, in order, for export and verification; at most `limit`, before `until`. */
export async function readRows(reader: Reader, from: number, until: number, limit: number): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select index, at, kind, about, body, leaf_hash from evidence_entry
    where index >= ${from} and index < ${until} order by index limit ${limit}
  `.execute(reader.db);
  return rows;
}

/** Hashes of complete subtrees in the order asked. */
export async function readNodes(reader: Reader, nodes: readonly NodeAt[]): Promise<Hash[]> {
  if (nodes.length === 0) return [];
  const { rows } = await sql<{ hash: Buffer | null }>`
    select coalesce(node.hash, entry.leaf_hash) as hash
    from unnest(
      ${nodes.map((node) => node.level)}::smallint[], ${nodes.map((node) => node.index)}::bigint[]
    ) with ordinality as wanted (level, index, place)
    left join evidence_node node on node.level = wanted.level and node.index = wanted.index
    left join evidence_entry entry on wanted.level = 0 and entry.index = wanted.index
    order by wanted.place
  `.execute(reader.db);
  return rows.map((row) => {
    assert(row.hash !== null, "the tree of the evidence log is complete; run `gestand evidence verify`");
    return row.hash;
  });
}

export async function insertCheckpoint(
  tx: Transaction,
  checkpoint: { size: number; root: Hash; at: Date; note: string },
): Promise<void> {
  await sql`
    insert into evidence_checkpoint (size, root_hash, at, note)
    values (${checkpoint.size}, ${checkpoint.root}, ${checkpoint.at}, ${checkpoint.note})
    on conflict (size) do nothing
  `.execute(tx.db);
}

export async function readLatestCheckpoint(reader: Reader, origin: string): Promise<Checkpoint | undefined> {
  const { rows } = await sql<CheckpointRow>`
    select size, root_hash, at, note from evidence_checkpoint order by size desc limit 1
  `.execute(reader.db);
  return rows[0] === undefined ? undefined : checkpointOf(rows[0], origin);
}

/** Checkpoints over more than `above` and at most `upTo` entries, smallest first. */
export async function readCheckpoints(
  reader: Reader,
  origin: string,
  above: number,
  upTo: number,
): Promise<Checkpoint[]> {
  const { rows } = await sql<CheckpointRow>`
    select size, root_hash, at, note from evidence_checkpoint where size > ${above} and size <= ${upTo} order by size
  `.execute(reader.db);
  return rows.map((row) => checkpointOf(row, origin));
}

function checkpointOf(row: CheckpointRow, origin: string): Checkpoint {
  return { origin, size: Number(row.size), rootHash: row.root_hash.toString("hex"), at: row.at, note: row.note };
}

function storedEntry(row: EntryRow): StoredEntry {
  const content = decodeEntry(row.body);
  assert(content !== undefined, `entry ${row.index} of the evidence log is readable; run \`gestand evidence verify\``);
  return { index: Number(row.index), leafHash: row.leaf_hash.toString("hex"), ...content };
}
