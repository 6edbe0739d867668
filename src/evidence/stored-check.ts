/** Recomputes the tree from the stored entries and compares every column, subtree, checkpoint and the head with it. */
import { type Reader, sql } from "#store";
import type { LogCheck } from "./contract.ts";
import { decodeEntry } from "./entry.ts";
import type { VerifierKey } from "./keys.ts";
import { type EntryRow, readCheckpoints, readLatestCheckpoint, readRows } from "./log.ts";
import { openCheckpoint } from "./note.ts";
import { emptyRoot, Frontier, leafHash, type TreeNode } from "./tree.ts";

const pageRows = 5_000;
const levels = 53;

interface Counts {
  /** All of one statement, so that entries appended meanwhile do not look like strangers. */
  readonly size: number;
  readonly frontier: Buffer;
  readonly strayEntries: number;
  readonly nodes: number;
}
type Finding = { readonly brokenAt: number; readonly message: string };

export async function checkStored(reader: Reader, key: VerifierKey): Promise<LogCheck> {
  const counts = await readCounts(reader);
  if (counts === undefined)
    return broken(0, { brokenAt: 0, message: "The log has no head; its first row was removed." });
  const finding = await checkAll(reader, key, counts);
  if (finding !== undefined) return broken(counts.size, finding);
  return { ok: true, size: counts.size, message: `All ${counts.size} entries fit their tree and its checkpoints.` };
}

async function checkAll(reader: Reader, key: VerifierKey, counts: Counts): Promise<Finding | undefined> {
  const frontier = Frontier.empty();
  let nodes = 0;
  const empty = await checkCheckpoints(reader, key, -1, 0, new Map([[0, emptyRoot]]));
  if (empty !== undefined) return empty;
  while (frontier.size < counts.size) {
    const from = frontier.size;
    const to = Math.min(from + pageRows, counts.size);
    const checkpoints = await readCheckpoints(reader, key.name, from, to);
    const roots = new Map<number, Buffer>(checkpoints.map((checkpoint) => [checkpoint.size, emptyRoot]));
    const completed: TreeNode[] = [];
    for (const row of await readRows(reader, from, to, pageRows)) {
      const finding = checkRow(row, frontier.size);
      if (finding !== undefined) return finding;
      completed.push(...frontier.append(row.leaf_hash));
      if (roots.has(frontier.size)) roots.set(frontier.size, frontier.root());
    }
    if (frontier.size < to) return { brokenAt: frontier.size, message: `Entry ${frontier.size} is missing.` };
    const finding =
      (await checkNodes(reader, completed, from, to)) ?? (await checkCheckpoints(reader, key, from, to, roots));
    if (finding !== undefined) return finding;
    nodes += completed.length;
  }
  return checkEdges(reader, key, counts, frontier, nodes);
}

/** What lies outside the pages: the head, rows behind the end, checkpoints over more than there is. */
async function checkEdges(
  reader: Reader,
  key: VerifierKey,
  counts: Counts,
  frontier: Frontier,
  nodes: number,
): Promise<Finding | undefined> {
  if (!frontier.toBytes().equals(counts.frontier))
    return { brokenAt: counts.size, message: "The head of the log does not fit its entries." };
  if (counts.strayEntries > 0)
    return { brokenAt: counts.size, message: `${counts.strayEntries} entries stand outside the log's size.` };
  if (nodes !== counts.nodes)
    return { brokenAt: 0, message: `The tree has ${counts.nodes} subtrees stored and ${nodes} are right.` };
  const latest = await readLatestCheckpoint(reader, key.name);
  // A checkpoint signed while we looked covers more than we read; only a head that is behind it is a finding.
  const size = await currentSize(reader);
  return latest !== undefined && latest.size > size
    ? {
        brokenAt: size,
        message: `A checkpoint covers ${latest.size} entries and ${size} are left: entries were removed.`,
      }
    : undefined;
}

function checkRow(row: EntryRow, index: number): Finding | undefined {
  if (Number(row.index) !== index) return { brokenAt: index, message: `Entry ${index} is missing.` };
  if (!leafHash(row.body).equals(row.leaf_hash))
    return { brokenAt: index, message: `Entry ${index} was changed: its hash is not that of its content.` };
  const content = decodeEntry(row.body);
  if (content === undefined) return { brokenAt: index, message: `Entry ${index} cannot be read.` };
  const same =
    content.at.getTime() === row.at.getTime() && content.kind === row.kind && (content.about ?? null) === row.about;
  return same
    ? undefined
    : { brokenAt: index, message: `The columns of entry ${index} do not say what its content says.` };
}

/** The subtrees completed by the entries from `from` up to `to`, as stored. */
async function checkNodes(
  reader: Reader,
  completed: readonly TreeNode[],
  from: number,
  to: number,
): Promise<Finding | undefined> {
  const { rows } = await sql<{ level: number; index: string | number; hash: Buffer }>`
    select node.level, node.index, node.hash
    from generate_series(1, ${levels}) as wanted (level)
    join lateral (
      select level, index, hash from evidence_node
      where level = wanted.level and index >= ${from}::bigint >> wanted.level and index < ${to}::bigint >> wanted.level
    ) node on true
  `.execute(reader.db);
  const stored = new Map(rows.map((row) => [`${row.level}/${Number(row.index)}`, row.hash]));
  const wrong = completed.find((node) => stored.get(`${node.level}/${node.index}`)?.equals(node.hash) !== true);
  if (wrong === undefined) return undefined;
  const first = wrong.index * 2 ** wrong.level;
  return {
    brokenAt: first,
    message: `The stored hash over entries ${first} to ${first + 2 ** wrong.level - 1} is not theirs.`,
  };
}

async function checkCheckpoints(
  reader: Reader,
  key: VerifierKey,
  above: number,
  upTo: number,
  roots: ReadonlyMap<number, Buffer>,
): Promise<Finding | undefined> {
  for (const checkpoint of await readCheckpoints(reader, key.name, above, upTo)) {
    const expected = roots.get(checkpoint.size);
    if (expected === undefined) continue;
    const head = openCheckpoint(checkpoint.note, key);
    if (head === undefined || head.origin !== key.name)
      return { brokenAt: above, message: `The checkpoint over ${checkpoint.size} entries was not signed by this log.` };
    const fits = head.size === checkpoint.size && head.root.toString("hex") === checkpoint.rootHash;
    if (!fits || !head.root.equals(expected))
      return {
        brokenAt: Math.max(0, above),
        message: `The first ${checkpoint.size} entries are not those that were signed for.`,
      };
  }
  return undefined;
}

async function readCounts(reader: Reader): Promise<Counts | undefined> {
  const { rows } = await sql<{ size: string; frontier: Buffer; stray: string; nodes: string }>`
    select size, frontier,
      (select count(*) from evidence_entry where index >= size) as stray,
      (select count(*) from evidence_node) as nodes
    from evidence_head
  `.execute(reader.db);
  const row = rows[0];
  if (row === undefined) return undefined;
  return { size: Number(row.size), frontier: row.frontier, strayEntries: Number(row.stray), nodes: Number(row.nodes) };
}

async function currentSize(reader: Reader): Promise<number> {
  const { rows } = await sql<{ size: string }>`select size from evidence_head`.execute(reader.db);
  return Number(rows[0]?.size ?? 0);
}

function broken(size: number, finding: Finding): LogCheck {
  return { ok: false, size, brokenAt: Math.max(0, finding.brokenAt), message: finding.message };
}
