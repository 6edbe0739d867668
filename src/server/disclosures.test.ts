/** Disclosures as programs of the organisation say them, and as they come back in a person's copy, a report and an erasure. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localDate, Personal, type RequestId, type StaffId } from "#base";
import { unzip } from "#harness";
import { sql } from "#store";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { anotherDoor, type Door, eventually, get, post, postJson, signUp } from "./testing.ts";

const token = "a-token-that-only-the-shop-knows";
const bearer = { headers: { authorization: `Bearer ${token}` } };
let house: TestHouse;
let door: Door;
let staff: string;
beforeAll(async () => {
  house = await openTestHouse({
    customers: 5,
    alsoInPolicy: (text) =>
      text
        .replace("copyFirst: {cites: [002-107]}, ", "")
        .replace(
          "\nrecipients:\n",
          "\nrecipients:\n  improver: {party: Example Improver, role: controller, country: NL, for: improvement, receives: contact.email, requestsTo: privacy@improver.example}\n",
        ),
  });
  door = await anotherDoor(house, { disclosuresToken: token });
  staff = (await signUp(house, door.app, "noor@webshop-nl.example")).cookie;
});
afterAll(async () => {
  await door?.[Symbol.asyncDispose]();
  await house?.[Symbol.asyncDispose]();
});

const [recipient, category] = ["parcels", "name"];
const line = (id: string, more = {}) => ({
  id,
  email: cast.active.email,
  recipient,
  categories: [category],
  on: "2026-11-21",
  ...more,
});
const send = (disclosures: unknown[], sent = bearer) =>
  postJson(door.app, "/api/v1/disclosures", { disclosures }, sent);

test("a program says what it gave away, once, and only with the token", async () => {
  expect((await send([line("1")], { headers: { authorization: "Bearer wrong" } })).status).toBe(401);
  expect(
    (await postJson(house.house.server(), "/api/v1/disclosures", { disclosures: [line("1")] }, bearer)).status,
  ).toBe(401);
  expect(await (await send([line("1"), line("2")])).json()).toMatchObject({ recorded: 2, already: 0 });
  expect(await (await send([line("2"), line("3")])).json()).toMatchObject({ recorded: 1, already: 1 });
});

test("a wrong line is named and nothing of its lot is recorded, without repeating what it said", async () => {
  for (const wrong of [line("4", { recipient: "Eva Jansen" }), line("4", { on: "yesterday" }), { id: "Eva Jansen" }]) {
    const refused = await send([line("5"), wrong]);
    expect(refused.status).toBe(422);
    const text = await refused.text();
    expect(text).toContain("Nothing was recorded");
    expect(text).toContain("disclosures.1.");
    expect(text).not.toContain("Eva");
  }
  expect(await (await send([line("5")])).json()).toMatchObject({ recorded: 1 });
});

test("the report of a year is for staff", async () => {
  expect((await get(door.app, "/api/v1/reports/disclosures?year=2026")).status).toBe(401);
  const report = await get(door.app, "/api/v1/reports/disclosures?year=2026", { cookie: staff });
  expect(await report.json()).toMatchObject({
    year: 2026,
    disclosures: 4,
    recipients: [{ recipient, disclosures: 4, persons: 1 }],
  });
  expect((await get(door.app, "/api/v1/reports/disclosures?year=now", { cookie: staff })).status).toBe(422);
});

test("staff see the year, record a demand, are told what is wrong with it, and say when the person may know", async () => {
  const demand = {
    email: "nobody@else.example",
    party: "court",
    authority: "Rechtbank Voorbeeld",
    legalBasis: "beschikking 26-7",
    on: "2026-11-20",
    "category-name": "yes",
    mayTell: "no",
  };
  const path = "/console/disclosures";
  expect((await get(door.app, path)).status).toBe(303);
  expect((await post(door.app, path, demand)).headers.get("location")).toBe("/console/sign-in");
  const wrong = await post(door.app, path, { ...demand, legalBasis: " " }, { cookie: staff });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toMatch(/Er is niets vastgelegd[^]*Rechtbank Voorbeeld/);
  expect((await post(door.app, path, { ...demand, on: "soon" }, { cookie: staff })).status).toBe(422);
  const done = await post(door.app, path, demand, { cookie: staff });
  expect(done.headers.get("location")).toBe(`${path}?said=recorded`);
  const shown = await (await get(door.app, path, { cookie: staff })).text();
  expect(shown).toContain("Example Parcels B.V.");
  expect(shown).toContain("nee, nog niet");
  const id = /name="demand" value="(\d+)"/.exec(shown)?.[1] ?? "";
  const told = await post(door.app, `${path}/tell`, { demand: id }, { cookie: staff });
  expect(told.headers.get("location")).toBe(`${path}?said=telling`);
  const again = await post(door.app, `${path}/tell`, { demand: "x" }, { cookie: staff });
  expect(again.headers.get("location")).toBe(`${path}?said=unknown`);
  const csv = await (await get(door.app, `${path}/2026.csv`, { cookie: staff })).text();
  expect(csv).toContain("parcels,,instruction,4,1,0,0,\r\ncourt,,legal-demand,1,,,,0\r\n");
  const open = await (await get(door.app, `${path}/2026.public.json`, { cookie: staff })).text();
  expect(JSON.parse(open)).toEqual({ year: 2026, atLeast: 10, recipients: [] });
  const empty = await get(door.app, `${path}?year=2019`, { cookie: `${staff}; gestand-language=en` });
  expect(await empty.text()).toContain("Nothing was recorded in this year");
});

test("the page of recipients says what binds each and whether anything may go there today", async () => {
  const shown = await (await get(door.app, "/console/recipients", { cookie: staff })).text();
  expect(shown).toContain("Wie gegevens mag krijgen, vandaag");
  expect(shown).toMatch(/Example Parcels B\.V\.[^]*t\/m|tot en met/);
});

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly plan?: { readonly id: string; readonly hash: string; readonly state: string };
}

/** The request as staff see it, once it is as wanted. */
function seen(reference: string, wanted: (one: Shown) => boolean): Promise<Shown> {
  return eventually(async () => {
    const { store, requests } = house.house;
    const queue = await requests.queue(store.reader, { limit: 100 });
    const id = queue.find((one) => one.reference === reference)?.id;
    if (id === undefined) return undefined;
    const view = (await (await get(door.app, `/api/v1/requests/${id}`, { cookie: staff })).json()) as Shown;
    return wanted(view) ? view : undefined;
  });
}

