import { createHash, randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limits } from "#base";
import { verifyReceipt } from "#evidence";
import { type Customer, openRoom, otherStaff, type Room, staff } from "./test-room.ts";

const jan = { id: 7, email: "jan@klant.example", name: "Jan de Vries-Pietersen" };
const day = 86_400_000;

/** One room for all that leave its clock alone: each test has a person of its own. */
let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room[Symbol.asyncDispose]());

let count = 100;
async function newCustomer(): Promise<Customer> {
  const id = ++count;
  const customer = { id, email: `klant${id}@klant.example`, name: `Klant ${id}` };
  await room.addCustomer(customer);
  return customer;
}

function tokenIn(text: string): string {
  return /\/download\/([\w-]{43})/u.exec(text)?.[1] ?? "no token";
}

async function delivered(room: Room, reference: string, email = jan.email): Promise<string> {
  expect(await room.approve(reference)).toEqual({ ok: true, value: undefined });
  await room.jobs.settled();
  expect(await room.stateOf(reference)).toBe("delivering");
  return tokenIn(room.letter(email).text);
}

async function secretsOf(room: Room, reference: string): Promise<number> {
  const id = await room.idOf(reference);
  const rows = await room.store.database.query("select from gestand.request_secret where request_id = $1", [id]);
  return rows.length;
}

/** Every table of our schema as text, without the log's hashes of hashes. */
async function dump(room: Room): Promise<string> {
  const tables = await room.store.database.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await room.store.database.query<{ row: string }>(`select t::text as row from ${name} t`);
    parts.push(name, ...rows.map(({ row }) => row));
  }
  return parts.join("\n").toLowerCase();
}

function tracesOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const sha = createHash("sha256").update(value).digest();
  return [
    value,
    bytes.toString("hex"),
    bytes.toString("base64").replace(/=+$/u, ""),
    sha.toString("hex"),
    sha.toString("base64").replace(/=+$/u, ""),
    sha.toString("base64url"),
  ].map((trace) => trace.toLowerCase());
}

test("a copy is asked for, approved, fetched once and gone", async () => {
  const jan = await newCustomer();
  const { reference, followToken } = await room.verified(jan.email, { message: "Graag alles" });
  const view = await room.staffView(reference);
  expect(view).toMatchObject({ search: "found", plan: { state: "ready" } });
  expect(view.candidates.map(({ chosen, label }) => [chosen, label.reveal()])).toEqual([[true, jan.name]]);
  expect(view.requester?.reveal()).toEqual({ email: jan.email, message: "Graag alles" });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "decision", daysLeft: 30, overdue: false });

  const token = await delivered(room, reference, jan.email);
  expect((await room.requests.follow(followToken))?.answer?.sizeBytes).toBeGreaterThan(0);
  expect(await room.requests.downloadWaits(token)).toBe(true);
  const first = await room.requests.download(token);
  expect(first?.fileName).toBe(`uw-gegevens-${reference}.zip`);
  expect(await room.requests.download(token), "while the first is under way").toBeUndefined();
  const bytes = await buffer(Readable.from(first?.stream ?? []));
  expect(bytes.subarray(0, 2).toString()).toBe("PK");
  expect(bytes).toHaveLength(first?.sizeBytes ?? -1);
  expect(await room.requests.downloadWaits(token)).toBe(false);
  expect(await room.requests.download(token), "a second time").toBeUndefined();

  await room.jobs.settled();
  const after = await room.requests.follow(followToken);
  expect(after?.state).toBe("done");
  const receipt = verifyReceipt(after?.receipt ?? "", room.evidence.verifierKey);
  expect(receipt).toMatchObject({ ok: true });
  expect(await room.registerLine(reference)).toMatchObject({
    reference,
    outcome: "answered",
    inTime: true,
    closedOn: "2026-11-22",
  });
  const plan = view.plan?.id;
  expect(plan === undefined ? "none" : await room.plans.openAnswer(room.store.reader, plan)).toBeUndefined();
  await room.requests.tidy();
  expect(await secretsOf(room, reference)).toBe(0);
  expect((await room.staffView(reference)).requester).toBeUndefined();
  expect(await room.evidenceAbout(reference)).toContain("request.shredded");
});

