import { Buffer } from "node:buffer";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { RowsAsJson, type Sent } from "./answer-rows.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 200);

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** What the server sends for a value, as its documentation says of CSV: https://www.postgresql.org/docs/18/sql-copy.html */
function field(value: Value, sent: Sent): string {
  if (value === null) return "null";
  const text = typeof value === "string" && sent !== "json" ? value : JSON.stringify(value, null, 1);
  if (sent === "text") return quoted(text);
  const bare = sent === "number" && !/^-?\d/.test(text) ? `\u0001${text}` : text;
  return bare === "null" || /[",\n\r]/.test(bare) ? quoted(bare) : bare;
}
type Value = string | number | null | { readonly [key: string]: unknown } | readonly unknown[];

function message(type: string, body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const head = Buffer.alloc(5, type);
  head.writeUInt32BE(bytes.length + 4, 1);
  return Buffer.concat([head, bytes]);
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")),
  fc.string({ unit: fc.constantFrom('"', "\\", ",", "\n", "\r", "\t", "\u0001", "a", "[", "]", "€") }),
);
const valueOf: Readonly<Record<Sent, fc.Arbitrary<Value>>> = {
  text: fc.option(anyText),
  bare: fc.option(fc.integer()),
  number: fc.option(fc.constantFrom<Value>(1.5, -2, "NaN", "Infinity", "-Infinity")),
  json: fc.option(fc.oneof(anyText, fc.dictionary(anyText, anyText), fc.array(fc.integer()), fc.integer())),
};
const anyTable = fc
  .array(fc.constantFrom<Sent>("text", "bare", "number", "json"), { minLength: 1, maxLength: 4 })
  .chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.tuple(...columns.map((sent) => valueOf[sent])), { maxLength: 6 }),
    }),
  );

function sentBy(tables: readonly { columns: readonly Sent[]; rows: readonly (readonly Value[])[] }[]): Buffer {
  return Buffer.concat(
    tables.flatMap(({ columns, rows }) => [
      message("H", Buffer.alloc(3)),
      message("N", "SNOTICE\0in between\0"),
      ...rows.map((row) => message("d", `${row.map((value, at) => field(value, columns[at] ?? "text")).join(",")}\n`)),
      message("c", ""),
      message("C", `COPY ${rows.length}\0`),
    ]),
  );
}

test("what the server sends becomes JSON, wherever it is cut into pieces", () => {
  fc.assert(
    fc.property(
      fc.array(anyTable, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (tables, cuts) => {
        const bytes = Buffer.concat([sentBy(tables), message("Z", "I")]);
        const rows = new RowsAsJson(tables.map(({ columns }, at) => ({ head: `{"at":${at},"rows":[`, columns })));
        const out: Buffer[] = [];
        const pieces: Buffer[] = [];
        let from = 0;
        for (const cut of [...cuts, bytes.length]) {
          pieces.push(Buffer.from(bytes.subarray(from, from + cut)));
          from += cut;
        }
        const left: Buffer[] = [];
        for (const piece of pieces)
          if (rows.rest !== undefined) left.push(piece);
          else {
            out.push(...rows.take(piece));
            if (rows.rest !== undefined) left.push(rows.rest);
          }
        expect(JSON.parse(`[${Buffer.concat(out).toString("utf8")}]`)).toEqual(
          tables.map(({ rows: sent }, at) => ({ at, rows: sent })),
        );
        // What follows the last row is the driver's, byte by byte.
        const last = Buffer.concat([message("C", `COPY ${tables.at(-1)?.rows.length}\0`), message("Z", "I")]);
        expect(Buffer.concat(left)).toEqual(last);
      },
    ),
    { numRuns: runs },
  );
});

test("an error ends it, and goes to the driver whole", () => {
  const error = message("E", "SERROR\0C57P01\0Mgone\0\0");
  for (const cut of [0, 3, 5, 9]) {
    const rows = new RowsAsJson([{ head: "[", columns: ["text"] }]);
    const first = Buffer.concat([message("H", Buffer.alloc(3)), message("d", '"a"\n'), error.subarray(0, cut)]);
    rows.take(first);
    rows.take(Buffer.from(error.subarray(cut)));
    expect(rows.rest?.subarray(0, 5)).toEqual(error.subarray(0, 5));
  }
});
