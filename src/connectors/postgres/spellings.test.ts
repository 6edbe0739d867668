/** Addresses and keys that a real database writes in another way than whoever looks for them. */
import { describe, expect, test } from "vitest";
import { Client } from "pg";
import { assert } from "#base";
import { freshDatabase } from "#harness";
import { readCatalogue } from "./catalogue.ts";
import { compileOwnership } from "./ownership.ts";
import { linksToFormer, putFormerKeys } from "./residue-links.ts";
import { connected, eraseAndLook, policyWith } from "./testing.ts";

/** PostgreSQL has locales of its own from version 17 on. */
const hasOwnLocales = await (async () => {
  await using database = await freshDatabase();
  const [row] = await database.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  return (row?.version ?? 0) >= 170_000;
})();

describe("an address with letters beyond ASCII", () => {
  const policy = policyWith(`customers:
  person: {is: customer, email: email}
  columns: {email: contact.email, name: name}
guests:
  person: {email: email, of: guest}
  columns: {email: contact.email}
`);

  test.each([
    "template0 locale 'C' encoding 'UTF8'",
    "template0 locale_provider icu icu_locale 'und' encoding 'UTF8'",
    ...(hasOwnLocales ? ["template0 locale_provider builtin builtin_locale 'C' locale 'C' encoding 'UTF8'"] : []),
  ])("is found in capitals, and nobody else's is, in a database made from %s", async (made) => {
    await using database = await freshDatabase(made);
    await database.query(`create table customers (id int primary key, email text, name text);
      create table guests (id int primary key, email text);
      insert into customers values (1, 'ÉLOÏSE@x.nl', 'E'), (2, 'eloise@x.nl', 'other');
      insert into guests values (1, 'Éloïse@X.nl'), (2, 'éloïse@x.nl'), (3, 'ÉLOÏSE@X.NL'), (4, 'eloïse@x.nl'), (5, ' éLOÏSE@x.nl'), (6, 'èloïse@x.nl')`);
    const system = await connected(policy, database);
    try {
      const { candidates, byAddress } = await system.locate(["éloïse@x.nl"]);
      expect(candidates.map(({ anchor }) => anchor.key)).toEqual([["1"]]);
      expect(byAddress).toEqual([{ table: "guests", rows: 4 }]);
    } finally {
      await system.close();
    }
    const { changed } = await eraseAndLook(policy, database, {
      emails: ["éloïse@x.nl"],
      anchors: [{ system: "shop", table: "customers", key: ["1"] }],
    });
    expect(changed["guests"]?.gone.map((row) => (JSON.parse(row) as { id: number }).id)).toEqual([1, 2, 3, 5]);
    expect(changed["customers"]?.gone).toHaveLength(1);
  });

  test("is shared when a row that was not chosen has it in another spelling", async () => {
    await using database = await freshDatabase("template0 locale 'C' encoding 'UTF8'");
    await database.query(`create table customers (id int primary key, email text, name text);
      create table guests (id int primary key, email text);
      insert into customers values (1, 'éloïse@x.nl', 'E'), (2, 'ÉLOÏSE@x.nl', 'F');
      insert into guests values (1, 'éloïse@x.nl'), (2, 'ÉLOÏSE@x.nl'), (3, 'Éloïse@x.nl')`);
    const { seen, changed } = await eraseAndLook(policy, database, {
      emails: ["éloïse@x.nl"],
      anchors: [{ system: "shop", table: "customers", key: ["1"] }],
    });
    expect(seen.tables.find(({ table }) => table === "guests")).toMatchObject({ rows: 3, shared: 3, deleted: 0 });
    expect(Object.keys(changed)).toEqual(["customers"]);
  });
});

