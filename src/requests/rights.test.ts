import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal } from "#base";
import { verifyReceipt } from "#evidence";
import { mayUse, type RequestKind } from "#policy";
import { type Customer, openRoom, policyOf, type Room, staff } from "./test-room.ts";

/** The test policy with every right, and something to use each of them on. */
export const everyRight = policyOf({}, (text) =>
  text.replace(
    "rights:\n",
    `  newsletter: {title: {nl: de nieuwsbrief, en: the newsletter}, of: customer, basis: consent, uses: [contact.email]}
  insight:
    title: {nl: zien wat er verkocht wordt, en: see what is sold}
    of: customer
    basis: {legitimate-interest: {nl: weten wat klanten willen, en: know what customers want}}
    uses: [order-history]
messages:
  letter: {title: {nl: de nieuwsbrief, en: the newsletter}, class: marketing, channels: email, for: newsletter, unsubscribe: link}
rights:
  rectification: {}
  restriction: {}
  portability: {}
  objection: {stopsAtOnce: {}, thenStops: {}}
  automated-decision: {}
  withdraw-consent: {}
`,
  ),
);

const day = 86_400_000;

let room: Room;
beforeAll(async () => {
  room = await openRoom({ policy: everyRight });
});
afterAll(() => room[Symbol.asyncDispose]());

let count = 500;
async function newCustomer(at: Room = room): Promise<Customer> {
  const id = ++count;
  const customer = { id, email: `klant${id}@klant.example`, name: `Klant ${id}` };
  await at.addCustomer(customer);
  return customer;
}

/** Until the request has ended; what no connector does yet, staff tick off. */
async function carriedOut(at: Room, reference: string): Promise<void> {
  expect(await at.approve(reference)).toEqual({ ok: true, value: undefined });
  await at.jobs.settled();
  const plan = (await at.staffView(reference)).plan;
  for (const { id } of plan === undefined ? [] : await at.plans.tasks(at.store.reader, plan.id))
    await at.store.transact((tx) => at.plans.finishTask(tx, id, { by: staff, outcome: "done" }));
  await at.jobs.settled();
}

async function stopsOf(at: Room, email: string) {
  return at.requests.stops(at.store.reader, new Personal(email));
}

async function receiptOf(at: Room, followToken: string) {
  const view = await at.requests.follow(followToken);
  return verifyReceipt(view?.receipt ?? "", at.evidence.verifierKey);
}

test("a correction: own values are seen, each is decided, and the known address hears of it", async () => {
  const jan = await newCustomer();
  const { reference, followToken } = await room.verified(jan.email, { kind: "rectification" });
  expect(await room.requests.follow(followToken)).toMatchObject({ proposal: "open" });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "nothing" });
  const values = (await room.requests.ownValues(followToken))?.reveal();
  expect(values).toEqual(
    expect.arrayContaining([
      { category: "name", value: jan.name },
      { category: "contact.email", value: jan.email },
    ]),
  );

  const wanted = [
    { category: "name", from: jan.name, to: "Jan Jansen" },
    { category: "contact.email", from: jan.email, to: `nieuw.${jan.email}` },
  ];
  expect(await room.requests.propose(followToken, new Personal(wanted))).toMatchObject({ ok: true });
  expect(await room.requests.propose(followToken, new Personal(wanted))).toMatchObject({ reason: "not-now" });
  expect(await room.requests.ownValues(followToken)).toBeUndefined();
  expect(await room.queueLine(reference)).toMatchObject({ needs: "decision" });
  const id = await room.idOf(reference);
  const decide = (...accepted: boolean[]) =>
    room.requests.decideCorrections(
      id,
      staff,
      accepted.map((one) => ({ accepted: one, reason: one ? "" : "Dit adres is van een ander." })),
    );
  expect(await decide(true)).toMatchObject({ reason: "not-now" });
  expect(await decide(false, false)).toMatchObject({ reason: "reason-missing" });
  expect(await decide(true, false)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await room.staffView(reference)).toMatchObject({ plan: { action: "rectification", state: "ready" } });

  await carriedOut(room, reference);
  expect(await room.shop.query("select name, email from customers where id = $1", [jan.id])).toEqual([
    { name: "Jan Jansen", email: jan.email },
  ]);
  expect(await room.requests.follow(followToken)).toMatchObject({
    state: "done",
    corrections: [
      { category: "name", accepted: true },
      { category: "contact.email", accepted: false, reason: "Dit adres is van een ander." },
    ],
  });
  expect(await receiptOf(room, followToken)).toMatchObject({ ok: true });
  const { subject, text } = room.letter(jan.email);
  expect(subject).toContain("verbeterd");
  expect(text).toContain("- naam: verbeterd");
  expect(text).toContain("- e-mailadres: niet verbeterd. Dit adres is van een ander.");
  expect(text).not.toContain("Jan Jansen");
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "corrected", inTime: true });
  expect(await room.evidenceAbout(reference)).toEqual(
    expect.arrayContaining(["request.corrections-proposed", "request.corrections-decided", "request.closed"]),
  );
});

