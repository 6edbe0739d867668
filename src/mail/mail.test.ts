import { buffer } from "node:stream/consumers";
import { callbackify } from "node:util";
import { createServer, type Server } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { expect, test } from "vitest";
import { Personal } from "#base";
import { freshStore, startTestQueue, type TestQueue, type TestStore } from "#harness";
import type { KeyId } from "#store";
import { createMail, type Mail, type MailOptions, type Message } from "./index.ts";
import { certificate, certificateKey } from "./test-certificate.ts";

interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly received: Email[];
  readonly secure: boolean[];
}

/** A real mail server; `answer` may refuse each message by returning an SMTP reply. */
async function mailServer(
  answer: () => string | undefined = () => undefined,
  options: SMTPServerOptions = {},
): Promise<TestServer> {
  const received: Email[] = [];
  const secure: boolean[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    ...(options.key === undefined ? { disabledCommands: ["STARTTLS"] } : {}),
    onRcptTo: (_address, _session, done) => {
      const reply = answer();
      if (reply === undefined) return done();
      return done(Object.assign(new Error(reply.slice(4)), { responseCode: Number(reply.slice(0, 3)) }));
    },
    onData: (stream, session, done) => {
      secure.push(session.secure);
      callbackify(async () => received.push(await PostalMime.parse(await buffer(stream))))((error) => done(error));
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp${options.secure === true ? "s" : ""}://127.0.0.1:${port}`,
    received,
    secure,
    [Symbol.asyncDispose]: () => new Promise((done) => server.close(() => done())),
  };
}

interface Desk extends AsyncDisposable {
  readonly store: TestStore;
  readonly mail: Mail;
  readonly jobs: TestQueue;
  readonly key: KeyId;
  send(message?: Partial<Message>): Promise<void>;
  status(): ReturnType<Mail["statusAbout"]>;
}

async function openDesk(
  url: string,
  transport: Partial<MailOptions["transport"]> = {},
  more: Partial<MailOptions> = {},
): Promise<Desk> {
  const store = await freshStore();
  const from = "Shop privacy desk <privacy@shop.example>";
  const mail = createMail({ store, transport: { url, from, replyTo: "help@shop.example", ...transport }, ...more });
  mail.serve();
  const key = await store.transact((tx) => store.vault.createKey(tx));
  const jobs = await startTestQueue(store);
  const send = (message: Partial<Message> = {}) =>
    store.transact((tx) =>
      mail.post(tx, {
        class: "required",
        to: new Personal("eva@example.org"),
        language: "nl",
        subject: "Uw code",
        text: "Beste Eva,\n\nUw code is:\n\n    1234 5678\n\nKijk op https://shop.example/privacy/V-1?x=1&y=2.",
        key,
        about: "V-1",
        ...message,
      }),
    );
  return {
    store,
    mail,
    jobs,
    key,
    send,
    status: () => mail.statusAbout(store.reader, "V-1"),
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await store.dispose();
    },
  };
}

test("a posted message arrives once, as text and as HTML, and its content is gone from the outbox", async () => {
  await using server = await mailServer();
  await using desk = await openDesk(server.url);
  await desk.send();
  await desk.jobs.settled();
  expect(await desk.status()).toEqual([
    {
      id: expect.any(String),
      about: "V-1",
      class: "required",
      state: "sent",
      attempts: 1,
      sentAt: desk.store.clock.now(),
    },
  ]);
  const [email] = server.received;
  expect(server.received).toHaveLength(1);
  expect(email?.to).toEqual([{ name: "", address: "eva@example.org" }]);
  expect(email?.from).toEqual({ name: "Shop privacy desk", address: "privacy@shop.example" });
  expect(email?.replyTo?.[0]?.address).toBe("help@shop.example");
  expect(email?.subject).toBe("Uw code");
  expect(email?.text).toContain("    1234 5678");
  expect(email?.html).toContain('<a href="https://shop.example/privacy/V-1?x=1&amp;y=2">');
  expect(email?.html).not.toContain("<img");
  const headers = Object.fromEntries((email?.headers ?? []).map(({ key, value }) => [key, value]));
  expect(headers).toMatchObject({ "auto-submitted": "auto-generated", "content-language": "nl" });
  expect(headers).not.toHaveProperty("list-unsubscribe");
  const [row] = await desk.store.database.query("select sealed from gestand.mail_message");
  expect(row).toEqual({ sealed: null });
});