describe("an address in capitals beyond ASCII, in a database of locale C", () => {
  const made = "template0 locale 'C' encoding 'UTF8'";
  const policy = policyWith(`customers:
  person: {is: customer, email: email}
  columns: {email: contact.email, name: name}
guests:
  person: {email: email, of: guest}
  columns: {email: contact.email}
letters:
  person: {email: addressee, of: guest}
  columns: {addressee: contact.email, words: free-text}
`);

  test("belongs to whoever is told of a change", async () => {
    await using database = await freshDatabase(made);
    await database.query(`create table customers (id int primary key, email text, name text);
      create table guests (id int primary key, email text);
      create table letters (id int primary key, addressee text, words text);
      insert into customers values (1, 'éloïse@x.nl', 'E'), (2, 'ÉVA@x.nl', 'F'), (3, 'ida@x.nl', 'I');
      insert into guests values (1, 'Zoë@x.nl'), (2, 'eva@x.nl');
      insert into letters values (1, ' ÉLOÏSE@X.nl', ''), (2, 'Éva@x.nl', ''), (3, 'ZOË@X.NL', ''), (4, 'CHLOE\u0301@x.nl', '')`);
    const system = await connected(policy, database);
    const told = new Set<string>();
    try {
      const wanted = ["customer", "guest"].map((person) => ({ person, tables: ["letters"] }));
      for await (const { persons } of system.concerned(wanted))
        for (const { anchor, email } of persons) told.add(`${anchor?.key.join() ?? "address"} ${email}`);
    } finally {
      await system.close();
    }
    expect([...told].sort()).toEqual([
      "1 éloïse@x.nl",
      "2 éva@x.nl",
      ...["chloé", "zoë", "éloïse", "éva"].map((one) => `address ${one}@x.nl`),
    ]);
  });

  test("is found by the search afterwards, alone and as a word in a text", async () => {
    await using database = await freshDatabase(made);
    await database.query(`create table customers (id int primary key, email text, name text);
      create table guests (id int primary key, email text);
      create table letters (id int primary key, addressee text, words text);
      create table logs (words text);
      insert into customers values (1, 'éloïse@x.nl', 'ÉLOÏSE Ångström'), (2, 'other@x.nl', 'Other');
      insert into logs values ('Aan ÉLOÏSE@X.nl.'), ('eloise@x.nl'), ('Éloïse ÅNGSTRÖM zei'), ('éloïse'), ('ÉLOÏSE@x.nl')`);
    const { left } = await eraseAndLook(policy, database, {
      emails: ["éloïse@x.nl"],
      anchors: [{ system: "shop", table: "customers", key: ["1"] }],
    });
    expect(left).toEqual([{ table: "logs", column: "words", rows: 3 }]);
  });
});

const localeC = (encoding: string) => `template0 locale 'C' encoding '${encoding}'`;

describe("an address with letters whose capital is no single letter, or another", () => {
  const policy = policyWith(`guests:
  person: {email: email, of: guest}
  columns: {email: contact.email}
`);

  test.each([
    [localeC("UTF8"), "straße@x.nl", ["straße@x.nl", "STRAßE@X.nl"], ["strasse@x.nl", "STRASSE@x.nl"]],
    [localeC("UTF8"), "irem@x.nl", ["irem@x.nl", "IREM@x.nl"], ["İrem@x.nl", "ırem@x.nl", "İREM@X.NL"]],
    [localeC("UTF8"), "ırem@x.nl", ["ırem@x.nl"], ["irem@x.nl", "Irem@x.nl", "İrem@x.nl"]],
    [localeC("LATIN1"), "straße@x.nl", ["straße@x.nl", "STRAßE@X.nl"], ["strasse@x.nl"]],
    [localeC("LATIN1"), "éµÿ@x.nl", ["éµÿ@x.nl", "Éµÿ@X.nl"], ["eµÿ@x.nl"]],
    [localeC("WIN1252"), "éµÿƒß@x.nl", ["éµÿƒß@x.nl", "Éµÿƒß@X.nl"], ["Éµÿƒ@X.nl"]],
  ])("is nobody else's, in a database made from %s: %s", async (made, email, theirs, others) => {
    await using database = await freshDatabase(made);
    await database.query("create table guests (id int primary key, email text)");
    for (const [id, one] of [...theirs, ...others].entries())
      await database.query("insert into guests values ($1, $2)", [id, one]);
    const told: (string | undefined)[] = [];
    const system = await connected(policy, database);
    try {
      for await (const { persons } of system.concerned([{ person: "guest", tables: ["guests"] }]))
        told.push(...persons.map((one) => one.email));
    } finally {
      await system.close();
    }
    expect(told).toContain(email);
    const { changed, left } = await eraseAndLook(policy, database, { emails: [email], anchors: [] });
    expect(changed["guests"]?.gone.map((row) => (JSON.parse(row) as { email: string }).email)).toEqual(theirs);
    expect(left).toEqual([]);
  });
});

