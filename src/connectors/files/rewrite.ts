/**
 * Erases lines of a file that is packed with gzip. Nobody appends to such a file, and no byte in it can be overwritten, so
 * it is written anew beside itself and takes the old one's place in one step, with its mode, owner and time. Until then
 * the old file is whole; after it the new one is. One at a time in a folder, or the second would bring back what the first erased.
 */
import { createReadStream, type Stats } from "node:fs";
import { open, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { OperationalError } from "#base";
import { type Block, blocks, type Hit } from "./blocks.ts";
import { ownPrefix } from "./folder.ts";
import type { LineFormat } from "./record.ts";
import type { Wanted } from "./wanted.ts";
import { syncFolder } from "./whole.ts";

const newPrefix = `${ownPrefix}new-`;

export async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const gunzip = createGunzip({ chunkSize: 64 * 1024 });
  source.once("error", (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== "string" || !code.startsWith("Z_")) throw error;
    throw new OperationalError(
      "store-format",
      "A file packed with gzip cannot be unpacked: it is damaged, or still being written. Nothing of it was changed. Try again later, or replace it by an undamaged copy.",
      { retryable: true, cause: error },
    );
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

export interface RewriteOrder {
  readonly path: string;
  readonly format: LineFormat;
  readonly wanted: Wanted;
  readonly erase: "line" | "fields";
  readonly kept: (hit: Hit) => void;
  readonly beforeSwap: () => Promise<void> | void;
}

/** How many records went. A file that holds none of the person is not written. */
export async function rewrite(order: RewriteOrder): Promise<number> {
  const { path, format, wanted, erase } = order;
  const before = await stat(path);
  let going = 0;
  for await (const block of blocks(unpacked(path), { format, wanted }))
    for (const hit of block.hits) {
      if (hit.fields === undefined) continue;
      if (hit.keep === undefined) going += 1;
      else order.kept(hit);
    }
  if (going === 0) return 0;
  const beside = join(dirname(path), `${newPrefix}${basename(path)}`);
  await rm(beside, { force: true });
  try {
    await writeNew(beside, before, remaining(blocks(unpacked(path), { format, wanted }), erase));
    await order.beforeSwap();
    const now = await stat(path);
    if (now.ino !== before.ino || now.size !== before.size || now.mtimeMs !== before.mtimeMs)
      throw new OperationalError(
        "store-busy",
        "A packed file changed while it was written anew. Nothing of it was changed by Gestand.",
        { retryable: true },
      );
    await rename(beside, path);
    await syncFolder(dirname(path));
    return going;
  } finally {
    await rm(beside, { force: true });
  }
}

async function writeNew(beside: string, before: Stats, source: AsyncGenerator<Buffer>): Promise<void> {
  // Readable by nobody else until it has the mode and the owner of the one that it replaces.
  const file = await open(beside, "wx", 0o600);
  try {
    await pipeline(
      Readable.from(source, { objectMode: false }),
      createGzip(),
      async (packed: AsyncIterable<Buffer>) => {
        for await (const chunk of packed) await file.writeFile(chunk);
      },
    );
    const made = await file.stat();
    if (made.uid !== before.uid || made.gid !== before.gid) await file.chown(before.uid, before.gid);
    await file.chmod(before.mode & 0o7777);
    await file.utimes(before.atime, before.mtime);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function* remaining(all: AsyncIterable<Block>, erase: "line" | "fields"): AsyncGenerator<Buffer> {
  for await (const { text, hits, reader } of all) {
    let from = 0;
    let rest = "";
    for (const { start, end, next, fields, keep } of hits) {
      if (fields === undefined || keep !== undefined) continue;
      rest += text.slice(from, start);
      from = next;
      if (erase === "line") continue;
      let record = text.slice(start, end);
      for (const field of fields)
        record = record.slice(0, field.start) + reader.emptied(record, field) + record.slice(field.end);
      rest += record + text.slice(end, next);
    }
    yield Buffer.from(rest + text.slice(from), "latin1");
  }
}

/** What a killed try left beside files in this folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(newPrefix)) await rm(join(folder, name), { force: true });
}
