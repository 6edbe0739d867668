/** Consents put out of force and in force again, held against a slow and plain reading of every row. */
import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { PlanId } from "#base";
import { freshDatabase, mapped, type TestDatabase } from "#harness";
import type { ConsentRecord } from "#policy";
import { type SuspendCrashPoint, suspendCrashPoints, type SuspendOrder } from "../consent-contract.ts";
import { readCatalogue } from "./catalogue.ts";
import { countConsents, renewConsent, suspendConsents } from "./consent.ts";
import { compileOwnership } from "./ownership.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 25);
const at = { file: "policy.yaml", line: 1, column: 1 };
const boundary = { before: new Date("2026-12-01T00:00:00+01:00"), timeZone: "Europe/Amsterdam" };

/** One record of each shape: a moment that ends, a word, a truth value with a day, a moment without a zone, nothing at all. */
const records: Readonly<Record<string, ConsentRecord>> = {
  letters: {
    system: "shop",
    table: "letters",
    given: "given_at",
    ended: "ended_at",
    version: "version",
    when: [{ column: "list", equals: "it's news" }],
    at,
  },
  members: {
    system: "shop",
    table: "members",
    given: "since",
    ended: "left_at",
    when: [],
    at,
    active: { column: "status", yes: "on", no: "off" },
  },
  days: {
    system: "shop",
    table: "days",
    given: "on_day",
    when: [],
    at,
    active: { column: "mails", yes: "true", no: "false" },
  },
  proofs: { system: "shop", table: "proofs", given: "given_at", when: [], at },
};
const system = mapped({
  letters: { person: ["@email"], columns: { email: "contact.email" } },
  members: { person: ["@email"], columns: { email: "contact.email" } },
  days: { person: ["@email"], columns: { email: "contact.email" } },
  proofs: { person: ["@email"], columns: { email: "contact.email" } },
});

