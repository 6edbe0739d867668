/**
 * The exported log, one JSON document per line (NDJSON). The first line names the log and its verifier key. An entry's
 * line is exactly the bytes that were hashed, so checking needs no parsing. A checkpoint stands right behind the last
 * entry it covers, so that one pass with little memory is enough.
 */
import { canonicalJson, type Json } from "#base";

export const lineFeed = 0x0a;
/** An entry's line begins `{"a` (about, at), a checkpoint's `{"c`, the first line `{"g`. */
export type LineKind = "entry" | "checkpoint" | "head" | "unknown";

const kinds: ReadonlyMap<number, LineKind> = new Map([
  [0x61, "entry"],
  [0x63, "checkpoint"],
  [0x67, "head"],
]);

export function headLine(verifierKey: string): Buffer {
  return line(canonicalJson({ gestandLog: 1, verifierKey }));
}

export function checkpointLine(note: string): Buffer {
  return line(canonicalJson({ checkpoint: note }));
}

/** `buffer[start]` is the first byte of the line. */
export function lineKind(buffer: Uint8Array, start: number): LineKind {
  if (buffer[start] !== 0x7b || buffer[start + 1] !== 0x22) return "unknown";
  return kinds.get(buffer[start + 2] ?? 0) ?? "unknown";
}

/** The verifier key in the first line; undefined when it is not the first line of such a file. */
export function readHeadLine(bytes: Uint8Array): string | undefined {
  const value = parse(bytes);
  return value?.["gestandLog"] === 1 && typeof value["verifierKey"] === "string" ? value["verifierKey"] : undefined;
}

export function readCheckpointLine(bytes: Uint8Array): string | undefined {
  const note = parse(bytes)?.["checkpoint"];
  return typeof note === "string" ? note : undefined;
}

function line(text: string): Buffer {
  return Buffer.from(`${text}\n`);
}

function parse(bytes: Uint8Array): Record<string, Json | undefined> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return typeof value === "object" && value !== null ? (value as Record<string, Json | undefined>) : undefined;
  } catch {
    return undefined;
  }
}