test("what cannot be a value, or is not one that stands there, is not sent", async () => {
  const jan = await newCustomer();
  const { followToken } = await room.verified(jan.email, { kind: "rectification" });
  const propose = (...wanted: { category: string; from: string; to: string }[]) =>
    room.requests.propose(followToken, new Personal(wanted));
  expect(await propose()).toMatchObject({ reason: "nothing" });
  expect(await propose({ category: "name", from: "Iemand anders", to: "Jan" })).toMatchObject({ reason: "changed" });
  expect(await propose({ category: "contact.email", from: jan.email, to: "geen adres" })).toMatchObject({
    reason: "wrong-value",
    category: "contact.email",
  });
  expect(await propose({ category: "name", from: jan.name, to: " " })).toMatchObject({ reason: "wrong-value" });
});

test("nobody sees a value before it is settled who they are, and who is not known sees the same as who is in doubt", async () => {
  const jan = await newCustomer();
  const stranger = await room.verified("vreemd@elders.example", { kind: "rectification", knownEmail: jan.email });
  const nobody = await room.verified("niemand@elders.example", { kind: "rectification" });
  for (const { followToken } of [stranger, nobody]) {
    expect(await room.requests.ownValues(followToken)).toBeUndefined();
    expect((await room.requests.follow(followToken))?.proposal).toBeUndefined();
  }
  expect(await room.requests.ownValues("x".repeat(43))).toBeUndefined();
});

test("an address that a correction put on file gets no copy until it is settled, although the systems know no date", async () => {
  const attacked = { ...(await newCustomer()), since: undefined };
  await using own = await openRoom({ policy: everyRight });
  await own.addCustomer({ id: attacked.id, email: attacked.email, name: attacked.name });
  const next = "kaper@elders.example";
  const { reference, followToken } = await own.verified(attacked.email, { kind: "rectification" });
  const wanted = [{ category: "contact.email", from: attacked.email, to: next }];
  expect(await own.requests.propose(followToken, new Personal(wanted))).toMatchObject({ ok: true });
  await own.jobs.settled();
  const warning = own.letter(attacked.email);
  expect(warning.subject).toContain("vervangen");
  expect(warning.text).not.toContain(next);
  const id = await own.idOf(reference);
  await own.requests.decideCorrections(id, staff, [{ accepted: true, reason: "" }]);
  await own.jobs.settled();
  await carriedOut(own, reference);
  expect(await own.shop.query("select email, email_changed_at from customers where id = $1", [attacked.id])).toEqual([
    { email: next, email_changed_at: null },
  ]);

  const copy = await own.verified(next);
  expect(await own.staffView(copy.reference)).toMatchObject({ identityDoubt: "address-changed-recently" });
  expect((await own.staffView(copy.reference)).plan).toBeUndefined();
  await own.requests.withdraw(copy.followToken);

  const token = /\/not-mine\/([\w-]{43})/u.exec(warning.text)?.[1] ?? "no token";
  own.store.clock.advance(15 * day);
  expect((await own.verified(next)).reference).toMatch(/^G-/u);
  expect(await own.requests.changeWaits(token)).toBe(true);
  expect(await own.requests.stopChange(token)).toBe(true);
  expect(await own.requests.stopChange(token), "once").toBe(false);
  const after = await own.verified(next, { kind: "portability" });
  expect(await own.staffView(after.reference), "long after").toMatchObject({
    identityDoubt: "address-changed-recently",
  });
});

