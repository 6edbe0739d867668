import { afterAll, beforeAll, expect, test } from "vitest";
import { doubtAbout } from "./identity-rules.ts";
import { type Customer, openRoom, policyOf, type Room, staff } from "./test-room.ts";

const file = { name: "bestelling.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF-1.7 order 12") };

/** One room for all: each test has persons of its own. */
let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room[Symbol.asyncDispose]());

let count = 0;
/** A new customer, and an address nobody has on file. */
async function persons(change: Partial<Customer> = {}): Promise<{ jan: Customer; elsewhere: string }> {
  const id = ++count;
  const jan = { id, email: `jan${id}@klant.example`, name: `Jan ${id}`, ...change };
  await room.addCustomer(jan);
  return { jan, elsewhere: `someone${id}@elders.example` };
}

test("a copy asked for from another address waits for an identity check, and the known address hears of it", async () => {
  const { jan, elsewhere } = await persons();
  const { reference, followToken } = await room.verified(elsewhere, { knownEmail: jan.email });
  const id = await room.idOf(reference);
  expect(room.letter(jan.email).text).toContain("vanaf een ander e-mailadres");
  expect(room.letter(jan.email).text).not.toContain(elsewhere);
  expect(await room.staffView(reference)).toMatchObject({ identityDoubt: "other-address", search: "found" });
  expect((await room.staffView(reference)).plan).toBeUndefined();
  expect(await room.queueLine(reference)).toMatchObject({ needs: "identity-decision" });
  const [anchor] = (await room.staffView(reference)).candidates.map((candidate) => candidate.anchor);
  const accept = { accepted: true, anchors: anchor === undefined ? [] : [anchor] };
  expect(await room.requests.decideIdentity(id, staff, accept)).toMatchObject({ reason: "identity-first" });
  expect(await room.requests.showIdentity(followToken, file), "not asked").toMatchObject({ reason: "not-now" });

  expect(await room.requests.askIdentity(id, staff)).toMatchObject({ ok: true });
  expect(await room.requests.askIdentity(id, staff), "asked already").toMatchObject({ reason: "not-now" });
  await room.jobs.settled();
  expect(room.letter(elsewhere).text).toContain(`/nl/follow/${followToken}`);
  expect(await room.queueLine(reference)).toMatchObject({ needs: "nothing" });
  const bad = { ...file, bytes: Buffer.from("MZ") };
  expect(await room.requests.showIdentity(followToken, bad)).toMatchObject({ reason: "file-type" });
  const large = { ...file, bytes: Buffer.alloc(5 * 1024 * 1024 + 1, "%PDF-") };
  expect(await room.requests.showIdentity(followToken, large)).toMatchObject({ reason: "file-size" });
  expect(await room.requests.showIdentity(followToken, file)).toMatchObject({ ok: true });
  expect(await room.requests.showIdentity(followToken, file), "once").toMatchObject({ reason: "not-now" });
  expect((await room.requests.follow(followToken))?.identityShown).toBe(true);
  expect((await room.requests.identityEvidence(id))?.bytes.toString()).toBe(file.bytes.toString());

  const stranger = { accepted: true, anchors: [{ system: "shop", table: "customers", key: ["9999"] }] };
  expect(await room.requests.decideIdentity(id, staff, stranger)).toMatchObject({ reason: "changed" });
  expect(await room.requests.decideIdentity(id, staff, accept)).toMatchObject({ ok: true });
  expect(await room.requests.identityEvidence(id)).toBeUndefined();
  await room.jobs.settled();
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(room.letter(elsewhere).text).toContain("/download/");
  expect(room.letter(jan.email).text).toContain("heeft laten zien wie hij of zij is");
  const [delivery] = await room.store.database.query(
    "select to_known_address, identity_accepted from gestand.delivery",
  );
  expect(delivery).toEqual({ to_known_address: false, identity_accepted: true });
});

test("who turns out to be somebody else than the owner of the other address gets nothing of that address", async () => {
  const { jan, elsewhere } = await persons();
  await persons({ email: elsewhere, name: "Mallory" });
  await room.shop.query("insert into orders values (910001, null, $1, 'guest order of Jan')", [jan.email]);
  const { reference, followToken } = await room.verified(elsewhere, { knownEmail: jan.email });
  const id = await room.idOf(reference);
  await room.requests.askIdentity(id, staff);
  await room.requests.showIdentity(followToken, file);
  const { candidates } = await room.staffView(reference);
  const anchors = candidates.filter(({ label }) => label.reveal() === "Mallory").map(({ anchor }) => anchor);
  expect(anchors).toHaveLength(1);
  expect(await room.requests.decideIdentity(id, staff, { accepted: true, anchors })).toMatchObject({ ok: true });
  await room.jobs.settled();
  const { plan } = await room.staffView(reference);
  expect(plan?.state).toBe("ready");
  const orders = plan?.previews.flatMap(({ tables }) => tables).filter(({ table }) => table === "orders");
  expect(orders?.every(({ shared }) => shared === 0)).toBe(true);
  const rows = await room.shop.query("select id from orders where customer_id::text = $1", [anchors[0]?.key[0]]);
  expect(orders?.reduce((sum, one) => sum + one.rows, 0)).toBe(rows.length);
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(room.letter(elsewhere).text).toContain("/download/");
  expectLeftAlone(jan, elsewhere);
});

