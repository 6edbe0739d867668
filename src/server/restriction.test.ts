/** Restriction (GDPR art. 18) over HTTP: asked for, true in the shop itself, left alone by us, and ended with notice. */
import { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal } from "#base";
import { changes, dumpSchema } from "#harness";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { type App, eventually, get, post, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
let cookie: string;
let pool: Pool;
beforeAll(async () => {
  house = await openTestHouse();
  app = house.house.server();
  ({ cookie } = await signUp(house, app, "noor@webshop-nl.example"));
  pool = new Pool({ connectionString: house.shop.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await house[Symbol.asyncDispose]();
});

const { email, customerId } = cast.active;
const codeLine = /^ {4}(\d{4} ?\d{4})$/m;

async function as<Row>(role: string, sql: string): Promise<Row[]> {
  const client = await pool.connect();
  try {
    await client.query(`set role ${role}`);
    return (await client.query(sql)).rows as Row[];
  } finally {
    client.release(true);
  }
}

async function customersSeenBy(role: string): Promise<readonly number[]> {
  const rows = await as<{ id: string }>(role, "select id from customers order by id");
  return rows.map(({ id }) => Number(id));
}

/** Asked by the person, approved by staff, done; what no connector does, staff tick off. */
async function carriedOut(kind: "restriction" | "lifting"): Promise<string> {
  const asked = await post(app, `/nl/ask/${kind}`, { email });
  const reference = decodeURIComponent(asked.headers.get("location")?.split("/").at(-1) ?? "");
  const sent = await house.inbox.waitFor(({ text }) => text.includes(reference) && codeLine.test(text), 20_000);
  await post(app, "/nl/confirm", { reference, code: codeLine.exec(sent.text)?.[1] ?? "" });
  const { reader } = house.house.store;
  const { id, plan } = await eventually(async () => {
    const line = (await house.house.requests.queue(reader, { limit: 100 })).find((one) => one.reference === reference);
    const view = line && (await house.house.requests.staffView(reader, line.id));
    if (view?.plan?.state === "blocked") throw new Error(JSON.stringify(view.plan.problems));
    return view?.plan?.state === "ready" ? { id: view.id, plan: view.plan } : undefined;
  });
  expect(plan.steps.filter((step) => step.system === "shop").map((step) => step.kind)).toEqual([
    kind === "restriction" ? "restrict" : "lift",
  ]);
  const page = await (await get(app, `/console/requests/${id}`, { cookie })).text();
  expect(page).toContain(reference);
  const approved = await post(app, `/console/requests/${id}/approve`, { plan: plan.id, hash: plan.hash }, { cookie });
  expect(approved.headers.get("location")).toBe(`/console/requests/${id}?said=approved`);
  await eventually(async () => {
    for (const task of await house.house.plans.tasks(reader, plan.id))
      await post(app, `/console/tasks/${task.id}`, { outcome: "done" }, { cookie });
    return (await house.house.plans.get(reader, plan.id))?.state === "done" ? true : undefined;
  });
  return reference;
}

const stops = () => house.house.requests.stops(house.house.store.reader, new Personal(email));
const letter = (subject: string) =>
  house.inbox.waitFor((mail) => mail.to.includes(email) && mail.subject.includes(subject), 20_000);
const promise = async () =>
  (await house.house.promises.check("nl")).find(({ id }) => id === "rights.restriction.untilLifted");

test("a restriction holds in the shop itself, for its staff and its own programs, until its person ends it", async () => {
  const query = (sql: string, values?: unknown[]) => house.shop.query(sql, values);
  const before = await dumpSchema(query);
  const all = await customersSeenBy("shop_staff");
  expect(all).toContain(customerId);

  const reference = await carriedOut("restriction");
  expect((await letter("bewaren uw gegevens alleen nog")).text).toContain("/nl/ask/lifting");
  for (const role of ["shop_staff", "shop_app"])
    expect(await customersSeenBy(role)).toEqual(all.filter((id) => id !== customerId));
  await expect(house.shop.query("update customers set name = 'x' where id = $1", [customerId])).rejects.toThrow(
    "art. 18",
  );
  await expect(house.shop.query("delete from customers where id = $1", [customerId])).rejects.toThrow("art. 18");
  expect(changes(before, await dumpSchema(query)), "every row is as it was").toEqual([]);
  expect(await stops()).toEqual([{ of: "everything", because: "restriction" }]);
  expect(await promise()).toMatchObject({ status: "kept" });

  // As a backup of before would be.
  await house.shop.query("create table kept_aside as table gestand.restricted; delete from gestand.restricted");
  expect(await promise()).toMatchObject({ status: "broken" });
  await house.shop.query("insert into gestand.restricted table kept_aside; drop table kept_aside");

  const lifting = await carriedOut("lifting");
  const told = [await letter("gaan uw gegevens weer gebruiken"), await letter("gebruiken uw gegevens weer")];
  expect(told.map(({ text }) => text.includes(lifting))).toEqual([true, true]);
  expect(await customersSeenBy("shop_staff")).toEqual(all);
  expect(await stops()).toEqual([]);
  expect(changes(before, await dumpSchema(query))).toEqual([]);
  const log = await house.house.evidence.entries(house.house.store.reader, { from: 0, limit: 1_000 });
  const kinds = log.filter(({ kind }) => kind.startsWith("restriction.")).map(({ kind, about }) => [kind, about]);
  expect(kinds).toEqual([
    ["restriction.begun", reference],
    ["restriction.ended", lifting],
  ]);
});
