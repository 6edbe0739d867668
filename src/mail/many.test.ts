/** Many letters at once: sent when the transaction commits, each once, and never in the way of one that somebody waits for. */
import { buffer } from "node:stream/consumers";
import { callbackify } from "node:util";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { Personal } from "#base";
import { freshStore, startTestQueue, type TestQueue, type TestStore } from "#harness";
import type { KeyId } from "#store";
import { createMail, type Mail, type Message } from "./index.ts";

interface Desk extends AsyncDisposable {
  readonly store: TestStore;
  readonly mail: Mail;
  readonly jobs: TestQueue;
  readonly key: KeyId;
  /** Addresses, in the order in which they came. */
  readonly received: string[];
  connections: number;
  /** What the server says of an address; nothing: it takes it, when the promise says so. */
  answer: (address: string) => number | undefined | Promise<undefined>;
  close(): Promise<void>;
  letter(to: string, about?: string): Message;
}

async function openDesk(): Promise<Desk> {
  const store = await freshStore({ poolSize: 8 });
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onConnect: (_session, done) => {
      desk.connections += 1;
      done();
    },
    onRcptTo: ({ address }, _session, done) =>
      callbackify(async () => desk.answer(address))((error, code) =>
        done(error ?? (code === undefined ? undefined : Object.assign(new Error("no"), { responseCode: code }))),
      ),
    onData: (stream, session, done) =>
      callbackify(async () => {
        await buffer(stream);
        received.push(session.envelope.rcptTo[0]?.address ?? "");
      })((error) => done(error)),
  });
  server.on("error", () => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as { port: number };
  const mail = createMail({ store, transport: { url: `smtp://127.0.0.1:${port}?tls=off`, from: "a@shop.example" } });
  mail.serve();
  const jobs = await startTestQueue(store);
  const key = await store.transact((tx) => store.vault.createKey(tx));
  const close = () => new Promise<void>((done) => server.close(() => done()));
  const desk: Desk = {
    store,
    mail,
    jobs,
    key,
    received,
    connections: 0,
    answer: () => undefined,
    close,
    letter: (to, about = "policy/2") => ({
      class: "required",
      to: new Personal(to),
      language: "nl",
      subject: "Verandering",
      text: "Er verandert iets.",
      key,
      about,
    }),
    [Symbol.asyncDispose]: async () => {
      await jobs[Symbol.asyncDispose]();
      await close();
      await store.dispose();
    },
  };
  return desk;
}

const many = (count: number) => Array.from({ length: count }, (_, at) => `n${at}@x.example`);

function postAll(desk: Desk, addresses: readonly string[]): Promise<readonly string[]> {
  return desk.store.transact((tx) =>
    desk.mail.postMany(
      tx,
      addresses.map((address) => desk.letter(address)),
    ),
  );
}

