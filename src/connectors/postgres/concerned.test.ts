/** Whom a change concerns, held against a slow and plain reading, person by person, and against the sample shop. */
import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  anyWorld,
  expectedRows,
  freshDatabase,
  layWorld,
  mapped,
  systemOf,
  type TestDatabase,
  type World,
} from "#harness";
import type { ConcernedPerson, ConcernedPlace, WantedPersons } from "../contract.ts";
import { readCatalogue } from "./catalogue.ts";
import { concernedPage } from "./concerned.ts";
import { compileOwnership, type OwnershipPlan } from "./ownership.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 40);

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** All pages, each begun from nothing but the place where the last one ended, as it would be after a crash. */
async function everybody(plan: OwnershipPlan, wanted: readonly WantedPersons[], rows: number) {
  const found: ConcernedPerson[] = [];
  let after: ConcernedPlace | undefined;
  for (let last = false; !last; ) {
    const page = await concernedPage(client, plan, wanted, { after, rows });
    found.push(...page.batch.persons);
    after = JSON.parse(JSON.stringify(page.batch.next)) as ConcernedPlace;
    last = page.last;
  }
  return found;
}

const normal = (email: string | null) => (email === null ? undefined : email.trim().toLowerCase());
const named = ({ anchor, email }: ConcernedPerson) =>
  anchor === undefined ? `address ${email}` : `${anchor.table} ${anchor.key.join("/")} ${email ?? "-"}`;

async function inWorld<T>(world: World, work: (plan: OwnershipPlan) => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    await layWorld(client, world);
    return await work(compileOwnership(await readCatalogue(client, "world"), systemOf(world)));
  } finally {
    await client.query("rollback");
  }
}

/** Person by person: does an answer to an access request hold a row of these tables? */
function slowly(world: World, tables: readonly string[] | "any"): string[] {
  const whose = (subject: World["subject"]) => expectedRows({ ...world, subject });
  const met = (subject: World["subject"]) =>
    tables === "any" || tables.some((name) => (whose(subject)[name] ?? []).length > 0);
  const found: string[] = [];
  for (const [at, table] of world.tables.entries()) {
    for (const row of table.rows) {
      const key = expectedKey(table.keyTypes, row.key);
      const anchor = { system: "world", table: `t${at}`, key };
      const own = whose({ emails: [], anchors: [anchor] })[`t${at}`] ?? [];
      const isPerson =
        table.person.some(({ kind }) => kind === "is") && own.some((one) => one.split(" ")[0] === key.join("/"));
      const email = normal(row.email);
      const subject = { emails: email === undefined ? [] : [email], anchors: [anchor] };
      if (isPerson && met(subject)) found.push(`t${at} ${key.join("/")} ${email ?? "-"}`);
    }
  }
  const addresses = new Set(world.tables.flatMap(({ rows }) => rows.map(({ email }) => normal(email))));
  for (const email of addresses) {
    if (email === undefined) continue;
    if (leadsByAddress(world, email) && met({ emails: [email], anchors: [] })) found.push(`address ${email}`);
  }
  return found.sort();
}

function expectedKey(types: readonly string[], key: readonly number[]): string[] {
  return types.map((type, at) =>
    type === "uuid" ? `00000000-0000-4000-8000-00000000000${key[at] ?? 0}` : String(key[at] ?? 0),
  );
}

/** Something is found by this address, and then some row by the address itself. */
function leadsByAddress(world: World, email: string): boolean {
  const rows = expectedRows({ ...world, subject: { emails: [email], anchors: [] } });
  return Object.values(rows).some((keys) => keys.length > 0);
}

test("in any schema, exactly those are found of whom an answer would hold a row of these tables, a page at a time", {
  timeout: 60_000 + runs * 1_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      anyWorld,
      fc.option(fc.subarray([0, 1, 2, 3, 4], { minLength: 1 }), { freq: 4 }),
      fc.constantFrom(1, 2, 3, 50),
      async (world, picked, rows) => {
        const tables = picked === null ? ("any" as const) : picked.map((at) => `t${at}`);
        await inWorld(world, async (plan) => {
          const found = await everybody(plan, [{ person: "someone", tables }], rows);
          expect(found.map(named).sort()).toEqual(slowly(world, tables));
        });
      },
    ),
    { numRuns: runs },
  );
});

test("what erasure left of a person is nobody, and a person without an address is somebody", async () => {
  await client.query("begin");
  try {
    await client.query(`create schema talk;
      create table talk.people (id int primary key, email text, name text);
      insert into talk.people values (1, null, 'Ann'), (2, null, '-'), (3, 'bob@x.example', '-');`);
    const columns = { email: "contact.email", name: { is: "name", erased: "-" } };
    const system = mapped({ people: { person: ["is email"], columns, erase: "anonymise" } }, "talk");
    const plan = compileOwnership(await readCatalogue(client, "talk"), system);
    const found = await everybody(plan, [{ person: "customer", tables: "any" }], 1);
    expect(found.map(named)).toEqual(["people 1 -", "people 3 bob@x.example"]);
  } finally {
    await client.query("rollback");
  }
});

test("spellings of one address are one person, kinds are kept apart, and who has no address is named by the row", async () => {
  await client.query("begin");
  try {
    await client.query(`create schema talk;
      create table talk.people (id int primary key, email text);
      create table talk.orders (id int primary key, person_id int, email text);
      create table talk.lines (id int primary key, order_id int);
      insert into talk.people values (1, ' Ann@X.example'), (2, null), (3, 'bob@x.example'), (4, 'eve@x.example');
      insert into talk.orders values (10, 1, null), (11, null, 'ANN@x.example '), (12, null, 'Gus@x.example'), (13, null, 'gus@x.example'), (14, 2, null), (15, 3, 'eve@x.example'), (16, null, '  ');
      insert into talk.lines values (100, 12), (101, 14), (102, 15), (103, 16);`);
    const system = mapped(
      {
        people: { person: ["is email"] },
        orders: { person: ["person_id -> people", "@email"] },
        lines: { person: ["order_id -> orders"] },
      },
      "talk",
    );
    const plan = compileOwnership(await readCatalogue(client, "talk"), system);
    const ask = async (wanted: readonly WantedPersons[]) =>
      (await everybody(plan, wanted, 2)).map((one) => `${one.person} ${named(one)}`);
    expect(await ask([{ person: "customer", tables: ["lines"] }])).toEqual([
      "customer people 2 -",
      "customer people 3 bob@x.example",
    ]);
    expect(await ask([{ person: "guest", tables: ["lines"] }])).toEqual(["guest address gus@x.example"]);
    expect(
      await ask([
        { person: "customer", tables: ["orders"] },
        { person: "guest", tables: "any" },
      ]),
    ).toEqual([
      "customer people 1 ann@x.example",
      "customer people 2 -",
      "customer people 3 bob@x.example",
      "guest address ann@x.example",
      "guest address gus@x.example",
    ]);
    expect(await ask([{ person: "customer", tables: ["nothing-like-it"] }])).toEqual([]);
    expect(await ask([{ person: "stranger", tables: "any" }])).toEqual([]);
  } finally {
    await client.query("rollback");
  }
});
