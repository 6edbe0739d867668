/** How often one place may do a thing, and what counts as one place. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { networkOf } from "./rate-limit.ts";
import { anotherDoor, get, lineTo, post, postJson } from "./testing.ts";

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house?.[Symbol.asyncDispose]());

const asked = { kind: "access", email: "nobody@else.example" };

test("one home is one place, however its address is written", () => {
  const table = {
    "192.0.2.7": "192.0.2.7",
    "192.0.2.7:4711": "192.0.2.7",
    "::ffff:192.0.2.7": "192.0.2.7",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2",
    "2001:db8:1:2::9": "2001:db8:1:2",
    "2001:0DB8:0001:0002::9": "2001:db8:1:2",
    "[2001:db8:1:2::9]:443": "2001:db8:1:2",
    "2001:db8::7": "2001:db8:0:0",
    "fe80::1%eth0": "fe80:0:0:0",
    "::1": "0:0:0:0",
    "": "",
  };
  for (const [written, place] of Object.entries(table)) expect(networkOf(written), written).toBe(place);
});

test("two server processes count together, and the next hour counts anew", async () => {
  await using other = await anotherDoor(house);
  const doors = [house.house.server(), other.app];
  const statuses: number[] = [];
  for (let turn = 0; turn < 22; turn++)
    statuses.push((await postJson(doors[turn % 2] as never, "/api/v1/requests", asked, { from: "192.0.2.1" })).status);
  expect(statuses).toEqual([...Array<number>(20).fill(202), 429, 429]);
  const page = await post(other.app, "/nl/ask/access", { email: asked.email }, { from: "192.0.2.1" });
  expect(page.status).toBe(429);
  expect(await page.text()).toContain(asked.email);
  expect((await postJson(other.app, "/api/v1/requests", asked, { from: "192.0.2.2" })).status).toBe(202);
  house.clock.advance(3_600_000);
  expect((await postJson(other.app, "/api/v1/requests", asked, { from: "192.0.2.1" })).status).toBe(202);
});

/** The status of the twenty-first try. */
async function triesTooOften(
  door: { app: Parameters<typeof postJson>[0] },
  forwarded: (turn: number) => string,
  from: string,
) {
  let last = 0;
  for (let turn = 0; turn < 21; turn++) {
    const headers = { "x-forwarded-for": forwarded(turn) };
    last = (await postJson(door.app, "/api/v1/requests", asked, { headers, from })).status;
  }
  return last;
}

test("what a visitor writes into X-Forwarded-For counts only where a proxy of ours wrote it", async () => {
  await using plain = await anotherDoor(house);
  await using proxied = await anotherDoor(house, { trustedProxies: 1 });
  expect(await triesTooOften(plain, (turn) => `198.51.100.${turn}`, "203.0.113.1")).toBe(429);
  expect(await triesTooOften(proxied, (turn) => `198.51.100.${turn}, 203.0.113.2`, "10.0.0.1")).toBe(429);
  expect(await triesTooOften(proxied, (turn) => `203.0.113.77, 198.51.100.${turn}`, "10.0.0.1")).toBe(202);
});

test("guessing passwords from one place ends after twenty tries, over all accounts together", async () => {
  const app = house.house.server();
  const wrong = (turn: number) =>
    post(app, "/console/sign-in", { email: `a${turn}@b.example`, password: "x" }, { from: "192.0.2.9" });
  for (let turn = 0; turn < 20; turn++) expect((await wrong(turn)).status).toBe(422);
  expect((await wrong(20)).status).toBe(429);
});

test("who visits is kept as a keyed digest only", async () => {
  const rows = await house.own.query<{ row: string }>("select rate_window::text as row from gestand.rate_window");
  expect(rows.length).toBeGreaterThan(5);
  for (const { row } of rows) expect(row).not.toMatch(/192\.0|203\.0|submit|sign-in/);
});

test("metrics are for this machine, or for whoever holds the token, and name nobody", async () => {
  await using plain = await anotherDoor(house);
  expect((await get(plain.app, "/metrics", { from: "192.0.2.1" })).status).toBe(403);
  const seen = await get(plain.app, "/metrics", { from: "::1" });
  expect(seen.headers.get("content-type")).toBe("text/plain; version=0.0.4");
  const text = await seen.text();
  expect(text).toMatch(/^gestand_info\{version="[\d.]+"\} 1$/m);
  expect(text).toMatch(/^gestand_evidence_entries \d+$/m);
  for (const line of text.trim().split("\n"))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[\w.-]+"\})? -?\d+)$/);
  await using behind = await anotherDoor(house, { trustedProxies: 1 });
  expect((await get(behind.app, "/metrics", { from: "127.0.0.1" })).status).toBe(403);
  await using token = await anotherDoor(house, { metricsToken: "a-long-secret" });
  const by = (authorization: string) => get(token.app, "/metrics", { headers: { authorization } });
  expect((await by("Bearer a-long-secret")).status).toBe(200);
  for (const wrong of ["Bearer a-long-secreT", "Bearer ", "a-long-secret", "Basic a-long-secret"])
    expect((await by(wrong)).status).toBe(403);
});

test("health says when the database is away, and again when it is back", async () => {
  await using line = await lineTo(house.own.url);
  await using door = await anotherDoor(house, { databaseUrl: line.url });
  expect(await (await get(door.app, "/healthz")).json()).toMatchObject({ status: "ok" });
  await line.cut();
  const away = await get(door.app, "/healthz");
  expect([away.status, await away.json()]).toMatchObject([503, { status: "database-unreachable" }]);
  const page = await get(door.app, "/nl/proof");
  expect(page.status).toBe(503);
  expect(await page.text()).toContain("privacy@");
  const api = await get(door.app, "/api/v1/evidence/checkpoint");
  expect([api.status, api.headers.get("content-type")]).toEqual([503, "application/problem+json"]);
  await line.mend();
  expect((await get(door.app, "/healthz")).status).toBe(200);
  expect(door.logged.filter(({ event }) => event === "request-failed")).toHaveLength(2);
});
