/** Consent that must be given again, as staff, programs and persons meet it; and the promise that it is. */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "#api";
import { localDate, Personal } from "#base";
import { hashOfFiles } from "#versions";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";
import { type App, cookieOf, get, post, signUp } from "./testing.ts";

let house: TestHouse;
let app: App;
let staff: string;
beforeAll(async () => {
  house = await openTestHouse({ customers: 5 });
  await signUpAndPublish();
});
afterAll(() => house?.[Symbol.asyncDispose]());

const subscriber = "sanne.bakker@post.example";
const active = "select lower(btrim(email)) as email from newsletter_subscriptions where unsubscribed_at is null";
const inForce = async () => (await house.shop.query<{ email: string }>(active)).map(({ email }) => email);

/** The newsletter uses a name as well, from now on. */
async function signUpAndPublish(): Promise<void> {
  const text = await readFile(house.configuration.policyFile, "utf8");
  const wider = text.replace(
    "uses: [contact.email, preferences, consent, communication.mail",
    "uses: [name, contact.email, preferences, consent, communication.mail",
  );
  expect(wider).not.toBe(text);
  const files = [{ path: "policy.yaml", text: wider }];
  const days = { effectiveOn: localDate("2026-11-22"), today: localDate("2026-11-22") };
  const made = await house.house.versions.publish({ files, hash: hashOfFiles(files), ...days, by: "noor" });
  expect(made).toMatchObject({ ok: true });
  await house.look();
  app = house.house.server();
  staff = (await signUp(house, app, "noor@webshop-nl.example")).cookie;
  await house.shop.query("delete from newsletter_subscriptions where lower(btrim(email)) = $1", [subscriber]);
  await house.shop.query(
    "insert into newsletter_subscriptions (email, list, consented_at) values ($1, 'nieuws', '2026-01-05')",
    [subscriber],
  );
}

async function promiseIs(): Promise<string | undefined> {
  const all = await house.house.promises.check("en");
  return all.find(({ id }) => id === "changes.consent")?.status;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (let at = 0; at < 400; at++) {
    if (await done()) return;
    await new Promise((wake) => setTimeout(wake, 25));
  }
  throw new Error("It never came to that");
}

async function link(email: string): Promise<string> {
  const { store, renewals } = house.house;
  const addressee = { digest: store.vault.digest("address", email), email: new Personal(email) };
  const links = await store.transact((tx) => renewals.personalLinks(tx, 2, [addressee]));
  return links.get(addressee.digest)?.pathname ?? "";
}

describe("a version that does more than was consented to", () => {
  test("breaks the promise from its first day on until earlier consents were put out of force", async () => {
    expect(await inForce()).toContain(subscriber);
    expect(await promiseIs()).toBe("broken");
    const version = await (await get(app, "/console/versions/2", { cookie: staff })).text();
    expect(version).toContain("De eerste dag is er, en niemand heeft dit goedgekeurd.");
    const before = await (await get(app, "/console/versions/2/renewal", { cookie: staff })).text();
    expect(before).toMatch(/shop\.newsletter_subscriptions[\s\S]*toestemmingen laten vervallen/);
    expect(await inForce()).toContain(subscriber);
    const approved = await post(app, "/console/versions/2/renewal", {}, { cookie: staff });
    expect(approved.headers.get("location")).toBe("/console/versions/2/renewal?said=approved");
    await until(async () => (await inForce()).length === 0);
    await until(async () => (await house.house.renewals.status(house.house.store.reader, 2)).state === "done");
    expect(await promiseIs()).toBe("kept");
    // Sabotage: somebody switches one on again.
    await house.shop.query("update newsletter_subscriptions set unsubscribed_at = null where email = $1", [subscriber]);
    expect(await promiseIs()).toBe("broken");
    const after = await (await get(app, "/console/versions/2/renewal", { cookie: staff })).text();
    expect(after).toContain("Opnieuw beginnen");
    await post(app, "/console/versions/2/renewal", {}, { cookie: staff });
    await until(async () => (await inForce()).length === 0);
    expect(await promiseIs()).toBe("kept");
  });

  test("is nobody's to approve without signing in, and has no page when nothing must be asked", async () => {
    expect((await post(app, "/console/versions/2/renewal", {})).status).toBe(303);
    expect((await get(app, "/console/versions/1/renewal", { cookie: staff })).status).toBe(404);
    expect((await get(app, "/console/versions/9/renewal", { cookie: staff })).status).toBe(404);
  });

  test("tells programs since when consent counts", async () => {
    expect((await get(app, "/api/v1/consents")).status).toBe(401);
    const answer: unknown = await (await get(app, "/api/v1/consents", { cookie: staff })).json();
    expect(endpoints.find(({ id }) => id === "listConsents")?.answer.safeParse(answer).success).toBe(true);
    expect(answer).toMatchObject([
      { purpose: "newsletter", version: 2, since: "2026-11-22", givenFrom: "2026-11-22T12:00:00.000Z" },
      { purpose: "reviews", version: 1 },
      { purpose: "statistics", version: 1 },
    ]);
  });
});

describe("a person who is asked again", () => {
  test("answers on a page of their own, whose address does not keep the link, and is on again", async () => {
    const path = await link(subscriber);
    expect(path).toMatch(/^\/nl\/consent\/[\w-]{43}$/);
    const opened = await get(app, path);
    expect([opened.status, opened.headers.get("location")]).toEqual([303, "/nl/consent"]);
    const cookie = cookieOf(opened);
    const page = await (await get(app, "/nl/consent", { cookie })).text();
    expect(page).toContain("Mogen wij dit doen: u de nieuwsbrief sturen?");
    expect(page).toContain("voortaan ook naam");
    expect(page).not.toContain(path.slice(-43));
    expect(page).not.toContain("checked");
    expect(await (await get(app, "/en/consent", { cookie })).text()).toContain(
      "May we do this: send you the newsletter?",
    );
    const sent = await post(app, "/nl/consent", { newsletter: "yes" }, { cookie });
    expect(sent.headers.get("location")).toBe("/nl/consent");
    await until(async () => (await inForce()).includes(subscriber));
    expect(await inForce()).toEqual([subscriber]);
    expect(await (await get(app, "/nl/consent", { cookie })).text()).toContain("U koos: ja, dat mag.");
    expect(await promiseIs()).toBe("kept");
    const left = await post(app, "/nl/consent/leave", {}, { cookie });
    expect(left.headers.getSetCookie().join()).toContain("Max-Age=0");
  });

  test("gets the same answer for a link that is wrong, too long, or not there", async () => {
    const pages = await Promise.all(
      [undefined, "gestand-consent=forged", `gestand-consent=${"x".repeat(300)}`].map(async (cookie) => {
        const answer = await get(app, "/nl/consent", { cookie });
        return `${answer.status} ${await answer.text()}`;
      }),
    );
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toMatch(/^404 [\s\S]*Deze link werkt niet/);
    expect((await get(app, "/nl/consent/short")).status).toBe(404);
    expect((await post(app, "/nl/consent", { newsletter: "yes" })).status).toBe(404);
  });
});
