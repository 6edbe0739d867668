import { createServer } from "node:net";
import { inspect } from "node:util";
import { ImapFlow } from "imapflow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlanId } from "#base";
import { imapServer, type ImapServer, password } from "#harness";
import type { Reach, Store } from "#policy";
import type { ConnectedStore, StoreOrder, StoreSubject } from "../store-contract.ts";
import { connectMailbox } from "./index.ts";
import { withoutBcc } from "./raw.ts";
import { whose } from "./whose.ts";

let server: ImapServer;
beforeAll(async () => {
  server = await imapServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const store: Store = {
  name: "desk",
  title: { nl: "onze postbus", en: "our mailbox" },
  kind: "mailbox",
  holds: ["message"],
  of: ["customer"],
  keys: [],
  countries: [],
  cites: [],
  at: { file: "policy.yaml", line: 1, column: 1 },
};
const ann: StoreSubject = { emails: ["ann@home.example"], keys: [], values: {} };

interface Written {
  readonly from?: string;
  readonly to?: string;
  readonly cc?: string;
  readonly bcc?: string;
  readonly body?: string;
  readonly folder?: string;
  readonly flags?: string[];
}
function mime({ from = "ann@home.example", to = "desk@shop.example", cc, bcc, body = "Hello" }: Written): string {
  const lines = [`From: ${from}`, `To: ${to}`, ...(cc === undefined ? [] : [`Cc: ${cc}`])];
  return [...lines, ...(bcc === undefined ? [] : [`Bcc: ${bcc}`]), "Subject: x", "", body, ""].join("\r\n");
}

interface Box extends AsyncDisposable {
  readonly client: ImapFlow;
  readonly url: string;
  write(...messages: Written[]): Promise<void>;
  /** Every message, by folder, as it is kept. */
  dump(): Promise<Record<string, string[]>>;
  connect(reach?: Partial<Extract<Reach, { kind: "mailbox" }>>): Promise<ConnectedStore>;
}
let users = 0;
async function box(at = server): Promise<Box> {
  const user = `desk${++users}@shop.example`;
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: at.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
    disableAutoIdle: true,
  });
  await client.connect();
  const url = at.url(user);
  const dump = async () => {
    const found: Record<string, string[]> = {};
    for (const { path } of await client.list()) {
      const lock = await client.getMailboxLock(path, { readOnly: true });
      try {
        const all = await client.fetchAll("1:*", { source: true });
        found[path] = all.map(({ source }) => String(source)).toSorted();
      } finally {
        lock.release();
      }
    }
    return found;
  };
  return {
    client,
    url,
    write: async (...messages) => {
      for (const one of messages) await client.append(one.folder ?? "INBOX", mime(one), one.flags ?? []);
    },
    dump,
    connect: (reach = {}) =>
      connectMailbox({
        store,
        reach: { kind: "mailbox", urlFrom: "DESK_URL", folders: [], ...reach },
        setting: (name) => (name === "DESK_URL" ? url : undefined),
        ours: ["shop.example"],
      }),
    [Symbol.asyncDispose]: () => client.logout(),
  };
}

const order = (subject: StoreSubject, more: Partial<StoreOrder> = {}): StoreOrder => ({
  plan: "0b6f2f5e-3c1f-4f7e-9a55-0c6f3c7a1c01" as PlanId,
  step: 1,
  attempt: 1,
  subject,
  ...more,
});
async function textOf(item: { open(): AsyncIterable<Uint8Array> }): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of item.open()) parts.push(part);
  return String(Buffer.concat(parts));
}

/** Ann's own, what she shares with Bob, and what is not hers though it looks so. */
const mixed: Written[] = [
  {},
  { from: "Ann <ANN@Home.example>", to: "info@shop.example" },
  { from: "desk@shop.example", to: "ann@home.example", folder: "Sent" },
  { cc: "bob@home.example" },
  { from: "bob@home.example" },
  { from: "joann@home.example" },
  { from: "ann@home.example.org" },
  { from: "bob@home.example", body: "As ann@home.example said" },
];

