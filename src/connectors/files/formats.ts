/**
 * How lines of each format are read, and what stands there after an erasure. Bytes are held as latin1 text, one character
 * a byte, so that what is no UTF-8 stays as it is and places are counted in bytes.
 *
 * A line that is erased in place keeps its length. What is put there reads as an ordinary line that is about nobody:
 * `{}` and spaces in NDJSON, a row of blanks in CSV with its separators and quotes, dashes for all but time and status in
 * the combined log format.
 */
import type { Reach } from "#policy";
import { combinedFormat } from "./combined.ts";
import { csvFormat } from "./csv.ts";
import { ndjsonFormat } from "./ndjson.ts";
import type { LineFormat } from "./record.ts";

export function formatOf(
  format: Exclude<(Reach & { kind: "files" })["format"], "whole">,
  names: readonly string[],
): LineFormat {
  switch (format) {
    case "ndjson":
      return ndjsonFormat(names);
    case "csv":
      return csvFormat(names);
    case "combined":
      return combinedFormat(names);
  }
}
