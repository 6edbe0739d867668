/** Rows past their term, in every kind of database, against the slow and obvious way: each row by itself, by the policy. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addPeriod, type LocalDate, localDate, localDateOf } from "#base";
import { freshDatabase as freshPostgres } from "#harness";
import { keptUntil, type System } from "#policy";
import { connect } from "../connect.ts";
import type { TermRows } from "../contract.ts";
import { freshDatabase as freshMariadb } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { parsed, shopText } from "./testing.ts";

const timeZone = "Europe/Amsterdam";
const text = (connector: System["connector"]) =>
  shopText(
    connector,
    `month: {until: 1 month after it, then: erase}
books: {until: {law: be.tax.invoices}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}
either: {until: {longest: [2 years after it, {law: nl.tax.records}]}, then: erase}
`,
    `days: {person: person_id -> people, columns: {body: invoice}, keep: {month: at}}
moments: {person: person_id -> people, columns: {body: invoice}, keep: {month: at}}
clocks: {person: person_id -> people, columns: {body: invoice}, keep: {either: at}}
years: {person: person_id -> people, columns: {body: invoice}, keep: {books: at}}
parts: {person: person_id -> people, columns: {body: invoice}, keep: {month: day_id -> days.at}}
`,
  );

const columns = "id int primary key, person_id int, body varchar(20)";
const tables = (moment: string, clock: string) => [
  "create table people (id int primary key, email varchar(100))",
  `create table days (${columns}, at date)`,
  `create table moments (${columns}, at ${moment})`,
  `create table clocks (${columns}, at ${clock})`,
  `create table years (${columns}, at int)`,
  `create table parts (${columns}, day_id int)`,
];
const filled = ["days", "moments", "clocks", "years", "parts"] as const;

interface Shop extends AsyncDisposable {
  readonly url: string;
  readonly run: (sql: string) => Promise<unknown>;
  /** How a moment is written there. */
  readonly moment: (at: Date) => string;
}

const isoText = (at: Date) => at.toISOString();
const utcText = (at: Date) => at.toISOString().slice(0, 19).replace("T", " ");

async function postgres(): Promise<Shop> {
  const database = await freshPostgres();
  const run = (sql: string) => database.query(sql);
  for (const sql of tables("timestamptz", "timestamp")) await run(sql);
  return { url: database.url, run, moment: isoText, [Symbol.asyncDispose]: () => database.drop() };
}

async function mariadb(): Promise<Shop> {
  const database = await freshMariadb();
  await database.run("set session time_zone = '+00:00'");
  for (const sql of tables("timestamp null", "datetime")) await database.run(sql);
  const dispose = () => database[Symbol.asyncDispose]();
  return { url: database.url, run: (sql) => database.run(sql), moment: utcText, [Symbol.asyncDispose]: dispose };
}

async function sqlite(): Promise<Shop> {
  const file = await freshFile();
  for (const sql of tables("timestamp", "datetime")) await file.run(sql);
  const dispose = () => file[Symbol.asyncDispose]();
  return { url: file.url, run: (sql) => file.run(sql), moment: isoText, [Symbol.asyncDispose]: dispose };
}

/** Around month ends, leap days and nights on which clocks change. */
const instant = fc
  .date({ min: new Date("2014-12-30T00:00:00Z"), max: new Date("2026-12-31T00:00:00Z"), noInvalidDate: true })
  .chain((date) =>
    fc.constantFrom(
      date,
      new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0, 23, 30)),
      new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1, 0, 30)),
      new Date(Date.UTC(date.getUTCFullYear(), 11, 31, 22 + (date.getUTCDate() % 2), 59, 59)),
      new Date(Date.UTC(2024, 1, 29, date.getUTCHours())),
      new Date(Date.UTC(2026, 2, 29, 0, 59, 59)),
    ),
  );
const day = fc
  .integer({ min: 0, max: 8_000 })
  .map((days) => addPeriod(localDate("2015-01-01"), { amount: days, unit: "day" }));

/** The day on which the term of a row starts, as each table holds the instant. */
const startIn: Readonly<Record<(typeof filled)[number], (at: Date) => LocalDate>> = {
  days: (at) => localDate(at.toISOString().slice(0, 10)),
  moments: (at) => localDateOf(at, timeZone),
  clocks: (at) => localDate(at.toISOString().slice(0, 10)),
  years: (at) => localDate(`${at.getUTCFullYear()}-12-31`),
  parts: (at) => localDate(at.toISOString().slice(0, 10)),
};
const ruleOf = { days: "month", moments: "month", clocks: "either", years: "books", parts: "month" } as const;

async function lay(shop: Shop, starts: readonly (Date | null)[]): Promise<void> {
  for (const table of filled) await shop.run(`delete from ${table}`);
  if (starts.length === 0) return;
  const rows = (value: (at: Date, id: number) => string) =>
    starts.map((at, id) => `(${id}, 1, 'x', ${at === null ? "null" : value(at, id)})`).join(", ");
  await shop.run(`insert into days values ${rows((at) => `'${at.toISOString().slice(0, 10)}'`)}`);
  await shop.run(`insert into moments values ${rows((at) => `'${shop.moment(at)}'`)}`);
  await shop.run(`insert into clocks values ${rows((at) => `'${utcText(at)}'`)}`);
  await shop.run(`insert into years values ${rows((at) => String(at.getUTCFullYear()))}`);
  await shop.run(`insert into parts values ${rows((_, id) => String(id))}`);
}

test.each([
  ["postgres", postgres],
  ["mariadb", mariadb],
  ["sqlite", sqlite],
] as const)("%s: as many rows are past their term as there are whose last day is over", async (connector, make) => {
  await using shop = await make();
  const policy = parsed(text(connector));
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  const connected = await connect({ policy, system, url: shop.url });
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(instant), { maxLength: 12 }), day, day, async (starts, one, other) => {
        await lay(shop, starts);
        const found = new Map((await connected.terms([one, other])).map((rows) => [rows.table, rows]));
        for (const table of filled) {
          const days = starts.flatMap((at) => (at === null ? [] : [startIn[table](at)])).toSorted();
          const isOver = (on: LocalDate) => (start: LocalDate) => (keptUntil(policy, ruleOf[table], start) ?? on) < on;
          const [oldest] = days;
          const expected: TermRows = {
            table,
            rule: ruleOf[table],
            rows: starts.length,
            over: [one, other].map((on) => days.filter(isOver(on)).length),
            ...(oldest && { oldest }),
            unknown: starts.length - days.length,
          };
          expect(found.get(table)).toEqual(expected);
        }
        expect(found.get("people")).toMatchObject({ uncounted: "no-date", rows: 0 });
      }),
      { numRuns: Math.min(Number(process.env["GESTAND_RUNS"] ?? 25), 200) },
    );
  } finally {
    await connected.close();
  }
});
