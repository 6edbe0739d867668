/** Whom a change concerns, held against a slow and plain reading, person by person, and against the sample shop. */
import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { normalisePhone, phoneSpellings } from "#base";
import {
  anyWorld,
  anyWorldWithNumbers,
  expectedRows,
  freshDatabase,
  layWorld,
  mapped,
  systemOf,
  type TestDatabase,
  type World,
  worldNumbers,
} from "#harness";
import type { KnownAs } from "#policy";
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

/** As a shop in the Netherlands knows people. */
function know(identity: string, stored: string): KnownAs | undefined {
  if (identity !== "phone") return { identity, spellings: [stored.trim().toLowerCase()] };
  const number = normalisePhone(stored, "NL");
  return number === undefined ? undefined : { identity, spellings: phoneSpellings(number, "NL") };
}

/** All pages, each begun from nothing but the place where the last one ended, as it would be after a crash. */
async function everybody(plan: OwnershipPlan, wanted: readonly WantedPersons[], rows: number) {
  const found: ConcernedPerson[] = [];
  let after: ConcernedPlace | undefined;
  for (let last = false; !last; ) {
    const page = await concernedPage(client, plan, wanted, { know, after, rows });
    found.push(...page.batch.persons);
    after = JSON.parse(JSON.stringify(page.batch.next)) as ConcernedPlace;
    last = page.last;
  }
  return found;
}

const normal = (email: string | null) => (email === null ? undefined : email.trim().toLowerCase());
const named = ({ anchor, email, knownAs }: ConcernedPerson) =>
  anchor === undefined
    ? knownAs === undefined
      ? `address ${email}`
      : `${knownAs.identity} ${knownAs.value}`
    : `${anchor.table} ${anchor.key.join("/")} ${email ?? "-"}`;

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
  const atHome = new Set<string>();
  for (const [at, table] of world.tables.entries()) {
    for (const row of table.rows) {
      const key = expectedKey(table.keyTypes, row.key);
      const anchor = { system: "world", table: `t${at}`, key };
      const own = whose({ emails: [], anchors: [anchor] })[`t${at}`] ?? [];
      const is = table.person.find(({ kind }) => kind === "is");
      if (is === undefined || !own.some((one) => one.split(" ")[0] === key.join("/"))) continue;
      const email = normal(row.email);
      const number = is.byPhone === true ? worldNumbers[row.phone ?? ""] : undefined;
      if (number !== undefined) atHome.add(number);
      const subject = { emails: email === undefined ? [] : [email], anchors: [anchor], known: numbered(number) };
      if (met(subject)) found.push(`t${at} ${key.join("/")} ${email ?? "-"}`);
    }
  }
  const rows = world.tables.flatMap((table) => table.rows);
  for (const email of new Set(rows.map((row) => normal(row.email)))) {
    if (email === undefined) continue;
    if (leadsByAddress(world, email) && met({ emails: [email], anchors: [] })) found.push(`address ${email}`);
  }
  for (const number of new Set(rows.flatMap(({ phone }) => worldNumbers[phone ?? ""] ?? []))) {
    // Whoever has a row of their own with it came with that row.
    const alone = { emails: [], anchors: [], known: numbered(number) };
    const leads = Object.values(whose(alone)).some((keys) => keys.length > 0);
    if (!atHome.has(number) && leads && met(alone)) found.push(`phone ${number}`);
  }
  return found.sort();
}

function numbered(number: string | undefined): KnownAs[] {
  return number === undefined ? [] : [{ identity: "phone", spellings: [number] }];
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
      fc.oneof(anyWorld, anyWorldWithNumbers),
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

test("whoever is found by a telephone number is told at their address, and whoever has none is counted once", async () => {
  await client.query("begin");
  try {
    await client.query(`create schema talk;
      create table talk.people (id int primary key, email text, mobile text);
      create table talk.calls (id int primary key, caller text, card text, type text);
      insert into talk.people values (1, 'ann@x.example', '06-12345678'), (2, null, '+31 6 8765 4321'), (3, 'bob@x.example', 'none'),
        (4, 'eve@x.example', '0699999999');
      insert into talk.calls values (10, '0031612345678', null), (11, '06 8765 4321', null), (12, '+32 470 12 34 56', null),
        (13, '0032470123456', null), (14, '06-11111111 / 030-1234567', null), (15, null, ' G-77'), (16, null, 'g-77 '), (17, 'unknown', null),
        (18, null, 'bob@x.example'), (19, '0699999999 evenings', null);`);
    const at = { file: "policy.yaml", line: 1, column: 1 };
    const values = [
      { equals: "c", person: "customer" },
      { equals: "g", person: "guest" },
    ];
    const by = (identity: string, column: string) =>
      ({ kind: "identity", person: "customer", identity, column, byColumn: { column: "type", values }, at }) as const;
    const { tables, ...rest } = mapped({ people: { person: ["is email"] }, calls: { person: ["is"] } }, "talk");
    const system = {
      ...rest,
      tables: tables.map((table) => {
        if (table.name === "calls") return { ...table, person: [by("phone", "caller"), by("card", "card")] };
        const known = [{ identity: "phone", column: "mobile" }];
        return { ...table, person: table.person.map((path) => (path.kind === "is" ? { ...path, known } : path)) };
      }),
    };
    const plan = compileOwnership(await readCatalogue(client, "talk"), system);
    for (const rows of [1, 2, 50]) {
      const found = await everybody(plan, [{ person: "customer", tables: ["calls"] }], rows);
      expect(found.map(named)).toEqual([
        "people 1 ann@x.example",
        "people 2 -",
        "card bob@x.example",
        "card g-77",
        "phone +32470123456",
      ]);
      // Whoever may be of two kinds comes as both, also where a page ends between them.
      const both = ["customer", "guest"].map((person) => ({ person, tables: ["calls"] }));
      const alone = (await everybody(plan, both, rows)).filter((one) => one.knownAs !== undefined);
      expect(alone.map((one) => `${one.person} ${one.knownAs?.value}`).toSorted()).toEqual([
        "customer +32470123456",
        "customer bob@x.example",
        "customer g-77",
        "guest +31612345678",
        "guest +31687654321",
        "guest +32470123456",
        "guest bob@x.example",
        "guest g-77",
      ]);
    }
  } finally {
    await client.query("rollback");
  }
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
