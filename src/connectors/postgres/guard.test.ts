import type { Pool, PoolClient } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase, testPool } from "#harness";
import type { Policy, System, Table } from "#policy";
import { readCatalogue } from "./catalogue.ts";
import { openSessions, type Sessions } from "./connect-pool.ts";
import { guardCheck, guardInstall, guardPlan } from "./guard.ts";
import { rowKeySql } from "./guard-schema.ts";

const at = { file: "policy.yaml", line: 1, column: 1 };
const guardedTable = (name: string): Table => ({
  cites: [],
  at,
  name,
  person: [],
  alsoAbout: [],
  columns: [],
  notPersonal: [],
  keep: { rule: "invoices" },
  erase: "delete",
  shared: { access: "withhold", erase: "keep" },
});

const dangers = [
  ["a dropped policy", "drop policy gestand_held on invoices", "guard-leak"],
  ["row security turned off", "alter table invoices disable row level security", "guard-leak"],
  ["a policy that was emptied", "alter policy gestand_held on lines using (true)", "guard-leak"],
  ["a policy for somebody else", "alter policy gestand_held on lines to OTHER", "guard-leak"],
  ["a partition without guard", "drop policy gestand_held on ledger_old", "guard-leak"],
  [
    "a new partition",
    "create table p partition of ledger_new for values from ('2030-01-01') to (maxvalue)",
    "guard-incomplete",
  ],
  ["staff that bypasses row security", "alter role STAFF bypassrls", "guard-role-escapes"],
  ["staff as superuser", "alter role STAFF superuser", "guard-role-escapes"],
  ["staff as owner", "alter table invoices owner to STAFF", "guard-role-escapes"],
  ["staff in the audit role", "grant AUDIT to STAFF", "guard-role-escapes"],
  ["staff in the owner role", "alter table lines owner to OTHER; grant OTHER to STAFF", "guard-role-escapes"],
  ["staff in a role that reads everything", "grant pg_read_all_data to STAFF", "guard-role-escapes"],
  ["an audit role that lost its right", "revoke select on invoices from AUDIT", "guard-audit-blind"],
  ["the policy that keeps rows visible dropped", "drop policy gestand_everyone on invoices", "guard-audit-blind"],
  ["a right to truncate", "grant truncate on invoices to STAFF", "guard-truncate"],
  ["held rows deleted behind our back", "delete from invoices where id = 1", "guard-lost-rows"],
  [
    "a view with its owner's rights",
    "create view v as select * from invoices; grant select on v to STAFF",
    "guard-view-leaks",
  ],
  [
    "a view above a view",
    "create view v as select * from lines; create view w as select what from v; grant select on w to STAFF",
    "guard-view-leaks",
  ],
  [
    "a view of a partition",
    "create view v as select * from ledger_old; grant select on v to public",
    "guard-view-leaks",
  ],
  [
    "a materialized view",
    "create materialized view m as select * from invoices; grant select on m to STAFF",
    "guard-materialized-view",
  ],
  [
    "a function with its owner's rights",
    "create function f() returns setof invoices language sql security definer as 'select * from invoices'",
    "guard-function-may-leak",
  ],
] as const;

