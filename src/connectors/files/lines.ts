/** Lines about a person, in all files of a folder whose names match. */
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import type { Problem } from "#base";
import { OperationalError } from "#base";
import type { Reach } from "#policy";
import type { ResidueFinding } from "../facts-contract.ts";
import type { StoreFinding, StoreItem, StoreOrder, StoreSubject } from "../store-contract.ts";
import { itemName, keptTally } from "../store-subject.ts";
import { type Block, blocks, MissingColumns, WideText } from "./blocks.ts";
import { type Entry, type Folder, isAbsent, namesPattern, walkFolder } from "./folder.ts";
import { formatOf } from "./formats.ts";
import type { LineFormat } from "./record.ts";
import { lockFolder } from "./lock.ts";
import { chunksOf, fileId, overwrite, type Progress } from "./overwrite.ts";
import { removeLeftovers, rewrite, unpacked } from "./rewrite.ts";
import { wantedOf } from "./wanted.ts";

export interface Lines {
  readonly folder: Folder;
  readonly reach: Extract<Reach, { kind: "files" }>;
  readonly format: LineFormat;
  /** Names under `matches`. */
  readonly names: readonly string[];
}

export function linesOf(folder: Folder, reach: Lines["reach"], names: readonly string[]): Lines {
  if (reach.format === "whole") throw new RangeError("whole files have no lines");
  return { folder, reach, names, format: formatOf(reach.format, names) };
}

const packedOtherwise = /\.(?:bz2|zst|xz|lzma|lz4|br|zip|7z|z)$/i;
/** The file may be renamed while we look; what was not seen before is looked at in another round. */
const rounds = 5;

async function* filesOf({ folder, reach }: Lines): AsyncGenerator<Entry> {
  const matches = namesPattern(reach.names);
  for await (const entry of walkFolder(folder, "")) if (matches(entry.name)) yield entry;
}

const isPacked = (name: string) => /\.gz$/i.test(name);

async function* readFile(lines: Lines, entry: Entry, subject: StoreSubject): AsyncGenerator<Block> {
  const options = { format: lines.format, wanted: wantedOf(subject) };
  if (isPacked(entry.name)) {
    yield* blocks(unpacked(entry.path), options);
    return;
  }
  const file = await open(entry.path, "r");
  try {
    yield* blocks(chunksOf(file, 0, (await file.stat()).size), options);
  } finally {
    await file.close();
  }
}

/** Files that cannot be read as the policy says; never by name, which may hold an id. */
interface Unread {
  packed: number;
  links: number;
  wide: number;
  readonly columns: Set<string>;
  columnFiles: number;
}

async function* allBlocks(lines: Lines, subject: StoreSubject, unread: Unread): AsyncGenerator<Block> {
  for await (const entry of filesOf(lines)) {
    if (entry.is !== "file") unread.links += 1;
    else if (packedOtherwise.test(entry.name)) unread.packed += 1;
    else
      try {
        yield* readFile(lines, entry, subject);
      } catch (error) {
        if (error instanceof MissingColumns) {
          for (const column of error.columns) unread.columns.add(column);
          unread.columnFiles += 1;
        } else if (error instanceof WideText) unread.wide += 1;
        else if (!isAbsent(error)) throw error;
      }
  }
}

export async function findLines(lines: Lines, subject: StoreSubject): Promise<StoreFinding> {
  const { store } = lines.folder;
  const kept = keptTally();
  const unread: Unread = { packed: 0, links: 0, wide: 0, columns: new Set(), columnFiles: 0 };
  let items = 0;
  let unreadable = 0;
  for await (const { hits } of allBlocks(lines, subject, unread))
    for (const { fields, keep } of hits) {
      if (fields === undefined) unreadable += 1;
      else items += 1;
      if (keep !== undefined) kept.add(keep);
    }
  return { store, items, kept: kept.list(), missing: 0, problems: unreadProblems(lines, unread, unreadable) };
}

const unreadTexts = {
  packed: [
    "store-packed",
    "Files are packed in a way that Gestand cannot unpack",
    "Pack them with gzip instead, or leave them out of `names` and look into them by hand.",
  ],
  links: [
    "store-links",
    "Names lead through a link or to what is no file, and are not followed",
    "Put the files there, or declare the folder where they are as a store of its own.",
  ],
  wide: ["store-format", "Files are written in UTF-16, which Gestand does not read", "Write them as UTF-8."],
  columnFiles: [
    "store-columns",
    "Columns that the policy names are not in the header",
    "Correct the names under `matches`, or leave files without a header out of `names`.",
  ],
} as const;

function unreadProblems({ folder: { store }, reach }: Lines, unread: Unread, unreadable: number): readonly Problem[] {
  const path = `stores.${store}`;
  const problems = Object.entries(unreadTexts).flatMap(([kind, [code, what, remedy]]): Problem[] => {
    const files = unread[kind as keyof typeof unreadTexts];
    const columns = kind === "columnFiles" ? `: ${[...unread.columns].join(", ")}` : "";
    const message = `${what}${columns} (${files === 1 ? "one file" : `${files} files`} in the store "${store}").`;
    return files === 0 ? [] : [{ code, severity: "error", path, message, remedy }];
  });
  if (unreadable > 0)
    problems.push({
      code: "store-unreadable",
      severity: "warning",
      path,
      message: `${unreadable === 1 ? "One line" : `${unreadable} lines`} in the store "${store}" cannot be read as ${reach.format} and ${unreadable === 1 ? "holds" : "hold"} a value of this person. Gestand leaves ${unreadable === 1 ? "it" : "them"} alone.`,
      remedy: "Look into the files by hand.",
    });
  return problems;
}