describe("a uuid kept as text", () => {
  const ann = "0a1b2c3d-4e5f-6789-abcd-ef0123456789";
  const bob = "1a1b2c3d-4e5f-6789-abcd-ef0123456789";
  const policy = policyWith(`customers:
  person: {is: customer, email: email}
  columns: {email: contact.email, name: name}
notes:
  person: customer -> customers
  columns: {note: free-text}
`);
  const subject = { emails: [], anchors: [{ system: "shop", table: "customers", key: [ann] }] };

  test.each([
    ["uuid", "text", ""],
    ["uuid", "text", "create index on notes (customer)"],
    ["uuid", "varchar(60)", "create index on notes (customer)"],
    ["uuid", "char(40)", ""],
    ["uuid", "char(40)", "create index on notes (customer)"],
  ])("leads to its owner however it is written: %s and %s %s", async (key, column, index) => {
    await using database = await freshDatabase();
    await database.query(`create table customers (id ${key} primary key, email text, name text);
      create table notes (id int primary key, customer ${column}, note text); ${index};
      insert into customers values ('${ann}', 'ann@x.nl', 'Ann'), ('${bob}', 'bob@x.nl', 'Bob');
      insert into notes values (1, '${ann}', 'a'), (2, '${ann.toUpperCase()}', 'b'), (3, '{${ann}}', 'c'), (4, '${ann.replaceAll("-", "")}', 'd'),
        (5, '{${ann.toUpperCase()}}', 'e'), (6, '${bob.toUpperCase()}', 'f'), (7, 'garbage', 'g'), (8, null, 'h'), (9, '${ann.replaceAll("-", "").toUpperCase()}', 'i')`);
    const { changed } = await eraseAndLook(policy, database, subject);
    expect(changed["notes"]?.gone.map((row) => (JSON.parse(row) as { id: number }).id)).toEqual([1, 2, 3, 4, 5, 9]);
    expect(changed["customers"]?.gone).toHaveLength(1);
  });

  test("is found by an index among very many, by the search afterwards too", async () => {
    await using database = await freshDatabase();
    await database.query(`create table customers (id uuid primary key, email text, name text);
      create table notes (id int primary key, customer text, note text); create index on notes (customer);
      insert into notes select i, gen_random_uuid()::text, '' from generate_series(1, 20000) i; analyze notes`);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const [system] = policy.systems;
      assert(system !== undefined, "the policy has a system");
      const plan = compileOwnership(await readCatalogue(client, "public"), system);
      const notes = plan.byName.get("notes");
      assert(notes !== undefined, "the table is mapped");
      await client.query("begin");
      const former = await putFormerKeys(client, plan, { values: [], subject });
      const links = linksToFormer(plan, notes, former);
      expect(links).toHaveLength(1);
      const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain select t.* ${links[0]?.from}`);
      const steps = rows.map((row) => row["QUERY PLAN"]).join("\n");
      expect(steps).toMatch(/(Index|Bitmap) .*notes_customer_idx/);
      expect(steps).not.toMatch(/Seq Scan on notes/);
    } finally {
      await client.end();
    }
  });
});
