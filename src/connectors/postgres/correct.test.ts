import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PlanId } from "#base";
import { changes, dumpSchema, freshDatabase, type TestDatabase } from "#harness";
import { parsePolicy } from "#policy";
import type { Correction, Subject } from "../contract.ts";
import { connected } from "./testing.ts";

const { policy, problems } = parsePolicy(
  "policy.yaml",
  `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: {customer: {title: {en: customer}}}
identities: {phone: {}}
purposes: {trade: {title: Trade, of: customer, basis: contract, uses: [name, contact]}}
keep: {profile: {until: relationship ends, then: erase}}
rights: {access: {}, erasure: {}}
systems:
  shop:
    connector: postgres
    url: env:SHOP
    tables:
      people: {person: {is: customer, email: email, phone: phone}, columns: {email: contact.email, phone: contact.phone, name: name, shown: name}, other: [note], keep: profile}
      orders: {person: person_id -> people, columns: {email: contact.email, data: {is: order-history, json: {to.name: name, to.mail: contact.email}}}, keep: profile}
      guests: {person: {email: email, of: customer}, columns: {email: contact.email, name: name}, keep: profile}
      parcels: {person: guest -> guests(email), columns: {guest: contact.email, name: name}, keep: profile}
      talks: {person: one -> people, alsoAbout: [other -> people], columns: {signed: name}, keep: profile}
      children: {person: parent -> people, columns: {name: name}, keep: profile}
`,
);

const world = `
  create table people (id int primary key, email varchar(30) unique, phone text, name text check (name <> 'Nobody'), shown text generated always as (name || '!') stored, note text);
  create table orders (id int primary key, person_id int, email text, data json);
  create table guests (id int primary key, email text, name text);
  create table parcels (id int primary key, guest text, name text);
  create table talks (id int primary key, one int, other int, signed text);
  create table children (id int primary key, parent int, name text);
  insert into people values (1, ' Ann@x.nl', '06-12345678', 'Ann', default, 'Ann'), (2, 'bob@x.nl', '0612345679', 'Ann', default, null);
  insert into orders values (1, 1, 'ANN@x.nl', '{"to":  {"name": "ann ", "mail": "ANN@X.NL"}, "x": "Ann"}'), (2, 1, 'other@x.nl', null), (3, 2, 'ann@x.nl', '{"to": {"name": "Ann"}}'), (4, 1, 'joann@x.nl', '{"a":  1}');
  insert into guests values (1, 'ann@X.nl', 'Ann'), (2, 'bob@x.nl', 'Ann'), (3, 'ann@x.nl', 'Lou');
  insert into parcels values (1, 'ann@X.nl', 'Ann'), (2, 'bob@x.nl', 'Ann');
  insert into talks values (1, 1, null, 'Ann'), (2, 1, 2, 'Ann');
  insert into children values (1, 1, 'Kim'), (2, 1, 'Kim'), (3, 1, null);`;

const subject: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "people", key: ["1"] }] };
const mail: Correction = { category: "contact.email", from: "ann@X.nl", to: "ann@new.nl" };
const name: Correction = { category: "name", from: "Ann", to: "Anna" };
const child = (key: string) => ({ system: "shop", table: "children", key: [key] });

async function inShop(prepare: string, corrections: readonly Correction[]) {
  if (policy === undefined) throw new Error(problems.map(({ message }) => message).join("\n"));
  const database: TestDatabase = await freshDatabase();
  await database.query(`${world}${prepare}`);
  const system = await connected(policy, database);
  const dump = () => dumpSchema((text, values) => database.query(text, values));
  const order = { plan: randomUUID() as PlanId, step: 1, attempt: 1, subject, corrections };
  try {
    const before = await dump();
    const outcome = await system.correct?.(order);
    const changed = changes(before, await dump());
    const rows = async (text: string) => (await database.query(text)).map((row) => Object.values(row));
    const [people, orders, guests, parcels, talks, children] = await Promise.all(
      [
        "select id, email, phone, name, shown, note from people order by id",
        "select id, email, data::text from orders order by id",
        "select * from guests order by id",
        "select * from parcels order by id",
        "select id, signed from talks order by id",
        "select id, name from children order by id",
      ].map(rows),
    );
    const looked = await system.correct?.({ ...order, step: 2 });
    return { outcome, changed, looked, people, orders, guests, parcels, talks, children };
  } finally {
    await system.close();
    await database.drop();
  }
}

