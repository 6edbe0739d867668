/** Sweeps of a table, in every kind of database, against the slow and obvious way: each row by itself, by the policy. */
import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { addPeriod, type LocalDate, localDate, type PlanId } from "#base";
import { keptUntil, type System } from "#policy";
import { sweepCrashPoints } from "../sweep-contract.ts";
import { dyingAt, openShop, order, type Shop, today } from "./test-sweep.ts";
import { shopText } from "./testing.ts";

const text = (connector: System["connector"]) =>
  shopText(
    connector,
    "month: {until: 1 month after it, then: erase}\nbooks: {until: {law: nl.tax.records}, hold: {hiddenFrom: staff, readableBy: audit}, then: erase}\nsums: {until: 1 month after it, then: aggregate}\n",
    `orders: {person: person_id -> people, columns: {body: invoice}, keep: {month: at}}
parts: {person: order_id -> orders, columns: {body: invoice}, keep: {month: order_id -> orders.at}}
replies: {person: person_id -> people, columns: {body: invoice}, keep: {month: at}}
bills: {person: person_id -> people, columns: {body: invoice}, keep: {books: at}}
counted: {person: person_id -> people, columns: {body: invoice}, keep: {sums: at}}
`,
  );
const bodies = "person_id int, body varchar(20), at date";
const tables = [
  "create table people (id int primary key, email varchar(100))",
  `create table orders (id int primary key, ${bodies})`,
  "create table parts (order_id int not null references orders(id), line int not null, body varchar(20), primary key (order_id, line))",
  `create table replies (id int primary key, ${bodies}, answers int references replies(id))`,
  `create table bills (id int primary key, ${bodies})`,
  `create table counted (id int primary key, ${bodies})`,
  "create index orders_at on orders (at)",
];

const kinds = ["postgres", "mariadb", "sqlite"] as const;
const open = (kind: (typeof kinds)[number]) => openShop(kind, { policy: text(kind), tables });

const at = fc
  .integer({ min: 0, max: 120 })
  .map((days): LocalDate => addPeriod(localDate("2026-08-15"), { amount: days, unit: "day" }));
const starts = fc.array(fc.option(at, { freq: 8 }), { maxLength: 25 });

const on = (day: string) => ({ today: localDate(day) });

async function lay(one: Shop, table: string, days: readonly (LocalDate | null)[]): Promise<void> {
  if (days.length === 0) return;
  const values = days.map((day, id) => `(${id}, 1, 'x', ${day === null ? "null" : `'${day}'`})`);
  await one.run(`insert into ${table} (id, person_id, body, at) values ${values.join(", ")}`);
}

const idsOf = (rows: readonly string[] | undefined) =>
  (rows ?? []).map((row) => Number((JSON.parse(row) as { id: number | string }).id)).toSorted((a, b) => a - b);

test.each(kinds)("%s: what is past its term goes, and nothing else changes", async (kind) => {
  await using one = await open(kind);
  const isOver = (day: LocalDate | null) => day !== null && (keptUntil(one.policy, "month", day) ?? today) < today;
  await fc.assert(
    fc.asyncProperty(starts, fc.array(fc.nat(24)), async (days, lined) => {
      for (const table of ["parts", "orders", "replies", "bills"]) await one.run(`delete from ${table}`);
      await lay(one, "orders", days);
      await lay(one, "bills", days);
      const withParts = [...new Set(lined)].filter((id) => id < days.length);
      for (const id of withParts) await one.run(`insert into parts values (${id}, 1, 'x'), (${id}, 2, 'x')`);
      const due = days.flatMap((day, id) => (isOver(day) ? [id] : []));
      const free = due.filter((id) => !withParts.includes(id));
      const before = await one.rows();
      const oldest = due.flatMap((id) => days[id] ?? []).toSorted()[0];
      expect(await one.connected.sweepPreview("orders", today)).toEqual({
        table: "orders",
        rule: "month",
        does: "delete",
        rows: days.length,
        due: due.length,
        free: free.length,
        held: 0,
        restricted: 0,
        referredTo: due.length - free.length,
        referring: ["parts"],
        ...(oldest && { oldest }),
        indexed: true,
      });
      const answer = await one.connected.sweep(order("orders"));
      expect(answer).toEqual({ ok: true, value: { rows: free.length, appliedNow: true } });
      const after = await one.rows();
      expect(idsOf(after.get("orders"))).toEqual([...days.keys()].filter((id) => !free.includes(id)));
      for (const table of ["people", "parts", "bills"]) expect(after.get(table)).toEqual(before.get(table));
      // The parts go first where their term is that of the order, and then the orders that waited for them.
      const parts = await one.connected.sweep(order("parts"));
      expect(parts).toMatchObject({ ok: true, value: { rows: 2 * (due.length - free.length) } });
      expect(await one.connected.sweep(order("orders"))).toMatchObject({
        value: { rows: due.length - free.length },
      });
      expect(idsOf((await one.rows()).get("orders"))).toEqual([...days.keys()].filter((id) => !due.includes(id)));
    }),
    { numRuns: Math.min(Number(process.env["GESTAND_RUNS"] ?? 12), 100) },
  );
});

test.each(kinds)(
  "%s: rows that answer each other go from the last to the first; a row that stays keeps those before it",
  async (kind) => {
    await using one = await open(kind);
    const old = localDate("2026-01-01");
    await lay(one, "replies", [old, old, old, old, localDate("2026-11-19")]);
    await one.run("update replies set answers = id - 1 where id in (1, 2, 4)");
    expect(await one.connected.sweepPreview("replies", today)).toMatchObject({
      due: 4,
      free: 1,
      referredTo: 3,
      indexed: false,
    });
    expect(await one.connected.sweep(order("replies"))).toMatchObject({ value: { rows: 3 } });
    expect(idsOf((await one.rows()).get("replies"))).toEqual([3, 4]);
  },
);