test("a download that breaks off can be tried again, and hanging up after the last byte is no second chance", async () => {
  const jan = await newCustomer();
  // Too much for one piece, and not to be made smaller.
  await room.shop.query("update orders set note = $2 where customer_id = $1", [
    jan.id,
    randomBytes(400_000).toString("hex"),
  ]);
  const { reference } = await room.verified(jan.email);
  const token = await delivered(room, reference, jan.email);
  const never = await room.requests.download(token);
  await never?.stream[Symbol.asyncIterator]().return?.();
  const broken = await room.requests.download(token);
  for await (const chunk of broken?.stream ?? []) {
    expect(chunk.length).toBeLessThan(broken?.sizeBytes ?? 0);
    break;
  }
  expect(await room.stateOf(reference)).toBe("delivering");
  const again = await room.requests.download(token);
  let taken = 0;
  for await (const chunk of again?.stream ?? []) {
    taken += chunk.length;
    if (taken === again?.sizeBytes) break;
  }
  expect(await room.stateOf(reference)).toBe("done");
  expect(await room.requests.download(token)).toBeUndefined();
});

test("a download over a slow line keeps the link to itself however long it takes, and one that stood still has lost it", async () => {
  await using slow = await openRoom({ customers: [jan] });
  await slow.shop.query("update orders set note = $1", [randomBytes(2_000_000).toString("hex")]);
  const { reference } = await slow.verified(jan.email);
  const token = await delivered(slow, reference);
  const first = (await slow.requests.download(token))?.stream[Symbol.asyncIterator]();
  for (let pieces = 0; pieces < 2; pieces++) {
    slow.store.clock.advance(10 * 60_000);
    expect((await first?.next())?.done).toBe(false);
    expect(await slow.requests.download(token), "while it goes on").toBeUndefined();
  }
  slow.store.clock.advance(16 * 60_000);
  const second = (await slow.requests.download(token))?.stream;
  await expect(first?.next()).rejects.toMatchObject({ code: "answer-taken" });
  for await (const piece of second ?? []) expect(piece.length).toBeGreaterThan(0);
  expect(await slow.stateOf(reference)).toBe("done");
});

test("a link that expired opens nothing, and the copy goes", async () => {
  await using room = await openRoom({ customers: [jan] });
  const { reference } = await room.verified(jan.email);
  const token = await delivered(room, reference);
  expect((await room.requests.download(token))?.sizeBytes, "by a process that then dies").toBeGreaterThan(0);
  expect(await room.requests.download(token)).toBeUndefined();
  room.store.clock.advance(15 * 60_000);
  const again = await room.requests.download(token);
  await again?.stream[Symbol.asyncIterator]().return?.();
  room.store.clock.advance(limits.deliveryLinkDays * day);
  expect(await room.requests.downloadWaits(token)).toBe(false);
  expect(await room.requests.download(token)).toBeUndefined();
  await room.requests.tidy();
  await room.jobs.settled();
  expect(await room.stateOf(reference)).toBe("done");
  expect(room.letter(jan.email).subject).toContain("verlopen");
  const [line] = await room.requests.register(room.store.reader, { limit: 10 });
  expect(line).toMatchObject({ outcome: "not-fetched", inTime: true });
});

test("after an erasure nothing in any of our tables identifies anybody, and the register still proves when", async () => {
  const truus = { id: 8, email: "truus@klant.example", name: "Truus" };
  await using room = await openRoom({ customers: [jan, truus] });
  const shopRows = async (id: number) => [
    await room.shop.query("select * from customers where id = $1", [id]),
    await room.shop.query("select * from orders where customer_id = $1 order by id", [id]),
  ];
  const ofTruus = await shopRows(truus.id);
  const earlier = await room.verified(jan.email, { kind: "access" });
  const token = await delivered(room, earlier.reference);
  await buffer(Readable.from((await room.requests.download(token))?.stream ?? []));
  const { reference, followToken } = await room.verified(jan.email, { kind: "leaving", message: `Ik ben ${jan.name}` });
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(room.letter(jan.email).subject).toContain("is uitgevoerd");
  const { text } = room.letter(jan.email);
  for (const part of ["4 regels", "webwinkel: 1 regel", "Autoriteit Persoonsgegevens"]) expect(text).toContain(part);
  expect(await shopRows(jan.id)).toEqual([[], []]);
  expect(await shopRows(truus.id)).toEqual(ofTruus);
  await room.requests.tidy();

  const everything = await dump(room);
  expect(everything).toContain(reference.toLowerCase());
  for (const value of [jan.email, jan.name, "Ik ben", "pietersen"])
    for (const trace of tracesOf(value)) expect(everything.includes(trace), trace).toBe(false);
  const digests = await room.store.database.query("select from gestand.request where requester_digest is not null");
  expect(digests).toHaveLength(0);
  const lines = await room.requests.register(room.store.reader, { limit: 10 });
  const line = lines.find((one) => one.reference === reference);
  expect(line).toMatchObject({ kind: "leaving", outcome: "erased", receivedOn: "2026-11-22", closedOn: "2026-11-22" });
  expect(line?.evidenceIndexes.length).toBeGreaterThan(4);
  const receipt = (await room.requests.follow(followToken))?.receipt ?? "";
  const verified = verifyReceipt(receipt, room.evidence.verifierKey);
  expect(verified).toMatchObject({ ok: true });
  expect(JSON.stringify(verified)).toContain(reference);
});