test("every copy follows in rows that are the person's alone, and everything else is as it was", async () => {
  const seen = await inShop("", [
    mail,
    name,
    { category: "contact.phone", from: "+31 6 12345678", to: "+31687654321" },
    { category: "name", from: "Kim", to: "Kima", only: child("2") },
    { category: "name", from: null, to: "Lou", only: child("3") },
  ]);
  expect(seen.outcome).toMatchObject({ ok: true, value: { appliedNow: true } });
  expect(seen.changed.map(({ table, gone, added }) => [table, gone.length, added.length])).toEqual([
    ["children", 2, 2],
    ["guests", 2, 2],
    ["orders", 1, 1],
    ["parcels", 1, 1],
    ["people", 1, 1],
    ["talks", 1, 1],
  ]);
  expect(seen.people?.[0]).toEqual([1, "ann@new.nl", "+31687654321", "Anna", "Anna!", "Ann"]);
  expect(seen.orders?.[0]?.[1]).toBe("ann@new.nl");
  expect(JSON.parse(String(seen.orders?.[0]?.[2]))).toEqual({ to: { name: "Anna", mail: "ann@new.nl" }, x: "Ann" });
  expect(seen.guests).toEqual([
    [1, "ann@new.nl", "Anna"],
    [2, "bob@x.nl", "Ann"],
    [3, "ann@new.nl", "Lou"],
  ]);
  expect(seen.parcels).toEqual([
    [1, "ann@new.nl", "Anna"],
    [2, "bob@x.nl", "Ann"],
  ]);
  expect(seen.talks).toEqual([
    [1, "Anna"],
    [2, "Ann"],
  ]);
  expect(seen.children).toEqual([
    [1, "Kim"],
    [2, "Kima"],
    [3, "Lou"],
  ]);
  expect(seen.looked).toEqual({ ok: true, value: { columns: [], appliedNow: true } });
});

test("two facts that change places do, and a spelling alone can be corrected", async () => {
  const seen = await inShop("", [
    { category: "name", from: "Ann", to: "Lou" },
    { category: "name", from: "Lou", to: "LOU " },
  ]);
  expect(seen.guests).toEqual([
    [1, "ann@X.nl", "Lou"],
    [2, "bob@x.nl", "Ann"],
    [3, "ann@x.nl", "LOU "],
  ]);
});

test("an address that another person's row carries too says nothing: rows that it alone finds stay", async () => {
  const seen = await inShop("insert into people values (3, 'ann@x.nl', null, 'Cor', default, null);", [mail]);
  expect(seen.changed.map(({ table, gone }) => [table, gone.length])).toEqual([
    ["orders", 1],
    ["people", 1],
  ]);
  expect(seen.people?.[2]?.[1]).toBe("ann@x.nl");
});

test("rows that the law keeps stay as they were written", async () => {
  const held = `create schema gestand; create table gestand.held (relation text not null, row_key text not null, rule text not null, until_on date not null, plan uuid not null, primary key (relation, row_key));
    insert into gestand.held values ('public.orders', '[1]', 'invoices', '2033-01-01', '${randomUUID()}');`;
  const seen = await inShop(held, [mail, name]);
  expect(seen.changed.map(({ table }) => table)).toEqual(["guests", "parcels", "people", "talks"]);
});

for (const [what, prepare, correction, says] of [
  ["taken", "", { ...mail, to: "bob@x.nl" }, /another row has this value/i],
  ["not allowed", "", { ...name, to: "Nobody" }, /does not allow this value/],
  ["too long", "", { ...mail, to: `${"a".repeat(30)}@new.nl` }, /shorter/],
  [
    "put back by a trigger",
    `create function back() returns trigger language plpgsql as $$ begin new.name := old.name; return new; end $$;
     create trigger back before update on guests for each row execute function back();`,
    name,
    /a trigger of guests leaves another value in name/,
  ],
  [
    "held back by a trigger",
    `create function stop() returns trigger language plpgsql as $$ begin return null; end $$;
     create trigger stop before update on guests for each row execute function stop();`,
    name,
    /touched 0 of 1/,
  ],
] as readonly (readonly [string, string, Correction, RegExp])[])
  test(`a value that is ${what} is refused with what to do, names nobody, and changes nothing`, async () => {
    const { outcome, changed } = await inShop(prepare, [correction]);
    expect(outcome).toMatchObject({ ok: false, reason: "blocked", message: expect.stringMatching(says) });
    expect(JSON.stringify(outcome)).not.toMatch(/ann@|bob@|Anna|Nobody|aaaa/i);
    expect(changed).toEqual([]);
  });

test("a key that is corrected takes along what refers to it, and a trigger may spell it otherwise", async () => {
  const seen = await inShop(
    `alter table guests drop constraint guests_pkey; delete from guests where id = 3; alter table guests add primary key (email);
     alter table parcels add foreign key (guest) references guests (email) on update cascade;
     create function small() returns trigger language plpgsql as $$ begin new.email := lower(new.email); return new; end $$;
     create trigger small before update on people for each row execute function small();`,
    [{ ...mail, to: "Ann@New.nl" }, name],
  );
  expect(seen.outcome).toMatchObject({ ok: true });
  expect(seen.people?.[0]?.slice(0, 2)).toEqual([1, "ann@new.nl"]);
  expect(seen.guests?.[0]).toEqual([1, "Ann@New.nl", "Anna"]);
  expect(seen.parcels?.[0]).toEqual([1, "Ann@New.nl", "Anna"]);
  expect(seen.looked).toEqual({ ok: true, value: { columns: [], appliedNow: true } });
});
