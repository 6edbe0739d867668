import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Personal, type StaffId } from "#base";
import { imapServer, type ImapServer } from "#harness";
import { type Box, openBox, withFiles } from "./test-box.ts";

let server: ImapServer;
beforeAll(async () => {
  server = await imapServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const staff = "5b1f4f0a-0000-4000-8000-000000000001" as StaffId;
const ask = { subject: "Mijn gegevens", text: "Stuur mij een kopie van mijn gegevens, graag." };
const pdf = Buffer.from("%PDF-1.7\nsomething");
const code = / {4}\d{4} \d{4}/u;
const [kindsOf, subjects] = [
  async (box: Box) => (await box.requestsNow()).map(({ kind }) => kind),
  (box: Box, to = "eva@home.example") => box.sent(to).map(({ subject }) => subject),
];

describe("a letter", () => {
  test("becomes a request whose sender proves the address, from the day it came", async () => {
    await using box = await openBox(server);
    await box.write({ ...ask, at: "2026-11-20T09:00:00Z" });
    expect((await box.look()).taken).toEqual({ request: 1 });
    const [request] = await box.requestsNow();
    expect(request).toMatchObject({ kind: "access", state: "verifying", channel: "mail", receivedOn: "2026-11-20" });
    expect(request?.due.on).toBe("2026-12-20");
    expect(request?.messages.reveal()).toMatchObject([
      { from: "eva@home.example", subject: ask.subject, text: ask.text },
    ]);
    const [letter] = box.sent("eva@home.example");
    expect(letter?.text).toMatch(code);
    expect(letter?.text).toContain("binnen 7 dagen");
    await box.confirm("eva@home.example");
    expect((await box.requestsNow())[0]).toMatchObject({ state: "waiting-for-review", search: "found" });
  });

  test("is taken in once, however often the mailbox is looked into, copied or made anew", async () => {
    await using box = await openBox(server);
    await box.write({ ...ask, id: "<once@home.example>" });
    await Promise.all([box.incoming.look(), box.incoming.look()]);
    await box.look();
    await box.write({ ...ask, id: "<once@home.example>" });
    expect((await box.look()).taken).toEqual({ duplicate: 1 });
    // As if the folder had been made anew: every number counts from the start.
    await box.store.database.query("update gestand.inbox_state set uid_validity = 1");
    await box.store.database.query("update gestand.inbox_message set uid_validity = 1");
    expect((await box.look()).taken).toEqual({ duplicate: 2 });
    expect(await kindsOf(box)).toEqual(["access"]);
    expect(box.sent("eva@home.example")).toHaveLength(1);
  });

  test("of somebody else with the same Message-ID is another one", async () => {
    await using box = await openBox(server);
    await box.write({ ...ask, id: "<same@x.example>" }, { ...ask, id: "<same@x.example>", from: "bob@home.example" });
    expect((await box.look()).taken).toEqual({ request: 2 });
  });

  test("that lay there long before anybody watched is left alone", async () => {
    await using box = await openBox(server, { mailbox: "moveTo: Gestand, deleteAfter: 7 days" });
    await box.write({ ...ask, at: "2026-10-01T09:00:00Z" });
    expect(await box.look()).toEqual({ taken: {}, moved: 0, deleted: 0 });
    expect(await box.lying()).toBe(1);
  });

  test("in English is answered in English", async () => {
    await using box = await openBox(server);
    await box.write({ subject: "My data", text: "Please send me a copy of my personal data, if you would." });
    await box.look();
    expect(subjects(box)[0]).toContain("Your code for request");
  });

  test("is kept sealed, and shredded with the request", async () => {
    await using box = await openBox(server);
    await box.write({ subject: "Mijn gegevens", body: withFiles(ask.text, [{ name: "brief.pdf", bytes: pdf }]) });
    await box.look();
    const dump = async () =>
      JSON.stringify(
        await box.store.database.query(
          "select row_to_json(m) from gestand.request_message m union all select row_to_json(f) from gestand.request_file f union all select row_to_json(i) from gestand.inbox_message i",
        ),
      );
    expect(await dump()).not.toMatch(/eva@home|kopie|brief\.pdf/u);
    box.store.clock.advance(8 * 24 * 60 * 60_000);
    await box.requests.tidy();
    const [request] = await box.requestsNow();
    expect(request?.state).toBe("withdrawn");
    await box.jobs.settled();
    await box.requests.tidy();
    expect(await box.store.database.query("select 1 from gestand.request_message")).toEqual([]);
    const said = await box.evidence.entries(box.store.reader, { from: 0, limit: 50, kind: "request.files-deleted" });
    expect(said.map(({ body }) => body)).toMatchObject([{ files: 1, because: "ended" }]);
  });
});

describe("no letter of a machine becomes a request", () => {
  test("answers of programs, by whatever they say so", async () => {
    await using box = await openBox(server);
    const said = [
      "Auto-Submitted: auto-replied (vacation)",
      "Auto-Submitted: auto-notified",
      "X-Autoreply: yes",
      "X-Autorespond: yes",
      "Return-Path: <>",
      "Precedence: auto_reply",
    ];
    await box.write(...said.map((header) => ({ ...ask, headers: [header] })));
    expect((await box.look()).taken).toEqual({ automatic: said.length });
    expect(box.inbox.messages()).toEqual([]);
    await box.write({ ...ask, headers: ["Auto-Submitted: no"] });
    expect((await box.look()).taken).toEqual({ request: 1 });
  });

  test("a letter to many waits for somebody when it speaks of a right, and not otherwise", async () => {
    await using box = await openBox(server);
    await box.write({ ...ask, headers: ["List-Id: <x>"] }, { text: "Aanbieding!", headers: ["Precedence: bulk"] });
    expect((await box.look()).taken).toEqual({ "to-sort": 1, automatic: 1 });
    expect(box.inbox.messages()).toEqual([]);
  });

  test("our own, and copies of it, whoever wrote them", async () => {
    await using box = await openBox(server);
    await box.write({ ...ask, from: "Desk <PRIVACY@webshop.example>" }, ask);
    await box.look();
    const [letter] = box.sent("eva@home.example");
    await box.write({ ...ask, from: "evil@else.example", id: letter?.messageId ?? "" });
    expect((await box.look()).taken).toEqual({ own: 1 });
    expect(await kindsOf(box)).toEqual(["access"]);
  });

  test("a report of a letter that was not delivered says so, and is no request", async () => {
    await using box = await openBox(server);
    await box.write(ask);
    await box.look();
    const [letter] = box.sent("eva@home.example");
    const body = `Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nkopie van mijn gegevens\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${letter?.messageId}\n\n--b--\n`;
    await box.write({ from: "mailer-daemon@mx.example", body });
    expect((await box.look()).taken).toEqual({ bounce: 1 });
    expect((await box.requestsNow())[0]?.mail.map(({ state }) => state)).toEqual(["failed"]);
  });

  test("two machines that answer each other end at once", async () => {
    await using box = await openBox(server);
    await box.write(ask);
    await box.look();
    // One that sets no header at all, answers everything with a file of the wrong kind, and quotes what asks.
    for (let round = 0; round < 6; round++) {
      const [last] = box.sent("eva@home.example");
      await box.write({
        subject: round < 4 ? `Re: ${last?.subject}` : "Automatic",
        body: withFiles(ask.text, [{ name: "virus.exe", bytes: Buffer.from("MZ\0\0") }]),
        headers: round % 2 === 0 ? [`In-Reply-To: ${last?.messageId}`] : [],
      });
      await box.look();
    }
    expect(await kindsOf(box)).toEqual(["access"]);
    // The code, and once what was not kept.
    expect(subjects(box)).toHaveLength(2);
  });
});

describe("an answer to a letter of ours", () => {
  test("joins its request by our Message-ID, from whatever address", async () => {
    await using box = await openBox(server);
    await box.write(ask);
    await box.look();
    const [letter] = box.sent("eva@home.example");
    const answer = {
      subject: "Re",
      text: "Verwijder mijn account ook.",
      headers: [`References: <a@b> ${letter?.messageId}`],
    };
    await box.write({ ...answer, at: "2026-11-22T09:05:00Z" });
    await box.write({ ...answer, from: "eva@work.example", at: "2026-11-22T09:10:00Z" });
    expect((await box.look()).taken).toEqual({ reply: 2 });
    const [request, ...others] = await box.requestsNow();
    expect(others).toEqual([]);
    expect(request?.messages.reveal().map(({ from, fromElsewhere }) => [from, fromElsewhere])).toEqual([
      ["eva@home.example", false],
      ["eva@home.example", false],
      ["eva@work.example", true],
    ]);
  });

  test("joins by the number in References where a server gave our letter another Message-ID", async () => {
    await using box = await openBox(server);
    await box.write(ask);
    await box.look();
    const thread = box.sent("eva@home.example")[0]?.headers["references"] ?? "";
    expect(thread).toMatch(/^<G-.+\..{43}@webshop\.example>$/u);
    await box.write({ text: "Hallo?", headers: [`References: ${thread} <other@ses.example>`], from: "x@else.example" });
    expect((await box.look()).taken).toEqual({ reply: 1 });
    const forged = thread.replace(/\.[\w-]{43}@/u, `.${"A".repeat(43)}@`);
    await box.write({ text: "Hallo?", headers: [`References: ${forged}`], from: "x@else.example" });
    expect((await box.look()).taken).toEqual({ "to-sort": 1 });
  });

  test("by the reference alone joins for who asked, and for nobody else", async () => {
    await using box = await openBox(server);
    await box.write(ask);
    await box.look();
    const reference = (await box.requestsNow())[0]?.reference ?? "";
    await box.write(
      { subject: `over ${reference}`, text: "Nog iets." },
      { subject: `over ${reference}`, text: "Nog iets.", from: "x@else.example" },
    );
    expect((await box.look()).taken).toEqual({ reply: 1, "to-sort": 1 });
  });

  test("to a request that has ended waits for somebody", async () => {
    await using box = await openBox(server);
    await box.write(ask);
    await box.look();
    const [letter] = box.sent("eva@home.example");
    box.store.clock.advance(8 * 24 * 60 * 60_000);
    await box.requests.tidy();
    await box.write({ text: "En nu?", headers: [`In-Reply-To: ${letter?.messageId}`], at: "2026-11-30T09:00:00Z" });
    expect((await box.look()).taken).toEqual({ "to-sort": 1 });
  });
});

describe("what is not clear", () => {
  test("waits for staff, sealed; they say what it is and the clock counts from the day it came", async () => {
    await using box = await openBox(server);
    await box.write({
      subject: "Vraag",
      body: withFiles("Wat doen jullie eigenlijk?", [{ name: "a.pdf", bytes: pdf }]),
      at: "2026-11-19T09:00:00Z",
    });
    expect((await box.look()).taken).toEqual({ "to-sort": 1 });
    expect(box.inbox.messages()).toEqual([]);
    const [letter] = await box.sorted();
    expect(letter?.letter.reveal()).toMatchObject({ from: "eva@home.example", files: [{ name: "a.pdf" }] });
    expect(Buffer.from((await box.incoming.file(letter?.id ?? "", 0))?.bytes ?? [])).toEqual(pdf);
    const order = {
      as: "request",
      kind: "objection",
      email: new Personal("eva@home.example"),
      language: "nl",
    } as const;
    expect(await box.incoming.sort(letter?.id ?? "", staff, { ...order, purposes: [] })).toMatchObject({
      ok: false,
      reason: "purposes-missing",
    });
    expect(await box.incoming.sort(letter?.id ?? "", staff, { ...order, purposes: ["ads"] })).toMatchObject({
      ok: true,
    });
    await box.jobs.settled();
    const [request] = await box.requestsNow();
    expect(request).toMatchObject({ kind: "objection", purposes: ["ads"], receivedOn: "2026-11-19", channel: "mail" });
    const file = request?.messages.reveal()[0]?.files[0];
    expect(Buffer.from((await box.requests.file(request!.id, file?.id ?? ""))?.bytes ?? [])).toEqual(pdf);
    expect(await box.sorted()).toEqual([]);
    expect(await box.store.database.query("select 1 from gestand.inbox_file")).toEqual([]);
    expect(await box.incoming.sort(letter?.id ?? "", staff, { as: "no-request" })).toMatchObject({
      ok: false,
      reason: "unknown",
    });
  });

  test("may be no request, or belong to an open one of the sender", async () => {
    await using box = await openBox(server);
    await box.write(ask, { text: "Wanneer komt mijn pakket?" }, { text: "En nog iets" });
    await box.look();
    const [first, second] = await box.sorted();
    expect(first?.open).toHaveLength(1);
    expect(await box.incoming.sort(first!.id, staff, { as: "no-request" })).toEqual({ ok: true, value: {} });
    const [request] = await box.requestsNow();
    expect(await box.incoming.sort(second!.id, staff, { as: "reply", request: request!.id })).toMatchObject({
      ok: true,
    });
    expect((await box.requestsNow())[0]?.messages.reveal()).toHaveLength(2);
    const sealed = await box.store.database.query(
      "select 1 from gestand.inbox_message where sealed is not null or key_id is not null",
    );
    expect(sealed).toEqual([]);
  });

  test("is what a colleague passes on, and the fourth right of a sender who proved nothing", async () => {
    await using box = await openBox(server, { more: "" });
    await box.write({ ...ask, from: "jan@webshop.example" });
    expect((await box.look()).taken).toEqual({ "to-sort": 1 });
    expect((await box.sorted())[0]?.proposed).toEqual(["access"]);
  });
});

describe("the mailbox", () => {
  test("that is down is seen, loses nothing, and is well again by itself", async () => {
    await using box = await openBox(server);
    const own = await imapServer();
    await using other = await openBox(own);
    await other.write(ask);
    await own.stop();
    await other.incoming.look();
    const { failing } = await other.incoming.status(other.store.reader);
    expect(failing).toMatchObject({ code: "mailbox-unreachable", since: other.store.clock.now() });
    other.store.clock.advance(60_000);
    await other.incoming.look();
    expect((await other.incoming.status(other.store.reader)).failing?.since).toEqual(failing?.since);
    await own.start();
    expect((await other.look()).taken).toEqual({ request: 1 });
    expect((await other.incoming.status(other.store.reader)).failing).toBeUndefined();
    expect(await box.sorted()).toEqual([]);
    await own[Symbol.asyncDispose]();
  });

  test("is tidied: originals go to their folder, and are deleted when their term ends", async () => {
    await using box = await openBox(server, { mailbox: "moveTo: Gestand, deleteAfter: 7 days" });
    await box.write(ask, { text: "Hallo" });
    expect(await box.look()).toMatchObject({ moved: 2, deleted: 0 });
    expect([await box.lying(), await box.lying("Gestand")]).toEqual([0, 2]);
    box.store.clock.advance(9 * 24 * 60 * 60_000);
    expect(await box.look()).toMatchObject({ moved: 0, deleted: 2 });
    expect(await box.lying("Gestand")).toBe(0);
    // What is still to be sorted is kept here.
    expect(await box.sorted()).toHaveLength(1);
    const said = await box.evidence.entries(box.store.reader, { from: 0, limit: 50, kind: "inbox.originals-deleted" });
    expect(said.map(({ body }) => body)).toEqual([{ messages: 2 }]);
  });

  test("without a folder for them: they stay, what nobody sorted yet and what came since too", async () => {
    await using box = await openBox(server);
    await box.write(ask, { text: "Hallo", at: "2026-11-21T09:00:00Z" });
    await box.look();
    box.store.clock.advance(31 * 24 * 60 * 60_000);
    await box.write({ ...ask, at: "2026-12-22T09:00:00Z", from: "bob@home.example" });
    expect(await box.look()).toMatchObject({ taken: { request: 1 }, deleted: 1 });
    expect(await box.lying()).toBe(2);
  });
});

test("who asks the same by letter and by form is answered once, with two receipts, and the letter goes along", async () => {
  await using box = await openBox(server);
  const asked = { kind: "access", language: "nl", channel: "web", email: new Personal("eva@home.example") } as const;
  box.store.clock.set("2026-11-22T08:00:00Z");
  await box.requests.submit(asked);
  await box.jobs.settled();
  await box.confirm("eva@home.example");
  box.store.clock.advance(60 * 60_000);
  await box.write({ subject: "Mijn gegevens", body: withFiles(ask.text, [{ name: "brief.pdf", bytes: pdf }]) });
  await box.look();
  await box.confirm("eva@home.example");
  const [first, second] = await box.requestsNow();
  expect([first?.channel, first?.state, second?.channel, second?.state]).toEqual([
    "web",
    "waiting-for-review",
    "mail",
    "withdrawn",
  ]);
  const [letter] = first?.messages.reveal() ?? [];
  expect(Buffer.from((await box.requests.file(first!.id, letter?.files[0]?.id ?? ""))?.bytes ?? [])).toEqual(pdf);
  expect(first?.joined).toMatchObject([{ reference: second?.reference, channel: "mail", receipt: second?.receipt }]);
  expect(second?.receipt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/u);
});