test("while it waits, the outbox holds nothing readable", async () => {
  await using server = await mailServer(() => "451 4.7.1 later");
  await using desk = await openDesk(server.url);
  await desk.send();
  await desk.jobs.settled();
  const rows = await desk.store.database.query<{ sealed: Buffer }>("select * from gestand.mail_message");
  expect(rows[0]?.sealed.length).toBeGreaterThan(100);
  const dump = `${JSON.stringify(rows)} ${rows[0]?.sealed.toString("latin1")}`;
  expect(dump).not.toMatch(/eva|1234/i);
  expect(JSON.stringify(await desk.store.database.query("select data, output from pgboss.job"))).not.toMatch(
    /eva|1234/i,
  );
});

test("a message that is refused for good is failed, says the server's code, and keeps nothing of its content", async () => {
  await using server = await mailServer(() => "550 5.1.1 <eva@example.org> unknown here");
  await using desk = await openDesk(server.url);
  await desk.send();
  await desk.jobs.settled();
  expect(await desk.status()).toMatchObject([
    { state: "failed", attempts: 1, lastError: "The mail server refused the message: 550 5.1.1." },
  ]);
  expect(await desk.store.database.query("select sealed from gestand.mail_message")).toEqual([{ sealed: null }]);
});

test("a greylisting server gets the message again after a pause, and then takes it", async () => {
  let looks = 0;
  await using server = await mailServer(() => (++looks <= 2 ? "451 4.7.1 greylisted, come back" : undefined));
  await using desk = await openDesk(server.url);
  await desk.send();
  await desk.jobs.settled();
  expect(await desk.status()).toMatchObject([
    { state: "waiting", attempts: 1, lastError: "The mail server asked to come back later: 451 4.7.1." },
  ]);
  await desk.jobs.advance(61_000);
  await desk.jobs.settled();
  expect(await desk.status()).toMatchObject([{ state: "waiting", attempts: 2 }]);
  await desk.jobs.advance(121_000);
  await desk.jobs.settled();
  expect(await desk.status()).toMatchObject([{ state: "sent", attempts: 3 }]);
  expect(server.received).toHaveLength(1);
});

test("after two days of trying the message is given up where staff can see it", async () => {
  await using server = await mailServer(() => "451 4.3.0 try later");
  await using desk = await openDesk(server.url);
  await desk.send();
  for (let round = 0; round < 30; round++) {
    await desk.jobs.settled();
    if ((await desk.status())[0]?.state !== "waiting") break;
    await desk.jobs.advance(4 * 60 * 60 * 1000);
  }
  const [status] = await desk.status();
  expect(status).toMatchObject({
    state: "failed",
    lastError: expect.stringContaining("Two days of trying did not help."),
  });
  expect(status?.attempts).toBeGreaterThanOrEqual(12);
});

