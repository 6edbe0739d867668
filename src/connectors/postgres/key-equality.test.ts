/** Keys and what refers to them, in every pair of types that databases in use have, against a plain reading of the texts. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { freshDatabase } from "#harness";
import { eraseAndLook, policyWith } from "./testing.ts";

/** Each tries every pair. */
const runs = Math.ceil(Number(process.env["GESTAND_RUNS"] ?? 100) / 50);

type Kind = "uuid" | "whole" | "decimal" | "word" | "folded";
interface Pair {
  readonly kind: Kind;
  readonly key: string;
  readonly column: string;
  readonly isIndexed: boolean;
}

const types: readonly (readonly [Kind, string, readonly string[]])[] = [
  ["uuid", "uuid", ["uuid", "text", "varchar(60)", "char(45)", "citext", "text collate any_case"]],
  ["uuid", "text", ["uuid"]],
  ["whole", "smallint", ["bigint", "text"]],
  [
    "whole",
    "int",
    ["bigint", "numeric", "numeric(12,2)", "text", "varchar(30)", "char(30)", "citext", "text collate any_case"],
  ],
  ["whole", "bigint", ["int", "numeric", "text", "varchar(30)", "char(30)"]],
  ["decimal", "numeric", ["int", "bigint", "text"]],
  ["decimal", "numeric(12,2)", ["int", "text", "varchar(30)"]],
  ["whole", "text", ["int", "bigint"]],
  ["word", "text", ["varchar(30)", "char(30)"]],
  ["word", "char(30)", ["text", "varchar(30)"]],
  ["folded", "citext", ["citext", "text", "varchar(30)"]],
  ["folded", "text", ["citext"]],
];
const pairs: readonly Pair[] = types.flatMap(([kind, key, columns]) =>
  columns.flatMap((column) => [false, true].map((isIndexed) => ({ kind, key, column, isIndexed }))),
);

const isText = (type: string) => /text|char/.test(type);
const idOf = (n: number) => `0a1b2c3d-4e5f-6789-abcd-ef01234567${String(10 + n)}`;
const keyOf = ({ kind }: Pair, n: number) =>
  kind === "uuid" ? idOf(n) : kind === "word" || kind === "folded" ? `ab-${n}` : String(n);

const short = (key: string) => key.replaceAll("-", "");
/** Ways to write a key in a text; only those that an index can be asked for when there is one. */
function writings({ kind, isIndexed }: Pair): ((key: string) => string)[] {
  if (kind === "uuid") {
    const usual = [
      short,
      (key: string) => `{${key}}`,
      (key: string) => `{${short(key).toUpperCase()}}`,
      (key: string) => key.toUpperCase(),
    ];
    const seldom = [(key: string) => `0A${key.slice(2)}`, (key: string) => short(key).replace(/.{8}/, "$&-")];
    return isIndexed ? usual : [...usual, ...seldom];
  }
  if (kind === "word") return [(key) => key.toUpperCase(), (key) => `x${key}`];
  if (kind === "folded") return [(key) => key.toUpperCase(), (key) => `x${key}`];
  const usual = [(key: string) => `0${key}`, (key: string) => key.padStart(10, "0")];
  return isIndexed ? usual : [...usual, (key) => ` ${key}`, (key) => `+${key}`, (key) => key.padStart(25, "0")];
}
const garbage = [
  "",
  "garbage",
  "1e2",
  "12x",
  "--7",
  "0x7",
  "9".repeat(25),
  "9223372036854775808",
  "{0a1b}",
  `{${idOf(1)}`,
  `${idOf(1)}}`,
  `z${idOf(1).slice(1)}`,
  "7.5",
  "NaN",
  "é'\\",
];