test("whoever reads the mail of the old address ends a change that has not begun", async () => {
  const jan = await newCustomer();
  const { reference, followToken } = await room.verified(jan.email, { kind: "rectification" });
  const wanted = [{ category: "contact.email", from: jan.email, to: "kaper2@elders.example" }];
  await room.requests.propose(followToken, new Personal(wanted));
  await room.jobs.settled();
  const token = /\/not-mine\/([\w-]{43})/u.exec(room.letter(jan.email).text)?.[1] ?? "no token";
  expect(await room.requests.stopChange(token)).toBe(true);
  expect(await room.stateOf(reference)).toBe("withdrawn");
  expect(
    await room.requests.decideCorrections(await room.idOf(reference), staff, [{ accepted: true, reason: "" }]),
  ).toMatchObject({
    ok: false,
  });
});

test("an objection stops what it is about at once, and a refusal lets it go on", async () => {
  const jan = await newCustomer();
  const asked = { kind: "objection", purposes: ["insight"], message: "Dat wil ik niet" } as const;
  expect(await stopsOf(room, jan.email)).toEqual([]);
  const { reference, followToken } = await room.verified(jan.email, asked);
  const stops = await stopsOf(room, jan.email);
  expect(stops).toEqual([{ of: { purpose: "insight" }, because: "objection-pending" }]);
  expect(mayUse(everyRight, { for: "purpose", purpose: "insight" }, stops).allowed).toBe(false);
  expect(mayUse(everyRight, { for: "purpose", purpose: "fulfil-order" }, stops).allowed).toBe(true);
  expect(mayUse(everyRight, { for: "request" }, stops).allowed).toBe(true);
  expect(await room.queueLine(reference)).toMatchObject({ needs: "decision" });
  expect((await room.requests.follow(followToken))?.purposes).toEqual(["insight"]);

  const id = await room.idOf(reference);
  expect(await room.requests.refuse(id, staff, "rights-of-others", "Nee.")).toMatchObject({ reason: "reason-missing" });
  expect(await room.requests.refuse(id, staff, "compelling-grounds", "Anders kan de winkel niet open.")).toMatchObject({
    ok: true,
  });
  await room.jobs.settled();
  expect(await stopsOf(room, jan.email)).toEqual([]);
  expect(room.letter(jan.email).text).toContain("dwingende redenen");
  expect(await room.evidenceAbout(reference)).toEqual(expect.arrayContaining(["stop.begun", "stop.ended"]));
});

test("an objection that is upheld stops for good, in the words of staff", async () => {
  const jan = await newCustomer();
  const { reference, followToken } = await room.verified(jan.email, { kind: "objection", purposes: ["insight"] });
  const id = await room.idOf(reference);
  expect(await room.requests.uphold(id, staff, " ")).toMatchObject({ reason: "reason-missing" });
  expect(await room.requests.uphold(id, staff, "U hebt gelijk.")).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await stopsOf(room, jan.email)).toEqual([{ of: { purpose: "insight" }, because: "objection-upheld" }]);
  expect(room.letter(jan.email).text).toContain("U hebt gelijk.");
  expect(room.letter(jan.email).text).toContain("- zien wat er verkocht wordt");
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "upheld" });
  expect(await receiptOf(room, followToken)).toMatchObject({ ok: true });
});