test("a server that says nothing, and one that is not there, are tried again later", async () => {
  const silent: Server = createServer(() => undefined);
  await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
  const { port } = silent.address() as { port: number };
  {
    await using desk = await openDesk(`smtp://127.0.0.1:${port}`, { timeoutMs: 150 });
    await desk.send();
    await desk.jobs.settled();
    expect(await desk.status()).toMatchObject([
      { state: "waiting", attempts: 1, lastError: expect.stringMatching(/reached \(ETIMEDOUT\)/) },
    ]);
  }
  await new Promise<void>((done) => {
    silent.close(() => done());
  });
  await using desk = await openDesk(`smtp://127.0.0.1:${port}`);
  await desk.send();
  await desk.jobs.settled();
  expect(await desk.status()).toMatchObject([
    { state: "waiting", attempts: 1, lastError: expect.stringMatching(/reached \(E/) },
  ]);
});

test("STARTTLS and TLS are used with a certificate that is checked", async () => {
  const tls = { key: certificateKey, cert: certificate };
  await using starttls = await mailServer(undefined, tls);
  await using implicit = await mailServer(undefined, { ...tls, secure: true });
  for (const server of [starttls, implicit]) {
    await using trusting = await openDesk(server.url, { trustedCertificates: certificate });
    await trusting.send();
    await trusting.jobs.settled();
    expect(await trusting.status()).toMatchObject([{ state: "sent" }]);
    expect(server.secure).toEqual([true]);
    await using wary = await openDesk(server.url);
    await wary.send();
    await wary.jobs.settled();
    expect(await wary.status()).toMatchObject([
      { state: "waiting", lastError: "The connection to the mail server could not be made safe (TLS)." },
    ]);
  }
  await using plain = await mailServer();
  await using strict = await openDesk(`${plain.url}?tls=required`);
  await strict.send();
  await strict.jobs.settled();
  expect(plain.received).toEqual([]);
  expect(await strict.status()).toMatchObject([{ state: "waiting", lastError: expect.stringContaining("(TLS)") }]);
});

test("a wrong login of ours makes messages wait, not fail", async () => {
  await using server = await mailServer(undefined, {
    authOptional: false,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: (_auth, _session, done) => done(new Error("no")),
  });
  await using desk = await openDesk(server.url.replace("smtp://", "smtp://user:wrong@"));
  await desk.send();
  await desk.jobs.settled();
  expect(await desk.status()).toMatchObject([
    { state: "waiting", lastError: "The mail server did not accept our login: 535." },
  ]);
});

test("nothing in an address or a subject can add a header or a recipient", async () => {
  await using server = await mailServer();
  await using desk = await openDesk(server.url);
  await desk.send({
    subject: "Hello\r\nBcc: everybody@example.org\u2028X: y",
    text: "a\r\n.\r\nMAIL FROM:<x@y>\u0000",
  });
  for (const to of [
    "eva@example.org\r\nBcc: other@example.org",
    "eva@example.org, other@example.org",
    "<eva@example.org>",
    '"eva bcc"@example.org',
    "eva",
    `${"a".repeat(250)}@example.org`,
  ])
    await desk.send({ to: new Personal(to) });
  await desk.jobs.settled();
  expect(server.received).toHaveLength(1);
  const [email] = server.received;
  expect(email?.subject).toBe("Hello Bcc: everybody@example.org X: y");
  expect(email?.bcc ?? []).toEqual([]);
  expect(email?.headers.some(({ key }) => key === "bcc" || key === "x")).toBe(false);
  expect(email?.text).toContain(".\nMAIL FROM:<x@y>");
  const states = (await desk.status()).map(({ state }) => state).sort();
  expect(states).toEqual(["failed", "failed", "failed", "failed", "failed", "failed", "sent"]);
});

test("a message whose key is shredded before it was sent is cancelled and never sent", async () => {
  let open = false;
  await using server = await mailServer(() => (open ? undefined : "451 4.7.1 later"));
  await using desk = await openDesk(server.url);
  await desk.send();
  await desk.jobs.settled();
  await desk.store.transact((tx) => desk.store.vault.shred(tx, desk.key));
  open = true;
  await desk.jobs.advance(61_000);
  await desk.jobs.settled();
  expect(await desk.status()).toMatchObject([{ state: "cancelled", attempts: 1 }]);
  expect(server.received).toEqual([]);
});

test("a message that is sent again after a crash carries the same Message-ID and date", async () => {
  await using server = await mailServer();
  await using desk = await openDesk(server.url);
  await desk.send();
  const [before] = await desk.store.database.query("select * from gestand.mail_message");
  await desk.jobs.settled();
  // The crash: sent, and the record of it lost.
  await desk.store.database.query("update gestand.mail_message set state = 'waiting', sealed = $1, sent_at = null", [
    (before as { sealed: Buffer }).sealed,
  ]);
  await desk.store.transact((tx) =>
    desk.store.queue.send(tx, { queue: "mail/send", data: { id: (before as { id: string }).id } }),
  );
  await desk.jobs.settled();
  expect(server.received).toHaveLength(2);
  expect(server.received[0]?.messageId).toBe(server.received[1]?.messageId);
  expect(server.received[0]?.messageId).toBe(`<${(before as { id: string }).id}@shop.example>`);
  expect(server.received[0]?.date).toBe(server.received[1]?.date);
});

test("a message that cannot even be opened ends as failed, not as silence", async () => {
  await using server = await mailServer(() => "451 4.7.1 later");
  await using desk = await openDesk(server.url);
  await desk.send();
  await desk.jobs.settled();
  await desk.store.database.query(
    "update gestand.mail_message set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)",
  );
  await desk.jobs.advance(61_000);
  await desk.jobs.settled({ failures: "allowed" });
  expect(await desk.status()).toMatchObject([
    { state: "failed", lastError: "It could not be handed over; see the log." },
  ]);
});

test("an unsubscribe header goes with marketing when there is a place to unsubscribe, never with what the law asks for", async () => {
  await using server = await mailServer();
  const passage = {
    unsubscribeUrl: "https://shop.example/stop/t",
    unsubscribeMail: "mailto:p@shop.example?subject=t",
    preferencesUrl: "https://shop.example/nl/p/t",
  };
  await using desk = await openDesk(server.url, {}, { gate: async () => passage });
  await desk.send({ class: "marketing", subject: "Offer" });
  await desk.send({ class: "required", subject: "Your code" });
  await desk.jobs.settled();
  const link = (subject: string) =>
    server.received.find((email) => email.subject === subject)?.headers.find(({ key }) => key === "list-unsubscribe")
      ?.value;
  // What posts in one click comes first (RFC 8058), a letter second (RFC 2369).
  expect(link("Offer")).toBe("<https://shop.example/stop/t>, <mailto:p@shop.example?subject=t>");
  expect(server.received.find(({ subject }) => subject === "Offer")?.text).toContain("https://shop.example/nl/p/t");
  expect(link("Your code")).toBeUndefined();
});

test("an address of the mail server that makes no sense is refused without repeating its password", async () => {
  await using store = await freshStore();
  for (const url of ["http://user:secret@host", "smtp:secret", "smtp://user:secret@host?tls=maybe"])
    expect(() => createMail({ store, transport: { url, from: "a@b.example" } })).toThrow(
      expect.objectContaining({ code: "mail-url-invalid", message: expect.not.stringContaining("secret") }),
    );
});

test("what the gate refuses is never sent, one by one or many at once, also when it refuses only after the first try", async () => {
  await using server = await mailServer();
  const refused = new Set(["eva@example.org"]);
  await using desk = await openDesk(server.url, {}, { gate: async ({ to }) => (refused.has(to) ? undefined : {}) });
  const message = { class: "marketing" as const, message: "newsletter" };
  for (const one of [message, { subject: "Your code" }]) await desk.send(one);
  await desk.jobs.settled();
  expect(server.received.map(({ subject }) => subject)).toEqual(["Your code"]);
  expect((await desk.status()).map(({ class: kind, state, lastError }) => [kind, state, lastError])).toEqual(
    expect.arrayContaining([
      ["marketing", "cancelled", "The person did not allow it, or said no to it."],
      ["required", "sent", undefined],
    ]),
  );
  await desk.store.transact((tx) =>
    desk.mail.postMany(
      tx,
      ["eva@example.org", "ada@example.org"].map((to) => ({
        ...message,
        to: new Personal(to),
        language: "en" as const,
        subject: "Offer",
        text: "…",
        key: desk.key,
        about: "many",
      })),
    ),
  );
  await desk.jobs.settled();
  expect(server.received.map(({ to }) => to).flat()).toMatchObject([
    { address: "eva@example.org" },
    { address: "ada@example.org" },
  ]);
  expect(await desk.mail.countsAbout(desk.store.reader, "many")).toEqual({
    waiting: 0,
    sent: 1,
    failed: 0,
    cancelled: 1,
  });
});
