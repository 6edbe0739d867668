/** A backup of the shop is restored, and everybody who was erased since it was made is in it again. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { Client } from "pg";
import { cast } from "../../examples/webshop-nl/index.ts";
import { gestand } from "../../src/cli/testing.ts";
import { databaseUrl } from "../harness/database.ts";
import { openTestHouse, type TestHouse } from "../harness/house.ts";
import { changes, type Dump, dumpSchema } from "../harness/oracle.ts";
import { approve, ask, type Asked, closed, eventually, staff, viewOf } from "./people.ts";

const noor = "noor@webshop-nl.example";
let house: TestHouse;
let backup: string;
beforeAll(async () => {
  house = await openTestHouse({ customers: 20 });
  await house.house.staff.signUp(await house.house.staff.invite(), {
    name: "Noor",
    email: noor,
    password: "een lange zin als wachtwoord",
  });
  backup = `${house.shop.name}_backup`;
  await alone(house.shop.name, `create database ${backup} template ${house.shop.name}`);
}, 120_000);
afterAll(async () => {
  await admin(`drop database if exists ${backup} with (force)`);
  await house?.[Symbol.asyncDispose]();
});

async function admin(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: databaseUrl("postgres") });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
/** With nobody else in the database; whoever was finds it again afterwards. */
const alone = (name: string, ...statements: string[]) =>
  admin(
    `alter database ${name} allow_connections false`,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    ...statements,
    `alter database ${name} allow_connections true`,
  );
const restore = () =>
  alone(
    house.shop.name,
    `drop database ${house.shop.name} with (force)`,
    `create database ${house.shop.name} template ${backup} allow_connections false`,
  );

async function erased(email: string): Promise<string> {
  const asked = await ask(house, "leaving", email);
  await approve(house, asked.id);
  await closed(house, asked.id);
  return asked.reference;
}

/** What no connector does is ticked off. */
async function finish(at: TestHouse, id: Asked["id"]): Promise<void> {
  const { plans, store } = at.house;
  await eventually("the end of the request", async () => {
    const { plan, state } = await viewOf(at, id);
    for (const task of plan === undefined ? [] : await plans.tasks(store.reader, plan.id))
      await store.transact((tx) => plans.finishTask(tx, task.id, { by: staff, outcome: "done" }));
    return state === "done" ? true : undefined;
  });
}