test("who turns out to be the person behind another address stops for that address too", async () => {
  const jan = await newCustomer();
  const asked = { kind: "objection", purposes: ["insight"], knownEmail: jan.email } as const;
  const { reference, followToken } = await room.verified(`elders.${jan.email}`, asked);
  expect(await stopsOf(room, jan.email), "anybody can name an address").toEqual([]);
  const id = await room.idOf(reference);
  await room.requests.askIdentity(id, staff);
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]);
  await room.requests.showIdentity(followToken, { name: "bon.png", mediaType: "image/png", bytes });
  const anchors = (await room.staffView(reference)).candidates.map(({ anchor }) => anchor);
  expect(await room.requests.decideIdentity(id, staff, { accepted: true, anchors })).toMatchObject({ ok: true });
  expect(await stopsOf(room, jan.email)).toEqual([{ of: { purpose: "insight" }, because: "objection-pending" }]);
  await room.requests.refuse(id, staff, "compelling-grounds", "Het moet.");
  expect(await stopsOf(room, jan.email)).toEqual([]);
});

test("where a copy is promised first, an objection that is upheld brings it, and then stops for good", async () => {
  const objection = everyRight.rights.granted.find(({ kind }) => kind === "objection");
  const declared = { cites: [], at: { file: "policy.yaml", line: 1, column: 1 } };
  const granted = everyRight.rights.granted.map((one) =>
    one === objection ? { ...one, clauses: { ...one.clauses, copyFirst: declared } } : one,
  );
  await using own = await openRoom({ policy: { ...everyRight, rights: { ...everyRight.rights, granted } } });
  const jan = await newCustomer(own);
  const { reference } = await own.verified(jan.email, { kind: "objection", purposes: ["insight"] });
  expect(await own.staffView(reference)).toMatchObject({ mayUphold: false, plan: { action: "access" } });
  expect(await own.requests.uphold(await own.idOf(reference), staff, "Ja.")).toMatchObject({ reason: "blocked" });
  expect(await own.approve(reference)).toMatchObject({ ok: true });
  await own.jobs.settled();
  expect(await own.stateOf(reference)).toBe("delivering");
  expect((await stopsOf(own, jan.email))[0]?.because).toBe("objection-pending");
  const letter = own.letter(jan.email);
  expect(letter.subject).toContain("gelijk");
  const token = /\/download\/([\w-]{43})/u.exec(letter.text)?.[1] ?? "no token";
  const copy = await own.requests.download(token);
  expect((await buffer(Readable.from(copy?.stream ?? []))).subarray(0, 2).toString()).toBe("PK");
  expect(await own.registerLine(reference)).toMatchObject({ outcome: "upheld" });
  expect((await stopsOf(own, jan.email))[0]?.because).toBe("objection-upheld");
});

test.each([
  ["marketing-objection", [], "newsletter"],
  ["withdraw-consent", ["newsletter"], "newsletter"],
] as const)(
  "%s takes effect with the code, asks no member of staff, and outlives the request",
  async (kind, purposes, stopped) => {
    const jan = await newCustomer();
    const { reference, followToken } = await room.verified(jan.email, { kind, purposes });
    expect(await room.stateOf(reference)).toBe("done");
    expect(await room.queueLine(reference)).toBeUndefined();
    expect(room.letter(jan.email).subject).toContain("Gedaan");
    expect(await receiptOf(room, followToken)).toMatchObject({ ok: true });
    expect(mayUse(everyRight, { for: "purpose", purpose: stopped }, await stopsOf(room, jan.email)).allowed).toBe(
      false,
    );
    const erased = await room.verified(jan.email, { kind: "erasure" });
    await carriedOut(room, erased.reference);
    expect(await room.registerLine(erased.reference)).toMatchObject({ outcome: "erased" });
    expect(await stopsOf(room, jan.email)).toHaveLength(1);
  },
);

