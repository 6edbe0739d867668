/** Whoever reads the mailbox is killed at random moments: each letter counts once, and none is lost. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imapServer, type ImapServer, testInstant } from "#harness";
import { openBox } from "./test-box.ts";

/** Each is a process that must start first, so a tenth of what others kill. */
const kills = Math.ceil(Number(process.env["GESTAND_KILLS"] ?? 10) / 10);
const seed = Number(process.env["GESTAND_SEED"] ?? Date.now() % 1_000_000);
const file = fileURLToPath(new URL("./look.fixture.ts", import.meta.url));
const mailbox = "moveTo: Gestand, deleteAfter: 30 days";
const perRound = 6;

let server: ImapServer;
beforeAll(async () => {
  server = await imapServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test(`${kills} kills lose no letter and double none (GESTAND_SEED=${seed})`, {
  timeout: 60_000 + kills * 5_000,
}, async () => {
  await using box = await openBox(server, { mailbox });
  let state = seed;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  let letters = 0;
  const start = (): ChildProcess =>
    spawn(process.execPath, [file], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        ...process.env,
        ...box.store.environment,
        GESTAND_TEST_NOW: testInstant,
        GESTAND_TEST_MAILBOX: mailbox,
        PRIVACY_MAILBOX_URL: box.address,
      },
    });
  for (let kill = 0; kill < kills; kill++) {
    const child = start();
    if (child.stdout === null) throw new Error("no output");
    const began = await Promise.race([
      once(child.stdout, "data").then(() => true),
      once(child, "exit").then(() => false),
    ]);
    if (!began) throw new Error("The process that looks into the mailbox ended by itself");
    for (let n = 0; n < perRound; n++) {
      letters++;
      const text = letters % 3 === 0 ? "Hallo, wat nu?" : "Graag inzage in mijn gegevens.";
      await box.write({ from: `p${letters}@home.example`, subject: `Brief ${letters}`, text });
    }
    await new Promise((wake) => setTimeout(wake, random() * 250));
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
  await box.incoming.look();
  await box.incoming.look();
  await box.jobs.settled();
  const [counted] = await box.store.database.query<Record<string, number>>(
    `select (select count(*)::int from gestand.request) as requests,
            (select count(distinct requester_digest)::int from gestand.request) as askers,
            (select count(*)::int from gestand.inbox_message where outcome = 'request') as taken,
            (select count(*)::int from gestand.inbox_message where outcome = 'to-sort') as to_sort,
            (select count(*)::int from gestand.inbox_message) as letters,
            (select count(*)::int from gestand.request_message) as messages`,
  );
  const clear = letters - Math.floor(letters / 3);
  expect(counted).toEqual({
    requests: clear,
    askers: clear,
    taken: clear,
    to_sort: letters - clear,
    letters,
    messages: clear,
  });
  expect([await box.lying(), await box.lying("Gestand")]).toEqual([0, letters]);
  const codes = box.inbox.messages().filter(({ text }) => /^ {4}\d{4} \d{4}$/mu.test(text));
  expect(new Set(codes.map(({ messageId }) => messageId)).size).toBe(clear);
});
