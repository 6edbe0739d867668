import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endpoints } from "#api";
import { Personal } from "#base";
import { connectMay } from "#may";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";

const token = "a-token-of-more-than-24-characters";
const pair = generateKeyPairSync("ed25519");
const eva = "eva@may.example";

let house: TestHouse;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-may-"));
  const appKeyFile = join(folder, "app.pem");
  await writeFile(appKeyFile, pair.publicKey.export({ type: "spki", format: "pem" }));
  house = await openTestHouse({ configured: { appKeyFile, permissionToken: token } });
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function call(path: string, body?: unknown, bearer = token) {
  const answer = await fetch(`${house.url}/api/v1${path}`, {
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
  });
  return { status: answer.status, body: await answer.json() };
}
const choice = (more: object = {}) => ({
  person: eva,
  act: "given",
  about: "purpose:newsletter",
  channel: "web",
  ...more,
});

describe("programs of the company", () => {
  test("ask with their token and with nothing else, and nobody learns anything without it", async () => {
    for (const path of ["/may", "/may/answers", "/may/changes", "/choices"]) {
      const body = path === "/may/changes" ? undefined : {};
      expect((await call(path, body, "wrong")).status, path).toBe(401);
      if (body !== undefined) expect((await call(path, body)).status, path).toBe(422);
    }
  });

  test("hear the same as the database says, for many at once, and record what persons say", async () => {
    const asks = {
      asks: [
        { person: eva, purpose: "newsletter" },
        { person: eva, message: "newsletter" },
        { person: eva, message: "order-mail" },
      ],
    };
    const before = await call("/may", asks);
    expect(before.body).toEqual({
      answers: [
        { allowed: false, because: "no-consent" },
        { allowed: false, because: "no-consent" },
        { allowed: true, because: "required" },
      ],
    });
    expect(await call("/choices", { choices: [choice({ id: "form 7" })] })).toMatchObject({
      status: 200,
      body: { recorded: 1, already: 0 },
    });
    expect((await call("/choices", { choices: [choice({ id: "form 7" })] })).body).toEqual({ recorded: 0, already: 1 });
    const answers = await call("/may/answers", { persons: [eva, ` ${eva.toUpperCase()}`] });
    expect(endpoints.find(({ id }) => id === "listAnswers")?.answer.parse(answers.body)).toEqual(answers.body);
    const [one, other] = (answers.body as { answers: { person: string; purposes: object }[] }).answers;
    expect(one).toEqual(other);
    expect(one?.purposes).toMatchObject({ newsletter: { allowed: true, because: "consent" } });
    expect(JSON.stringify(answers.body)).not.toMatch(/eva/i);
    const truth = await house.house.permissions.ask(house.house.store.reader, new Personal(eva), {
      purpose: "newsletter",
    });
    expect(truth).toEqual({ allowed: true, because: "consent" });
  });

  test("are told what is wrong by its place, and never whom it is about", async () => {
    const { status, body } = await call("/choices", {
      choices: [choice(), choice({ about: "purpose:nothing" }), choice({ channel: "phone" })],
    });
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain("choices.1.about");
    expect(JSON.stringify(body)).toContain("choices.2.evidence");
    expect(JSON.stringify(body)).not.toContain("eva");
    expect((await call("/choices", { choices: [{ person: eva, shoe: 43 }] })).status).toBe(422);
    const big = await call("/may", {
      asks: Array.from({ length: 1_001 }, () => ({ person: eva, purpose: "newsletter" })),
    });
    expect(big.status).toBe(422);
  });

  test("remember by the library, and hear of a withdrawal when they look", async () => {
    const client = connectMay({ url: house.url, token, boundMs: 60_000 });
    await call("/choices", { choices: [choice()] });
    await client.load([eva]);
    expect([client.may(eva, "newsletter"), client.mayContact(eva, "newsletter")]).toEqual([true, true]);
    await call("/choices", { choices: [choice({ act: "withdrawn" })] });
    await client.look();
    expect(client.may(eva, "newsletter")).toBe(false);
    expect(await client.ask(eva, { message: "newsletter" })).toMatchObject({ allowed: false });
    client.close();
    const stranger = connectMay({ url: house.url, token: "not-the-token", boundMs: 60_000 });
    expect(await stranger.ask(eva, { purpose: "newsletter" })).toEqual({ allowed: false, because: "unreachable" });
    stranger.close();
  });
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const vouch = (more: object = {}) => {
  const now = Math.floor(house.clock.now().getTime() / 1_000);
  const claims = { aud: house.url, email: "ada@may.example", iat: now, exp: now + 300, ...more };
  const signed = `${part({ alg: "EdDSA" })}.${part(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), pair.privateKey).toString("base64url")}`;
};

describe("what a browser chose", () => {
  const visitor = randomBytes(16).toString("base64url");
  test("becomes the choice of a person on the word of the company's server, once, and of nobody without it", async () => {
    const { consents, permissions, store } = house.house;
    const notice = await consents.keepNotice({ purposes: ["statistics"] });
    const event = randomBytes(16).toString("base64url");
    const made = {
      event,
      visitor,
      notice,
      site: "www",
      version: 0,
      choices: { statistics: true },
      action: "save",
      surface: "banner",
      clientAt: house.clock.now(),
      gpc: false,
    } as const;
    expect(await consents.record(made)).toMatchObject({ ok: true });
    const ada = new Personal("ada@may.example");
    const may = () => permissions.ask(store.reader, ada, { purpose: "statistics" });
    for (const wrong of [token, vouch({ aud: "https://elsewhere.example" }), `${vouch()}x`])
      expect((await call("/app/visitor", { visitor }, wrong)).status).toBe(401);
    expect((await may()).allowed).toBe(false);
    expect(await call("/app/visitor", { visitor }, vouch())).toMatchObject({ status: 200, body: { recorded: 1 } });
    expect(await may()).toEqual({ allowed: true, because: "consent" });
    expect((await call("/app/visitor", { visitor }, vouch())).body).toEqual({ recorded: 0, already: 1 });
    const nobody = randomBytes(16).toString("base64url");
    expect((await call("/app/visitor", { visitor: nobody }, vouch())).body).toEqual({ recorded: 0, already: 0 });
  });
});