/** Told that somebody asked and that nothing came of it: not who, not why, and not that anybody was identified. */
function expectLeftAlone(jan: Customer, elsewhere: string): void {
  expect(room.letters(jan.email)).toHaveLength(2);
  const { text, subject } = room.letter(jan.email);
  expect(subject).toContain("Er is niets gedaan met de gegevens bij dit adres");
  expect(text).toContain("Niemand heeft ze gekregen en er is niets gewist.");
  expect(text).not.toMatch(/heeft laten zien|uitgevoerd|ingetrokken|liet dat niet zien/u);
  expect(text).not.toContain(elsewhere);
}

/** Asks for erasure from elsewhere, shows a file, and staff decide who it is. */
async function erasureAskedFromElsewhere(decide: (labels: string) => boolean) {
  const { jan, elsewhere } = await persons();
  await persons({ email: elsewhere, name: "Mallory" });
  const { reference, followToken } = await room.verified(elsewhere, { kind: "erasure", knownEmail: jan.email });
  const id = await room.idOf(reference);
  await room.requests.askIdentity(id, staff);
  await room.requests.showIdentity(followToken, file);
  const { candidates } = await room.staffView(reference);
  const anchors = candidates.filter(({ label }) => decide(label.reveal())).map(({ anchor }) => anchor);
  expect(await room.requests.decideIdentity(id, staff, { accepted: true, anchors })).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await room.stateOf(reference)).toBe("done");
  return { jan, elsewhere, left: await room.shop.query("select name from customers where id = $1", [jan.id]) };
}

test("who has their own data erased leaves that of the other address alone, and its reader is told so", async () => {
  const { jan, elsewhere, left } = await erasureAskedFromElsewhere((label) => label === "Mallory");
  expect(left).toEqual([{ name: jan.name }]);
  expectLeftAlone(jan, elsewhere);
});

test("who is the person behind both addresses has both erased, and the other address is told that it happened", async () => {
  const { jan, left } = await erasureAskedFromElsewhere(() => true);
  expect(left).toEqual([]);
  expect(room.letters(jan.email)).toHaveLength(2);
  expect(room.letter(jan.email).text).toContain("heeft laten zien wie hij of zij is");
});

test("a refused identity deletes what was shown and gives nothing", async () => {
  const { jan, elsewhere } = await persons();
  const { reference, followToken } = await room.verified(elsewhere, { knownEmail: jan.email });
  const id = await room.idOf(reference);
  await room.requests.askIdentity(id, staff);
  await room.requests.showIdentity(followToken, file);
  expect(await room.requests.decideIdentity(id, staff, { accepted: false, anchors: [] })).toMatchObject({ ok: true });
  expect(await room.requests.identityEvidence(id)).toBeUndefined();
  const rows = await room.store.database.query("select from gestand.request_secret where name like 'identity%'");
  expect(rows).toHaveLength(0);
  expect((await room.staffView(reference)).plan).toBeUndefined();
  expect(await room.queueLine(reference)).toMatchObject({ needs: "decision" });
  expect(await room.requests.refuse(id, staff, "identity-not-shown", "Het bestand liet dat niet zien.")).toMatchObject({
    ok: true,
  });
  expect(await room.evidenceAbout(reference)).toEqual(
    expect.arrayContaining(["request.identity-decided", "request.closed"]),
  );
  await room.jobs.settled();
  expectLeftAlone(jan, elsewhere);
});

test("what was shown goes too when the person withdraws first", async () => {
  const { jan, elsewhere } = await persons();
  const { reference, followToken } = await room.verified(elsewhere, { knownEmail: jan.email });
  const id = await room.idOf(reference);
  await room.requests.askIdentity(id, staff);
  await room.requests.showIdentity(followToken, file);
  await room.requests.withdraw(followToken);
  expect(await room.requests.identityEvidence(id)).toBeUndefined();
  await room.jobs.settled();
  expectLeftAlone(jan, elsewhere);
});

