/** The bytes of an entry: what is hashed, stored, exported and put into receipts. One entry has exactly one text. */
import { canonicalJson, type Json } from "#base";

export interface EntryContent {
  readonly at: Date;
  readonly kind: string;
  readonly about?: string;
  readonly body: { readonly [key: string]: Json };
}

/** `{"about":…,"at":…,"body":…,"kind":…}`, canonical; `about` left out when there is none. Never holds a line break. */
export function encodeEntry(entry: EntryContent): Buffer {
  return Buffer.from(
    canonicalJson({ about: entry.about, at: entry.at.toISOString(), body: entry.body, kind: entry.kind }),
  );
}

/** Reads an entry's bytes; undefined when they are not exactly what `encodeEntry` writes. */
export function decodeEntry(bytes: Uint8Array): EntryContent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isRecord(value["body"])) return undefined;
  const { about, at, kind, body } = value;
  if (typeof at !== "string" || typeof kind !== "string" || Number.isNaN(Date.parse(at))) return undefined;
  if (about !== undefined && typeof about !== "string") return undefined;
  const entry = {
    at: new Date(at),
    kind,
    ...(about === undefined ? {} : { about }),
    body: body as { readonly [key: string]: Json },
  };
  return encodeEntry(entry).equals(bytes) ? entry : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