function replay(...argv: string[]) {
  const { configuration, own, shop } = house;
  return gestand(["replay", ...argv], {
    environment: {
      GESTAND_POLICY: configuration.policyFile,
      GESTAND_DATA: configuration.dataDir,
      DATABASE_URL: own.url,
      SHOP_DATABASE_URL: shop.url,
      GESTAND_PUBLIC_URL: configuration.publicUrl.origin,
    },
  });
}
/** What stands for an erased value is drawn anew each time, and the shop notes when a row was changed. */
const plain = (dump: Dump): Dump =>
  new Map(
    [...dump].map(([table, rows]) => [
      table,
      rows.map((row) => row.replaceAll(/"updated_at":"[^"]*"|[\w-]{20,}/g, "…")).toSorted(),
    ]),
  );
const shopNow = () => dumpSchema((text, values) => house.shop.query(text, values));
const customers = async (email: string) =>
  (await house.shop.query("select 1 from customers where lower(email) = lower($1)", [email])).length;

it("finds by digests alone who was erased since, and erases them again, and nobody else", async () => {
  const first = await erased(cast.leaving.email);
  const second = await erased(cast.reviewer.email);
  const afterErasures = await shopNow();
  expect(JSON.parse((await replay("--since", "2026-11-20", "--json")).out)).toMatchObject({
    erasures: 2,
    reappeared: [],
  });

  await restore();
  expect(await customers(cast.leaving.email)).toBe(1);
  const looked = await replay("--since", "2026-11-20", "--json");
  expect(looked.code).toBe(1);
  const { reappeared } = JSON.parse(looked.out) as { reappeared: { about: string; erasedOn: string }[] };
  expect(reappeared.map(({ about }) => about).toSorted()).toEqual([first, second].toSorted());
  expect(looked.out).not.toMatch(/@/);
  expect(await customers(cast.leaving.email)).toBe(1);
  expect(JSON.parse((await replay("--since", "2026-11-23", "--json")).out)).toMatchObject({ reappeared: [] });

  const letters = house.inbox.messages().length;
  const done = await replay("--since", "2026-11-20", "--apply", "--by", noor);
  expect([done.code, done.out]).toEqual([
    0,
    expect.stringContaining("2 done again, 0 for a person to finish, 0 stopped."),
  ]);
  expect(changes(plain(await shopNow()), plain(afterErasures))).toEqual([]);
  expect(JSON.parse((await replay("--since", "2026-11-20", "--json")).out)).toMatchObject({ reappeared: [] });
  // Who heard of it the first time has nothing to do with a backup of ours.
  expect(house.inbox.messages().length).toBe(letters);
}, 120_000);

it("leaves alone who came back as a customer after the erasure", async () => {
  await restore();
  // Whichever worker erased again did so by its own clock: this house's, or that of the command, which is today's.
  await house.shop.query("update customers set email_changed_at = now() + '3 days' where lower(email) = lower($1)", [
    cast.leaving.email,
  ]);
  const done = await replay("--since", "2026-11-20", "--apply", "--by", noor, "--json");
  const finding = JSON.parse(done.out) as { reappeared: { notRepeated?: string }[]; repeated: unknown[] };
  const reasons = finding.reappeared.map(({ notRepeated = "repeated" }) => notRepeated);
  expect(reasons.toSorted((one, other) => one.localeCompare(other))).toEqual(["came-back", "repeated"]);
  expect(finding.repeated).toHaveLength(1);
  expect([await customers(cast.leaving.email), await customers(cast.reviewer.email)]).toEqual([1, 0]);
}, 120_000);

it("restricts again who is restricted with us and not any more in the shop, and names what was corrected", async () => {
  const restricted = async () => (await house.shop.query("select 1 from gestand.restricted")).length;
  const kept = async () =>
    (await house.house.promises.check("en")).find(({ id }) => id === "rights.restriction.untilLifted")?.status;
  await restore();
  const asked = await ask(house, "restriction", cast.active.email);
  await approve(house, asked.id);
  await finish(house, asked.id);
  const rows = await restricted();
  expect([rows > 0, await kept()]).toEqual([true, "kept"]);
  await house.own.query("update gestand.request set outcome = 'corrected' where outcome = 'erased'");

  await restore();
  expect([await restricted(), await kept()]).toEqual([0, "broken"]);
  const found = JSON.parse((await replay("--since", "2026-11-20", "--json")).out) as {
    restrictions: { about: string; systems: string[] }[];
    corrections: unknown[];
  };
  expect(found.restrictions).toMatchObject([{ about: asked.reference, systems: ["shop"] }]);
  expect(found.corrections).toHaveLength(2);
  const done = await replay("--since", "2026-11-20", "--apply", "--by", noor);
  expect(done.out).toContain(`${asked.reference}: restricted, and not any more in shop`);
  expect([await restricted(), await kept()]).toEqual([rows, "kept"]);
  const again = JSON.parse((await replay("--since", "2026-11-20", "--json")).out) as { restrictions: unknown[] };
  expect(again.restrictions).toEqual([]);
}, 120_000);

it("does nothing without a day, somebody who answers for it, or a system that answers", async () => {
  expect((await replay("--since", "last week")).code).toBe(2);
  expect((await replay("--since", "2026-11-20", "--apply")).code).toBe(2);
  expect((await replay("--since", "2026-11-20", "--apply", "--by", "nobody@shop.example")).code).toBe(1);
  await restore();
  await admin(`alter database ${house.shop.name} allow_connections false`);
  await admin(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${house.shop.name}'`);
  const blind = await replay("--since", "2026-11-20", "--apply", "--by", noor);
  expect([blind.code, blind.out]).toEqual([69, expect.stringContaining("shop was not looked into")]);
  await admin(`alter database ${house.shop.name} allow_connections true`);
  await eventually("the shop answers", async () => ((await customers(cast.reviewer.email)) === 1 ? true : undefined));
}, 120_000);