describe("the guard of held rows", () => {
  let database: TestDatabase;
  let sessions: Sessions;
  let pool: Pool;
  let staff: string;
  let audit: string;
  let other: string;

  const tables = ["invoices", "lines", "ledger"];
  const system = (): System => ({
    cites: [],
    at,
    name: "shop",
    title: { en: "shop" },
    connector: "postgres",
    urlFrom: "SHOP",
    schema: "public",
    roles: { staff: [staff], audit: [audit] },
    withoutPersons: [],
    tables: tables.map(guardedTable),
  });
  const policy = {
    rights: { granted: [] },
    keep: [
      {
        name: "invoices",
        until: { kind: "law", duty: "nl.tax.records" },
        hold: { hiddenFrom: ["staff"], readableBy: ["audit"] },
        cites: [],
        at,
      },
    ],
  } as unknown as Policy;

  const install = () => sessions.transaction("guard", "read write", (client) => guardInstall(client, policy, system()));
  const plan = () => sessions.use("guard", (client) => guardPlan(client, policy, system()));
  const check = () => sessions.transaction("guard", "always roll back", (c) => guardCheck(c, policy, system()));
  const codes = async () => (await check()).problems.map((problem) => problem.code).sort();
  const as = async <Row>(role: string, sql: string, settings = ""): Promise<Row[]> => {
    const client: PoolClient = await pool.connect();
    try {
      await client.query(`set role ${role}; ${settings}`);
      return (await client.query(sql)).rows as Row[];
    } finally {
      client.release(true);
    }
  };
  const count = async (role: string, table: string) =>
    (await as<{ n: string }>(role, `select count(*) n from ${table}`))[0]?.n;
  const hold = async (table: string, where: string) => {
    const relation = (await readCatalogue(pool, "public")).relations.get(table);
    if (relation === undefined) throw new Error(table);
    await database.query(
      `insert into gestand.held select 'public.${table}', ${rowKeySql(relation, "t")}, 'invoices', '2033-12-31',
       gen_random_uuid() from ${table} t where ${where}`,
    );
  };

  beforeEach(async () => {
    database = await freshDatabase();
    [staff, audit, other] = ["staff", "audit", "other"].map((name) => `${name}_${database.name}`) as [
      string,
      string,
      string,
    ];
    await database.query(`
      create role ${staff}; create role ${audit}; create role ${other};
      create table invoices (shop int, id int, name text, primary key (shop, id));
      create table lines (invoice_shop int, invoice int, line int, what text, primary key (invoice_shop, invoice, line));
      create table ledger (at timestamptz, id text, amount numeric, primary key (at, id)) partition by range (at);
      create table ledger_old partition of ledger for values from (minvalue) to ('2025-01-01');
      create table ledger_new partition of ledger for values from ('2025-01-01') to (maxvalue) partition by range (at);
      create table ledger_2025 partition of ledger_new for values from ('2025-01-01') to ('2026-01-01');
      insert into invoices select 1, i, 'n' || i from generate_series(1, 10) i;
      insert into lines select 1, i, l, 'x' from generate_series(1, 10) i, generate_series(1, 2) l;
      insert into ledger select timestamptz '2024-12-30 23:30:00+01' + i * interval '1 day', 'r' || i, i from generate_series(1, 6) i;
      grant select, update, delete on all tables in schema public to ${staff};
      grant select on all tables in schema public to ${other};
    `);
    sessions = await openSessions(database.url, "public");
    pool = testPool(database.url, 2);
    pool.on("connect", (client) => client.on("error", () => undefined));
  });
  afterEach(async () => {
    await sessions.close();
    await pool.end();
    await database.query(`drop owned by ${staff}, ${audit}, ${other} cascade; drop role ${staff}, ${audit}, ${other}`);
    await database.drop();
  });

  it("says what it will do, does it once, and then has nothing left to do", async () => {
    const before = await plan();
    expect(before.length).toBeGreaterThan(10);
    for (const statement of before) expect(statement.purpose).toMatch(/^[A-Z].*\.$/);
    expect(await codes()).toContain("guard-incomplete");
    await install();
    expect(await plan()).toEqual([]);
    expect(await check()).toMatchObject({ installed: true, problems: [] });
    await install();
    expect(await plan()).toEqual([]);
  });

  it("hides held rows from staff in tables and partitions, and shows them to the audit role", async () => {
    await install();
    await hold("invoices", "id <= 3");
    await hold("lines", "invoice <= 3");
    await hold("ledger", "amount in (1, 6)");
    expect(await count(staff, "invoices")).toBe("7");
    expect(await count(staff, "lines")).toBe("14");
    expect(await count(staff, "ledger")).toBe("4");
    expect(await count(audit, "invoices")).toBe("10");
    expect(await count(other, "invoices")).toBe("10");
    expect(await count(staff, "ledger_old")).toBe("0");
    expect(await count(staff, "ledger_new")).toBe("4");
    const result = await check();
    expect(result.problems).toEqual([]);
    expect(result.visible).toContainEqual({ role: staff, relation: "public.invoices", heldRows: 3, visibleRows: 0 });
    expect(result.visible).toContainEqual({ role: audit, relation: "public.ledger", heldRows: 2, visibleRows: 2 });
    expect(result.visible).toContainEqual({ role: staff, relation: "public.ledger_old", heldRows: 2, visibleRows: 0 });
    expect(await database.query("select count(*)::int as n from gestand.held where rule = 'probe'")).toEqual([
      { n: 0 },
    ]);
  });

  it("hides them in every time zone and from changes too, and shows staff keys only", async () => {
    await install();
    await hold("ledger", "amount = 1");
    for (const zone of ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
      expect(await as(staff, "select id from ledger order by id", `set timezone = '${zone}'`)).not.toContainEqual({
        id: "r1",
      });
    await as(staff, "update ledger set amount = 99");
    await as(staff, "delete from ledger where id = 'r1'");
    expect(await database.query("select amount::int as a from ledger where id = 'r1'")).toEqual([{ a: 1 }]);
    await expect(as(staff, "select rule from gestand.held")).rejects.toThrow("permission denied");
    await expect(as(staff, "delete from gestand.held")).rejects.toThrow("permission denied");
  });

  it("notices everything that could show held rows, each by itself", async () => {
    await install();
    await hold("invoices", "id <= 2");
    expect(await codes()).toEqual([]);
    for (const [what, sql, code] of dangers) {
      // The danger and the check share a transaction that is rolled back, so that each is alone.
      const found = await sessions.transaction("guard", "always roll back", async (client) => {
        await client.query(sql.replace(/STAFF/g, staff).replace(/AUDIT/g, audit).replace(/OTHER/g, other));
        return guardCheck(client, policy, system());
      });
      expect([what, ...found.problems.map((problem) => problem.code)]).toContain(code);
    }
    expect(await codes()).toEqual([]);
  });

  it("makes views safe where nobody loses them, and says so where somebody would", async () => {
    await database.query(`create view safe as select shop, id, name from invoices; grant select on safe to ${staff};
      create view hard as select shop, id from invoices; revoke select on invoices from ${other};
      grant select on hard to ${staff}, ${other}`);
    await install();
    await hold("invoices", "id <= 4");
    expect(await as(staff, "select count(*)::int as n from safe")).toEqual([{ n: 6 }]);
    const result = await check();
    expect(result.visible).toContainEqual({ role: staff, relation: "public.safe", heldRows: 4, visibleRows: 0 });
    expect(result.visible).toContainEqual({ role: staff, relation: "public.hard", heldRows: 4, visibleRows: 4 });
    expect(result.problems.map((problem) => problem.code).sort()).toEqual(["guard-leak", "guard-view-leaks"]);
    expect(result.problems.find((problem) => problem.code === "guard-view-leaks")?.remedy).toContain(other);
  });

  it("keeps row security that was there before, and does not open what was closed", async () => {
    await database.query(`alter table invoices enable row level security;
      create policy own on invoices for select to ${staff} using (id > 2)`);
    await install();
    await hold("invoices", "id in (1, 5)");
    expect(await as(staff, "select count(*)::int as n from invoices")).toEqual([{ n: 7 }]);
    expect(await as(other, "select count(*)::int as n from invoices")).toEqual([{ n: 0 }]);
    expect(await as(audit, "select id from invoices order by id")).toEqual([{ id: 1 }, { id: 5 }]);
    expect(await check()).toMatchObject({ installed: true, problems: [] });
  });

  it("works for an owner who is no superuser, and says what keeps it from proving the guard", async () => {
    const owner = `owner_${database.name}`;
    await database.query(`create role ${owner} login; grant create on database ${database.name} to ${owner};
      grant usage, create on schema public to ${owner}; ${tables.map((name) => `alter table ${name} owner to ${owner};`).join("")}
      alter table ledger_old owner to ${owner}; alter table ledger_new owner to ${owner}; alter table ledger_2025 owner to ${owner}`);
    const own = await openSessions(database.url.replace("postgres@", `${owner}@`), "public");
    try {
      await own.transaction("guard", "read write", (client) => guardInstall(client, policy, system()));
      const look = () => own.transaction("guard", "always roll back", (client) => guardCheck(client, policy, system()));
      const unproven = await look();
      expect(unproven.problems.map((problem) => problem.code)).toEqual(["guard-unproven", "guard-unproven"]);
      expect(unproven.visible).toEqual([]);
      await database.query(`grant ${staff}, ${audit} to ${owner}`);
      await database.query(
        `insert into gestand.held values ('public.invoices', '[1, 1]', 'invoices', '2033-12-31', gen_random_uuid())`,
      );
      const proven = await look();
      expect(proven).toMatchObject({ installed: true, problems: [] });
      expect(proven.visible).toContainEqual({ role: audit, relation: "public.invoices", heldRows: 1, visibleRows: 1 });
    } finally {
      await own.close();
      await database.query(`reassign owned by ${owner} to postgres; drop owned by ${owner}; drop role ${owner}`);
    }
  });

  it("hides rows of tables with hostile names, and keys with every type of column", async () => {
    await database.query(
      `create schema "odd ""s"; create type colour as enum ('a b', 'c');
      create table "odd ""s"."it's \\ ""q""" ("k'1" text, "K 2" timestamptz, b bytea, f float8, c colour, ch char(5), n numeric(9,2),
        u uuid, primary key ("k'1", "K 2", b, f, c, ch, n, u));
      insert into "odd ""s"."it's \\ ""q""" select 'x''"\\ ' || i, now(), '\\xff00', 0.1 + i, 'a b', 'ab', i, gen_random_uuid() from generate_series(1, 3) i;
      grant usage on schema "odd ""s" to ${staff}; grant select on all tables in schema "odd ""s" to ${staff}`.replaceAll(
        "\\\\",
        "\\",
      ),
    );
    const odd: System = { ...system(), schema: 'odd "s', tables: [guardedTable('it\'s \\ "q"')] };
    const own = await openSessions(database.url, odd.schema);
    await own.transaction("guard", "read write", (client) => guardInstall(client, policy, odd));
    expect(await own.use("guard", (client) => guardPlan(client, policy, odd))).toEqual([]);
    const relation = (await readCatalogue(pool, odd.schema)).relations.get('it\'s \\ "q"');
    if (relation === undefined) throw new Error("not found");
    await database.query(
      `insert into gestand.held select $1, ${rowKeySql(relation, "t")}, 'invoices', '2033-12-31', gen_random_uuid()
       from "odd ""s"."it's \\ ""q""" t where t.n <= 2`,
      ['odd "s.it\'s \\ "q"'],
    );
    const result = await own.transaction("guard", "always roll back", (client) => guardCheck(client, policy, odd));
    expect(result.problems).toEqual([]);
    expect(result.visible.map(({ heldRows, visibleRows }) => [heldRows, visibleRows])).toEqual([
      [2, 0],
      [2, 2],
    ]);
    expect(await as(staff, 'select count(*)::int as n from "odd ""s"."it\'s \\ ""q"""')).toEqual([{ n: 1 }]);
    await own.close();
  });

  it("names roles that do not exist, and tables whose rows cannot be named", async () => {
    await database.query("alter table lines drop constraint lines_pkey; alter table lines alter line drop not null");
    const odd: System = { ...system(), roles: { staff: ["nobody_here"] } };
    const result = await sessions.transaction("guard", "always roll back", (client) => guardCheck(client, policy, odd));
    expect(result.problems.map((problem) => problem.code)).toEqual(
      expect.arrayContaining(["unknown-role", "guard-role-undeclared", "guard-without-key"]),
    );
  });
});