/** In the letter of this very request: a person may ask more than once. */
async function codeOf(reference: string): Promise<string> {
  const code = /^ {4}(\d{4} ?\d{4})$/m;
  const letter = await house.inbox.waitFor(
    (mail) => code.test(mail.text) && `${mail.subject} ${mail.text}`.includes(reference),
    20_000,
  );
  return code.exec(letter.text)?.[1]?.replace(" ", "") ?? "";
}

async function carriedOut(kind: "access" | "erasure", email: string): Promise<void> {
  const asked = await post(door.app, `/nl/ask/${kind}`, { email });
  const reference = decodeURIComponent(asked.headers.get("location")?.split("/").at(-1) ?? "");
  await post(door.app, "/nl/confirm", { reference, code: await codeOf(reference) });
  const { id, plan } = await seen(reference, (one) => one.plan?.state === "ready");
  const approved = await post(
    door.app,
    `/console/requests/${id}/approve`,
    { plan: plan?.id ?? "", hash: plan?.hash ?? "" },
    { cookie: staff },
  );
  expect(approved.headers.get("location")).toBe(`/console/requests/${id}?said=approved`);
}

const linesOf = async () =>
  (
    await sql<{ person: boolean; recipient: string }>`select person_digest is not null as person, recipient
      from disclosure where recipient = 'parcels' and source = 'company'`.execute(house.house.store.reader.db)
  ).rows;

test("the person's copy says who got what, except what the law forbids to tell; erasure takes the person out", async () => {
  const { disclosures } = house.house.recipients;
  const { email } = cast.active;
  await disclosures.recordDemand(
    {
      email: new Personal(email),
      party: "police",
      authority: "Politie Amsterdam",
      legalBasis: "order 26-1",
      categories: ["name"],
      on: localDate("2026-11-20"),
      mayTell: false,
    },
    randomUUID() as StaffId,
  );
  await carriedOut("access", email);
  const link = /\/nl\/download\/([\w-]+)/;
  const letter = await house.inbox.waitFor((mail) => mail.to.includes(email) && link.test(mail.text), 30_000);
  const fetched = await post(door.app, "/nl/download", { token: link.exec(letter.text)?.[1] ?? "" });
  const files = await unzip(Buffer.from(await fetched.arrayBuffer()));
  const told = String(files.get("data/gestand/privacy-request.json"));
  expect(told.match(/2026-11-21/g)?.length).toBeGreaterThanOrEqual(4);
  expect(told).toContain('"parcels"');
  for (const bytes of files.values()) expect(String(bytes)).not.toContain("Politie Amsterdam");

  expect((await linesOf()).every(({ person }) => person)).toBe(true);
  await carriedOut("erasure", email);
  const cleared = await eventually(async () => {
    const lines = await linesOf();
    return lines.some(({ person }) => person) ? undefined : lines;
  });
  expect(cleared).toHaveLength(4);
  const report = await disclosures.report(2026);
  expect(report.lines.find((one) => one.recipient === recipient && one.ground === "instruction")).toMatchObject({
    disclosures: 4,
    persons: 0,
    erasedSince: 4,
  });
  expect(await (await send([line("1")])).json()).toMatchObject({ recorded: 0, already: 1 });
});

test("whoever uses the data for a purpose that somebody rightly objected to hears it, once staff agree", async () => {
  const { email } = cast.guest;
  const asked = await postJson(door.app, "/api/v1/requests", {
    kind: "objection",
    email,
    language: "nl",
    purposes: ["improvement"],
    message: "Liever niet.",
  });
  const { reference } = (await asked.json()) as { reference: string };
  await postJson(door.app, `/api/v1/requests/${reference}/confirm`, { code: await codeOf(reference) });
  const { id } = await seen(reference, (one) => one.state === "waiting-for-review");
  const { store, requests, recipients } = house.house;
  const act = id as RequestId;
  const upheld = await eventually(async () => {
    const done = await requests.uphold(act, randomUUID() as StaffId, "U hebt gelijk.");
    return done.ok ? done : undefined;
  });
  expect(upheld.ok).toBe(true);
  const told = await eventually(async () => {
    const all = await recipients.list(store.reader, "open");
    const about = all.filter((one) => one.about === reference);
    return about.length > 0 ? about : undefined;
  });
  expect(told.map(({ recipient: name, act: what }) => [name, what])).toEqual([["improver", "objection"]]);
});
