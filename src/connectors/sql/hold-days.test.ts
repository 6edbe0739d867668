/** Which day a hold counts from, in every kind of database. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { freshDatabase as freshPostgres } from "#harness";
import type { System } from "#policy";
import { connect } from "../connect.ts";
import { freshDatabase as freshMariadb } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { parsed, shopText } from "./testing.ts";

const text = (connector: System["connector"]) =>
  shopText(
    connector,
    "books: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}\n",
    `moments: {person: person_id -> people, columns: {body: invoice}, keep: {books: at}}
clocks: {person: person_id -> people, columns: {body: invoice}, keep: {books: at}}
parts: {person: person_id -> people, columns: {body: invoice}, keep: {books: moment_id -> moments.at}}
`,
  );

const lay = (moment: string, clock: string, zone: string) => [
  "create table people (id int primary key, email varchar(100))",
  `create table moments (id int primary key, person_id int, body varchar(20), at ${moment})`,
  `create table clocks (id int primary key, person_id int, body varchar(20), at ${clock})`,
  "create table parts (id int primary key, person_id int, body varchar(20), moment_id int)",
  "insert into people values (1, 'ann@x.nl'), (2, 'bob@x.nl')",
  `insert into moments values (1, 1, 'of 2019', '2018-12-31 23:30:00${zone}'), (2, 1, 'of 2018', '2018-12-31 22:30:00${zone}')`,
  "insert into clocks values (1, 1, 'of 2018', '2018-12-31 23:30:00')",
  "insert into parts values (1, 1, 'of 2019', 1), (2, 1, 'of 2018', 2)",
];

interface Shop extends AsyncDisposable {
  readonly url: string;
  readonly bodies: (table: string) => Promise<unknown>;
}

const bodies = "select body from";

async function postgres(): Promise<Shop> {
  const database = await freshPostgres();
  for (const sql of lay("timestamptz", "timestamp", "Z")) await database.query(sql);
  return {
    url: database.url,
    bodies: (table) => database.query(`${bodies} ${table}`),
    [Symbol.asyncDispose]: () => database.drop(),
  };
}

async function mariadb(): Promise<Shop> {
  const database = await freshMariadb();
  await database.run("set session time_zone = '+00:00'");
  for (const sql of lay("timestamp null", "datetime", "")) await database.run(sql);
  return {
    url: database.url,
    bodies: (table) => database.query(`${bodies} ${table}`),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

async function sqlite(): Promise<Shop> {
  const file = await freshFile();
  for (const sql of lay("timestamp", "datetime", "Z")) await file.run(sql);
  return {
    url: file.url,
    bodies: async (table) => ((await file.dump()).get(table) ?? []).map((row) => ({ body: JSON.parse(row).body })),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

test.each([
  ["postgres", postgres],
  ["mariadb", mariadb],
  ["sqlite", sqlite],
] as const)(
  "%s: a moment starts a hold on the day that it was where the organisation is, which can be the next year",
  async (connector, make) => {
    await using shop = await make();
    const policy = parsed(text(connector));
    const [system] = policy.systems;
    if (system === undefined) throw new Error("the policy has a system");
    const connected = await connect({ policy, system, url: shop.url });
    const order = {
      plan: randomUUID() as PlanId,
      step: 1,
      attempt: 1,
      subject: { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "people", key: ["1"] }] },
      // Records of 2018 are kept to the end of 2025, those of 2019 to the end of 2026.
      today: localDate("2026-11-22"),
      rowsPerTransaction: 1_000,
    };
    const result = await connected.erase(order);
    await connected.close();
    expect(result).toMatchObject({ ok: true });
    expect(await shop.bodies("moments")).toEqual([{ body: "of 2019" }]);
    expect(await shop.bodies("parts")).toEqual([{ body: "of 2019" }]);
    expect(await shop.bodies("clocks")).toEqual([]);
  },
);
