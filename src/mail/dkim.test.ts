import { createHash, createPublicKey, createVerify, generateKeyPairSync, type KeyObject } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { callbackify } from "node:util";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPostman } from "./delivery.ts";
import { checkTransport, dkimKey, dkimRecord, makeDkimKey } from "./index.ts";

const pem = makeDkimKey();
const key = dkimKey("gestand", pem);
const from = "Shop privacy desk <privacy@shop.example>";
const received: string[] = [];
let server: SMTPServer;
let url: string;
beforeAll(async () => {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onData: (stream, _session, done) => {
      callbackify(async () => received.push((await buffer(stream)).toString("latin1")))((error) => done(error));
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`;
});
afterAll(() => new Promise<void>((done) => server.close(() => done())));

const letter = {
  id: "8f14e45f-ceea-467f-a8f0-0d1c1c8e5a01",
  to: "eva@example.org",
  subject: "Uw gegevens, één keer",
  text: "Beste Eva,\n\nDit  is   het.\n\n\n",
  html: "<p>Beste Eva,</p>",
  language: "nl",
  at: new Date("2026-11-23T09:00:00Z"),
};

const asPem = (made: KeyObject) => String(made.export({ type: "pkcs8", format: "pem" }));

const relaxed = (value: string) =>
  value
    .replaceAll(/\r\n[ \t]+/g, " ")
    .replaceAll(/[ \t]+/g, " ")
    .trim();

/** Verifies a `relaxed/relaxed` signature as RFC 6376 §3.4 and §3.7 say, with what the DNS would answer. */
function verifies(raw: string, record: string): boolean {
  const [head = "", body = ""] = /^([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(raw)?.slice(1) ?? [];
  const fields = head.split(/\r\n(?![ \t])/).map((line) => {
    const at = line.indexOf(":");
    return [line.slice(0, at).toLowerCase().trim(), line.slice(at + 1)] as const;
  });
  const signature = fields.find(([name]) => name === "dkim-signature")?.[1] ?? "";
  const tags = new Map(
    relaxed(signature)
      .split(";")
      .map((tag) => [tag.split("=")[0]?.trim() ?? "", tag.slice(tag.indexOf("=") + 1).replaceAll(/\s/g, "")]),
  );
  const lines = body.split("\r\n").map((line) => line.replaceAll(/[ \t]+/g, " ").replace(/ $/, ""));
  const canonical = `${lines.join("\r\n").replace(/(\r\n)*$/, "")}\r\n`;
  if (createHash("sha256").update(canonical, "latin1").digest("base64") !== tags.get("bh")) return false;
  const unused = fields.toReversed();
  const signed = (tags.get("h") ?? "").split(":").flatMap((name) => {
    const at = unused.findIndex(([known]) => known === name.toLowerCase());
    if (at < 0) return [];
    const [field] = unused.splice(at, 1);
    return field === undefined ? [] : [`${field[0]}:${relaxed(field[1])}\r\n`];
  });
  const bare = relaxed(signature.replace(/(;\s*b=)[^;]*$/, "$1"));
  const der = Buffer.from(/p=(.*)$/.exec(record)?.[1] ?? "", "base64");
  const publicKey = createPublicKey({ key: der, type: "spki", format: "der" });
  return createVerify("sha256")
    .update(`${signed.join("")}dkim-signature:${bare}`, "latin1")
    .verify(publicKey, tags.get("b") ?? "", "base64");
}

test("a letter is signed for the domain of the sender, and whoever changes it breaks the signature", async () => {
  const postman = createPostman({ url, from, dkim: key });
  expect(await postman.deliver(letter)).toEqual({ outcome: "sent" });
  const raw = received.at(-1) ?? "";
  expect(raw).toMatch(/DKIM-Signature: [^]*d=shop\.example;[^]*s=gestand;/);
  const record = dkimRecord(key);
  expect(verifies(raw, record)).toBe(true);
  expect(verifies(raw.replace("Beste Eva", "Beste Eve"), record)).toBe(false);
  expect(verifies(raw.replace(/^Subject: .*$/m, "Subject: Anders"), record)).toBe(false);
  expect(verifies(raw, dkimRecord(dkimKey("gestand", makeDkimKey())))).toBe(false);
});

test("letters that go in a round are signed too", async () => {
  const round = createPostman({ url, from, dkim: key }).round(1);
  await round.deliver(letter);
  round.close();
  expect(verifies(received.at(-1) ?? "", dkimRecord(key))).toBe(true);
});

test("a key that nobody could check is refused before anything starts, and its text is not repeated", () => {
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const short = generateKeyPairSync("rsa", { modulusLength: 768 }).privateKey;
  for (const wrong of ["", "secret", asPem(elliptic), asPem(short), dkimRecord(key)])
    expect(() => dkimKey("gestand", wrong)).toThrow(expect.objectContaining({ code: "dkim-key-invalid" }));
  expect(() => dkimKey("gestand", "secret")).not.toThrow(/secret/);
  for (const selector of ["", "a b", "-a", "a.b", "é"])
    expect(() => dkimKey(selector, pem)).toThrow(/is not a selector/);
});

test("the check says whether the server takes our mail and the DNS has our key", async () => {
  const transport = { url, from, dkim: key };
  const at = letter.at;
  const holds = async (records: string[][]) =>
    (await checkTransport(transport, { at, lookUp: async () => records })).map((one) => [one.what, one.holds]);
  const record = dkimRecord(key);
  expect(await holds([[record.slice(0, 200), record.slice(200)]])).toEqual([
    ["server", true],
    ["signature", true],
  ]);
  expect(await holds([["v=DKIM1; k=rsa; p="]])).toContainEqual(["signature", false]);
  const missing = await checkTransport(transport, { at, lookUp: () => Promise.reject(new Error("ENOTFOUND")) });
  expect(missing[1]?.message).toBe("gestand._domainkey.shop.example is not in the DNS, so signatures prove nothing.");
  const before = received.length;
  const sent = await checkTransport({ url, from }, { at, to: "eva@example.org" });
  expect(sent.map(({ what, holds: one }) => [what, one])).toEqual([
    ["server", true],
    ["signature", true],
    ["letter", true],
  ]);
  expect(received.length).toBe(before + 1);
  const nowhere = await checkTransport({ url: "smtp://127.0.0.1:1", from }, { at, to: "eva@example.org" });
  expect(nowhere.map(({ holds: one }) => one)).toEqual([false, true]);
});
