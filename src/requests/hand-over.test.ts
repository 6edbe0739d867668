import { createHash } from "node:crypto";
import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unzip } from "#harness";
import { newAuthority, newCertificate } from "../../tests/journeys/certificate.ts";
import { uploadAddress } from "./hand-over.ts";
import { openRoom, policyOf, type Room, staff } from "./test-room.ts";

const host = "uploads.other.example";
const authority = newAuthority("Other");
const portable = policyOf({}, (text) => text.replace("rights:\n", "rights:\n  portability: {}\n"));

/** Another controller, on this machine. */
interface Other extends AsyncDisposable {
  readonly url: string;
  readonly got: { headers: IncomingMessage["headers"]; path: string; bytes: Buffer }[];
  /** What it answers, or does, instead of taking the file. */
  answer: (request: IncomingMessage, response: ServerResponse, bytes: Buffer) => void;
}
async function openOther(): Promise<Other> {
  const { pem, keyPem } = newCertificate(authority, host);
  const server = createServer({ cert: pem, key: keyPem }, (request, response) => {
    const take = (bytes: Buffer) => {
      other.got.push({ headers: request.headers, path: request.url ?? "", bytes });
      other.answer(request, response, bytes);
      return bytes;
    };
    buffer(request).then(take, () => undefined);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const other: Other = {
    url: `https://${host}:${(server.address() as AddressInfo).port}/in?token=secret-of-eva`,
    got: [],
    answer: taken,
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
  return other;
}
const taken = (_: IncomingMessage, response: ServerResponse) => void response.writeHead(201).end();
const says =
  (status: number, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, headers).end();

let other: Other;
let room: Room;
beforeAll(async () => {
  other = await openOther();
  room = await openRoom({
    policy: portable,
    uploads: {
      ownHosts: [new URL(other.url).host],
      trustedCertificates: authority.pem,
      resolve: async (name) => (name === "inside.example" ? ["10.0.0.7"] : ["127.0.0.1"]),
    },
  });
});
afterAll(async () => {
  await room[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
});

let count = 0;
async function asked() {
  other.got.length = 0;
  other.answer = taken;
  const email = `p${++count}@home.example`;
  await room.addCustomer({ id: 100 + count, email, name: `P${count}`, since: "2020-01-01T00:00:00Z" });
  const { reference, followToken } = await room.verified(email, { kind: "portability" });
  return { email, reference, followToken, id: await room.idOf(reference) };
}
const stands = async (reference: string) => (await room.staffView(reference)).handOver;
const newest = (email: string) => room.letter(email);
async function fetched(email: string): Promise<Buffer> {
  const link = room.letters(email).find(({ text }) => text.includes("/download/"));
  const token = /\/download\/(\S+)/u.exec(link?.text ?? "")?.[1] ?? "";
  const copy = await room.requests.download(token);
  return buffer(Readable.from(copy?.stream ?? []));
}
async function released(followToken: string, id: Awaited<ReturnType<typeof asked>>["id"], url = other.url) {
  expect(await room.requests.askHandOver(followToken, url)).toMatchObject({ ok: true });
  expect(await room.requests.decideHandOver(id, staff, { release: true })).toMatchObject({ ok: true });
}

test("a copy goes to another controller once staff released it and it is ready, with a proof of what was sent", async () => {
  const { email, reference, followToken, id } = await asked();
  expect(await room.requests.askHandOver(followToken, other.url)).toMatchObject({ ok: true });
  expect(await stands(reference)).toMatchObject({ state: "asked", host: new URL(other.url).host });
  await room.approve(reference);
  await room.jobs.settled();
  expect(other.got, "nothing goes before somebody looked at whose address it is").toEqual([]);
  expect((await room.queueLine(reference))?.needs).toBe("decision");
  expect(await room.requests.decideHandOver(id, staff, { release: true })).toMatchObject({ ok: true });
  await room.jobs.settled();
  const [got] = other.got;
  const sha256 = createHash("sha256")
    .update(got?.bytes ?? "")
    .digest();
  expect(got).toMatchObject({ path: "/in?token=secret-of-eva", headers: { "content-type": "application/zip" } });
  expect(got?.headers["repr-digest"]).toBe(`sha-256=:${sha256.toString("base64")}:`);
  expect([...(await unzip(got?.bytes ?? Buffer.alloc(0))).keys()].join()).toMatch(/schema|\.json/u);
  expect(await stands(reference)).toMatchObject({
    state: "done",
    sha256: sha256.toString("hex"),
    status: 201,
    attempts: 1,
  });
  expect(newest(email).text).toContain(sha256.toString("hex"));
  const own = await fetched(email);
  expect(own.equals(got?.bytes ?? Buffer.alloc(0)), "the person has the same").toBe(true);
  expect(await room.stateOf(reference)).toBe("done");
  const log = await room.evidence.entries(room.store.reader, { from: 0, limit: 100, about: reference });
  const proof = log.find(({ kind }) => kind === "request.hand-over-ended");
  expect(proof?.body).toMatchObject({
    state: "done",
    sha256: sha256.toString("hex"),
    sizeBytes: got?.bytes.length,
    status: 201,
  });
  expect(JSON.stringify(log)).not.toContain("other.example");
  const rows = JSON.stringify(await room.store.database.query("select * from gestand.hand_over"));
  expect(rows).not.toContain("other.example");
});

test("whoever fetched the copy before it was sent on waits for nothing, and it is still sent", async () => {
  const { email, reference, followToken, id } = await asked();
  await released(followToken, id);
  other.answer = says(503);
  await room.approve(reference);
  await room.jobs.settled();
  expect(await stands(reference)).toMatchObject({ state: "released", status: 503, attempts: 1 });
  await fetched(email);
  expect(await room.stateOf(reference), "the copy must not go before the other has it").toBe("delivering");
  expect((await fetched(email)).length, "the link works once").toBe(0);
  other.answer = taken;
  await room.jobs.advance(60_000);
  await room.jobs.settled();
  expect(await stands(reference)).toMatchObject({ state: "done", attempts: 2 });
  expect(await room.stateOf(reference)).toBe("done");
  expect(new Set(other.got.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("an upload that wakes up late, after another one began, changes nothing", async () => {
  const { reference, followToken, id } = await asked();
  await released(followToken, id);
  const late = Promise.withResolvers<ServerResponse>();
  other.answer = (_, response) => late.resolve(response);
  await room.approve(reference);
  const response = await late.promise;
  await room.store.database.query("update gestand.hand_over set attempts = 9 where request_id = $1", [id]);
  response.writeHead(201).end();
  await room.jobs.settled();
  expect(await stands(reference)).toMatchObject({ state: "released", attempts: 9 });
});

test("a connection that breaks in the middle begins anew until the other has all of it", async () => {
  const { reference, followToken, id } = await asked();
  await released(followToken, id);
  let tries = 0;
  other.answer = (request, response) => (++tries < 3 ? void request.socket.destroy() : taken(request, response));
  await room.approve(reference);
  for (let round = 0; round < 3; round++) {
    await room.jobs.settled();
    await room.jobs.advance(2 * 60_000);
  }
  await room.jobs.settled();
  expect(await stands(reference)).toMatchObject({ state: "done", attempts: 3 });
});

describe("nothing is sent", () => {
  test("to who refuses it, and the person is told and may name another", async () => {
    const { email, reference, followToken, id } = await asked();
    await released(followToken, id);
    other.answer = says(403);
    await room.approve(reference);
    await room.jobs.settled();
    expect(await stands(reference)).toMatchObject({ state: "failed", status: 403 });
    expect(newest(email).text).toContain("niet aan");
    other.answer = taken;
    await released(followToken, id);
    await room.jobs.settled();
    expect(await stands(reference)).toMatchObject({ state: "done" });
  });

  test.each([
    ["where the other sends us", () => other.url, says(307, { location: "/in/elsewhere" }), "service-redirects"],
    ["inside a network", () => "https://inside.example/x", taken, "address-refused"],
    [
      "to another name of a host that is allowed",
      () => other.url.replace(host, "else.example"),
      taken,
      "address-refused",
    ],
  ])("%s", async (_, url, answer, failure) => {
    const { reference, followToken, id } = await asked();
    await released(followToken, id, url());
    other.answer = answer;
    await room.approve(reference);
    await room.jobs.settled();
    expect(await stands(reference)).toMatchObject({ state: "failed", failure });
    expect(other.got.every(({ path }) => path.startsWith("/in"))).toBe(true);
  });

  test("when staff refuse, in their words", async () => {
    const { email, reference, followToken, id } = await asked();
    await room.requests.askHandOver(followToken, other.url);
    const refused = { release: false, explanation: "Dit adres kennen wij niet." } as const;
    expect(await room.requests.decideHandOver(id, staff, { ...refused, explanation: " " })).toMatchObject({
      ok: false,
      reason: "reason-missing",
    });
    expect(await room.requests.decideHandOver(id, staff, refused)).toMatchObject({ ok: true });
    await room.jobs.settled();
    expect(newest(email).text).toContain("Dit adres kennen wij niet.");
    await room.approve(reference);
    await room.jobs.settled();
    expect(other.got).toEqual([]);
    expect(await room.requests.decideHandOver(id, staff, { release: true })).toMatchObject({
      ok: false,
      reason: "not-now",
    });
  });

  test("after the copy expired; then the request ends, and its address with it", async () => {
    const { email, reference, followToken, id } = await asked();
    await released(followToken, id);
    other.answer = says(500);
    await room.approve(reference);
    await room.jobs.settled();
    await fetched(email);
    room.store.clock.advance(8 * 24 * 60 * 60_000);
    await room.requests.tidy();
    await room.jobs.settled();
    expect(await stands(reference)).toMatchObject({ state: "expired" });
    expect(await room.stateOf(reference)).toBe("done");
    await room.requests.tidy();
    expect((await stands(reference))?.host).toBeUndefined();
  });

  test("for a request of another kind, or to what is no https address", async () => {
    const email = "other-kind@home.example";
    await room.addCustomer({ id: 99, email, name: "O", since: "2020-01-01T00:00:00Z" });
    const { followToken } = await room.verified(email, { kind: "access" });
    expect(await room.requests.askHandOver(followToken, other.url)).toMatchObject({ ok: false, reason: "not-now" });
    for (const wrong of [
      "http://a.example/x",
      "ftp://a.example",
      "https://u:p@a.example/",
      "",
      "x",
      `https://a.example/${"a".repeat(2_000)}`,
    ])
      expect(uploadAddress(wrong), wrong).toBeUndefined();
    expect(uploadAddress(" https://a.example/x#part ")?.href).toBe("https://a.example/x");
  });
});
