/** A whole visit over HTTP: what it says, what it keeps to itself, and what a stranger can learn from it. */
import { AsyncLocalStorage } from "node:async_hooks";
import { Client } from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { verifyReceipt } from "#evidence";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import {
  anotherDoor,
  type App,
  askAndConfirm,
  codeFor,
  cookieOf,
  type Door,
  eventually,
  get,
  password,
  post,
  signUp,
} from "./testing.ts";

let house: TestHouse;
let door: Door;
let app: App;
beforeAll(async () => {
  house = await openTestHouse();
  // This door does the jobs as well, so that what the worker logs is seen too.
  await house.house.store.queue.stop(5_000);
  door = await anotherDoor(house, {}, { work: true });
  app = door.app;
});
afterAll(async () => {
  await door?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

interface Decidable {
  readonly id: string;
  readonly plan: { id: string; hash: string; state: string };
}

async function decidable(reference: string, cookie: string): Promise<Decidable> {
  return eventually(async () => {
    const queue = (await (await get(app, "/api/v1/queue", { cookie })).json()) as { id: string; reference: string }[];
    const line = queue.find((one) => one.reference === reference);
    if (line === undefined) return undefined;
    const view = (await (await get(app, `/api/v1/requests/${line.id}`, { cookie })).json()) as Partial<Decidable>;
    return view.plan?.state === "ready" ? (view as Decidable) : undefined;
  });
}

async function tokenIn(kind: "follow" | "download", email: string): Promise<string> {
  const link = new RegExp(`/nl/${kind}/([\\w-]+)`);
  const letter = await house.inbox.waitFor((mail) => mail.to.includes(email) && link.test(mail.text), 30_000);
  return link.exec(letter.text)?.[1] ?? "";
}

test("a person gets their copy once, also when the first try broke off, and logs hold nothing of them", async () => {
  const { email, name } = cast.active;
  const member = await signUp(house, app, "noor@webshop-nl.example");
  const { reference, cookie } = await askAndConfirm(house, app, "access", email);
  const code = await codeFor(house, email);

  const follow = await tokenIn("follow", email);
  const led = await get(app, `/nl/follow/${follow}`);
  expect([led.status, led.headers.get("location")]).toEqual([303, "/nl/request"]);
  expect(led.headers.getSetCookie()[0]).toMatch(
    /^gestand-follow=[\w-]{43}; Max-Age=7200; Path=\/; HttpOnly; SameSite=Lax$/,
  );
  const page = await (await get(app, "/nl/request", { cookie: cookieOf(led) })).text();
  expect(page).toContain(reference);
  expect(page).not.toContain(follow);
  expect((await get(app, "/nl/request/receipt", { cookie })).status).toBe(404);

  const { id, plan } = await decidable(reference, member.cookie);
  const stale = await post(app, `/console/requests/${id}/approve`, { plan: plan.id, hash: "0".repeat(64) }, member);
  expect(stale.headers.get("location")).toBe(`/console/requests/${id}?said=changed`);
  const odd = await post(
    app,
    `/console/requests/${id}/approve`,
    { plan: "1; drop table plan", hash: plan.hash },
    member,
  );
  expect(odd.headers.get("location")).toBe(`/console/requests/${id}?said=changed`);
  const approved = await post(app, `/console/requests/${id}/approve`, { plan: plan.id, hash: plan.hash }, member);
  expect(approved.headers.get("location")).toBe(`/console/requests/${id}?said=approved`);

  const token = await tokenIn("download", email);
  const waiting = await get(app, `/nl/download/${token}`);
  expect([waiting.status, (await app.request(`/nl/download/${token}`, { method: "HEAD" })).status]).toEqual([200, 200]);
  // Hung up before the last byte was taken: this copy is small, so that is before the first.
  await (await post(app, "/nl/download", { token })).body?.cancel();
  const fetched = await post(app, "/nl/download", { token });
  expect(fetched.headers.get("content-type")).toBe("application/zip");
  const bytes = new Uint8Array(await fetched.arrayBuffer());
  expect(bytes.length).toBe(Number(fetched.headers.get("content-length")));
  expect(Buffer.from(bytes.subarray(0, 2)).toString()).toBe("PK");
  expect((await post(app, "/nl/download", { token })).status).toBe(404);
  expect((await get(app, `/nl/download/${token}`)).status).toBe(404);

  const receipt = await eventually(async () => {
    const answer = await get(app, "/nl/request/receipt", { cookie });
    return answer.status === 200 ? answer : undefined;
  });
  expect(receipt.headers.get("content-disposition")).toBe(`attachment; filename="${reference}.jws"`);
  const jws = await receipt.text();
  expect(verifyReceipt(jws, house.house.evidence.verifierKey).ok).toBe(true);
  const proven = await (await post(app, "/nl/proof", { receipt: `  ${jws}\n` })).text();
  const forged = await (
    await post(app, "/nl/proof", { receipt: jws.replace(/.$/, (last) => (last === "A" ? "B" : "A")) })
  ).text();
  expect(proven).toContain("callout-good");
  expect(forged).toContain("callout-bad");

  const left = await post(app, "/nl/leave", {}, { cookie });
  expect(left.headers.getSetCookie()[0]).toContain("gestand-follow=; Max-Age=0");

  const logs = JSON.stringify(door.logged);
  const secrets = [
    email,
    name,
    "sanne",
    "noor",
    password,
    follow,
    token,
    member.token,
    code,
    cookie.split("=")[1],
    member.cookie.split("=")[1],
    plan.hash,
    reference,
    id,
  ];
  for (const secret of secrets) expect(logs.toLowerCase(), secret).not.toContain(String(secret).toLowerCase());
  const routes = new Set(door.logged.filter(({ event }) => event === "request").map(({ route }) => route));
  for (const pattern of [
    "/nl/follow/:token",
    "/nl/download/:token",
    "/console/welcome/:token",
    "/console/requests/:id/approve",
  ])
    expect(routes).toContain(pattern);
  expect(door.logged.filter(({ level }) => level === "error")).toEqual([]);
});

test("an address that nobody knows gets the same answers, made by the same statements", async () => {
  const statements = new AsyncLocalStorage<string[]>();
  const query: unknown = Reflect.get(Client.prototype, "query");
  onTestFinished(() => void Reflect.set(Client.prototype, "query", query));
  Reflect.set(Client.prototype, "query", function (this: Client, ...args: unknown[]): unknown {
    const said = args[0] as string | { text?: string };
    statements.getStore()?.push(typeof said === "string" ? said : (said.text ?? ""));
    return Reflect.apply(query as (...args: unknown[]) => unknown, this, args);
  });
  const visit = async (email: string) => {
    const ran: string[] = [];
    const seen: unknown[] = [];
    let reference = "";
    const see = async (answer: Response) => {
      const location = answer.headers.get("location");
      if (location?.includes("/confirm/")) reference = decodeURIComponent(location.split("/").at(-1) ?? "");
      const body = await answer.text();
      seen.push([answer.status, [...answer.headers], body]);
    };
    await statements.run(ran, async () => {
      await see(await post(app, "/nl/ask/erasure", { email }));
      await see(await get(app, `/nl/confirm/${reference}`));
      await see(await post(app, "/nl/confirm", { reference, code: "00000000" }));
    });
    const text = JSON.stringify(seen).replaceAll(reference, "G").replaceAll(email, "…");
    return { text, ran: ran.filter((statement) => !/rate_window where/.test(statement)) };
  };
  // The first visit may prepare what later ones find prepared.
  await visit("first@else.example");
  const known = await visit(cast.dormant.email);
  const stranger = await visit("nobody@else.example");
  expect(known.ran.length).toBeGreaterThan(15);
  expect(stranger).toEqual(known);
});

test("a follow link that is no token sets nothing, and a forged one opens nothing", async () => {
  for (const token of ["x", "a".repeat(300), "a b", "..%2f..", "%00"]) {
    const answer = await get(app, `/nl/follow/${encodeURIComponent(token)}`);
    expect([answer.status, answer.headers.getSetCookie()]).toEqual([404, []]);
  }
  const forged = await get(app, `/nl/follow/${"A".repeat(43)}`);
  expect((await get(app, "/nl/request", { cookie: cookieOf(forged) })).status).toBe(404);
  expect((await post(app, "/nl/request/withdraw", {}, { cookie: cookieOf(forged) })).status).toBe(404);
  expect((await post(app, "/nl/download", { token: "forged" })).status).toBe(404);
  expect((await get(app, "/nl/download/forged")).status).toBe(404);
});

test("a person who asked to be left alone withdraws, and sees it", async () => {
  const { cookie, reference } = await askAndConfirm(house, app, "access", "withdrawer@else.example");
  const done = await post(app, "/nl/request/withdraw", {}, { cookie });
  expect(done.status).toBe(200);
  expect(await done.text()).toContain(reference);
  expect((await post(app, "/nl/request/withdraw", {}, { cookie })).status).toBe(409);
});
