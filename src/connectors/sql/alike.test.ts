/** The same shop in PostgreSQL, MariaDB and SQLite: what is asked of each is answered alike. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localDate, type PlanId } from "#base";
import { dumpSchema, freshDatabase as freshPostgres } from "#harness";
import { type ConsentRecord, type KnownAs, knownAs, type Policy, type System } from "#policy";
import { connect } from "../connect.ts";
import { suspendCrashPoints } from "../consent-contract.ts";
import { type ConnectedSystem, type Identifiers, type Subject } from "../contract.ts";
import { freshDatabase as freshMariadb } from "../mariadb/testing.ts";
import { freshFile } from "../sqlite/testing.ts";
import { parsed, type SqlDatabase } from "./testing.ts";

const today = localDate("2026-11-22");

const text = (connector: System["connector"]) => `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-12-01
persons: {customer: {title: {en: customer}}, supplier: {title: {en: supplier}}, guest: {title: {en: guest}}}
identities: {phone: {}}
purposes: {trade: {of: [customer, guest], basis: contract, uses: [name, contact]}}
keep:
  profile: {until: relationship ends, then: erase}
  books: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}
recipients:
  post: {party: {en: Post}, role: processor, country: NL, for: [trade], receives: [name], contract: {signed: 2026-01-01}, holdsWhen: [{table: shop.orders, when: {carrier: post}}]}
stores:
  files: {kind: objects, title: files, holds: name, of: customer, keys: shop.orders.note, named: "books/{shop.invoices.id}/*", keep: profile}
  films: {kind: objects, title: films, holds: name, of: customer, keys: shop.talks.body, matches: {phone: shop.people.phone}, keep: profile}
rights: {access: {}, erasure: {}}
systems:
  shop:
    connector: ${connector}
    url: env:SHOP
    roles: {staff: [shop_staff], audit: [shop_audit]}
    tables:
      people:
        person: {is: {column: type, values: {C: customer, S: supplier}}, email: email, phone: phone}
        columns: {email: contact.email, phone: contact.phone, name: name, secret: credentials}
        erase: anonymise
      orders:
        person: [person_id -> people, {email: email, of: guest}]
        columns: {email: contact.email, note: free-text, total: order-history}
        other: [carrier]
      items:
        person: order_id -> orders
        columns: {what: order-history}
      invoices:
        person: order_id -> orders
        columns: {body: invoice}
        keep: {books: day}
      talks:
        person: sender_id -> people
        alsoAbout: [receiver_id -> people]
        shared: {access: show, erase: detach}
        columns: {body: communication.message}
      letters:
        person: {email: email, of: guest}
        columns: {email: contact.email}
        other: [state, given_at, ended_at]
      calls:
        person: {phone: caller, of: {column: type, values: {C: customer, G: guest}}}
        columns: {caller: contact.phone}
        other: [type]
      profiles:
        person: person_id -> people
        columns: {data: {is: order-history, json: {contact.mail: contact.email, tags.0: name}}}
        erase: anonymise
`;

const lay = (json: string, moment: string) => [
  "create table people (id int primary key, type varchar(4), email varchar(100), phone varchar(40), name varchar(100), secret varchar(40))",
  "create table orders (id int primary key, person_id int, email varchar(100), note varchar(200), total int, carrier varchar(20))",
  "create table items (id int, order_id int references orders(id), what varchar(100), primary key (order_id, id))",
  "create table invoices (id int primary key, order_id int, body varchar(100), day date)",
  "create table talks (id int primary key, sender_id int, receiver_id int, body varchar(100))",
  `create table letters (id int primary key, email varchar(100), state varchar(10), given_at ${moment}, ended_at ${moment})`,
  "create table calls (id int primary key, caller varchar(40), type varchar(4))",
  "insert into calls values (1, '+31 (0)6 1234 5678', 'C'), (2, '0031687654321', 'G'), (3, '06-87654321', null), (4, '+32 470 12 34 56', null), (5, '0032470123456', 'G'), (6, '06-99999999 / 030-1234567', null), (7, null, null)",
  `create table profiles (id int primary key, person_id int, data ${json})`,
  "insert into people values (1, 'C', 'ann@x.nl', '06-12345678', 'Ann Unmistakable', 'hush'), (2, 'C', 'bob@x.nl', null, 'Bob', null), (3, 'S', 'cas@x.nl', '+31 6 87 65 43 21', 'Cas', null), (4, 'C', 'BOB@x.nl', null, 'Bob too', null)",
  "insert into orders values (1, 1, 'other@x.nl', 'for Ann Unmistakable', 12, 'post'), (2, 2, 'ann@x.nl', 'bob', 1, null), (3, null, ' Ann@x.nl', 'guest', 2, null), (4, 99, 'ann@x.nl', 'dangling', 3, null), (5, 2, 'bob@x.nl', 'bob', 3, null)",
  "insert into items values (1, 1, 'a'), (2, 1, 'b'), (1, 2, 'c'), (1, 3, 'd'), (1, 4, 'e')",
  "insert into invoices values (1, 1, 'held', '2025-03-01'), (2, 1, 'old', '2010-03-01'), (3, 2, 'of bob', '2025-03-01')",
  "insert into talks values (1, 1, 2, 'from ann to bob'), (2, 2, 1, 'from bob to ann'), (3, 2, 4, 'bob and bob'), (4, 1, null, 'to nobody')",
  "insert into letters values (1, 'ANN@x.nl', 'on', '2026-01-01 10:00:00', null), (2, 'bob@x.nl', 'on', '2026-12-24 10:00:00', null), (3, 'cas@x.nl', 'off', null, '2026-02-01 10:00:00'), (4, 'dee@x.nl', 'on', null, null)",
  `insert into profiles values (1, 1, '{"contact":{"mail":"ann@home.nl","x":1},"tags":["Ann U"],"keep":true}'), (2, 2, '{"tags":{"0":"Bob"}}'), (3, 3, null)`,
];

interface Shop extends SqlDatabase {
  readonly policy: Policy;
  readonly system: ConnectedSystem;
}
const connectors = ["postgres", "mariadb", "sqlite"] as const;

async function shopIn(connector: System["connector"], database: SqlDatabase): Promise<Shop> {
  const json = { postgres: "jsonb", mariadb: "json", sqlite: "text" }[connector];
  const moment = { postgres: "timestamp", mariadb: "datetime", sqlite: "timestamp" }[connector];
  for (const sql of lay(json, moment)) await database.run(sql);
  const policy = parsed(text(connector));
  const [system] = policy.systems;
  if (system === undefined) throw new Error("the policy has a system");
  return { ...database, policy, system: await connect({ policy, system, url: database.url }) };
}

async function postgres(): Promise<SqlDatabase> {
  const made = await freshPostgres();
  return {
    url: made.url,
    run: async (sql) => void (await made.query(sql)),
    clear: async () => undefined,
    dump: () => dumpSchema((sql, values) => made.query(sql, values)),
    [Symbol.asyncDispose]: () => made.drop(),
  };
}

const makers = { postgres, mariadb: freshMariadb, sqlite: freshFile } as const;
let shops: Shop[] = [];
beforeAll(async () => {
  shops = [];
  for (const connector of connectors) shops.push(await shopIn(connector, await makers[connector]()));
});
afterAll(async () => {
  for (const shop of shops) {
    await shop.system.close();
    await shop[Symbol.asyncDispose]();
  }
});

/** What each shop answers; the first is PostgreSQL, to which the others are held. */
async function alike<T>(ask: (shop: Shop) => Promise<T>): Promise<T> {
  const [first, ...others] = await Promise.all(shops.map(ask));
  for (const other of others) expect(other).toEqual(first);
  return first as T;
}

