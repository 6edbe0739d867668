import { inspect } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isOperationalError, localDate } from "#base";
import { freshDatabase, mapped, type TestDatabase } from "#harness";
import type { Policy } from "#policy";
import { connect } from "../connect.ts";
import type { ConnectedSystem, Subject } from "../contract.ts";
import { openSessions } from "./connect-pool.ts";

const policy = { keep: [], categories: [], recipients: [], languages: ["en"] } as unknown as Policy;
const system = mapped({
  customers: { person: ["is email"], columns: { email: "contact.email", name: "name" } },
  orders: { person: ["customer -> customers"], columns: { note: "free-text" } },
});
const today = localDate("2026-11-22");

const at = (url: string) => connect({ policy, system, url });

describe("a connection to a customer's database", () => {
  let database: TestDatabase;
  let connected: ConnectedSystem;

  beforeAll(async () => {
    database = await freshDatabase();
    await database.query(`
      create table customers (id int primary key, email text, name text);
      create table orders (id int primary key, customer int references customers, note text);
      insert into customers values (1, 'Ada@example.org', 'Ada'), (2, 'bob@example.org', 'Bob');
      insert into orders values (1, 1, 'ring twice'), (2, 2, 'none')`);
    connected = await at(database.url);
  });
  afterAll(async () => {
    await connected.close();
    await database.drop();
  });

  it("finds, previews, answers, erases, looks again and forgets", async () => {
    const located = await connected.locate(["ada@example.org"]);
    expect(located.candidates).toHaveLength(1);
    const subject: Subject = { emails: ["ada@example.org"], anchors: located.candidates.map((found) => found.anchor) };
    const dry = await connected.preview("erasure", subject, today);
    expect(dry.problems).toEqual([]);
    expect(dry.tables.map(({ table, deleted }) => [table, deleted])).toEqual(
      expect.arrayContaining([
        ["customers", 1],
        ["orders", 1],
      ]),
    );
    const answer = await connected.answer(subject);
    expect(answer.files.map((file) => file.category).sort()).toEqual(["contact", "free-text", "name"]);
    await answer.close();
    const identifiers = await connected.identifiers(subject);
    const plan = "00000000-0000-4000-8000-000000000001" as never;
    const done = await connected.erase({ plan, step: 1, attempt: 1, subject, today, rowsPerTransaction: 1000 });
    expect(done).toMatchObject({ ok: true, value: { appliedNow: true } });
    expect(await connected.residue(identifiers, "everywhere")).toEqual([]);
    await connected.forget(plan);
    expect(await database.query("select id from customers")).toEqual([{ id: 2 }]);
    const left: string[] = [];
    for await (const batch of connected.values(["contact.email"])) left.push(...batch.map(({ value }) => value));
    expect(left).toEqual(["bob@example.org"]);
  });

  it("gives a session back when the reader of values stops early", async () => {
    for (let i = 0; i < 6; i++) for await (const _ of connected.values(["contact.email"])) break;
    expect((await connected.locate(["bob@example.org"])).candidates).toHaveLength(1);
  });

  it("stops with a clear error when the database goes away in the middle, and works again afterwards", async () => {
    const sessions = await openSessions(database.url, "public");
    const failure = await sessions
      .use("Reading orders", async (client) => {
        await client.query("begin");
        await client.query("update orders set note = 'changed'");
        const { rows } = await client.query("select pg_backend_pid() as pid");
        await database.query("select pg_terminate_backend($1, 5000)", [rows[0].pid]);
        await client.query("select 1");
      })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "database-unreachable", retryable: true });
    expect(await database.query("select note from orders where note = 'changed'")).toEqual([]);
    expect(await sessions.use("Reading", (client) => client.query("select 1 as one"))).toMatchObject({
      rows: [{ one: 1 }],
    });
    await sessions.close();
    await sessions.close();
  });

  it("stands every idle session being ended by the server", async () => {
    const own = await freshDatabase();
    const other = await openSessions(own.url, "public");
    await Promise.all([1, 2, 3].map(() => other.use("Waiting", (client) => client.query("select 1"))));
    await own.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and application_name = 'gestand'",
      [own.name],
    );
    await expect
      .poll(() =>
        other
          .use("Reading", (client) => client.query("select 1 as one"))
          .then(
            ({ rowCount }) => rowCount,
            () => 0,
          ),
      )
      .toBe(1);
    await other.close();
    await own.drop();
  });

  it("says what is wrong without the address, the password or a value of a row", async () => {
    const secret = "hunter2-secret";
    const addresses: [string, string][] = [
      [`postgres://gestand:${secret}@127.0.0.1:1/shop`, "database-unreachable"],
      [`postgres://gestand:${secret}@no-such-host.invalid/shop`, "database-unreachable"],
      [database.url.replace(database.name, `nothing_${secret}`), "database-missing"],
      [`postgres://gestand:${secret}@[broken/shop`, "database-address"],
      [
        `${database.url}${database.url.includes("?") ? "&" : "?"}sslrootcert=/nowhere/${secret}.pem`,
        "database-address",
      ],
      [database.url.replace("postgres@", `nobody-${secret}@`), "permission-denied"],
    ];
    for (const [url, code] of addresses) {
      const failure = await at(url).catch((error: unknown) => error);
      expect(isOperationalError(failure)).toBe(true);
      expect(failure).toMatchObject({ code });
      expect(inspect(failure, { depth: 9 })).not.toContain(secret);
    }
    const sessions = await openSessions(database.url, "public");
    for (const sql of ["insert into customers values (2, 'bob@example.org')", "select 'bob@example.org'::int"]) {
      const failure = await sessions.use("Writing", (client) => client.query(sql)).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "database-refused" });
      expect(inspect(failure, { depth: 9 })).not.toContain("bob@");
    }
    await sessions.close();
  });

  it("names a lock that is not given, a right that is missing, and work that may be tried again", async () => {
    const sessions = await openSessions(database.url, "public");
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query("begin; lock table orders");
    const locked = sessions.use("Reading orders", (client) =>
      client.query("set lock_timeout = '20ms'").then(() => client.query("select * from orders")),
    );
    await expect(locked).rejects.toMatchObject({ code: "lock-timeout", retryable: true });
    await holder.end();
    const slow = sessions.use("Sleeping", (client) =>
      client.query("set statement_timeout = '20ms'").then(() => client.query("select pg_sleep(10)")),
    );
    await expect(slow).rejects.toMatchObject({ code: "statement-timeout", retryable: true });
    await sessions.close();
  });

  it("reads with the same settings whatever the role or the database prefers", async () => {
    await using own = await freshDatabase();
    await own.query(`alter database ${own.name} set timezone = 'Asia/Tokyo';
      alter database ${own.name} set search_path = 'elsewhere'; alter database ${own.name} set datestyle = 'German'`);
    const sessions = await openSessions(own.url, "public");
    const { rows } = await sessions.use("Reading", (client) =>
      client.query(`select current_setting('timezone') z, current_setting('search_path') p, current_setting('datestyle') d,
        current_setting('row_security') r, current_setting('application_name') a`),
    );
    expect(rows).toEqual([{ z: "UTC", p: '"public"', d: "ISO, YMD", r: "off", a: "gestand" }]);
    await sessions.close();
  });

  it("never leaves out rows that row security would hide from it, but refuses", async () => {
    const role = `limited_${database.name}`;
    await database.query(`create role ${role} login; grant usage on schema public to ${role};
      grant select, update, delete on all tables in schema public to ${role};
      alter table orders enable row level security; create policy partly on orders using (id > 100)`);
    const limited = await at(database.url.replace("postgres@", `${role}@`));
    try {
      const problems = await limited.inspect();
      expect(problems.map((problem) => problem.code)).toContain("row-security-applies");
      const subject: Subject = {
        emails: ["bob@example.org"],
        anchors: [{ system: "shop", table: "customers", key: ["2"] }],
      };
      await expect(limited.answer(subject)).rejects.toMatchObject({ code: "permission-denied" });
    } finally {
      await limited.close();
      await database.query(`alter table orders disable row level security; drop owned by ${role}; drop role ${role}`);
    }
  });
});