/** For each file that holds something of the person, a file of the same kind with only that. */
export async function* lineItems(lines: Lines, subject: StoreSubject): AsyncGenerator<StoreItem> {
  const used = new Set<string>();
  for await (const entry of filesOf(lines)) {
    if (entry.is !== "file" || packedOtherwise.test(entry.name) || !(await holdsAny(lines, entry, subject))) continue;
    const plain = entry.name.replace(/\.gz$/i, "");
    const name = itemName(used.has(plain) ? `${entry.name}.txt` : plain);
    used.add(plain);
    yield { name, mediaType: lines.format.mediaType, open: () => linesIn(lines, entry, subject) };
  }
}

async function holdsAny(lines: Lines, entry: Entry, subject: StoreSubject): Promise<boolean> {
  try {
    for await (const { hits } of readFile(lines, entry, subject))
      if (hits.some(({ fields }) => fields !== undefined)) return true;
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
  return false;
}

async function* linesIn(lines: Lines, entry: Entry, subject: StoreSubject): AsyncGenerator<Buffer> {
  for await (const { text, hits, headerEnd } of readFile(lines, entry, subject)) {
    let out = text.slice(0, headerEnd);
    for (const { start, end, next, fields } of hits) {
      if (fields !== undefined) out += next > end ? text.slice(start, next) : `${text.slice(start, end)}\n`;
    }
    if (out !== "") yield Buffer.from(out, "latin1");
  }
}

export async function eraseLines(lines: Lines, found: StoreFinding, order: StoreOrder) {
  const { subject, crashPoint, onProgress } = order;
  const kept = keptTally();
  const total = found.items - found.kept.reduce((sum, { items }) => sum + items, 0);
  let erased = 0;
  await crashPoint?.("before-change");
  const changed = async (records: number) => {
    erased += records;
    onProgress?.(erased, Math.max(total, erased));
    await crashPoint?.("between-items");
  };
  const shared = {
    format: lines.format,
    wanted: wantedOf(subject),
    erase: lines.reach.erase,
    kept: ({ keep }: { keep?: Parameters<typeof kept.add>[0] }) => keep && kept.add(keep),
  };
  const seen = new Map<string, Progress>();
  for (let round = 0; round < rounds; round += 1) {
    let news = false;
    for await (const entry of filesOf(lines)) {
      if (entry.is !== "file") continue;
      try {
        if (isPacked(entry.name))
          news = (await erasePacked(lines.folder, entry, shared, seen, changed, crashPoint)) || news;
        else {
          const since = await known(entry, seen);
          const progress = await overwrite({ ...shared, path: entry.path, changed, ...(since && { since }) });
          news ||= since?.offset !== progress.offset;
          seen.set(progress.id, progress);
        }
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    }
    if (!news) break;
  }
  if ([...seen.values()].some(({ busy }) => busy))
    throw new OperationalError(
      "store-busy",
      `A program is writing a line about this person in the store "${lines.folder.store}" at this moment. Everything else was erased. Try again when the line is written.`,
      { retryable: true },
    );
  await crashPoint?.("after-change");
  return { erased, corrected: 0, kept: kept.list() };
}

async function known(entry: Entry, seen: ReadonlyMap<string, Progress>): Promise<Progress | undefined> {
  const file = await open(entry.path, "r");
  try {
    return seen.get(fileId(await file.stat()));
  } finally {
    await file.close();
  }
}

/** Answers whether the file had not been looked at before. */
async function erasePacked(
  folder: Folder,
  entry: Entry,
  shared: Omit<Parameters<typeof rewrite>[0], "path" | "beforeSwap">,
  seen: Map<string, Progress>,
  changed: (records: number) => Promise<void>,
  crashPoint: StoreOrder["crashPoint"],
): Promise<boolean> {
  if ((await known(entry, seen)) !== undefined) return false;
  const lock = await lockFolder(folder);
  try {
    await removeLeftovers(dirname(entry.path));
    const beforeSwap = async () => {
      await crashPoint?.("before-swap");
      await lock.check();
    };
    const records = await rewrite({ ...shared, path: entry.path, beforeSwap });
    const file = await open(entry.path, "r");
    const id = fileId(await file.stat());
    await file.close();
    seen.set(id, { id, offset: 0, busy: false });
    if (records > 0) await changed(records);
    return true;
  } finally {
    await lock.release();
  }
}

export async function lineResidue(lines: Lines, subject: StoreSubject): Promise<readonly ResidueFinding[]> {
  const kept = keptTally();
  const left = { lines: 0, "lines that cannot be read": 0 };
  const unread: Unread = { packed: 0, links: 0, wide: 0, columns: new Set(), columnFiles: 0 };
  for await (const { hits } of allBlocks(lines, subject, unread))
    for (const { fields, keep } of hits) {
      if (keep !== undefined) kept.add(keep);
      else left[fields === undefined ? "lines that cannot be read" : "lines"] += 1;
    }
  const unreadFiles = unread.packed + unread.links + unread.wide + unread.columnFiles;
  const table = lines.folder.store;
  return [
    ...Object.entries({ ...left, "files that cannot be read": unreadFiles }).flatMap(([column, rows]) =>
      rows > 0 ? [{ table, column, rows }] : [],
    ),
    ...kept.list().map(({ because, items }) => ({ table, column: "lines", rows: items, because })),
  ];
}
