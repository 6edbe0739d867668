/** A ZIP as a stream: one entry after the other, opened when its turn comes, nothing held back. */
import { Readable } from "node:stream";
import { ZipFile } from "yazl";

export interface ZipEntry {
  /** Relative, with `/`; letters, digits, `.`, `-` and `_` only. */
  readonly path: string;
  open(): AsyncIterable<Uint8Array | string>;
  /** May grow beyond 4 GiB. */
  readonly large?: boolean;
}

/** Deflate at its quickest: JSON shrinks to a tenth anyway, and the person waits. */
const compressionLevel = 1;

/** Ends early, with the entry's own error, when an entry cannot be read; closes the open entry when nobody reads on. */
export async function* zipStream(entries: readonly ZipEntry[], modifiedAt: Date): AsyncIterable<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  let current: Readable | undefined;
  const fail = (error: Error) => output.destroy(error);
  zip.on("error", fail);
  for (const entry of entries) {
    const options = { mtime: modifiedAt, compressionLevel, forceZip64Format: entry.large ?? false };
    zip.addReadStreamLazy(entry.path, options, (opened) => {
      current = Readable.from(bytes(entry.open()), { objectMode: false, highWaterMark: 256 * 1024 });
      current.on("error", fail);
      opened(null, current);
    });
  }
  zip.end();
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } finally {
    current?.destroy();
    output.destroy();
  }
}

/**
 * Compressing is done beside the main thread, piece by piece, and each piece costs a journey there and back; rows that
 * come from a database in crumbs are gathered first.
 */
const pieceBytes = 64 * 1024;

async function* bytes(source: AsyncIterable<Uint8Array | string>): AsyncIterable<Buffer> {
  let crumbs: Buffer[] = [];
  let size = 0;
  for await (const part of source) {
    const buffer =
      typeof part === "string" ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    if (buffer.length === 0) continue;
    crumbs.push(buffer);
    size += buffer.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(crumbs, size);
    [crumbs, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(crumbs, size);
}
