import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cast } from "../../examples/webshop-nl/index.ts";
import { openTestHouse, type TestHouse } from "../../tests/harness/house.ts";

const ed25519 = generateKeyPairSync("ed25519");
const p256 = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const stranger = generateKeyPairSync("ed25519");
const { email } = cast.leaving;

let house: TestHouse;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gestand-app-"));
  const file = join(folder, "app.pem");
  await writeFile(
    file,
    [ed25519, p256].map(({ publicKey }) => publicKey.export({ type: "spki", format: "pem" })).join(""),
  );
  house = await openTestHouse({ configured: { appKeyFile: file } });
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

type Claims = Readonly<Record<string, unknown>>;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = () => Math.floor(house.clock.now().getTime() / 1_000);
const claims = (more: Claims = {}): Claims => ({ aud: house.url, email, iat: now(), exp: now() + 300, ...more });

function token(
  said: Claims,
  { key = ed25519.privateKey, alg = "EdDSA", header = {} }: { key?: KeyObject; alg?: string; header?: Claims } = {},
): string {
  const signed = `${part({ alg, ...header })}.${part(said)}`;
  const signature =
    alg === "ES256"
      ? sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" })
      : sign(null, Buffer.from(signed), key);
  return `${signed}.${signature.toString("base64url")}`;
}

let keys = 0;
const fresh = () => `app-request-number-${++keys}`;
async function send(
  bearer: string,
  { key = fresh(), body = { kind: "access" } }: { key?: string; body?: Claims } = {},
) {
  const answer = await fetch(`${house.url}/api/v1/app/requests`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${bearer}`, "idempotency-key": key },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}
const requests = async () => (await house.own.query("select reference from gestand.request")).length;

test("somebody who is signed in asks without a code, and follows the request at once", async () => {
  const before = house.inbox.messages().length;
  const made = await send(token(claims()));
  expect(made).toMatchObject({ status: 201, body: { again: false } });
  const followed = await fetch(`${house.url}/api/v1/follow`, {
    headers: { authorization: `Bearer ${made.body["followToken"]}` },
  });
  expect(await followed.json()).toMatchObject({ reference: made.body["reference"], state: "waiting-for-review" });
  await house.inbox.waitFor(({ to }) => to.includes(email), 10_000);
  const letters = house.inbox.messages().slice(0, house.inbox.messages().length - before);
  expect(letters.some(({ text }) => /^ {4}\d{4} \d{4}$/mu.test(text))).toBe(false);
  const rows = await house.own.query(
    "select event from gestand.request_event e join gestand.request r on r.id = request_id where reference = $1 order by e.id",
    [made.body["reference"]],
  );
  expect(rows).toEqual([{ event: "receive" }, { event: "vouched" }, { event: "verified" }]);
});

test("a key of the other kind is believed too", async () => {
  const asked = token(claims({ email: "two@mail.example" }), { key: p256.privateKey, alg: "ES256" });
  expect(await send(asked)).toMatchObject({ status: 201 });
});

test("the same sent twice is one request, also at the same moment, and another under the same name is refused", async () => {
  const bearer = token(claims({ email: "thrice@mail.example" }));
  const before = await requests();
  const key = fresh();
  const all = await Promise.all([1, 2, 3, 4].map(() => send(bearer, { key })));
  expect(new Set(all.map(({ body }) => `${body["reference"]} ${body["followToken"]}`)).size).toBe(1);
  expect(all.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 201]);
  expect(await requests()).toBe(before + 1);
  expect(await send(bearer, { key, body: { kind: "erasure" } })).toMatchObject({
    status: 422,
    body: { title: "different" },
  });
  // Of somebody else the same name is another one.
  expect(await send(token(claims({ email: "fourth@mail.example" })), { key })).toMatchObject({ status: 201 });
  house.clock.advance(25 * 60 * 60_000);
  await house.house.requests.tidy();
  expect(await house.own.query("select 1 from gestand.request_once")).toEqual([]);
  house.clock.advance(-25 * 60 * 60_000);
});

describe("nobody is believed", () => {
  test.each<[string, () => string, string]>([
    ["without a token", () => "", "not-signed"],
    ["with one that somebody else signed", () => token(claims(), { key: stranger.privateKey }), "not-signed"],
    ["with one that says it needs no signature", () => `${part({ alg: "none" })}.${part(claims())}.`, "not-signed"],
    [
      "with a signature of another algorithm",
      () => token(claims(), { key: p256.privateKey, alg: "ES256", header: { alg: "EdDSA" } }),
      "not-signed",
    ],
    [
      "with one that asks for more than we understand",
      () => token(claims(), { header: { crit: ["b64"] } }),
      "not-signed",
    ],
    ["after it ended", () => token(claims({ exp: now() - 1 })), "expired"],
    ["for longer than ten minutes", () => token(claims({ exp: now() + 601 })), "expired"],
    ["before it was made", () => token(claims({ iat: now() + 120, exp: now() + 180 })), "expired"],
    ["without an end", () => token(claims({ exp: undefined })), "expired"],
    ["for another house", () => token(claims({ aud: "https://else.example" })), "wrong-audience"],
    ["without an address", () => token(claims({ email: undefined })), "no-address"],
    ["with two addresses", () => token(claims({ email: "a@b.example, c@d.example" })), "no-address"],
    [
      "with claims that were changed afterwards",
      () => token(claims()).replace(/\.[^.]+\./u, `.${part(claims({ email: "x@y.example" }))}.`),
      "not-signed",
    ],
  ])("%s", async (_, bearer, reason) => {
    const before = await requests();
    expect(await send(bearer())).toMatchObject({ status: 401, body: { title: reason } });
    expect(await requests()).toBe(before);
  });

  test("for what the policy does not offer, without a name for the request, or twenty times an hour", async () => {
    const bearer = token(claims({ email: "often@mail.example" }));
    expect(await send(bearer, { key: "short" })).toMatchObject({ status: 422 });
    expect(await send(bearer, { body: { kind: "nonsense" } })).toMatchObject({ status: 422 });
    expect(await send(bearer, { body: { kind: "access", email: "other@mail.example" } })).toMatchObject({
      status: 201,
    });
    for (let n = 0; n < 19; n++) await send(bearer);
    expect(await send(bearer)).toMatchObject({ status: 429 });
    const [other] = await house.own.query("select 1 from gestand.request where requester_digest = $1", [
      house.house.store.vault.digest("requester", "other@mail.example"),
    ]);
    expect(other).toBeUndefined();
  });
});
