/** The bytes of a record: what is hashed, stored and put into receipts. One record has exactly one text. */
import { canonicalJson } from "#base";
import type { ConsentAction, ConsentRecord, ConsentSurface } from "./contract.ts";

export function encodeRecord(record: ConsentRecord): Buffer {
  return Buffer.from(
    canonicalJson({
      action: record.action,
      at: record.receivedAt.toISOString(),
      choices: record.choices,
      clientAt: record.clientAt.toISOString(),
      event: record.event,
      gpc: record.gpc,
      notice: record.notice,
      residue: record.residue,
      site: record.site,
      surface: record.surface,
      version: record.version,
      visitor: record.visitor,
    }),
  );
}

/** Reads a record's bytes; undefined when they are not exactly what `encodeRecord` writes. */
export function decodeRecord(bytes: Uint8Array): ConsentRecord | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { at, clientAt, residue, ...rest } = value;
  const [receivedAt, client] = [instant(at), instant(clientAt)];
  if (receivedAt === undefined || client === undefined) return undefined;
  const record = {
    ...(rest as unknown as Omit<ConsentRecord, "receivedAt" | "clientAt"> & {
      action: ConsentAction;
      surface: ConsentSurface;
    }),
    ...(Array.isArray(residue) ? { residue: residue as string[] } : {}),
    receivedAt,
    clientAt: client,
  };
  try {
    return encodeRecord(record).equals(bytes) ? record : undefined;
  } catch {
    return undefined;
  }
}

function instant(text: unknown): Date | undefined {
  const at = typeof text === "string" ? new Date(text) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}

/** What two records of one event must agree on: everything the browser said. */
export function sameChoice(one: ConsentRecord, other: ConsentRecord): boolean {
  return said(one).equals(said(other));
}

function said(record: ConsentRecord): Buffer {
  return encodeRecord({ ...record, receivedAt: record.clientAt });
}