test("all are sent over few connections when the transaction commits, and none when it does not", async () => {
  await using desk = await openDesk();
  const undone = desk.store.transact(async (tx) => {
    await desk.mail.postMany(tx, [desk.letter("never@x.example")]);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  const ids = await postAll(desk, many(250));
  await desk.jobs.settled();
  expect(desk.received.toSorted()).toEqual(many(250).toSorted());
  expect(new Set(ids).size).toBe(250);
  expect(desk.connections).toBeLessThanOrEqual(12);
  expect(await desk.mail.countsAbout(desk.store.reader, "policy/2")).toEqual({
    waiting: 0,
    sent: 250,
    failed: 0,
    cancelled: 0,
  });
});

test("a code that somebody waits for overtakes them", async () => {
  await using desk = await openDesk();
  const { promise: held, resolve: release } = Promise.withResolvers<undefined>();
  // A server so slow with letters that none is through.
  desk.answer = (address) => (address.startsWith("n") ? held : undefined);
  await postAll(desk, many(400));
  await desk.store.transact((tx) => desk.mail.post(tx, desk.letter("code@x.example", "R-1")));
  await expect.poll(() => desk.received, { timeout: 10_000 }).toEqual(["code@x.example"]);
  release(undefined);
  await desk.jobs.settled();
  expect(desk.received).toHaveLength(401);
});

test("what the server wants later goes later, what it refuses has failed, and the rest is not held up", async () => {
  await using desk = await openDesk();
  desk.answer = (address) => (address === "n3@x.example" ? 550 : address === "n7@x.example" ? 451 : undefined);
  const ids = await postAll(desk, [...many(20), "not an address"]);
  await desk.jobs.settled();
  expect(desk.received).toHaveLength(18);
  expect(await desk.mail.failedAmong(desk.store.reader, ids)).toEqual(expect.arrayContaining([ids[3], ids[20]]));
  desk.answer = () => undefined;
  await desk.jobs.advance(61_000);
  await desk.jobs.settled();
  expect(desk.received.filter((address) => address === "n7@x.example")).toHaveLength(1);
  const told = await desk.mail.statusAbout(desk.store.reader, "policy/2");
  const of = (id: string | undefined) => told.find((one) => one.id === id);
  expect(of(ids[3])).toMatchObject({
    state: "failed",
    attempts: 1,
    lastError: "The mail server refused the message: 550.",
  });
  expect(of(ids[7])).toMatchObject({ state: "sent", attempts: 2 });
  expect(of(ids[20])).toMatchObject({ state: "failed", attempts: 0 });
});

test("a server that takes nothing more is left in peace, and all go when it is back", async () => {
  await using desk = await openDesk();
  let offered = 0;
  desk.answer = () => (++offered > 30 ? 452 : undefined);
  await postAll(desk, many(100));
  await desk.jobs.settled();
  expect(offered).toBeLessThan(50);
  desk.answer = () => undefined;
  await desk.jobs.advance(61_000);
  await desk.jobs.settled();
  expect(desk.received.toSorted()).toEqual(many(100).toSorted());
});

test("a round that is carried out again offers nothing that was put off or sent", async () => {
  await using desk = await openDesk();
  desk.answer = (address) => (address === "n1@x.example" ? 451 : undefined);
  const ids = await postAll(desk, many(3));
  await desk.jobs.settled();
  const data = { ids: [...ids], attempts: 0 };
  await desk.store.transact((tx) => desk.store.queue.send(tx, { queue: "mail/many", data }));
  desk.answer = () => undefined;
  await desk.jobs.settled();
  expect(desk.received.toSorted()).toEqual(["n0@x.example", "n2@x.example"]);
  await desk.jobs.advance(61_000);
  await desk.jobs.settled();
  expect(desk.received.toSorted()).toEqual(["n0@x.example", "n1@x.example", "n2@x.example"]);
});

test("after two days of trying they are given up, and with a shredded key they are cancelled", async () => {
  await using desk = await openDesk();
  desk.answer = () => 451;
  const [patient] = await postAll(desk, ["n1@x.example"]);
  for (let round = 0; round < 30; round++) {
    await desk.jobs.settled();
    if ((await desk.mail.failedAmong(desk.store.reader, [patient ?? ""])).length > 0) break;
    await desk.jobs.advance(4 * 60 * 60 * 1000);
  }
  const [given] = await desk.mail.statusAbout(desk.store.reader, "policy/2");
  expect(given).toMatchObject({
    state: "failed",
    lastError: expect.stringMatching(/451.*Two days of trying did not help/),
  });
  await postAll(desk, ["n2@x.example"]);
  await desk.jobs.settled();
  await desk.store.transact((tx) => desk.store.vault.shred(tx, desk.key));
  desk.answer = () => undefined;
  await desk.jobs.advance(61_000);
  await desk.jobs.settled();
  expect(desk.received).toEqual([]);
  expect(await desk.mail.countsAbout(desk.store.reader, "policy/2")).toMatchObject({ failed: 1, cancelled: 1 });
});