/** What a text says, so that two that say the same are equal. */
function meaning({ kind, key, column }: Pair, text: string): string | undefined {
  if (kind === "uuid") {
    const [, bare] = /^(?=\{.*\}$|[^{}]*$)\{?([0-9a-f]{4}(?:-?[0-9a-f]{4}){7})\}?$/i.exec(text) ?? [];
    return bare?.replaceAll("-", "").toLowerCase();
  }
  if (kind === "word") return text.replace(/ +$/, "");
  if (kind === "folded") return text.toLowerCase();
  if (isText(key) && isText(column)) return text;
  const [, sign, digits, places = ""] = /^ *([+-]?)0*([0-9]+)(?:[.]([0-9]+))? *$/.exec(text) ?? [];
  if (digits === undefined || (kind === "whole" && text.includes("."))) return undefined;
  return `${sign === "-" ? "-" : ""}${digits}.${places.replace(/0+$/, "")}`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const stored = (pair: Pair) => (pair.key === "numeric(12,2)" ? "1.00" : keyOf(pair, 1));
const anyText = (pair: Pair): fc.Arbitrary<string> => {
  const key = fc.integer({ min: 1, max: 3 }).map((n) => keyOf(pair, n));
  if (!isText(pair.column)) return key;
  const written = fc.tuple(key, fc.constantFrom(...writings(pair))).map(([one, write]) => write(one));
  const fitting = garbage.filter((one) => !/\(30\)/.test(pair.column) || one.length <= 30);
  return fc.oneof(key, written, fc.constantFrom(...fitting));
};

const anyRows = fc.tuple(...pairs.map((pair) => fc.array(anyText(pair), { minLength: 6, maxLength: 12 })));

const policy = policyWith(
  pairs
    .map(
      (_, at) =>
        `people_${at}:\n  person: {is: customer, email: email}\n  columns: {email: contact.email}\nnotes_${at}:\n  person: key -> people_${at}\n  columns: {note: free-text}\n`,
    )
    .join(""),
);

test("what refers to a key is found by what it says, and garbage refers to nothing", {
  timeout: 60_000 + runs * 30_000,
}, async () => {
  await using database = await freshDatabase();
  // PostgreSQL refuses patterns on a text of such a collation.
  await database.query("create collation any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
  await database.query("create extension citext");
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      await database.query(
        pairs
          .map((pair, at) => {
            const keys = [1, 2, 3].map((n) => `(${quoted(keyOf(pair, n))}, 'p${n}@x.nl')`);
            const notes = (rows[at] ?? []).map((text, id) => `(${id}, ${quoted(text)}, 'n')`);
            return `drop table if exists people_${at}, notes_${at};
              create table people_${at} (id ${pair.key} primary key, email text);
              create table notes_${at} (id int primary key, key ${pair.column}, note text);
              ${pair.isIndexed ? `create index on notes_${at} (key);` : ""}
              insert into people_${at} values ${keys.join(", ")}; insert into notes_${at} values ${notes.join(", ")}`;
          })
          .join(";\n"),
      );
      const anchors = pairs.map((pair, at) => ({ system: "shop", table: `people_${at}`, key: [stored(pair)] }));
      const { changed, left } = await eraseAndLook(policy, database, { emails: [], anchors });
      const found = pairs.map((_, at) =>
        (changed[`notes_${at}`]?.gone ?? []).map((row) => (JSON.parse(row) as { id: number }).id).sort((a, b) => a - b),
      );
      const expected = pairs.map((pair, at) =>
        (rows[at] ?? []).flatMap((text, id) => (meaning(pair, text) === meaning(pair, keyOf(pair, 1)) ? [id] : [])),
      );
      const told = (ids: readonly (readonly number[])[]) =>
        ids.map((some, at) => `${JSON.stringify(pairs[at])} ${some.map((id) => rows[at]?.[id]).join("|")}`);
      expect(told(found)).toEqual(told(expected));
      expect(left).toEqual([]);
    }),
    // Smaller rows would say no more, and take as long.
    { numRuns: runs, endOnFailure: true },
  );
});
