import { Buffer } from "node:buffer";
import { assert } from "#base";

/** Names of MariaDB have at most 64 characters of at most four bytes; SQLite has no such limit. */
const longestName = 256;

/** A name as the catalogue stores it, as an SQL identifier in double quotes. Sessions are set so that this holds everywhere. */
export function ident(catalogueName: string): string {
  assert(catalogueName.length > 0 && !catalogueName.includes("\0"), "an SQL name is empty or holds a NUL");
  assert(Buffer.byteLength(catalogueName) <= longestName, "an SQL name is too long");
  return `"${catalogueName.replaceAll('"', '""')}"`;
}

/** A text as an SQL literal. Sessions are set so that a backslash means nothing in it. */
export function literal(text: string): string {
  assert(!text.includes("\0"), "an SQL text holds a NUL");
  return `'${text.replaceAll("'", "''")}'`;
}
