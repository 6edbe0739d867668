/** Functions of ours that SQLite calls: the very ones by which the rest of the house reads addresses, numbers and days. */
import type { DatabaseSync } from "node:sqlite";
import { normaliseEmail } from "#base";
import { functions } from "./dialect.ts";

const number = /^\s*(?:tel:)?\s*[+(]?[\d(][-\d(). /\u00a0\u2010-\u2013]*$/iu;

/** The digits of a text that is one telephone number; of another with digits a text that is nobody's. */
function phone(text: string): string | null {
  if (!/\d/.test(text)) return null;
  return number.test(text.trim()) ? text.replaceAll(/[^0-9+]/g, "") : "?";
}

/** A day of a date, a clock time, a book year (its last), or seconds or milliseconds since 1970. */
export function dayOf(text: string): string | null {
  const stored = text.trim();
  const written = /^(\d{4})-(\d\d)-(\d\d)/.exec(stored);
  if (written !== null) {
    const day = `${written[1]}-${written[2]}-${written[3]}`;
    const date = new Date(`${day}T00:00:00Z`);
    const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
    return isDay && !day.startsWith("0000") ? day : null;
  }
  const since1970 = /^\d{9,13}$/.test(stored) ? Number(stored) * (stored.length > 11 ? 1 : 1_000) : undefined;
  if (since1970 !== undefined) return new Date(since1970).toISOString().slice(0, 10);
  const year = /^\d{4}(?!\d)/.exec(stored)?.[0];
  return year === undefined || Number(year) < 1 || Number(year) > 9_000 ? null : `${year}-12-31`;
}

function onText(read: (text: string) => string | null): (value: unknown) => string | null {
  return (value) => (typeof value === "string" ? read(value) : null);
}

export function addFunctions(database: DatabaseSync): void {
  const add = (name: string, read: (text: string) => string | null) =>
    database.function(name, { deterministic: true }, onText(read));
  add(functions.email, (text) => normaliseEmail(text) || null);
  add(functions.phone, phone);
  add(functions.day, dayOf);
}