let database: TestDatabase;
let client: Client;
beforeAll(async () => {
  database = await freshDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    create table letters (id int primary key, email text, list text, given_at timestamptz, ended_at timestamptz, version text) partition by range (id);
    create table letters_low partition of letters for values from (0) to (5);
    create table letters_high partition of letters for values from (5) to (1000000);
    create table members (id int primary key, email text, since timestamp, status text not null, left_at date);
    create table days (id int primary key, email text, on_day date, mails boolean not null);
    create table proofs (id int primary key, email text, given_at timestamptz)`);
});
beforeEach(async () => {
  await client.query("truncate letters, members, days, proofs");
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

interface Row {
  /** Hours before or after the boundary; null: not known. */
  readonly hours: number | null;
  readonly on: boolean;
  readonly other: boolean;
}
const anyRow: fc.Arbitrary<Row> = fc.record({
  hours: fc.option(fc.integer({ min: -60, max: 60 }), { nil: null }),
  on: fc.boolean(),
  other: fc.boolean(),
});

const momentOf = ({ hours }: Row) =>
  hours === null ? null : new Date(boundary.before.getTime() + hours * 3_600_000).toISOString();
/** In Amsterdam, as somebody there writes it down. */
const local = (row: Row) => {
  const moment = momentOf(row);
  return moment === null
    ? null
    : new Intl.DateTimeFormat("sv-SE", { timeZone: boundary.timeZone, dateStyle: "short", timeStyle: "medium" }).format(
        new Date(moment),
      );
};

async function lay(rows: readonly Row[]): Promise<void> {
  for (const [id, row] of rows.entries()) {
    const email = `p${id}@post.example`;
    await client.query("insert into letters values ($1, $2, $3, $4, $5, '1')", [
      id,
      email,
      row.other ? "other" : "it's news",
      momentOf(row),
      row.on ? null : "2026-11-30T12:00:00Z",
    ]);
    await client.query("insert into members values ($1, $2, $3, $4, $5)", [
      id,
      email,
      local(row),
      row.on ? "on" : "off",
      row.other ? "2026-01-01" : null,
    ]);
    await client.query("insert into days values ($1, $2, $3, $4)", [
      id,
      email,
      local(row)?.slice(0, 10) ?? null,
      row.on,
    ]);
    await client.query("insert into proofs values ($1, $2, $3)", [id, email, momentOf(row)]);
  }
}

/** Which of them stop counting, by reading one after the other. */
function older(name: string, rows: readonly Row[]): readonly number[] {
  const before = (row: Row) => row.hours === null || row.hours < 0;
  // A day counts as a whole: the first one is the one on which the version begins.
  const dayBefore = (row: Row) => row.hours === null || (local(row) ?? "") < "2026-12-01";
  const counts: Readonly<Record<string, (row: Row) => boolean>> = {
    letters: (row) => row.on && !row.other && before(row),
    members: (row) => row.on && !row.other && before(row),
    days: (row) => row.on && dayBefore(row),
    proofs: () => false,
  };
  return rows.flatMap((row, id) => (counts[name]?.(row) === true ? [id] : []));
}

const inForce: Readonly<Record<string, string>> = {
  letters: "list = 'it''s news' and ended_at is null",
  members: "status = 'on' and left_at is null",
  days: "mails",
  proofs: "true",
};
async function idsInForce(name: string): Promise<readonly number[]> {
  const { rows } = await client.query<{ id: number }>(`select id from ${name} where ${inForce[name]} order by id`);
  return rows.map(({ id }) => id);
}
async function dump(): Promise<string> {
  const tables = await Promise.all(
    Object.keys(records).map((name) => database.query(`select * from ${name} order by id`)),
  );
  return JSON.stringify(tables);
}

const order = (name: string, more: Partial<SuspendOrder> = {}): SuspendOrder => ({
  ...boundary,
  record: records[name] as ConsentRecord,
  plan: randomUUID() as PlanId,
  step: 0,
  attempt: 1,
  rowsPerTransaction: 3,
  ...more,
});
const catalogue = () => readCatalogue(client, "public");

describe("consents of before a version", () => {
  test("are put out of force, and no other row changes; what is counted before is what happens", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 12 }), async (rows) => {
        await client.query("truncate letters, members, days, proofs");
        await lay(rows);
        const known = await catalogue();
        for (const name of Object.keys(records)) {
          const record = records[name] as ConsentRecord;
          const [wanted, before] = [older(name, rows), await idsInForce(name)];
          const counted = await countConsents(client, known, record, boundary);
          expect(counted.inForce).toBe(before.length);
          if (name !== "proofs") expect(counted.older).toBe(wanted.length);
          const outcome = await suspendConsents(client, known, order(name));
          expect(outcome).toMatchObject({ ok: true, value: { rows: wanted.length } });
          expect(await idsInForce(name)).toEqual(before.filter((id) => !wanted.includes(id)));
          if (name !== "proofs") expect((await countConsents(client, known, record, boundary)).older).toBe(0);
        }
      }),
      { numRuns: runs },
    );
  });

  const many = Array.from({ length: 10 }, (_, at): Row => ({ hours: at < 8 ? -1 : 1, on: true, other: false }));

  test.each(suspendCrashPoints)("are put out of force once, when it dies at %s and is gone on with", async (point) => {
    await lay(many);
    const known = await catalogue();
    for (let nth = 1; nth <= 4; nth++) {
      await client.query("update members set status = 'on', left_at = null");
      let met = 0;
      const dies = async (name: SuspendCrashPoint) => {
        met += name === point ? 1 : 0;
        if (met === nth) throw new Error("killed");
      };
      const plan = randomUUID() as PlanId;
      const killed = new Client({ connectionString: database.url });
      await killed.connect();
      const first = await suspendConsents(killed, known, order("members", { plan, crashPoint: dies })).catch(
        () => "died",
      );
      await killed.end();
      const again = await suspendConsents(client, known, order("members", { plan, attempt: 2 }));
      expect(again).toMatchObject({
        ok: true,
        value: { rows: 8, appliedNow: first === "died" && !(point === "after-commit" && met >= 4) },
      });
      expect(await idsInForce("members")).toEqual([8, 9]);
    }
  });

  test("stay as they are when a try wakes up that was overtaken", async () => {
    await lay(many);
    const known = await catalogue();
    const plan = randomUUID() as PlanId;
    await suspendConsents(client, known, order("letters", { plan, attempt: 7 }));
    await client.query("update letters set ended_at = null");
    const before = await dump();
    await client.query("update gestand.applied set state = 'batches' where plan = $1", [plan]);
    expect(await suspendConsents(client, known, order("letters", { plan, attempt: 6 }))).toMatchObject({
      ok: false,
      reason: "fenced",
    });
    expect(await dump()).toBe(before);
  });

  test("are not tried for ever where a trigger puts them in force again", async () => {
    await lay(many);
    await client.query(`
      create function keeps_on() returns trigger language plpgsql as $$ begin new.mails := true; return new; end $$;
      create trigger keeps_on before update on days for each row execute function keeps_on()`);
    const before = await dump();
    await expect(suspendConsents(client, await catalogue(), order("days"))).rejects.toMatchObject({
      code: "change-undone",
    });
    expect(await dump()).toBe(before);
    await client.query("drop trigger keeps_on on days");
  });

  test("are refused where the database has no such column, or none with moments", async () => {
    const known = await catalogue();
    const letters = records["letters"] as ConsentRecord;
    for (const wrong of [{ table: "none" }, { given: "none" }, { given: "email" }])
      await expect(countConsents(client, known, { ...letters, ...wrong }, boundary)).rejects.toMatchObject({
        code: "mapping-wrong",
      });
  });
});

describe("a person who consents again", () => {
  test("has their rows of this consent in force, as of that moment, and nobody else's row changes", async () => {
    await lay(Array.from({ length: 5 }, (_, at) => ({ hours: -5, on: at % 2 === 0, other: at === 3 })));
    const known = await catalogue();
    const plan = compileOwnership(known, system);
    const subject = { emails: ["p1@post.example"], anchors: [] };
    const fresh = { at: boundary.before, timeZone: boundary.timeZone, version: "2", subject };
    for (const name of ["letters", "members", "days"]) {
      const others = await database.query(`select * from ${name} where id <> 1 order by id`);
      expect(await renewConsent(client, { plan }, { ...fresh, record: records[name] as ConsentRecord })).toBe(1);
      expect(await idsInForce(name)).toContain(1);
      expect(await database.query(`select * from ${name} where id <> 1 order by id`)).toEqual(others);
      expect(older(name, [])).toEqual([]);
      expect((await suspendConsents(client, known, order(name))).ok).toBe(true);
      expect(await idsInForce(name)).toEqual([1]);
    }
    expect(await database.query("select version, given_at from letters where id = 1")).toEqual([
      { version: "2", given_at: boundary.before },
    ]);
    // Another list in the same table is another consent.
    const third = { ...fresh, subject: { emails: ["p3@post.example"], anchors: [] } };
    expect(await renewConsent(client, { plan }, { ...third, record: records["letters"] as ConsentRecord })).toBe(0);
  });

  test("before it counts has only rows in force go on; one that was withdrawn since stays withdrawn", async () => {
    await lay([
      { hours: -5, on: true, other: false },
      { hours: -5, on: false, other: false },
    ]);
    const plan = compileOwnership(await catalogue(), system);
    const renew = (email: string, inForceOnly: boolean) =>
      renewConsent(
        client,
        { plan },
        {
          record: records["letters"] as ConsentRecord,
          subject: { emails: [email], anchors: [] },
          at: boundary.before,
          timeZone: boundary.timeZone,
          version: "2",
          inForceOnly,
        },
      );
    expect([await renew("p0@post.example", true), await renew("p1@post.example", true)]).toEqual([1, 0]);
    await client.query("update letters set ended_at = now() where id = 0");
    expect([await renew("p0@post.example", false), await renew("p1@post.example", false)]).toEqual([0, 1]);
    expect(await idsInForce("letters")).toEqual([1]);
    // What is carried out again finds the same.
    expect(await renew("p1@post.example", false)).toBe(1);
  });

  test("leaves a row alone that is somebody else's too", async () => {
    await client.query(
      "create table pairs (id int primary key, email text, other text, given_at timestamptz, ended_at date)",
    );
    await client.query(
      "insert into pairs values (1, 'p1@post.example', 'p2@post.example', null, '2026-01-01'), (2, 'p1@post.example', null, null, '2026-01-01')",
    );
    const shared = mapped({
      pairs: { person: ["@email"], alsoAbout: ["@other"], columns: { email: "contact.email", other: "contact.email" } },
    });
    const record: ConsentRecord = {
      system: "shop",
      table: "pairs",
      given: "given_at",
      ended: "ended_at",
      when: [],
      at,
    };
    const subject = { emails: ["p1@post.example"], anchors: [] };
    const fresh = { record, subject, at: boundary.before, timeZone: boundary.timeZone, version: "2" };
    expect(await renewConsent(client, { plan: compileOwnership(await catalogue(), shared) }, fresh)).toBe(1);
    expect(await database.query("select id from pairs where ended_at is null")).toEqual([{ id: 2 }]);
  });
});
