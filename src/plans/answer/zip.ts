/**
 * A ZIP as a stream: one entry after the other, opened when its turn comes, nothing held back. Sizes and checksums follow
 * each entry, since they are known only then; what passes 4 GiB is written as ZIP64.
 * Numbers of sections: PKWARE's APPNOTE 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { crc32, createDeflateRaw, type DeflateRaw, deflateRawSync } from "node:zlib";

export interface ZipEntry {
  /** Relative, with `/`; letters, digits, `.`, `-` and `_` only. */
  readonly path: string;
  open(): AsyncIterable<Uint8Array | string>;
  /** May grow beyond 4 GiB: readers that do not look at the directory at the end are told so in advance. */
  readonly large?: boolean;
}

interface Written extends Pick<ZipEntry, "path" | "large"> {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly compressedBytes: number;
  readonly crc: number;
}

/** Deflate at its quickest: JSON shrinks to a fifth anyway, and the person waits. */
const deflateOptions = { level: 1, chunkSize: 64 * 1024 };
/**
 * A large file is compressed beside the main thread, and each piece costs a journey there and back: what comes in crumbs
 * is gathered first. A file of one piece is compressed at once, which takes less time than the journey.
 */
const pieceBytes = 128 * 1024;

/** Ends early, with the entry's own error, when an entry cannot be read; closes the open entry when nobody reads on. */
export async function* zipStream(
  entries: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
  modifiedAt: Date,
): AsyncIterable<Uint8Array> {
  const time = dosTime(modifiedAt);
  const buffers = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)];
  const written: Written[] = [];
  let offset = 0;
  for await (const source of entries) {
    const { path, large = false } = source;
    const start = offset;
    const head = localHeader(path, large, time);
    offset += head.length;
    yield head;
    const measure = { sizeBytes: 0, crc: 0 };
    let compressedBytes = 0;
    for await (const part of deflated(gathered(source.open(), measure, buffers))) {
      compressedBytes += part.length;
      yield part;
    }
    const entry = { path, large, offset: start, compressedBytes, ...measure };
    const tail = descriptor(entry);
    offset += compressedBytes + tail.length;
    yield tail;
    written.push(entry);
  }
  yield directory(written, offset, time);
}

interface Measure {
  sizeBytes: number;
  crc: number;
}

/** Fills the buffers by turns, so that no garbage piles up: a piece holds until the next but one is asked for. */
async function* gathered(
  source: AsyncIterable<Uint8Array | string>,
  measure: Measure,
  buffers: readonly Buffer[],
): AsyncGenerator<Buffer, undefined> {
  let turn = 0;
  let size = 0;
  for await (const part of source) {
    let rest = typeof part === "string" ? Buffer.from(part) : part;
    measure.crc = crc32(rest, measure.crc);
    measure.sizeBytes += rest.length;
    while (rest.length > 0) {
      const taken = rest.subarray(0, pieceBytes - size);
      buffers[turn]?.set(taken, size);
      size += taken.length;
      rest = rest.subarray(taken.length);
      if (size < pieceBytes) continue;
      yield buffers[turn] ?? Buffer.alloc(0);
      [turn, size] = [1 - turn, 0];
    }
  }
  yield buffers[turn]?.subarray(0, size) ?? Buffer.alloc(0);
  return undefined;
}

async function* deflated(pieces: AsyncGenerator<Buffer, undefined>): AsyncIterable<Uint8Array> {
  const first = await pieces.next();
  if (first.done !== true && first.value.length < pieceBytes) {
    await pieces.next();
    return yield deflateRawSync(first.value, deflateOptions);
  }
  const deflate = createDeflateRaw(deflateOptions);
  const fed = feed(deflate, first.value, pieces).then(
    () => deflate.end(),
    (error: Error) => deflate.destroy(error),
  );
  try {
    yield* deflate as AsyncIterable<Uint8Array>;
  } finally {
    // Whoever writes to it is told, and closes the source.
    deflate.destroy();
    await fed;
  }
}

/** One piece is compressed while the next is gathered. */
async function feed(deflate: DeflateRaw, first: Buffer | undefined, pieces: AsyncIterable<Buffer>): Promise<void> {
  const compress = (piece: Buffer) => {
    const done = new Promise<void>((resolve, reject) => {
      deflate.write(piece, (error) => (error === null || error === undefined ? resolve() : reject(error)));
    });
    // Whoever waits for it later is told.
    done.catch(() => undefined);
    return done;
  };
  let before = compress(first ?? Buffer.alloc(0));
  for await (const piece of pieces) {
    const now = compress(piece);
    await before;
    before = now;
  }
  await before;
}

