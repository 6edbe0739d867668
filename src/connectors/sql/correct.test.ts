import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { PlanId } from "#base";
import { changes } from "#harness";
import type { System } from "#policy";
import { connect } from "../connect.ts";
import type { Correction, Subject } from "../contract.ts";
import { freshDatabase } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { parsed, type SqlDatabase } from "./testing.ts";

const policyText = (connector: System["connector"]) => `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: [customer]
identities: {phone: {}}
purposes: {trade: {title: Trade, of: customer, basis: contract, uses: [name, contact]}}
keep: {profile: {until: relationship ends, then: erase}}
rights: {access: {}, erasure: {}}
systems:
  shop:
    connector: ${connector}
    url: env:SHOP
    tables:
      people: {person: {is: customer, email: email, phone: phone}, columns: {email: contact.email, phone: contact.phone, name: name}, keep: profile}
      orders: {person: person_id -> people, columns: {email: contact.email, data: {is: order-history, json: {to.name: name}}}, keep: profile}
      talks: {person: one -> people, alsoAbout: [other -> people], columns: {signed: name}, keep: profile}
      children: {person: parent -> people, columns: {name: name}, keep: profile}
`;

const statements = [
  "create table people (id int primary key, email varchar(60), phone varchar(40), name varchar(60))",
  "create table orders (id int primary key, person_id int, email varchar(60), data text)",
  "create table talks (id int primary key, one int, other int, signed varchar(60))",
  "create table children (id int primary key, parent int, name varchar(60))",
  "insert into people values (1, ' Ann@x.nl', '06-12345678', 'Ann'), (2, 'bob@x.nl', null, 'Ann')",
  `insert into orders values (1, 1, 'ANN@x.nl', '{"to": {"name": "ann "}, "x": "Ann"}'), (2, 1, 'other@x.nl', null), (3, 2, 'ann@x.nl', '{"to": {"name": "Ann"}}'), (4, 1, 'joann@x.nl', '{}')`,
  "insert into talks values (1, 1, null, 'Ann'), (2, 1, 2, 'Ann')",
  "insert into children values (1, 1, 'Kim'), (2, 1, 'Kim'), (3, 1, null)",
];

const subject: Subject = { emails: ["ann@x.nl"], anchors: [{ system: "shop", table: "people", key: ["1"] }] };

function fail(name: string): void {
  if (name === "before-commit") throw new Error("a crash on purpose");
}

for (const [connector, make] of [
  ["mariadb", freshDatabase],
  ["sqlite", freshFile],
] as readonly (readonly [System["connector"], () => Promise<SqlDatabase>])[])
  test(`in ${connector} every copy of a fact follows in rows that are the person's alone, once, and in no other`, async () => {
    await using database = await make();
    for (const sql of statements) await database.run(sql);
    const policy = parsed(policyText(connector));
    const [system] = policy.systems;
    if (system === undefined) throw new Error("the policy has a system");
    const connected = await connect({ policy, system, url: database.url });
    const corrections: Correction[] = [
      { category: "contact.email", from: "ann@X.nl", to: "ann@new.nl" },
      { category: "contact.phone", from: "+31 6 12345678", to: "+31687654321" },
      { category: "name", from: "Ann", to: "Anna" },
      { category: "name", from: "Kim", to: "Kima", only: { system: "shop", table: "children", key: ["2"] } },
      { category: "name", from: null, to: "Lou", only: { system: "shop", table: "children", key: ["3"] } },
    ];
    const order = { plan: randomUUID() as PlanId, step: 1, subject, corrections };
    try {
      const before = await database.dump();
      await expect(connected.correct?.({ ...order, attempt: 1, crashPoint: fail })).rejects.toThrow("on purpose");
      expect(changes(before, await database.dump())).toEqual([]);
      const done = await connected.correct?.({ ...order, attempt: 2 });
      expect(done).toMatchObject({ ok: true, value: { appliedNow: true } });
      const changed = changes(before, await database.dump());
      expect(changed.map(({ table, added }) => [table, added.length])).toEqual([
        ["children", 2],
        ["orders", 1],
        ["people", 1],
        ["talks", 1],
      ]);
      const text = JSON.stringify(changed.map(({ added }) => added));
      for (const part of ["ann@new.nl", "+31687654321", "Anna", "Kima", "Lou"]) expect(text).toContain(part);
      const again = await connected.correct?.({ ...order, attempt: 3 });
      expect(again).toEqual(done?.ok === true ? { ok: true, value: { ...done.value, appliedNow: false } } : undefined);
      expect(await connected.correct?.({ ...order, attempt: 1 })).toMatchObject({ ok: false, reason: "fenced" });
    } finally {
      await connected.close();
    }
  });