test.each(kinds)("%s: a row that a law holds longer for somebody who was erased stays until that day", async (kind) => {
  await using one = await open(kind);
  await one.run("insert into people values (1, 'ann@shop.example'), (2, 'bob@shop.example')");
  await lay(one, "bills", [localDate("2015-05-01"), localDate("2024-05-01")]);
  const plan = randomUUID() as string as PlanId;
  const subject = { emails: ["ann@shop.example"], anchors: [{ system: "shop", table: "people", key: ["1"] }] };
  const erased = { plan, step: 1, attempt: 1, subject, today: localDate("2015-06-01"), rowsPerTransaction: 100 };
  // Erased when both were held.
  expect(await one.connected.erase({ ...erased, today: localDate("2015-06-01") })).toMatchObject({ ok: true });
  expect(idsOf((await one.rows()).get("bills"))).toEqual([0, 1]);
  expect(await one.connected.sweep(order("bills", on("2022-12-31")))).toMatchObject({ value: { rows: 0 } });
  expect(await one.connected.sweep(order("bills", on("2023-01-01")))).toMatchObject({ value: { rows: 1 } });
  expect(idsOf((await one.rows()).get("bills"))).toEqual([1]);
});

test.each(kinds)("%s: a sweep that dies anywhere is gone on with; an overtaken one changes nothing", async (kind) => {
  await using one = await open(kind);
  const old = localDate("2026-01-01");
  for (const table of ["orders", "replies"])
    for (const point of sweepCrashPoints) {
      await one.run(`delete from ${table}`);
      await lay(
        one,
        table,
        Array.from({ length: 11 }, () => old),
      );
      const swept = order(table);
      await expect(one.connected.sweep(dyingAt(point, swept)), point).rejects.toThrow();
      expect(await one.connected.sweep({ ...swept, attempt: 2 }), point).toEqual({
        ok: true,
        value: { rows: 11, appliedNow: true },
      });
      expect(await one.connected.sweep({ ...swept, attempt: 3 }), point).toMatchObject({
        value: { rows: 11, appliedNow: false },
      });
      expect((await one.rows()).get(table) ?? []).toEqual([]);
    }
  await lay(one, "orders", [old]);
  const late = order("orders", { attempt: 1 });
  let overtaken: unknown;
  const slow = {
    ...late,
    crashPoint: async (name: string) => {
      if (name === "claimed") overtaken = await one.connected.sweep({ ...late, attempt: 2 });
    },
  };
  expect(await one.connected.sweep(slow)).toMatchObject({ ok: false, reason: "fenced" });
  expect(overtaken).toMatchObject({ ok: true, value: { rows: 1 } });
});

test.each(kinds)(
  "%s: it stops between two batches when it is told to, and a table that is not to be deleted from is refused",
  async (kind) => {
    await using one = await open(kind);
    await lay(
      one,
      "orders",
      Array.from({ length: 11 }, () => localDate("2026-01-01")),
    );
    let asked = 0;
    const stopping = order("orders", { goesOn: async () => ++asked < 3 });
    expect(await one.connected.sweep(stopping)).toMatchObject({ ok: false, reason: "blocked", message: /8 rows/ });
    expect((await one.rows()).get("orders")).toHaveLength(3);
    await lay(
      one,
      "replies",
      Array.from({ length: 11 }, () => localDate("2026-01-01")),
    );
    expect(await one.connected.sweep(order("replies", { atMost: 6 }))).toMatchObject({
      ok: false,
      reason: "blocked",
      message: /than the 6 that were approved/,
    });
    expect((await one.rows()).get("replies")).toHaveLength(5);
    expect(await one.connected.sweep(order("replies", { atMost: 5 }))).toMatchObject({ value: { rows: 5 } });
    await lay(one, "counted", [localDate("2026-01-01")]);
    await expect(one.connected.sweep(order("counted"))).rejects.toThrow(/added up first/);
    await expect(one.connected.sweep(order("people"))).rejects.toThrow(/ends on no date/);
    await expect(one.connected.sweep(order("nowhere"))).rejects.toThrow(/not mapped/);
    expect((await one.rows()).get("counted")).toHaveLength(1);
  },
);

test("postgres: a restricted row is only stored, until that is lifted", async () => {
  await using one = await open("postgres");
  await lay(
    one,
    "orders",
    Array.from({ length: 3 }, () => localDate("2026-01-01")),
  );
  await one.run("create schema gestand");
  await one.run(
    "create table gestand.restricted (relation text not null, row_key text not null, plan uuid not null, since timestamptz not null default now(), ends_with uuid, primary key (relation, row_key))",
  );
  await one.run(
    `insert into gestand.restricted (relation, row_key, plan) values ('public.orders', '[1]', '${randomUUID()}')`,
  );
  expect(await one.connected.sweepPreview("orders", today)).toMatchObject({ due: 3, free: 2, restricted: 1 });
  expect(await one.connected.sweep(order("orders"))).toMatchObject({ value: { rows: 2 } });
  expect(idsOf((await one.rows()).get("orders"))).toEqual([1]);
  await one.run("delete from gestand.restricted");
  expect(await one.connected.sweep(order("orders"))).toMatchObject({ value: { rows: 1 } });
});
