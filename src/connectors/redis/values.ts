/** What stands under a key, as JSON that a person can read, in pieces however large it is. */
import { isUtf8 } from "node:buffer";
import type { Argument, Reply, Session } from "./session.ts";

const stride = 1_000;
/** A longer text is read in pieces; a multiple of three, so that pieces of base64 join. */
const pieceBytes = 3 * 256 * 1024;

/** Kinds of value that can be handed out; others are counted and named. */
export const readableTypes = new Set(["string", "hash", "list", "set", "zset", "stream", "ReJSON-RL"]);

/** `{"key":…,"type":…,"expiresInSeconds":…,"value":…}` */
export async function* valueJson(session: Session, key: Buffer): AsyncGenerator<string> {
  const type = String(await ask(session, "TYPE", key));
  if (type === "none") return;
  const left = Number(await ask(session, "PTTL", key));
  const expiry = left >= 0 ? `"expiresInSeconds":${Math.ceil(left / 1000)},` : "";
  yield `{"key":${text(key)},"type":${JSON.stringify(type === "ReJSON-RL" ? "json" : type)},${expiry}"value":`;
  yield* bodies[type]?.(session, key) ?? ['{"withheld":"a kind of value that cannot be read"}'];
  yield "}";
}

type Body = (session: Session, key: Buffer) => AsyncIterable<string>;

const bodies: Readonly<Record<string, Body>> = {
  string: stringBody,
  "ReJSON-RL": async function* (session, key) {
    yield String((await ask(session, "JSON.GET", key)) ?? "null");
  },
  hash: (session, key) =>
    joined("{", "}", pages(session, "HSCAN", key), 2, ([field, value]) => `${member(field)}:${text(value)}`),
  set: (session, key) => joined("[", "]", pages(session, "SSCAN", key), 1, ([value]) => text(value)),
  zset: (session, key) =>
    joined(
      "[",
      "]",
      pages(session, "ZSCAN", key),
      2,
      ([value, score]) => `{"member":${text(value)},"score":${text(score)}}`,
    ),
  list: (session, key) => joined("[", "]", listPages(session, key), 1, ([value]) => text(value)),
  stream: (session, key) =>
    joined("[", "]", streamPages(session, key), 1, ([entry]) => entryJson(entry as unknown as StreamEntry)),
};

export type StreamEntry = readonly [Buffer, readonly Buffer[]];

export function entryJson([id, fields]: StreamEntry): string {
  const members: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) members.push(`${member(fields[at])}:${text(fields[at + 1])}`);
  return `{"id":${text(id)},"fields":{${members.join(",")}}}`;
}

async function* joined(
  open: string,
  close: string,
  all: AsyncIterable<readonly Buffer[]>,
  width: number,
  write: (group: readonly (Buffer | undefined)[]) => string,
): AsyncGenerator<string> {
  let before = open;
  for await (const page of all) {
    const written: string[] = [];
    for (let at = 0; at < page.length; at += width) written.push(write(page.slice(at, at + width)));
    if (written.length === 0) continue;
    yield before + written.join(",");
    before = ",";
  }
  yield before === open ? open + close : close;
}

async function* pages(session: Session, scan: string, key: Buffer): AsyncGenerator<readonly Buffer[]> {
  let cursor = "0";
  do {
    const reply = await ask(session, scan, key, cursor, "COUNT", String(stride));
    const [next, page] = reply as readonly [Buffer, readonly Buffer[]];
    cursor = next.toString();
    yield page;
  } while (cursor !== "0");
}

async function* listPages(session: Session, key: Buffer): AsyncGenerator<readonly Buffer[]> {
  for (let from = 0; ; from += stride) {
    const page = await ask(session, "LRANGE", key, String(from), String(from + stride - 1));
    if (!Array.isArray(page) || page.length === 0) return;
    yield page as readonly Buffer[];
  }
}

/** Entries of a stream, oldest first. */
export async function* streamPages(session: Session, key: Buffer): AsyncGenerator<readonly Buffer[]> {
  for (let from = "-"; ; ) {
    const page = (await ask(session, "XRANGE", key, from, "+", "COUNT", String(stride))) as unknown as StreamEntry[];
    const last = page.at(-1);
    if (last === undefined) return;
    yield page as unknown as readonly Buffer[];
    from = `(${last[0].toString()}`;
  }
}

async function* stringBody(session: Session, key: Buffer): AsyncGenerator<string> {
  const bytes = Number(await ask(session, "STRLEN", key));
  if (bytes <= pieceBytes) {
    yield text(((await ask(session, "GET", key)) as Buffer | null) ?? Buffer.alloc(0));
    return;
  }
  // Twice through: only after the last byte is it known whether all of it is text.
  const readable = await isText(session, key, bytes);
  yield readable ? '"' : '{"base64":"';
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const piece of stringPieces(session, key, bytes))
    yield readable ? JSON.stringify(decoder.decode(piece, { stream: true })).slice(1, -1) : piece.toString("base64");
  yield readable ? '"' : '"}';
}

async function isText(session: Session, key: Buffer, bytes: number): Promise<boolean> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const piece of stringPieces(session, key, bytes)) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function* stringPieces(session: Session, key: Buffer, bytes: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes; from += pieceBytes)
    yield (await ask(session, "GETRANGE", key, String(from), String(from + pieceBytes - 1))) as Buffer;
}

function ask(session: Session, ...command: Argument[]): Promise<Reply> {
  return session.ask("Reading a value", ...command);
}

/** Bytes that are no text are given as base64, and said to be. */
export function text(bytes: Buffer | undefined): string {
  if (bytes === undefined) return "null";
  return isUtf8(bytes) ? JSON.stringify(bytes.toString("utf8")) : `{"base64":"${bytes.toString("base64")}"}`;
}

function member(bytes: Buffer | undefined): string {
  if (bytes === undefined) return '""';
  return isUtf8(bytes) ? JSON.stringify(bytes.toString("utf8")) : JSON.stringify(`base64:${bytes.toString("base64")}`);
}