const most = 0xffffffff;
/** General purpose bits (4.4.4): sizes follow in a descriptor; names are UTF-8. */
const flags = 0x0808;
const deflateMethod = 8;
/** Version needed (4.4.3): deflate, and ZIP64. */
const [plainVersion, zip64Version] = [20, 45];
const unix = 3 << 8;

/** Little-endian: each value with its size in bytes. */
function fields(...values: readonly (readonly [value: number, bytes: 2 | 4 | 8])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of values) {
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else buffer.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return buffer;
}

/** 4.3.7, with 4.5.3 for a large one. */
function localHeader(path: string, large: boolean, time: number): Buffer {
  const name = Buffer.from(path);
  const extra = large ? fields([1, 2], [16, 2], [0, 8], [0, 8]) : Buffer.alloc(0);
  const size = large ? most : 0;
  const head = fields(
    ...([
      [0x04034b50, 4],
      [large ? zip64Version : plainVersion, 2],
      [flags, 2],
      [deflateMethod, 2],
      [time, 4],
    ] as const),
    ...([
      [0, 4],
      [size, 4],
      [size, 4],
      [name.length, 2],
      [extra.length, 2],
    ] as const),
  );
  return Buffer.concat([head, name, extra]);
}

/** 4.3.9. */
function descriptor({ crc, compressedBytes, sizeBytes, large }: Written): Buffer {
  const bytes = large === true ? 8 : 4;
  const fitting = (size: number) => (large === true ? size : Math.min(size, most));
  return fields([0x08074b50, 4], [crc, 4], [fitting(compressedBytes), bytes], [fitting(sizeBytes), bytes]);
}

/** 4.3.12. */
function directoryEntry({ path, crc, large, ...numbers }: Written, time: number): Buffer {
  const name = Buffer.from(path);
  const sizes = [numbers.sizeBytes, numbers.compressedBytes, numbers.offset];
  const beyond = sizes.filter((size) => size >= most);
  const extra = beyond.length === 0 ? Buffer.alloc(0) : fields([1, 2], [beyond.length * 8, 2], ...eachOf(beyond, 8));
  const [sizeBytes = 0, compressedBytes = 0, offset = 0] = sizes.map((size) => Math.min(size, most));
  const version = large === true || beyond.length > 0 ? zip64Version : plainVersion;
  const regularFile = 0o100644 * 0x10000;
  const head = fields(
    ...([
      [0x02014b50, 4],
      [unix | zip64Version, 2],
      [version, 2],
      [flags, 2],
      [deflateMethod, 2],
      [time, 4],
    ] as const),
    ...([
      [crc, 4],
      [compressedBytes, 4],
      [sizeBytes, 4],
      [name.length, 2],
      [extra.length, 2],
    ] as const),
    ...([
      [0, 2],
      [0, 2],
      [0, 2],
      [regularFile, 4],
      [offset, 4],
    ] as const),
  );
  return Buffer.concat([head, name, extra]);
}

/** 4.3.12 to 4.3.16. */
function directory(written: readonly Written[], offset: number, time: number): Buffer {
  const entries = Buffer.concat(written.map((entry) => directoryEntry(entry, time)));
  const count = written.length;
  const end64 = fields(
    ...([
      [0x06064b50, 4],
      [44, 8],
      [unix | zip64Version, 2],
      [zip64Version, 2],
      [0, 4],
      [0, 4],
    ] as const),
    ...eachOf([count, count, entries.length, offset], 8),
    ...([
      [0x07064b50, 4],
      [0, 4],
      [offset + entries.length, 8],
      [1, 4],
    ] as const),
  );
  const fits = count < 0xffff && entries.length < most && offset < most;
  const [entry, size, start] = [Math.min(count, 0xffff), Math.min(entries.length, most), Math.min(offset, most)];
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [entry, 2], [entry, 2], [size, 4], [start, 4], [0, 2]);
  return Buffer.concat([entries, ...(fits ? [] : [end64]), end]);
}

function eachOf(values: readonly number[], bytes: 8): (readonly [number, 8])[] {
  return values.map((value) => [value, bytes] as const);
}

/** 4.4.6: two seconds are the smallest unit, 1980 the first year. UTC, since no zone goes with it. */
function dosTime(at: Date): number {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return date * 0x10000 + time;
}