describe("a mailbox", () => {
  test("finds by whole address in any spelling, hands out what was sent and got, and changes nothing by looking", async () => {
    await using desk = await box();
    await desk.write(...mixed);
    const before = await desk.dump();
    const connected = await desk.connect();
    expect(await connected.inspect()).toEqual([]);
    expect(await connected.find(ann)).toEqual({
      store: "desk",
      items: 4,
      kept: [{ because: { kind: "shared" }, items: 1 }],
      missing: 0,
      problems: [],
    });
    const items: [string, string][] = [];
    for await (const item of connected.items(ann)) items.push([item.name, await textOf(item)]);
    expect(items.map(([name]) => name)).toEqual(["INBOX-1.eml", "INBOX-2.eml", "INBOX-3.eml", "Sent-1.eml"]);
    expect(items[0]?.[1]).toBe(mime({}));
    await connected.close();
    expect(await desk.dump()).toEqual(before);
  });

  test("erases what is between the person and us, keeps what is also somebody else's, and touches nothing more", async () => {
    await using desk = await box();
    await desk.write(...mixed, { from: "bob@home.example", body: "marked", flags: ["\\Deleted"] });
    const before = await desk.dump();
    const connected = await desk.connect();
    const done: number[] = [];
    const outcome = await connected.erase(order(ann, { onProgress: (now) => done.push(now) }));
    expect(outcome).toEqual({
      ok: true,
      value: { erased: 3, corrected: 0, kept: [{ because: { kind: "shared" }, items: 1 }] },
    });
    const after = await desk.dump();
    const hers = [mime({}), mime(mixed[1] ?? {})];
    expect(after).toEqual({ ...before, INBOX: before["INBOX"]?.filter((one) => !hers.includes(one)), Sent: [] });
    // A server finds her address as a part of another too.
    expect(await connected.residue(ann)).toEqual([
      { table: "desk", column: "INBOX", rows: 4, because: { kind: "shared" } },
    ]);
    const again = await connected.erase(order(ann));
    expect(again).toMatchObject({ ok: true, value: { erased: 0 } });
    expect(await desk.dump()).toEqual(after);
    await connected.close();
  });

  test("says what is left, when something is", async () => {
    await using desk = await box();
    await desk.write({}, { folder: "Trash" });
    const connected = await desk.connect();
    expect(await connected.residue(ann)).toEqual([
      { table: "desk", column: "INBOX", rows: 1 },
      { table: "desk", column: "Trash", rows: 1 },
    ]);
    await connected.close();
  });

  test("is erased to the end after a crash at any place", async () => {
    for (const place of ["before-change", "between-items", "after-change"]) {
      await using desk = await box();
      await desk.write({}, { folder: "Sent" }, { from: "bob@home.example" });
      const first = await desk.connect();
      const died = first.erase(
        order(ann, {
          crashPoint: (name) => {
            if (name === place) throw new RangeError("died here");
          },
        }),
      );
      await expect(died).rejects.toThrow();
      await first.close();
      const second = await desk.connect();
      await second.erase(order(ann, { attempt: 2 }));
      expect(await desk.dump()).toEqual({ INBOX: [mime({ from: "bob@home.example" })], Sent: [], Trash: [] });
      await second.close();
    }
  });

  test("knows nobody without an address, and looks only in the folders that are named", async () => {
    await using desk = await box();
    await desk.write({}, { folder: "Trash" });
    const nobody = await desk.connect();
    const without = { ...ann, emails: [] };
    expect(await nobody.find(without)).toMatchObject({ items: 0 });
    expect(await nobody.erase(order(without))).toMatchObject({ ok: true, value: { erased: 0 } });
    await nobody.close();
    const named = await desk.connect({ folders: ["Trash"] });
    expect(await named.find(ann)).toMatchObject({ items: 1 });
    await named.close();
    const wrong = await desk.connect({ folders: ["Archive"] });
    await expect(wrong.inspect()).rejects.toMatchObject({ code: "mailbox-folder-missing" });
    await wrong.close();
  });

  test("goes on over many messages, and a folder with a name of any kind", async () => {
    await using desk = await box();
    await desk.client.mailboxCreate("Klanten & vragen_één");
    for (let at = 0; at < 450; at++) await desk.write({ folder: "Klanten & vragen_één", body: `n${at}` });
    const connected = await desk.connect();
    expect(await connected.find(ann)).toMatchObject({ items: 450 });
    const names = new Set<string>();
    for await (const { name } of connected.items(ann)) names.add(name);
    expect(names.size).toBe(450);
    expect([...names][0]).toMatch(/^[\w.-]+\.eml$/);
    expect(await connected.erase(order(ann))).toMatchObject({ ok: true, value: { erased: 450 } });
    expect(await connected.residue(ann)).toEqual([]);
    await connected.close();
  });
});

