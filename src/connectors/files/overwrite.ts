/**
 * Erases lines of a file that a program may be writing at this moment. It is neither replaced nor shortened: bytes are
 * overwritten where they stand, so a writer that holds the file open, and one that appends, never notices, and a rotation
 * by renaming takes the erasure along. Whoever replaced the file instead would lose what is written into the old one.
 */
import type { FileHandle } from "node:fs/promises";
import { open } from "node:fs/promises";
import { type Block, blocks, type Hit } from "./blocks.ts";
import type { LineFormat, RecordReader } from "./record.ts";
import type { Wanted } from "./wanted.ts";

const chunkBytes = 32 * 1024;
/** What the system writes whole or not at all when a program is killed. */
const pageBytes = 4096;
/** So long after the last change a line without an end is no longer being written. */
const settledMs = 10_000;

export interface OverwriteOrder {
  readonly path: string;
  readonly format: LineFormat;
  readonly wanted: Wanted;
  readonly erase: "line" | "fields";
  /** What an earlier look at the same file came to. */
  readonly since?: Progress;
  /** Called after each record that was changed. */
  readonly changed: (records: number) => Promise<void> | void;
  readonly kept: (hit: Hit) => void;
}

export interface Progress {
  /** The file, whatever it is called by then. */
  readonly id: string;
  /** So far it was read. */
  readonly offset: number;
  readonly reader?: RecordReader;
  /** The last line is about the person and a program is still writing it. */
  readonly busy: boolean;
}

export function fileId({ dev, ino }: { readonly dev: number; readonly ino: number }): string {
  return `${dev}:${ino}`;
}

/** Reads a part of a file, as far as it is long at the beginning. The same memory is filled again for each piece. */
export async function* chunksOf(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(chunkBytes, to - from)));
  for (let at = from; at < to; ) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

export async function overwrite(order: OverwriteOrder): Promise<Progress> {
  const file = await open(order.path, "r+");
  try {
    const before = await file.stat();
    const id = fileId(before);
    // Shorter than before: it was emptied in its place, and begins anew.
    const since = order.since?.id === id && order.since.offset <= before.size ? order.since : undefined;
    let offset = since?.offset ?? 0;
    let reader = since?.reader;
    let busy = false;
    let wrote = false;
    const source = chunksOf(file, offset, before.size);
    const { format, wanted } = order;
    for await (const block of blocks(source, { format, wanted, ...(reader && { resume: { offset, reader } }) })) {
      reader = block.reader;
      const writing = block.unterminated && !(await isSettled(file, before.size));
      for (const hit of block.hits) {
        if (writing && hit.next === block.text.length) busy = true;
        else if (hit.keep !== undefined) order.kept(hit);
        else if (await overwriteHit(file, block, hit, order.erase)) {
          wrote = true;
          await order.changed(1);
        }
      }
      offset = block.offset + (writing ? lastRecord(block) : block.text.length);
    }
    if (wrote) {
      await file.datasync();
      await keepTime(file, before);
    }
    return { id, offset, ...(reader && { reader }), busy };
  } finally {
    await file.close();
  }
}

async function isSettled(file: FileHandle, size: number): Promise<boolean> {
  const now = await file.stat();
  return now.size === size && Date.now() - now.mtimeMs > settledMs;
}

/** Where the last record of a block begins. */
function lastRecord({ text, reader, headerEnd }: Block): number {
  if (reader.ends === undefined) return text.lastIndexOf("\n") + 1;
  return headerEnd + (reader.ends(text.slice(headerEnd)).at(-1) ?? 0);
}

/** A file is deleted by its age where nothing else says when: a file that was erased from must not look new. */
async function keepTime(
  file: FileHandle,
  before: { readonly atime: Date; readonly mtime: Date; readonly size: number },
): Promise<void> {
  if ((await file.stat()).size === before.size) await file.utimes(before.atime, before.mtime);
}

interface Change {
  readonly start: number;
  readonly text: string;
}

/** Answers whether something was changed. */
async function overwriteHit(file: FileHandle, block: Block, hit: Hit, erase: "line" | "fields"): Promise<boolean> {
  const record = block.text.slice(hit.start, hit.end);
  const place = block.offset + hit.start;
  const filler = block.reader.filler(record);
  // A line that cannot be read is changed only when an earlier try was killed in the middle of it.
  if (hit.fields === undefined && !isTorn(record, filler, place)) return false;
  // Somebody may have emptied the file since it was read: what stands there now must still be this record.
  const now = Buffer.alloc(record.length);
  const { bytesRead } = await file.read(now, { position: place });
  if (bytesRead !== record.length || now.toString("latin1") !== record) return false;
  if (erase === "fields" && hit.fields !== undefined) {
    for (const field of hit.fields) await write(file, place + field.start, block.reader.emptied(record, field));
    return true;
  }
  const values = (hit.fields ?? []).map(({ start, end }) => [start, end] as const);
  const holdsValue = ({ start, text }: Change) => values.some(([from, to]) => from < start + text.length && start < to);
  const pages = pagesOf(filler, place);
  // The value goes last: a try that was killed before that finds the line again.
  const rest = pages.filter((page) => !holdsValue(page));
  for (const { start, text } of rest) await write(file, place + start, text);
  if (rest.length > 0 && rest.length < pages.length) await file.datasync();
  for (const { start, text } of pages.filter(holdsValue)) await write(file, place + start, text);
  return true;
}

async function write(file: FileHandle, position: number, text: string): Promise<void> {
  await file.write(Buffer.from(text, "latin1"), 0, text.length, position);
}

/** A text cut where pages of the file end. */
function pagesOf(text: string, place: number): readonly Change[] {
  const pages: Change[] = [];
  for (let start = 0; start < text.length; ) {
    const end = Math.min(text.length, start + pageBytes - ((place + start) % pageBytes));
    pages.push({ start, text: text.slice(start, end) });
    start = end;
  }
  return pages;
}

function isTorn(record: string, filler: string, place: number): boolean {
  const pages = pagesOf(filler, place);
  return pages.length > 1 && pages.some(({ start, text }) => record.startsWith(text, start));
}