const anchor = (id: string) => ({ system: "shop", table: "people", key: [id] });
const ann: Subject = { emails: ["ann@x.nl"], anchors: [anchor("1")] };
const bob: Subject = { emails: ["bob@x.nl"], anchors: [anchor("2")] };
const number = ({ policy }: Shop, value: string): KnownAs => {
  const found = knownAs(policy, "phone", value);
  if (found === undefined) throw new Error(`${value} is no number`);
  return found;
};

function sorted(values: Identifiers["values"]): string[] {
  return values.map((one) => JSON.stringify(one)).toSorted();
}

const phone = (value: string) => ({ identity: "phone", value });

type Row = Readonly<Record<string, string | number | null>>;

/** A row by its key and by what it refers to: of links that are cut nothing is left. */
function linksOf(row: Row): string {
  return ["id", "order_id", "person_id", "sender_id", "receiver_id"].map((name) => String(row[name] ?? "-")).join(" ");
}

function failingAt(point: string): (name: string) => void {
  return (name) => {
    if (name === point) throw new Error("a crash on purpose");
  };
}

describe("PostgreSQL, MariaDB and SQLite", () => {
  test("find the same people by addresses and numbers", async () => {
    const found = await alike(({ system }) => system.locate([" ANN@X.nl", "bob@x.nl"]));
    expect(found.candidates.map(({ anchor: { key }, person }) => [key[0], person])).toEqual([
      ["1", "customer"],
      ["2", "customer"],
      ["4", "customer"],
    ]);
    const called = await alike((shop) => shop.system.locate([], [number(shop, "0687654321")]));
    expect(called.candidates.map(({ person }) => person)).toEqual(["supplier"]);
  });

  test("count the same in dry runs of copies and erasures", async () => {
    for (const action of ["access", "erasure"] as const)
      for (const subject of [ann, bob]) {
        const seen = await alike(async ({ system }) => {
          const { tables, recipients, problems } = await system.preview(action, subject, today);
          return { tables, recipients, errors: problems.filter(({ severity }) => severity === "error") };
        });
        expect(seen.errors).toEqual([]);
        if (subject === ann) expect(seen.recipients).toEqual(["post"]);
      }
  });

  test("hand out the same values, and none of somebody else", async () => {
    const pages = await alike(async ({ system }) => {
      const answer = await system.answer(ann);
      const tables = [];
      for await (const { table, rows, totalRows } of answer.readable())
        tables.push({ table, totalRows, rows: rows.map((row) => row.map((cell) => cell?.replaceAll(" ", ""))) });
      const files = [];
      for (const file of answer.files) {
        let json = "";
        for await (const chunk of file.open()) json += new TextDecoder().decode(chunk);
        const content = JSON.parse(json) as {
          table: string;
          columns: { name?: string; is?: string }[];
          rows: unknown[];
        }[];
        files.push({
          category: file.category,
          content: content.map(({ table, columns, rows }) => ({
            table,
            columns: columns.map(({ name, is }) => [name, is]),
            rows: rows.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
          })),
        });
      }
      await answer.close();
      return { tables: tables.filter(({ table }) => table !== "profiles"), files };
    });
    expect(JSON.stringify(pages)).not.toContain("bob@x.nl");
    expect(JSON.stringify(pages)).not.toContain("hush");
  });

  test("know the same values by which somebody is recognised, and what is present", async () => {
    const known = await alike(async ({ system }) => sorted((await system.identifiers(ann)).values));
    expect(known.join()).toContain("ann@home.nl");
    const present = await alike(async ({ system }) => {
      const found: string[] = [];
      for await (const batch of system.values(["contact"])) found.push(...batch.map((one) => JSON.stringify(one)));
      return found.toSorted();
    });
    expect(present.length).toBeGreaterThan(12);
  });

  test("say the same of the keys by which stores know somebody, and of what stays there", async () => {
    const keys = await alike(async ({ system }) => system.storeKeys?.(ann, today));
    expect(keys?.map(({ store }) => store)).toEqual(["files", "films"]);
    expect(JSON.stringify(keys)).toContain('"keep":{"kind":"hold"');
    expect(JSON.stringify(keys)).toContain('"keep":{"kind":"shared"}');
  });

  test("name the same people whom a change concerns", async () => {
    const called: Record<string, string[]> = {
      customer: [
        JSON.stringify(["customer", ["1"], "ann@x.nl", undefined]),
        JSON.stringify(["customer", null, null, phone("+31687654321")]),
        JSON.stringify(["customer", null, null, phone("+32470123456")]),
      ],
      supplier: [JSON.stringify(["supplier", ["3"], "cas@x.nl", undefined])],
      guest: [
        JSON.stringify(["guest", null, null, phone("+31687654321")]),
        JSON.stringify(["guest", null, null, phone("+32470123456")]),
      ],
    };
    for (const tables of [["orders"], ["talks"], ["letters", "items"], ["calls"], "any"] as const)
      for (const person of ["customer", "supplier", "guest"]) {
        const names = await alike(async ({ system }) => {
          const found: string[] = [];
          for await (const { persons } of system.concerned([{ person, tables }]))
            found.push(...persons.map((one) => JSON.stringify([one.person, one.anchor?.key, one.email, one.knownAs])));
          return found.toSorted();
        });
        if (tables[0] === "calls") expect(names).toEqual(called[person]);
        if (person === "customer" && tables === "any") expect(names).toHaveLength(5);
      }
  });

  test("count, end and renew the same consents, also when a try dies", async () => {
    const place = { file: "policy.yaml", line: 1, column: 1 };
    const record: ConsentRecord = {
      system: "shop",
      table: "letters",
      given: "given_at",
      ended: "ended_at",
      active: { column: "state", yes: "on", no: "off" },
      when: [],
      at: place,
    };
    const boundary = { before: new Date("2026-12-01T00:00:00+01:00"), timeZone: "Europe/Amsterdam" };
    expect(await alike(({ system }) => system.consents.count(record, boundary))).toEqual({ inForce: 3, older: 2 });
    for (const [at, point] of suspendCrashPoints.entries()) {
      const plan = randomUUID() as PlanId;
      const order = { record, ...boundary, plan, step: 1, rowsPerTransaction: 1 };
      await alike(async ({ system }) => {
        const crashPoint = failingAt(point);
        await system.consents.suspend({ ...order, attempt: 1, crashPoint }).catch(() => undefined);
        const done = await system.consents.suspend({ ...order, attempt: 2 });
        return { ok: done.ok, rows: at === 0 && done.ok ? done.value.rows : 0 };
      });
    }
    expect(await alike(({ system }) => system.consents.count(record, boundary))).toEqual({ inForce: 1, older: 0 });
    const fresh = {
      record,
      subject: ann,
      at: new Date("2026-12-01T00:00:00Z"),
      timeZone: "Europe/Amsterdam",
      version: "2",
    };
    expect(await alike(({ system }) => system.consents.renew(fresh))).toBe(1);
    expect(await alike(({ system }) => system.consents.count(record, boundary))).toEqual({ inForce: 2, older: 0 });
    const ended = { record, subject: ann, at: new Date("2026-12-02T00:00:00Z"), timeZone: "Europe/Amsterdam" };
    expect(await alike(({ system }) => system.consents.end(ended))).toEqual({ rows: 1, left: 0 });
    expect(await alike(({ system }) => system.consents.end(ended))).toEqual({ rows: 0, left: 0 });
    expect(await alike(({ system }) => system.consents.count(record, boundary))).toEqual({ inForce: 1, older: 0 });
  });

  test("erase the same rows, find the same afterwards, and see what comes back", async () => {
    const later = [
      "insert into orders values (9, 1, 'new@x.nl', 'later', 1, null)",
      "insert into items values (1, 5, 'for Ann Unmistakable')",
    ];
    const left = await alike(async (shop) => {
      const { system } = shop;
      const identifiers = await system.identifiers(ann);
      const order = {
        plan: randomUUID() as PlanId,
        step: 1,
        attempt: 1,
        subject: ann,
        today,
        rowsPerTransaction: 1_000,
      };
      const outcome = await system.erase(order);
      const found = async (scope: "mapped" | "everywhere") =>
        (await system.residue(identifiers, scope)).map((one) => JSON.stringify(one)).toSorted();
      const after = await found("everywhere");
      for (const sql of later) await shop.run(sql);
      const ids = [...(await shop.dump())].map(([table, rows]): [string, string[]] => [
        table,
        rows.map((row) => linksOf(JSON.parse(row) as Row)).toSorted(),
      ]);
      const tables = ids.filter(([table]) =>
        ["people", "orders", "items", "invoices", "talks", "letters", "profiles"].includes(table),
      );
      return { outcome, after, back: await found("mapped"), tables: Object.fromEntries(tables) };
    });
    expect(left.outcome.ok).toBe(true);
    expect(left.after.filter((one) => !one.includes("because"))).toEqual([]);
    expect(left.back.filter((one) => !one.includes("because")).length).toBeGreaterThan(0);
  });
});