test("a refusal names its reason, the authority and the court, in the language of the request", async () => {
  const jan = { email: "nobody@nergens.example" };
  const { reference, followToken } = await room.verified(jan.email, { language: "en" });
  expect(await room.staffView(reference)).toMatchObject({ search: "nobody", state: "waiting-for-review" });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "decision" });
  const id = await room.idOf(reference);
  expect(await room.requests.refuse(id, staff, "no-data-found", "  ")).toMatchObject({ reason: "reason-missing" });
  expect(await room.requests.refuse(id, staff, "no-data-found", "We looked in the shop.")).toMatchObject({ ok: true });
  await room.jobs.settled();
  const { text, subject } = room.letter(jan.email);
  expect(subject).not.toContain(jan.email);
  for (const part of ["we hold no data about you", "We looked in the shop.", "Autoriteit Persoonsgegevens", "court"])
    expect(text).toContain(part);
  const view = await room.requests.follow(followToken);
  expect(view).toMatchObject({ state: "refused", refusal: { reason: "no-data-found" }, mayWithdraw: false });
  expect(view?.receipt).toBeDefined();
  expect(view?.history.at(-1)?.by).toEqual({ staff: "Webshop NL" });
  expect((await room.staffView(reference)).history.at(-1)?.by).toEqual({ staff: "Sanne" });
});

test("a term is extended once, with a reason, before it passed, and never twice", async () => {
  await using room = await openRoom({ customers: [jan], at: "2026-12-10T12:00:00Z" });
  const { reference, followToken } = await room.verified(jan.email);
  const late = await room.verified("piet@klant.example");
  const id = await room.idOf(reference);
  expect(await room.requests.extend(id, staff, "")).toMatchObject({ reason: "reason-missing" });
  expect(await room.requests.extend(id, staff, "Zeven systemen en veel bestellingen.")).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(room.letter(jan.email).text).toContain("10 maart 2027");
  expect(room.letter(jan.email).text).toContain("Zeven systemen");
  expect(await room.requests.follow(followToken)).toMatchObject({
    state: "extended",
    due: { on: "2027-03-10", because: "extension" },
    extension: { reason: "Zeven systemen en veel bestellingen." },
  });
  expect(await room.requests.extend(id, staff, "Nog een keer")).toMatchObject({ reason: "not-now" });
  room.store.clock.set("2027-01-10T12:00:00Z");
  expect(await room.requests.extend(await room.idOf(late.reference), staff, "Te laat")).toMatchObject({
    reason: "not-now",
  });
  expect(await room.approve(reference)).toMatchObject({ ok: true });
});

