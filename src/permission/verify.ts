/** Holds the lines against the entries of the log: every edit, loss, addition, exchange or unproven forgetting shows. */
import { batchTree, leafHash, type StoredEntry } from "#evidence";
import { type Reader, sql } from "#store";
import type { PermissionCheck } from "./contract.ts";
import { forgottenKind } from "./forget.ts";
import type { PermissionsOptions } from "./house.ts";
import { aboutBatch, recordedKind } from "./ledger.ts";
import { decodeLine } from "./line.ts";

const entriesAtOnce = 200;

interface Row {
  batch: number;
  place: number;
  person: string | null;
  act: string | null;
  about: string | null;
  at: Date | null;
  /** To the microsecond, as the database has it. */
  at_us: string | null;
  channel: string | null;
  once: Buffer | null;
  body: Buffer | null;
  leaf: Buffer;
  forgotten: number | null;
}

type Found = { readonly wrong: string } | { readonly lines: number };

export async function verifyLines(options: PermissionsOptions): Promise<PermissionCheck> {
  return options.store.transact(
    async (tx) => {
      const recorded = await eachEntry(options, tx, recordedKind, checkBatch);
      if ("wrong" in recorded) return { ok: false, lines: 0, message: recorded.wrong };
      const forgotten = await eachEntry(options, tx, forgottenKind, checkForgotten);
      if ("wrong" in forgotten) return { ok: false, lines: recorded.lines, message: forgotten.wrong };
      const stored = await countOf(tx);
      const { lines } = recorded;
      if (stored.all !== lines)
        return { ok: false, lines, message: `${stored.all - lines} lines about persons belong to no entry of the log` };
      if (stored.forgotten !== forgotten.lines)
        return {
          ok: false,
          lines,
          message: `${stored.forgotten - forgotten.lines} lines were emptied without an entry of the log`,
        };
      return { ok: true, lines, message: `${lines} choices of persons are as they were made` };
    },
    { isolation: "repeatable read" },
  );
}

async function eachEntry(
  { evidence }: PermissionsOptions,
  reader: Reader,
  kind: string,
  check: (reader: Reader, entries: readonly StoredEntry[]) => Promise<Found>,
): Promise<Found> {
  let lines = 0;
  for (let from = 0; ; ) {
    const entries = await evidence.entries(reader, { from, limit: entriesAtOnce, kind });
    const found = await check(reader, entries);
    if ("wrong" in found) return found;
    lines += found.lines;
    if (entries.length < entriesAtOnce) return { lines };
    from = (entries.at(-1)?.index ?? from) + 1;
  }
}

async function checkBatch(reader: Reader, entries: readonly StoredEntry[]): Promise<Found> {
  const batches = entries.map(({ about }) => numberIn(about));
  const { rows } = await sql<Row>`
    select *, trunc(extract(epoch from at) * 1000000)::text as at_us from person_choice where batch = any (${batches}::bigint[]) order by batch, place`.execute(
    reader.db,
  );
  const byBatch = Map.groupBy(rows, ({ batch }) => batch);
  let lines = 0;
  for (const entry of entries) {
    const its = byBatch.get(numberIn(entry.about)) ?? [];
    const wrong = wrongIn(entry, its);
    if (wrong !== undefined) return { wrong: `Entry ${entry.index} of the log: ${wrong}` };
    lines += its.length;
  }
  return { lines };
}

function wrongIn({ body, about }: StoredEntry, rows: readonly Row[]): string | undefined {
  if (rows.length !== body["lines"]) return `${rows.length} lines are there, and that is not how many were made`;
  if (batchTree(rows.map(({ leaf }) => leaf)).root.toString("hex") !== body["root"])
    return "its lines are not those that were made, or not in their order";
  const astray = rows.find(
    (row, place) => row.place !== place || aboutBatch(row.batch) !== about || !saysWhatItHolds(row),
  );
  return astray && `line ${astray.place} does not say what it did`;
}

/** The columns repeat what the body says; of a forgotten line nothing but its hash is left. */
function saysWhatItHolds({ body, leaf, forgotten, ...row }: Row): boolean {
  if (body === null) {
    const { person, act, about, at, channel, once } = row;
    return forgotten !== null && [person, act, about, at, channel, once].every((each) => each === null);
  }
  const line = decodeLine(body);
  return (
    line !== undefined &&
    forgotten === null &&
    leafHash(body).equals(leaf) &&
    line.person === row.person &&
    line.act === row.act &&
    line.about === row.about &&
    String(line.at.getTime() * 1_000) === row.at_us &&
    line.channel === row.channel &&
    line.once === row.once?.toString("base64url")
  );
}

async function checkForgotten(reader: Reader, entries: readonly StoredEntry[]): Promise<Found> {
  const numbers = entries.map(({ about }) => numberIn(about));
  const { rows } = await sql<{ forgotten: number; leaf: Buffer }>`
    select forgotten, leaf from person_choice where forgotten = any (${numbers}::bigint[]) order by batch, place`.execute(
    reader.db,
  );
  const byNumber = Map.groupBy(rows, ({ forgotten }) => forgotten);
  let lines = 0;
  for (const { index, about, body } of entries) {
    const its = byNumber.get(numberIn(about)) ?? [];
    if (its.length !== body["lines"] || batchTree(its.map(({ leaf }) => leaf)).root.toString("hex") !== body["root"])
      return { wrong: `Entry ${index} of the log: other lines are emptied than it says` };
    lines += its.length;
  }
  return { lines };
}

/** `choices-12`, `choices-forgotten-3` → 12, 3. */
function numberIn(about: string | undefined): number {
  return Number(/-(\d+)$/.exec(about ?? "")?.[1] ?? -1);
}

async function countOf(reader: Reader): Promise<{ all: number; forgotten: number }> {
  const { rows } = await sql<{ all: number; forgotten: number }>`
    select count(*) as all, count(*) filter (where body is null) as forgotten from person_choice`.execute(reader.db);
  return rows[0] ?? { all: 0, forgotten: 0 };
}