test("not to be sold asks for no proof, holds at once, and says the same to everybody", async () => {
  const jan = await newCustomer();
  for (const email of [jan.email, "onbekend@elders.example"]) {
    const submitted = await room.requests.submit({
      kind: "sale-opt-out",
      email: new Personal(email),
      language: "nl",
      channel: "web",
    });
    expect(submitted.codeSent).toBe(false);
    await room.jobs.settled();
    expect(mayUse(everyRight, { for: "sale" }, await stopsOf(room, email)).allowed).toBe(false);
    expect(await room.stateOf(submitted.reference)).toBe("done");
    expect(room.letter(email).text).toContain("niet te verkopen");
  }
});

test("a restriction is carried out, and the person ends it by asking again", async () => {
  const jan = await newCustomer();
  const first = await room.verified(jan.email, { kind: "restriction" });
  await carriedOut(room, first.reference);
  expect(await room.requests.follow(first.followToken)).toMatchObject({ state: "done", mayLift: true });
  expect(room.letter(jan.email).text).toContain("/nl/ask/lifting");
  expect(await room.registerLine(first.reference)).toMatchObject({ outcome: "restricted" });
  const second = await room.verified(jan.email, { kind: "lifting" });
  await carriedOut(room, second.reference);
  expect(await room.requests.follow(second.followToken)).toMatchObject({ state: "done", mayLift: false });
  expect(room.letter(jan.email).subject).toContain("weer");
});

test("what was provided is handed over behind a link, as a copy is", async () => {
  const jan = await newCustomer();
  const { reference } = await room.verified(jan.email, { kind: "portability" });
  expect(await room.staffView(reference)).toMatchObject({ plan: { action: "portability", state: "ready" } });
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  const token = /\/download\/([\w-]{43})/u.exec(room.letter(jan.email).text)?.[1] ?? "no token";
  const file = await room.requests.download(token);
  for await (const chunk of file?.stream ?? []) expect(chunk.length).toBeGreaterThan(0);
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "answered" });
});

test.each(["complaint", "automated-decision"] as const)(
  "%s is answered in words, for or against",
  async (kind: RequestKind) => {
    const jan = await newCustomer();
    const { reference } = await room.verified(jan.email, { kind, message: "Het ging niet goed." });
    const id = await room.idOf(reference);
    expect((await room.staffView(reference)).plan).toBeUndefined();
    expect(await room.requests.uphold(id, staff, "Dat klopt. Wij doen het anders.")).toMatchObject({ ok: true });
    await room.jobs.settled();
    expect(room.letter(jan.email).text).toContain("Wij doen het anders.");
    const again = await room.verified(jan.email, { kind, message: "Weer." });
    const reason = kind === "complaint" ? "complaint-unfounded" : "decision-stands";
    expect(
      await room.requests.refuse(await room.idOf(again.reference), staff, reason, "Wij zien dat anders."),
    ).toMatchObject({
      ok: true,
    });
    await room.jobs.settled();
    expect(room.letter(jan.email).text).toContain("toezichthouder");
  },
);

test("who asks for the same twice is answered once, by the date of the first", async () => {
  await using own = await openRoom({ policy: everyRight });
  const jan = await newCustomer(own);
  const first = await own.verified(jan.email, { kind: "erasure", message: "Graag alles weg" });
  own.store.clock.advance(2 * day);
  const second = await own.verified(jan.email, { kind: "erasure", message: "Ook mijn foto's" });
  expect(second.followToken, "leads to the first").toBe(first.followToken);
  expect(await own.stateOf(second.reference)).toBe("withdrawn");
  expect(await own.registerLine(second.reference)).toMatchObject({ outcome: "joined" });
  expect(own.letter(jan.email).text).toContain(first.reference);
  const view = await own.staffView(first.reference);
  expect(view.requester?.reveal().message).toBe("Graag alles weg\n\nOok mijn foto's");
  expect((await own.requests.queue(own.store.reader, { limit: 10 })).map(({ reference }) => reference)).toEqual([
    first.reference,
  ]);
  const other = await own.verified(jan.email, { kind: "access" });
  expect(await own.stateOf(other.reference)).toBe("waiting-for-review");
});