test("of two approvals at once one wins", async () => {
  const jan = await newCustomer();
  const { reference } = await room.verified(jan.email, { kind: "erasure" });
  const id = await room.idOf(reference);
  const answers = await Promise.all([
    room.approve(reference, staff),
    room.approve(reference, otherStaff),
    room.requests.refuse(id, otherStaff, "legal-obligation", "Nee"),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  for (const answer of answers) if (!answer.ok) expect(["not-now", "changed"]).toContain(answer.reason);
});

test("whatever staff and the person do at once, the history is one chain and has one end", async () => {
  for (let run = 0; run < 3; run++) {
    const jan = await newCustomer();
    const { reference, followToken } = await room.verified(jan.email, { kind: run === 0 ? "access" : "erasure" });
    const id = await room.idOf(reference);
    const acts = [
      () => room.approve(reference),
      () => room.approve(reference, otherStaff),
      () => room.requests.withdraw(followToken),
      () => room.requests.extend(id, staff, "Veel"),
      () => room.requests.extend(id, otherStaff, "Meer"),
      () => room.requests.refuse(id, staff, "rights-of-others", "Nee"),
      () => room.requests.prepareAgain(id, staff),
      () => room.requests.askIdentity(id, otherStaff),
    ];
    await Promise.all(
      acts
        .slice(run)
        .concat(acts.slice(0, run))
        .map((act) => act()),
    );
    await room.jobs.settled();
    const { history, state } = await room.staffView(reference);
    let before: string = "start";
    for (const line of history) {
      expect(line.from).toBe(before);
      before = line.to;
    }
    expect(before).toBe(state);
    expect(history.filter(({ to }) => ["done", "refused", "withdrawn"].includes(to)).length).toBeLessThanOrEqual(1);
    expect(history.filter(({ event }) => event === "extend").length).toBeLessThanOrEqual(1);
  }
});

test("a plan other than the one that was seen is not approved", async () => {
  const jan = await newCustomer();
  const { reference } = await room.verified(jan.email);
  const { id, plan } = await room.staffView(reference);
  expect(plan && (await room.requests.approve(id, staff, plan.id, "another hash"))).toMatchObject({
    reason: "changed",
  });
  expect(await room.stateOf(reference)).toBe("waiting-for-review");
});

test("the person withdraws until something runs, and what they gave goes", async () => {
  const jan = await newCustomer();
  const first = await room.verified(jan.email);
  expect(await room.requests.withdraw(first.followToken)).toMatchObject({ ok: true });
  expect(await room.requests.withdraw(first.followToken)).toMatchObject({ reason: "not-now" });
  await room.jobs.settled();
  expect(room.letter(jan.email).subject).toContain("ingetrokken");
  await room.requests.tidy();
  expect(await secretsOf(room, first.reference)).toBe(0);
  const second = await room.verified(jan.email);
  await room.approve(second.reference);
  expect(await room.requests.withdraw(second.followToken)).toMatchObject({ reason: "not-now" });
  expect(await room.requests.withdraw("unknown")).toMatchObject({ reason: "unknown" });
});

test("what was gathered stays until the last mail is out, then it goes", async () => {
  await using room = await openRoom({ customers: [jan] });
  const { reference, followToken } = await room.verified(jan.email);
  await room.inbox.close();
  await room.requests.withdraw(followToken);
  await room.jobs.settled();
  await room.requests.tidy();
  expect(await room.staffView(reference)).toMatchObject({
    state: "withdrawn",
    mail: expect.arrayContaining([expect.objectContaining({ state: "waiting" })]),
  });
  expect((await room.staffView(reference)).requester).toBeDefined();
  await room.jobs.advance(3 * day);
  await room.jobs.settled();
  await room.requests.tidy();
  expect((await room.staffView(reference)).requester).toBeUndefined();
});

test("an erasure that changed something is resumed, never refused", async () => {
  await using room = await openRoom({ customers: [jan] });
  room.fails.add("residue");
  const { reference } = await room.verified(jan.email, { kind: "erasure" });
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled({ failures: "allowed" });
  expect(await room.queueLine(reference)).toMatchObject({ state: "failed", needs: "help" });
  const id = await room.idOf(reference);
  expect(await room.requests.refuse(id, staff, "legal-obligation", "Toch niet")).toMatchObject({ reason: "blocked" });
  room.fails.clear();
  expect(await room.requests.resume(id, staff)).toMatchObject({ ok: true });
  await room.jobs.settled({ failures: "allowed" });
  expect(await room.stateOf(reference)).toBe("done");
});

test("a blocked plan asks for help, is looked at again and then approved", async () => {
  await using room = await openRoom({ customers: [jan] });
  await room.shop.query("alter table orders add column secret_note text");
  const { reference } = await room.verified(jan.email);
  expect(await room.queueLine(reference)).toMatchObject({ needs: "help" });
  await room.shop.query("alter table orders drop column secret_note");
  expect(await room.requests.prepareAgain(await room.idOf(reference), staff)).toMatchObject({ ok: true });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "nothing" });
  await room.jobs.settled();
  expect(await room.queueLine(reference)).toMatchObject({ needs: "decision" });
  expect(await room.approve(reference)).toMatchObject({ ok: true });
});
