import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, test } from "vitest";
import { localDate } from "#base";
import { type Policy, parsePolicy } from "#policy";
import { dumpSchema, freshDatabase, testPool } from "#harness";
import { conformance, type ConformanceWorld } from "../conformance.ts";
import { connectPostgres } from "./connect.ts";

const staff = `staff_${randomBytes(4).toString("hex")}`;

const text = `gestand: 1
organisation: {name: Test, country: NL, contact: {email: privacy@conformance.example}}
languages: [en]
inForce: 2026-01-01
persons: [customer]
purposes: {p: {title: Serve, of: customer, basis: contract, uses: [name, contact.email]}}
rights: {access: {}, erasure: {}, restriction: {}, answerWithin: 30 days}
keep:
  profile: {until: relationship ends, then: erase}
  invoices: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}
systems:
  shop:
    title: Shop
    connector: postgres
    url: env:SHOP_DATABASE_URL
    schema: public
    country: NL
    roles: {staff: ${staff}, audit: postgres}
    tables:
      people:
        person: {is: customer, email: email}
        columns: {email: contact.email, name: name}
        keep: profile
        erase: delete
      notes:
        person: person_id -> people
        columns: {body: communication.message}
        keep: profile
        erase: delete
      invoices:
        person: person_id -> people
        columns: {body: invoice}
        keep: {invoices: year}
        erase: delete
      letters:
        person: sender_id -> people
        alsoAbout: [receiver_id -> people]
        shared: {access: withhold, erase: keep}
        columns: {body: communication.message}
        keep: profile
        erase: delete
`;

const world = `
  create table people (id int primary key, email text, name text);
  create table notes (id int primary key, person_id int references people, body text);
  create table invoices (id int primary key, person_id int, body text, year int);
  create table letters (id int primary key, sender_id int, receiver_id int, body text);
  insert into people values (1, ' Ann@Conformance.example', 'ann-secret profile'), (2, 'bob@conformance.example', 'bob-secret');
  insert into notes values (1, 1, 'ann-secret note 1'), (2, 1, 'ann-secret note 2'), (3, 2, 'bob-secret'), (4, 2, 'bob-secret');
  insert into invoices values (1, 1, 'ann-secret invoice', 2025), (2, 2, 'bob-secret', 2025);
  insert into letters values (1, 1, 2, 'bob-secret and more');`;

let policy: Policy;
beforeAll(async () => {
  const parsed = parsePolicy("policy.yaml", text);
  if (parsed.policy === undefined) throw new Error(parsed.problems.map((problem) => problem.message).join("\n"));
  policy = parsed.policy;
  await using admin = await freshDatabase();
  await admin.query(`create role ${staff}`);
});
afterAll(async () => {
  await using admin = await freshDatabase();
  await admin.query(`drop role ${staff}`);
});

async function makeWorld(): Promise<ConformanceWorld> {
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  const database = await freshDatabase();
  await database.query(`${world} grant select on all tables in schema public to ${staff}`);
  const query = (statement: string, values?: unknown[]) => database.query(statement, values);
  const everything = async () => JSON.stringify([...(await dumpSchema(query))]);
  return {
    connect: () => connectPostgres({ policy, system, url: database.url }),
    ann: { emails: ["ann@conformance.example"], anchors: [{ system: "shop", table: "people", key: ["1"] }] },
    today: localDate("2026-11-22"),
    everything: async () => everything(),
    guarded: {
      readBy: async () => {
        const client = testPool(database.url, 1);
        try {
          await client.query(`set role ${staff}`);
          const rows = await client.query(
            "select name from people union all select body from notes union all select body from invoices order by 1",
          );
          return JSON.stringify(rows.rows);
        } finally {
          await client.end();
        }
      },
      change: async () => {
        await database.query("update people set name = name || '!' where id = 1");
      },
    },
    others: async () => {
      const dump = await dumpSchema(query);
      const rows = [...dump].flatMap(([table, lines]) => lines.map((line) => `${table} ${line}`));
      return rows.filter((row) => /bob-secret/.test(row) || row.startsWith("invoices")).join("\n");
    },
    comeBack: async () => {
      await database.query("insert into people values (9, 'ANN@conformance.example', 'again')");
    },
    [Symbol.asyncDispose]: async () => database.drop(),
  };
}

for (const { name, run } of conformance)
  test(name, async () => {
    await using made = await makeWorld();
    await run(made);
  });
