/** Functions of ours that SQLite calls: the very ones by which the rest of the house reads addresses, numbers and days. */
import type { DatabaseSync } from "node:sqlite";
import { localDateOf, normaliseEmail } from "#base";
import { functions } from "./dialect.ts";

const number = /^\s*(?:tel:)?\s*[+(]?[\d(][-\d(). /\u00a0\u2010-\u2013]*$/iu;

/** The digits of a text that is one telephone number; of another with digits a text that is nobody's. */
function phone(text: string): string | null {
  if (!/\d/.test(text)) return null;
  return number.test(text.trim()) ? text.replaceAll(/[^0-9+]/g, "") : "?";
}

const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?:Z|[-+]\d\d:?\d\d)$/i;

/**
 * A day of a date, a clock time, a book year (its last), or seconds or milliseconds since 1970. What says which moment it was counts
 * on the day that it was in this time zone; a clock time without a zone is that of the organisation.
 */
export function dayOf(text: string, timeZone: string): string | null {
  const stored = text.trim();
  const instant = moment.test(stored) ? new Date(stored.replace(" ", "T").replace(" ", "")) : undefined;
  if (instant !== undefined && !Number.isNaN(instant.getTime())) return localDateOf(instant, timeZone);
  const written = /^(\d{4})-(\d\d)-(\d\d)/.exec(stored);
  if (written !== null) {
    const day = `${written[1]}-${written[2]}-${written[3]}`;
    const date = new Date(`${day}T00:00:00Z`);
    const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
    return isDay && !day.startsWith("0000") ? day : null;
  }
  const since1970 = /^\d{9,13}$/.test(stored) ? Number(stored) * (stored.length > 11 ? 1 : 1_000) : undefined;
  if (since1970 !== undefined) return localDateOf(new Date(since1970), timeZone);
  const year = /^\d{4}(?!\d)/.exec(stored)?.[0];
  return year === undefined || Number(year) < 1 || Number(year) > 9_000 ? null : `${year}-12-31`;
}

/** The first 24 bits of an address of version 4, the first 48 of version 6; NULL for what is no address. */
function networkOf(text: string): string | null {
  const four = /^(\d+\.\d+\.\d+)\.\d+$/.exec(text);
  if (four !== null) return `${four[1]}.0`;
  if (!/^[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:/.test(text)) return null;
  const [before = ""] = text.split("::");
  return `${before.split(":").slice(0, 3).join(":")}::`;
}

export function addFunctions(database: DatabaseSync): void {
  const add = (name: string, read: (text: string) => string | null) =>
    database.function(name, { deterministic: true }, (value) => (typeof value === "string" ? read(value) : null));
  add(functions.email, (text) => normaliseEmail(text) || null);
  add(functions.phone, phone);
  add(functions.network, networkOf);
  database.function(functions.day, { deterministic: true }, (value, timeZone) =>
    typeof value === "string" ? dayOf(value, String(timeZone)) : null,
  );
}
