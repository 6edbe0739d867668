/** Sweeps that anonymise, in every kind of database, against the slow and obvious way: each row by itself, by the policy. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addPeriod, localDate, type LocalDate } from "#base";
import { keptUntil, type System } from "#policy";
import { sweepCrashPoints } from "../sweep-contract.ts";
import { dyingAt, openShop, order, type Shop, today } from "./test-sweep.ts";
import { shopText } from "./testing.ts";

const kinds = ["postgres", "mariadb", "sqlite"] as const;
const rules =
  "masked: {until: 1 month after it, then: anonymise}\nbooks: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: anonymise}\n";
const text = (connector: System["connector"]) =>
  shopText(
    connector,
    rules,
    `calls:
  person: [person_id -> people, {email: email, of: customer}]
  columns:
    email: contact.email
    body: invoice
    note: {is: invoice, erased: gone}
    tag: {is: invoice, erased: "x_{random}"}
    said: {is: invoice, json: {a: invoice}}
    length: {is: invoice, erased: keep}
  keep: {masked: at}
replies: {person: call_id -> calls, columns: {body: invoice}, keep: {masked: call_id -> calls.at}}
coarse:
  person: person_id -> people
  columns:
    postcode: {is: address, afterTerm: {first: 4}}
    born: {is: behaviour, afterTerm: {to: year}}
    seen: {is: behaviour, afterTerm: {to: month}}
    ip: {is: behaviour, erased: keep, afterTerm: {to: network}}
    body: {is: behaviour, erased: keep, afterTerm: null}
  keep: {masked: at}
unfit: {person: person_id -> people, columns: {body: {is: behaviour, afterTerm: {to: year}}}, keep: {masked: at}}
fixed: {person: person_id -> people, columns: {body: invoice}, keep: {masked: at}}
bills: {person: person_id -> people, columns: {body: invoice}, keep: {books: at}}
`,
  );
const tables = [
  "create table people (id int primary key, email varchar(100))",
  "create table calls (id int primary key, person_id int, email varchar(30), body varchar(20), note varchar(20), tag varchar(20), said json, length int, at date)",
  "create table replies (id int primary key, call_id int, body varchar(20))",
  "create table coarse (id int primary key, person_id int, postcode varchar(20), born date, seen MOMENT, ip varchar(60), body varchar(20), at date)",
  "create table unfit (id int primary key, person_id int, body varchar(20), at date)",
  "create table fixed (id int primary key, person_id int not null, body varchar(20), at date)",
  "create table bills (id int primary key, person_id int, body varchar(20), at date)",
];
const moments = { postgres: "timestamp with time zone", mariadb: "datetime", sqlite: "timestamp" } as const;
const open = (kind: (typeof kinds)[number]) =>
  openShop(kind, { policy: text(kind), tables: tables.map((sql) => sql.replace("MOMENT", moments[kind])) });

interface Call {
  readonly id: number;
  readonly person_id: number | null;
  readonly email: string | null;
  readonly body: string | null;
  readonly note: string | null;
  readonly tag: string | null;
  readonly said: unknown;
  readonly length: number;
  readonly at: LocalDate | null;
}

const quoted = (value: string | number | null) =>
  typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);

async function lay(one: Shop, calls: readonly Call[]): Promise<void> {
  await one.run("delete from calls");
  if (calls.length === 0) return;
  const values = calls.map(({ said, ...call }) => {
    const { id, person_id, email, body, note, tag, length, at } = call;
    const document = said === null ? null : JSON.stringify(said);
    return `(${[id, person_id, email, body, note, tag, document, length, at].map(quoted).join(", ")})`;
  });
  await one.run(`insert into calls values ${values.join(", ")}`);
}

async function callsIn(one: Shop): Promise<Call[]> {
  const rows = ((await one.rows()).get("calls") ?? []).map((row) => JSON.parse(row) as Record<string, unknown>);
  return rows
    .map(
      (row) =>
        ({
          ...row,
          id: Number(row["id"]),
          person_id: row["person_id"] === null ? null : Number(row["person_id"]),
          length: Number(row["length"]),
          at: typeof row["at"] === "string" ? localDate(row["at"].slice(0, 10)) : null,
          said: typeof row["said"] === "string" ? JSON.parse(row["said"]) : row["said"],
        }) as Call,
    )
    .toSorted((a, b) => a.id - b.id);
}

const at = fc
  .integer({ min: 0, max: 120 })
  .map((days): LocalDate => addPeriod(localDate("2026-08-15"), { amount: days, unit: "day" }));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 3 });
const call = fc.record({
  person_id: maybe(fc.integer({ min: 1, max: 3 })),
  email: maybe(fc.constantFrom("ann@shop.example", "bob@shop.example")),
  body: maybe(fc.constantFrom("body", "")),
  note: maybe(fc.constantFrom("note", "gone", "")),
  tag: maybe(fc.constantFrom("tag", "x_abc", "xabc")),
  said: maybe(fc.constantFrom({ a: "secret", b: 1 }, { b: 2 }, { a: null })),
  length: fc.nat(9),
  at: maybe(at),
});
const calls = fc.array(call, { maxLength: 20 }).map((rows) => rows.map((row, id): Call => ({ id, ...row })));

const withoutA = (said: unknown) => {
  if (said === null) return null;
  const { a: _, ...rest } = said as Record<string, unknown>;
  return rest;
};
const isPersonal = (row: Call) =>
  row.person_id !== null ||
  row.email !== null ||
  row.body !== null ||
  (row.note !== null && row.note !== "gone") ||
  (row.tag !== null && !row.tag.startsWith("x_")) ||
  (row.said !== null && "a" in (row.said as object));

test.each(kinds)("%s: what is past its term loses its person, and nothing else changes", async (kind) => {
  await using one = await open(kind);
  const isOver = ({ at: day }: Call) => day !== null && (keptUntil(one.policy, "masked", day) ?? today) < today;
  await fc.assert(
    fc.asyncProperty(calls, async (before) => {
      await lay(one, before);
      const due = before.filter((row) => isOver(row) && isPersonal(row));
      const personal = before.filter(isPersonal);
      const counted = (await one.connected.terms([today])).find(({ table }) => table === "calls");
      expect(counted).toMatchObject({
        rows: personal.length,
        over: [due.length],
        unknown: personal.filter((row) => row.at === null).length,
      });
      expect(await one.connected.sweepPreview("calls", today)).toMatchObject({
        does: "anonymise",
        rows: personal.length,
        due: due.length,
        free: due.length,
        referredTo: 0,
        referring: [],
        indexed: false,
      });
      expect(await one.connected.sweep(order("calls"))).toEqual({
        ok: true,
        value: { rows: due.length, appliedNow: true },
      });
      const after = await callsIn(one);
      const ids = new Set(due.map(({ id }) => id));
      expect(after.map((row) => (ids.has(row.id) ? { ...row, tag: row.tag?.slice(0, 2) } : row))).toEqual(
        before.map((row) =>
          ids.has(row.id)
            ? {
                ...row,
                person_id: null,
                email: null,
                body: null,
                note: "gone",
                tag: "x_",
                said: withoutA(row.said),
              }
            : row,
        ),
      );
      // Once is enough: the second night finds nothing, and writes nothing.
      expect(await one.connected.sweep(order("calls"))).toMatchObject({ value: { rows: 0 } });
      expect(await callsIn(one)).toEqual(after);
    }),
    { numRuns: Math.min(Number(process.env["GESTAND_RUNS"] ?? 12), 100) },
  );
});

test.each(kinds)("%s: one that dies anywhere is gone on with, and never does more than was approved", async (kind) => {
  await using one = await open(kind);
  const rows = Array.from(
    { length: 11 },
    (_, id): Call => ({
      id,
      person_id: 1,
      email: null,
      body: "b",
      note: null,
      tag: null,
      said: null,
      length: 1,
      at: localDate("2026-01-01"),
    }),
  );
  for (const point of sweepCrashPoints) {
    await lay(one, rows);
    const swept = order("calls");
    await expect(one.connected.sweep(dyingAt(point, swept)), point).rejects.toThrow();
    expect(await one.connected.sweep({ ...swept, attempt: 2 }), point).toEqual({
      ok: true,
      value: { rows: 11, appliedNow: true },
    });
    expect((await callsIn(one)).filter(isPersonal)).toEqual([]);
  }
  await lay(one, rows);
  expect(await one.connected.sweep(order("calls", { atMost: 5 }))).toMatchObject({ ok: false, reason: "blocked" });
  expect((await callsIn(one)).filter(isPersonal)).toHaveLength(6);
});

test.each(kinds)("%s: a link that may not be empty is no reason to empty the rest, but to do nothing", async (kind) => {
  await using one = await open(kind);
  await one.run("insert into fixed values (1, 1, 'b', '2026-01-01')");
  await expect(one.connected.sweepPreview("fixed", today)).rejects.toThrow(/person_id may not be empty/);
  await expect(one.connected.sweep(order("fixed"))).rejects.toThrow(/person_id may not be empty/);
  expect((await one.connected.terms([today])).find(({ table }) => table === "fixed")).toMatchObject({ over: [1] });
  expect((await one.rows()).get("fixed")).toHaveLength(1);
});

const addresses: readonly (readonly [string, string | null])[] = [
  ["192.0.2.201", "192.0.2.0"],
  ["10.0.0.0", "10.0.0.0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::"],
  ["2001:db8::1", "2001:db8::"],
  ["::1", "::"],
  ["fe80:1:2::7", "fe80:1:2::"],
  ["::ffff:192.0.2.1", "::"],
  ["ann's laptop", null],
  ["12:30", null],
];

test.each(kinds)(
  "%s: a part of a value stays where the policy says so, and what has no such part goes",
  async (kind) => {
    await using one = await open(kind);
    for (const [id, [ip]] of addresses.entries())
      await one.run(
        `insert into coarse values (${id}, 1, '1234 AB', '1990-07-${10 + id}', '2025-1${id % 3}-15 12:00:00', ${quoted(ip)}, 'b', '2026-01-01')`,
      );
    await one.run("insert into coarse values (90, 1, '12', null, null, null, null, '2026-01-01')");
    await one.run("insert into coarse values (91, 1, '1234 AB', '1990-07-01', null, '192.0.2.7', 'b', '2026-11-19')");
    const sweep = () => one.connected.sweep(order("coarse"));
    expect(await sweep()).toMatchObject({ value: { rows: addresses.length + 1 } });
    const found = ((await one.rows()).get("coarse") ?? [])
      .map((row) => JSON.parse(row) as Record<string, string | number | null>)
      .toSorted((a, b) => Number(a["id"]) - Number(b["id"]))
      .map(({ person_id, postcode, born, seen, ip, body }) => [
        person_id === null ? null : Number(person_id),
        postcode,
        typeof born === "string" ? born.slice(0, 10) : born,
        typeof seen === "string" ? seen.slice(0, 10) : seen,
        ip,
        body,
      ]);
    expect(found).toEqual([
      ...addresses.map(([, network], id) => [null, "1234", "1990-01-01", `2025-1${id % 3}-01`, network, null]),
      [null, "12", null, null, null, null],
      [1, "1234 AB", "1990-07-01", null, "192.0.2.7", "b"],
    ]);
    // Those parts are parts of themselves.
    expect(await sweep()).toMatchObject({ value: { rows: 0 } });
    await expect(one.connected.sweepPreview("unfit", today)).rejects.toThrow(/no such part can stay/);
  },
);
