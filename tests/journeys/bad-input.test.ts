/** What nobody should send, name or switch off, and what then happens: one clear answer, nothing half-done. */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect as dial, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadPolicy } from "#app";
import { limits, localDate, Personal, type PlanId } from "#base";
import { connect, proposeMapping } from "#connectors";
import { changes, dumpSchema, freshDatabase, unzip } from "#harness";
import { parsePolicy } from "#policy";
import { openTestHouse, type TestHouse } from "../harness/house.ts";
import { cast } from "../../examples/webshop-nl/index.ts";
import { approve, ask, closed, decidable, eventually, fetchCopy, idOf, viewOf } from "./people.ts";
import { shopAfterErasure } from "./shop-oracle.ts";

describe("a policy file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "gestand-bad-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each<[string, string | Buffer, RegExp]>([
    ["that is empty", "", /./],
    ["of ten megabytes", `gestand: 1\n${"# long\n".repeat(1_500_000)}`, /2 ?M/],
    ["that nests without end", "[".repeat(200_000), /./],
    ["that multiplies itself by aliases", aliases(), /./],
    ["with a broken quote", 'gestand: 1\norganisation: {name: "Shop\n', /./],
    ["with a tab as indent", "gestand: 1\norganisation:\n\tname: Shop\n", /./],
    ["with a name twice", "gestand: 1\ngestand: 1\n", /./],
    ["that is a list", "- gestand\n- 1\n", /./],
    ["that is a picture", Buffer.from("89504e470d0a1a0a0000000d49484452ff00fe", "hex"), /./],
    ["of another version", "gestand: 2\n", /version|1/],
    ["with numbers for words", "gestand: 1\norganisation: {name: 3, country: [NL], contact: yes}\nlanguages: 7\n", /./],
    ["with words for lists", "gestand: 1\nsystems: shop\npurposes: [a, b]\nkeep: null\n", /./],
  ])("%s is refused with file, line, column and what to write instead", async (_name, content, says) => {
    const file = join(folder, "policy.yaml");
    await writeFile(file, content);
    const started = Date.now();
    const { policy, problems } = await loadPolicy(file);
    expect(policy).toBeUndefined();
    const errors = problems.filter(({ severity }) => severity === "error");
    expect(errors.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(limits.problemsListed);
    for (const { message, remedy, at } of errors) {
      expect(message).not.toBe("");
      expect(remedy).not.toBe("");
      expect(message.length).toBeLessThan(500);
      expect(at).toMatchObject({ file, line: expect.any(Number), column: expect.any(Number) });
    }
    expect(errors.map(({ message, remedy }) => `${message} ${remedy}`).join("\n")).toMatch(says);
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  it("that is not there, or is a folder, is one sentence", async () => {
    await expect(loadPolicy(join(folder, "none.yaml"))).rejects.toMatchObject({ code: "policy-unreadable" });
    await expect(loadPolicy(folder)).rejects.toMatchObject({ code: "policy-unreadable" });
  });
});

describe("names that are meant to hurt", () => {
  const people = `we"ird 'table'; drop table x--`;
  const unicode = "таблица 客户 🛒";
  const long = "n".repeat(63);

  it("go through map, policy, access and erasure, and touch nobody else", async () => {
    await using database = await freshDatabase();
    await database.query(`
      create table x (id int primary key); insert into x values (1);
      create table ${q(people)} ("select" int primary key, "e-mail ""x""" text not null, "name; --" text);
      create table ${q(unicode)} (id int primary key, ${q(long)} int references ${q(people)}, "address ""straße"" $1" text);
      create table ${q(long)} (id int primary key, "from" int references ${q(unicode)}, "phone %s {}" text);
      insert into ${q(people)} values (1, 'Me@x.nl', 'Me'), (2, 'other@x.nl', 'Other');
      insert into ${q(unicode)} values (1, 1, 'Weg 1'), (2, 2, 'Weg 2');
      insert into ${q(long)} values (1, 1, '0612345678'), (2, 2, '0687654321');`);
    const proposed = await proposeMapping({ url: database.url, schema: "public", systemName: "shop", urlFrom: "SHOP" });
    const { policy } = parsePolicy("policy.yaml", `${shopPolicy}${proposed.yaml}`);
    const system = policy?.systems[0];
    if (policy === undefined || system === undefined) throw new Error("The proposal does not load");
    const connected = await connect({ policy, system, url: database.url });
    try {
      expect((await connected.inspect()).filter(({ severity }) => severity === "error")).toEqual([]);
      const subject = { emails: ["me@x.nl"], anchors: [] };
      const answer = await connected.answer(subject);
      let copy = "";
      for (const file of answer.files) for await (const part of file.open()) copy += Buffer.from(part).toString();
      await answer.close();
      for (const mine of ["Me@x.nl", "Weg 1", "0612345678"]) expect(copy).toContain(mine);
      for (const other of ["other@x.nl", "Weg 2", "0687654321"]) expect(copy).not.toContain(other);
      const today = localDate("2026-11-22");
      const preview = await connected.preview("erasure", subject, today);
      expect(preview.problems.filter(({ severity }) => severity === "error")).toEqual([]);
      const look = () => dumpSchema((text, values) => database.query(text, values));
      const before = await look();
      const identifiers = await connected.identifiers(subject);
      const plan = randomUUID() as PlanId;
      const erased = await connected.erase({ plan, step: 1, attempt: 1, subject, today, rowsPerTransaction: 1_000 });
      expect(erased).toMatchObject({ ok: true });
      expect(await connected.residue(identifiers, "everywhere")).toEqual([]);
      const gone = changes(before, await look());
      expect(gone.map((change) => [change.table, change.gone.length, change.added])).toEqual([
        [long, 1, []],
        [people, 1, []],
        [unicode, 1, []],
      ]);
      expect(gone.flatMap((change) => change.gone).join()).not.toMatch(/other|Weg 2|0687654321/);
    } finally {
      await connected.close();
    }
  });
});

describe("while requests are under way", () => {
  let house: TestHouse;
  let door: MailDoor;
  beforeAll(async () => {
    door = await openMailDoor();
    house = await openTestHouse({ customers: 10, smtpPort: door.port });
    door.behind = house.inbox.port;
  });
  afterAll(async () => {
    await house?.[Symbol.asyncDispose]();
    await door?.close();
  });

  it.each(["later", "silent", "gone"] as const)(
    "a mail server that is %s delays the code and loses nothing",
    async (mood) => {
      door.mood = mood;
      const { reference } = await house.house.requests.submit({
        kind: "access",
        email: new Personal(cast.unsubscribed.email),
        language: "nl",
        channel: "web",
      });
      const id = await idOf(house, reference);
      if (mood !== "silent")
        await eventually("a mail that waits with the server's answer", async () => {
          const [mail] = (await viewOf(house, id)).mail;
          return mail?.state === "waiting" && mail.lastError !== undefined ? mail : undefined;
        });
      else await eventually("a server that keeps us waiting", async () => (door.held > 0 ? true : undefined));
      door.mood = "open";
      door.drop();
      await eventually("the code after all", async () => {
        await hurry(house, "mail");
        return house.inbox.messages().find(({ text }) => text.includes(reference));
      });
      await eventually("the note that it was sent", async () =>
        (await viewOf(house, id)).mail.every(({ state }) => state === "sent") ? true : undefined,
      );
      expect(house.inbox.messages().filter(({ text }) => text.includes(reference))).toHaveLength(1);
    },
  );

  it("a database that goes away in the middle of an erasure comes back to find it done once", async () => {
    const look = () => dumpSchema((text, values) => house.shop.query(text, values));
    const before = await look();
    const asked = await ask(house, "erasure", cast.restricted.email);
    await decidable(house, asked.id);
    const holder = new Client({ connectionString: house.shop.url });
    holder.on("error", () => undefined);
    await holder.connect();
    // Only the erasure itself is kept waiting, not the rehearsal before it: by then its turn is written down.
    await house.shop.query(`create function halfway() returns trigger language plpgsql as $$ begin
        if exists (select from gestand.applied where state = 'started') then perform pg_advisory_xact_lock_shared(4711); end if;
        return null;
      end $$;
      create trigger halfway after delete on ledger_exports for each statement execute function halfway()`);
    await holder.query("select pg_advisory_lock(4711)");
    await approve(house, asked.id);
    await eventually("an erasure half done", async () => {
      const [waiting] = await house.shop.query(
        "select 1 from pg_locks where locktype = 'advisory' and objid = 4711 and not granted",
      );
      return waiting;
    });
    await house.own.query(`alter database ${house.shop.name} allow_connections false`);
    await house.own.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [
      house.shop.name,
    ]);
    const step = await eventually("a step that says so", async () =>
      (await viewOf(house, asked.id)).plan?.steps.find(({ error }) => error !== undefined),
    );
    expect(step).toMatchObject({ kind: "erase", system: "shop", error: { retryable: true } });
    expect((await viewOf(house, asked.id)).state).toBe("running");
    await house.own.query(`alter database ${house.shop.name} allow_connections true`);
    expect(changes(before, await look())).toEqual([]);
    await eventually("the end", async () => {
      await hurry(house, "plan");
      return (await viewOf(house, asked.id)).state === "done" ? true : undefined;
    });
    await closed(house, asked.id);
    const person = { email: cast.restricted.email, customers: [cast.restricted.customerId], employees: [] };
    const expected = shopAfterErasure(before, person, "2026-11-22");
    const found = changes(before, await look());
    for (const { table, gone } of found)
      expect(gone.toSorted(), table).toEqual((expected.gone.get(table) ?? []).toSorted());
    expect(found.map(({ table }) => table)).toEqual([...expected.gone.keys()].toSorted());
  });

  it("two members of staff who approve at once over HTTP are told one thing each", async () => {
    const app = house.house.server();
    const cookie = await signUp(house, app);
    const asked = await ask(house, "access", cast.reviewer.email);
    const { plan } = await decidable(house, asked.id);
    const press = () =>
      post(app, `/console/requests/${asked.id}/approve`, { plan: plan?.id ?? "", hash: plan?.hash ?? "" }, cookie);
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map(({ headers }) => new URL(headers.get("location") ?? "", "http://x").search).toSorted()).toEqual([
      "?said=approved",
      "?said=not-now",
      "?said=not-now",
    ]);
    const entries = await house.house.evidence.entries(house.house.store.reader, {
      from: 0,
      limit: 100,
      about: asked.reference,
    });
    expect(entries.filter(({ kind }) => kind === "request.approved")).toHaveLength(1);
    await fetchCopy(house, asked.reference);
  });

  it("words that are meant to run, to calculate or to turn the page around stay words", async () => {
    const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"'&=HYPERLINK("http://evil.example")\u202e\u2066\u0007\r\nBcc: a@b.example`;
    await house.shop.query("update customers set name = $1 where id = $2", [hostile, cast.objecting.customerId]);
    const message = `=1+1\n${hostile}`.padEnd(limits.messageCharacters, "<b>");
    const app = house.house.server();
    const cookie = await signUp(house, app);
    const asked = await ask(house, "access", cast.objecting.email, {
      message: message.slice(0, limits.messageCharacters),
    });
    await decidable(house, asked.id);
    const page = await (await get(app, `/console/requests/${asked.id}`, cookie)).text();
    await approve(house, asked.id);
    const files = await unzip(await fetchCopy(house, asked.reference));
    await closed(house, asked.id);
    const readable = [...files].filter(([name]) => name.endsWith(".html")).map(([, bytes]) => bytes.toString());
    const mails = house.inbox.messages().filter(({ to }) => to.includes(cast.objecting.email));
    expect(readable.length).toBeGreaterThan(0);
    expect(mails.length).toBeGreaterThan(1);
    for (const html of [page, ...readable, ...mails.map((mail) => mail.html)]) {
      expect(html).not.toMatch(/<script>alert|<img src=x|<b><b>/);
    }
    expect(page).toContain("&lt;script&gt;");
    // Marks that turn a line around end with the value: what stands behind it is read as it is written.
    const turning = [...page.matchAll(/[^<>]*\u202e[^<>]*<\/(\w+)>/gu)].map(([, element]) => element);
    expect(turning).toEqual(["bdi", "bdi"]);
    expect(readable.join()).toContain("&lt;img src=x");
    for (const { headers, subject } of mails) {
      expect(subject).not.toMatch(/[\r\n]|script/);
      expect(Object.keys(headers)).not.toContain("bcc");
    }
    const data = [...files]
      .filter(([name]) => name.endsWith(".json"))
      .map(([, bytes]) => bytes.toString())
      .join();
    expect(data).toContain(JSON.stringify(hostile).slice(1, 60));
    let csv = "";
    for await (const part of house.house.requests.exportRegister(house.house.store.reader, "csv"))
      csv += Buffer.from(part).toString();
    expect(csv.split(/[\r\n,;]+/).filter((cell) => /^"?[=+\-@\t]/.test(cell))).toEqual([]);
  });

  it("a clock set back or forward by a day, and the night of summer time, move no due date", async () => {
    const now = house.clock.now();
    const { reference } = await ask(house, "access", cast.dormant.email);
    const id = await idOf(house, reference);
    const { due } = await viewOf(house, id);
    expect(due.on).toBe("2026-12-22");
    for (const days of [-1, 1]) {
      house.clock.set(new Date(now.getTime() + days * 86_400_000).toISOString());
      await house.house.requests.tidy();
      await house.house.requests.remind();
      expect((await viewOf(house, id)).due).toEqual(due);
    }
    // In the night of 28 March 2027 the clocks of Amsterdam go from 2:00 to 3:00.
    for (const [at, on, until] of [
      ["2027-03-27T23:30:00.000Z", "2027-03-28", "2027-04-27"],
      ["2027-03-28T21:59:59.000Z", "2027-03-28", "2027-04-27"],
      ["2027-03-28T22:00:00.000Z", "2027-03-29", "2027-04-28"],
    ] as const) {
      house.clock.set(at);
      const later = await house.house.requests.submit({
        kind: "access",
        email: new Personal("x@y.example"),
        language: "en",
        channel: "web",
      });
      const view = await viewOf(house, await idOf(house, later.reference));
      expect([view.receivedOn, view.due.on]).toEqual([on, until]);
    }
    house.clock.set(now.toISOString());
  });
});

/** Brings retries of these queues forward, as if their pause were over. */
async function hurry(house: TestHouse, queues: string): Promise<void> {
  await house.own.query(
    "update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now() and starts_with(name, $1)",
    [queues],
  );
}

type App = ReturnType<TestHouse["house"]["server"]>;
const connection = { incoming: { socket: { remoteAddress: "127.0.0.1" } } };

async function get(app: App, path: string, cookie: string): Promise<Response> {
  return app.request(path, { headers: { cookie } }, connection);
}

async function post(app: App, path: string, fields: Record<string, string>, cookie = ""): Promise<Response> {
  const body = new URLSearchParams(fields).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(Buffer.byteLength(body)),
    "sec-fetch-site": "same-origin",
    cookie,
  };
  return app.request(path, { method: "POST", body, headers }, connection);
}

async function signUp(house: TestHouse, app: App): Promise<string> {
  const email = `${randomUUID()}@webshop-nl.example`;
  const fields = { name: "Noor de Jong", email, password: "een lange zin als wachtwoord" };
  const made = await post(app, new URL(await house.invite()).pathname, fields);
  return made.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** Stands between us and the inbox, in one of the moods that mail servers have. */
interface MailDoor {
  readonly port: number;
  behind: number;
  mood: "open" | "later" | "silent" | "gone";
  /** Connections that are kept waiting. */
  held: number;
  drop(): void;
  close(): Promise<void>;
}

async function openMailDoor(): Promise<MailDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    if (door.mood === "later") socket.end("421 4.7.0 Greylisted, come back later\r\n");
    else if (door.mood === "gone") socket.destroy();
    else if (door.mood === "silent") door.held += 1;
    else {
      const inner = dial(door.behind, "127.0.0.1");
      inner.on("error", () => socket.destroy());
      socket.pipe(inner).pipe(socket);
    }
  });
  await new Promise<void>((listening) => void server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const drop = () => sockets.forEach((socket) => socket.destroy());
  const door: MailDoor = {
    port: typeof address === "object" && address !== null ? address.port : 0,
    behind: 0,
    mood: "open",
    held: 0,
    drop,
    close: async () => {
      drop();
      await new Promise((closing) => server.close(closing));
    },
  };
  return door;
}

function q(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

const shopPolicy = `gestand: 1
organisation: {name: Test, country: NL, contact: {email: privacy@hostile.example}}
languages: [en]
inForce: 2026-01-01
persons: [contact]
purposes: {p: {title: Serve, of: contact, basis: contract, uses: [name, address, contact.email, contact.phone]}}
rights: {access: {}, erasure: {}, answerWithin: 30 days}
keep: {profile: {until: relationship ends, then: erase}}
`;

function aliases(): string {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let n = 1; n < 12; n++)
    lines.push(`a${n}: &a${n} [${Array.from({ length: 9 }, () => `*a${n - 1}`).join(", ")}]`);
  return lines.join("\n");
}