test("an address under which nothing is known raises no doubt and gets no mail", async () => {
  const { jan } = await persons();
  const { reference } = await room.verified(jan.email, { knownEmail: "victim@nergens.example" });
  expect((await room.staffView(reference)).identityDoubt).toBeUndefined();
  expect(room.letters("victim@nergens.example")).toHaveLength(0);
});

test("a guest is found by the address alone, and gets the copy at it", async () => {
  const guest = "gast@klant.example";
  await room.shop.query("insert into orders values (900001, null, $1, 'gift wrapped'), (900002, null, $1, null)", [
    guest,
  ]);
  const { reference } = await room.verified(guest);
  const view = await room.staffView(reference);
  expect(view).toMatchObject({ search: "found", candidates: [], plan: { state: "ready" } });
  expect(view.rowsByAddress).toContainEqual({ system: "shop", table: "orders", rows: 2 });
  expect(view.identityDoubt).toBeUndefined();
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(room.letter(guest).text).toContain("/download/");
});

test("two persons with one address are told apart by staff", async () => {
  const { jan } = await persons();
  await persons({ email: jan.email, name: "Truus" });
  const { reference } = await room.verified(jan.email);
  const { id, candidates, identityDoubt, plan } = await room.staffView(reference);
  expect(identityDoubt).toBe("several-persons");
  expect(plan).toBeUndefined();
  expect(candidates.map(({ label }) => label.reveal())).toEqual([jan.name, "Truus"]);
  const truus = candidates.flatMap(({ anchor, label }) => (label.reveal() === "Truus" ? [anchor] : []));
  expect(await room.requests.decideIdentity(id, staff, { accepted: true, anchors: [] })).toMatchObject({
    reason: "reason-missing",
  });
  expect(await room.requests.decideIdentity(id, staff, { accepted: true, anchors: truus })).toMatchObject({ ok: true });
  await room.jobs.settled();
  const view = await room.staffView(reference);
  expect(view.candidates.map(({ chosen }) => chosen)).toEqual([false, true]);
  expect(await room.approve(reference)).toMatchObject({ ok: true });
});

test("where any address will do, a recent change raises no doubt; another person's address always does", () => {
  const copyTo = { knownAddressOnly: false, settledDays: 14, cites: [] };
  const anchor = { system: "shop", table: "customers", key: ["1"] };
  const candidate = { anchor, person: "customer", label: "Jan", addressSince: "2026-11-21T10:00:00Z" };
  const facts = {
    found: [{ system: "shop", candidates: [candidate], byAddress: [] }],
    receivedAt: new Date("2026-11-22T10:00:00Z"),
  };
  const policy = policyOf({ copyTo });
  expect(doubtAbout(policy, { ...facts, foundUnderOtherAddress: false })).toBeUndefined();
  expect(doubtAbout(policy, { ...facts, foundUnderOtherAddress: true })).toBe("other-address");
  expect(doubtAbout(policyOf(), { ...facts, foundUnderOtherAddress: false })).toBe("address-changed-recently");
});

test("an address that changed yesterday is another address until it is settled", async () => {
  const { jan } = await persons({ since: "2026-11-21T10:00:00Z" });
  const { reference } = await room.verified(jan.email);
  expect(await room.staffView(reference)).toMatchObject({ identityDoubt: "address-changed-recently" });
});

test("staff may doubt who is asking on other grounds, and nothing runs until that is settled", async () => {
  const { jan } = await persons();
  const { reference } = await room.verified(jan.email);
  expect(await room.requests.askIdentity(await room.idOf(reference), staff)).toMatchObject({ ok: true });
  expect(await room.approve(reference)).toMatchObject({ reason: "identity-first" });
});

test("a plan that failed is visible, is resumed, and then ends well", async () => {
  const { jan } = await persons();
  room.fails.add("answer");
  const { reference } = await room.verified(jan.email);
  await room.approve(reference);
  await room.jobs.settled();
  expect(await room.queueLine(reference)).toMatchObject({ state: "failed", needs: "help" });
  room.fails.clear();
  expect(await room.requests.resume(await room.idOf(reference), staff)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await room.stateOf(reference)).toBe("delivering");
});

test("a search that cannot reach a system asks for help and can be started again", async () => {
  const { jan } = await persons();
  room.fails.add("locate");
  const reference = await room.submit(jan.email);
  await room.requests.confirm(reference, room.codeIn(room.letter(jan.email)));
  await room.jobs.settled({ failures: "allowed" });
  expect(await room.staffView(reference)).toMatchObject({ search: "stopped", state: "waiting-for-review" });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "help" });
  room.fails.clear();
  expect(await room.requests.resume(await room.idOf(reference), staff)).toMatchObject({ ok: true });
  await room.jobs.settled({ failures: "allowed" });
  expect(await room.staffView(reference)).toMatchObject({ search: "found" });
});