describe("what goes wrong with a mailbox", () => {
  test("is told without its address, its password or what it said", async () => {
    const to = (address: string) =>
      connectMailbox({
        store,
        reach: { kind: "mailbox", urlFrom: "X", folders: [] },
        setting: () => address,
      });
    const wrong = `imap://desk@shop.example:wrong-secret@127.0.0.1:${server.port}?tls=off`.replace("desk@", "desk%40");
    const error = await to(wrong).catch((thrown: unknown) => thrown as Error & { code: string });
    expect(error).toMatchObject({ code: "mailbox-sign-in", retryable: false });
    expect(inspect(error, { depth: 9 })).not.toMatch(/wrong-secret|desk@/);
    await expect(to("imap://u:p@127.0.0.1:1?tls=off")).rejects.toMatchObject({
      code: "mailbox-unreachable",
      retryable: true,
    });
    for (const bad of ["", "http://u:p@h", "imap://127.0.0.1", "imap://u:p@h?tls=maybe"])
      await expect(to(bad)).rejects.toMatchObject({ code: "mailbox-url-invalid" });
    await expect(
      connectMailbox({
        store,
        reach: { kind: "mailbox", urlFrom: "X", folders: [] },
        setting: () => undefined,
      }),
    ).rejects.toMatchObject({ code: "mailbox-url-missing" });
  });

  test("a password is not sent over an open line unless that was asked for", async () => {
    const heard: string[] = [];
    const plain = createServer((socket) => {
      socket.write("* OK [CAPABILITY IMAP4rev1] hello\r\n");
      socket.on("data", (data) => {
        heard.push(String(data));
        const tag = String(data).split(" ")[0];
        socket.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`);
      });
      socket.on("error", () => undefined);
    });
    await new Promise<void>((done) => plain.listen(0, "127.0.0.1", done));
    const { port } = plain.address() as { port: number };
    const address = `imap://desk:open-secret@127.0.0.1:${port}`;
    await expect(
      connectMailbox({ store, reach: { kind: "mailbox", urlFrom: "X", folders: [] }, setting: () => address }),
    ).rejects.toMatchObject({ code: "mailbox-unreachable" });
    expect(heard.join("")).not.toMatch(/open-secret|LOGIN|AUTHENTICATE/i);
    await new Promise((done) => plain.close(done));
  });

  test("a server that goes away is tried again later, and what it did stays done", async () => {
    await using own = await imapServer();
    const desk = await box(own);
    await desk.write({});
    const connected = await desk.connect();
    await own.stop();
    await expect(connected.find(ann)).rejects.toMatchObject({ code: "mailbox-unreachable", retryable: true });
    await connected.close();
    desk.client.close();
  });

  test("nothing is deleted where that could take along what others marked", async () => {
    await using own = await imapServer({ capabilities: "IMAP4rev1 LITERAL+ SPECIAL-USE" });
    await using desk = await box(own);
    await desk.write({}, { from: "bob@home.example", flags: ["\\Deleted"] });
    const before = await desk.dump();
    const connected = await desk.connect();
    expect(connected.abilities).toMatchObject({ find: true, read: true, erase: false });
    expect((await connected.inspect()).map(({ code }) => code)).toEqual(["mailbox-without-uidplus"]);
    expect(await connected.erase(order(ann))).toMatchObject({ ok: false, reason: "blocked" });
    expect(await desk.dump()).toEqual(before);
    await connected.close();
  });
});

test("whose a message is depends on all its addresses", () => {
  const emails = new Set(["ann@home.example"]);
  const ours = new Set(["shop.example"]);
  const of = (from: string, ...to: string[]) =>
    whose({ from: [{ address: from }], to: to.map((address) => ({ address })) }, emails, ours);
  expect(of("Ann@home.example", "help@shop.example")).toBe("own");
  expect(
    whose(
      { to: [{ address: "ann@home.example" }, { address: "us@mail.example" }] },
      emails,
      new Set(["us@mail.example"]),
    ),
  ).toBe("own");
  expect(
    whose(
      { to: [{ address: "ann@home.example" }, { address: "bob@mail.example" }] },
      emails,
      new Set(["us@mail.example"]),
    ),
  ).toBe("shared");
  expect(of("ann@home.example", "help@not-shop.example")).toBe("shared");
  expect(of("ann@home.example", "help@sub.shop.example")).toBe("shared");
  expect(of("help@shop.example", "other@home.example")).toBe("other");
  expect(whose({ to: [{ address: "ann@home.example" }], bcc: [{ address: "bob@x.example" }] }, emails, ours)).toBe(
    "shared",
  );
  expect(whose({}, emails, ours)).toBe("other");
});

async function readWithoutBcc(...parts: string[]): Promise<string> {
  const out: Buffer[] = [];
  for await (const part of withoutBcc(chunks(parts))) out.push(Buffer.from(part));
  return Buffer.concat(out).toString("latin1");
}

test("who got a letter unseen by others stays unseen, whatever else is in it", async () => {
  const body = "\r\n\r\nBcc: in the text\r\n";
  expect(await readWithoutBcc(`From: a\r\nBcc: bob@x.example,\r\n carl@x.example\r\nTo: b${body}`)).toBe(
    `From: a\r\nTo: b${body}`,
  );
  expect(await readWithoutBcc("From: a\r\nb", "CC: bob@x.example\r\nTo: \xe9", body)).toBe(
    `From: a\r\nTo: \xe9${body}`,
  );
  expect(await readWithoutBcc("From: a\nBcc : bob\nTo: b\n\nx")).toBe("From: a\nTo: b\n\nx");
  expect(await readWithoutBcc(`X-Bcc: kept\r\nTo: b${body}`)).toBe(`X-Bcc: kept\r\nTo: b${body}`);
  expect(await readWithoutBcc("From: a")).toBe("From: a");
});

async function* chunks(parts: readonly string[]): AsyncIterable<Uint8Array> {
  for (const part of parts) yield Buffer.from(part, "latin1");
}
