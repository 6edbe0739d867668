import { afterAll, beforeAll, expect, test } from "vitest";
import { Personal } from "#base";
import type { Submission } from "./contract.ts";
import { askerName } from "./asker.ts";
import { type Customer, openRoom, policyOf, type Room, staff } from "./test-room.ts";

const file = { name: "machtiging.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF-1.7 mandate") };
const agent = "kantoor@gemachtigde.example";
const parent = "ouder@thuis.example";

let room: Room;
beforeAll(async () => {
  const policy = policyOf({}, (text) => text.replace("  erasure: {}\n", "  erasure: {}\n  rectification: {}\n"));
  room = await openRoom({ policy });
  // Whoever asks is a customer as well, and must stay out of it.
  await room.addCustomer({ id: 1, email: agent, name: "Kantoor Vries" });
  // And somebody who is known by an order alone.
  await room.shop.query("insert into orders values (1, null, $1, 'guest order of whoever asks')", [parent]);
});
afterAll(() => room[Symbol.asyncDispose]());

let count = 2_000;
async function person(): Promise<Customer> {
  const id = ++count;
  const customer = { id, email: `persoon${id}@klant.example`, name: `Persoon ${id}` };
  await room.addCustomer(customer);
  return customer;
}

const askedBy = (email: string, as: "agent" | "parent" = "agent") => ({
  forOther: { as, name: new Personal("Kantoor J. de Vries"), email: new Personal(email) },
});

async function asked(
  email: string,
  change: Partial<Omit<Submission, "email" | "knownEmail" | "message">> = {},
  by = agent,
) {
  const { reference, followToken } = await room.verified(by, { ...askedBy(email), ...change });
  return { reference, followToken, id: await room.idOf(reference) };
}

function linkIn(email: string): string {
  return /\/for-you\/([\w-]{43})/u.exec(room.letter(email).text)?.[1] ?? "no token";
}

const alike = (text: string) => text.replaceAll(/G-\w{4}-\w{4}|follow\/[\w-]{43}/gu, "…");

async function accept(reference: string, givesAnswer = false) {
  const { id, candidates } = await room.staffView(reference);
  const anchors = candidates.map(({ anchor }) => anchor);
  const decided = await room.requests.decideIdentity(id, staff, { accepted: true, anchors, givesAnswer });
  await room.jobs.settled();
  return decided;
}

async function carriedOut(reference: string): Promise<void> {
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
}

test("an agent shows a mandate, staff look at it, and the copy goes to the person alone", async () => {
  const { email } = await person();
  const { reference, followToken, id } = await asked(email);
  expect(room.letter(agent).text).toContain("met een handtekening en een datum");
  expect(room.letter(email).text).toContain(`Kantoor J. de Vries (${agent})`);
  const view = await room.staffView(reference);
  expect(view).toMatchObject({ identityDoubt: "asked-for-other", asker: { as: "agent", givesAnswer: false } });
  expect(
    view.candidates.map(({ anchor }) => anchor.key),
    "whoever asks is not looked up",
  ).toEqual([[String(count)]]);
  expect(view.plan).toBeUndefined();
  expect(await room.queueLine(reference)).toMatchObject({ needs: "nothing" });
  expect(await accept(reference), "nothing was shown").toMatchObject({ reason: "identity-first" });

  expect(await room.requests.showIdentity(followToken, file)).toMatchObject({ ok: true });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "identity-decision" });
  expect(await accept(reference)).toMatchObject({ ok: true });
  expect(await room.requests.identityEvidence(id), "it is deleted").toBeUndefined();
  await carriedOut(reference);
  expect(room.letter(email).text).toContain("/download/");
  expect(room.letters(agent).every(({ text }) => !text.includes("/download/"))).toBe(true);
  expect(room.letter(agent).text).toContain("gaven wij het aan de persoon zelf");
  const token = /\/download\/([\w-]{43})/u.exec(room.letter(email).text)?.[1] ?? "";
  const copy = await room.requests.download(token);
  const parts: Uint8Array[] = [];
  for await (const part of copy?.stream ?? []) parts.push(part);
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "answered" });
  const entries = await room.evidence.entries(room.store.reader, { from: 0, limit: 100, about: reference });
  expect(entries.find(({ kind }) => kind === "request.received")?.body).toMatchObject({ askedAs: "agent" });
  expect(entries.find(({ kind }) => kind === "request.identity-shown")?.body).toMatchObject({
    digest: expect.stringMatching(/^[\w-]{43}$/u) as string,
  });
  expect(JSON.stringify(entries)).not.toContain("Vries");
});

test("the person confirms by the link in their letter that the agent may have the answer, and no file is needed", async () => {
  const { email } = await person();
  const { reference } = await asked(email);
  const token = linkIn(email);
  const question = await room.requests.askerQuestion(token);
  expect(question).toMatchObject({ about: reference, kind: "access", as: "agent", holdsData: true, state: "open" });
  expect(await room.requests.answerForOther(token, { right: true, givesAnswer: true })).toMatchObject({
    value: "confirmed",
  });
  expect(await room.requests.askerQuestion(token)).toMatchObject({ state: "confirmed" });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "identity-decision" });
  expect(await accept(reference, false), "the person's word prevails").toMatchObject({ ok: true });
  await carriedOut(reference);
  expect(room.letter(agent).text).toContain("/download/");
  expect(room.letter(email).text).toContain("Wij gaven het antwoord aan Kantoor J. de Vries");
  expect(await room.evidenceAbout(reference)).toContain("request.mandate-confirmed");
});

test("the person stops what they do not want, and whoever asked hears that and no more", async () => {
  const { id: customer, email } = await person();
  const { reference, followToken } = await asked(email, { kind: "erasure" });
  const token = linkIn(email);
  expect(await room.requests.answerForOther(token, { right: false })).toMatchObject({ value: "ended" });
  await room.jobs.settled();
  expect(room.letter(agent).text).toContain("dit niet te willen");
  expect(await room.requests.follow(followToken)).toMatchObject({ state: "withdrawn" });
  expect(await room.requests.askerQuestion(token), "once").toBeUndefined();
  expect(await room.requests.answerForOther(token, { right: true, givesAnswer: true })).toMatchObject({ ok: false });
  expect(await room.shop.query("select 1 from customers where id = $1", [customer])).toHaveLength(1);
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "withdrawn" });
  expect(await room.evidenceAbout(reference)).toContain("request.mandate-contested");
});

test("a copy that waits for whoever asked is taken back when the person says no", async () => {
  const { email } = await person();
  const { reference } = await asked(email);
  const token = linkIn(email);
  await room.requests.answerForOther(token, { right: true, givesAnswer: true });
  await accept(reference);
  await carriedOut(reference);
  const download = /\/download\/([\w-]{43})/u.exec(room.letter(agent).text)?.[1] ?? "";
  expect(await room.requests.downloadWaits(download)).toBe(true);
  expect(await room.requests.askerQuestion(token)).toMatchObject({ state: "begun" });
  expect(await room.requests.answerForOther(token, { right: false })).toMatchObject({ value: "ended" });
  await room.jobs.settled();
  expect(await room.requests.downloadWaits(download)).toBe(false);
  expect(await room.requests.download(download)).toBeUndefined();
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "not-fetched" });
});

test("what has begun goes on, but whoever asked gets nothing more of it, and staff see that it was not wanted", async () => {
  const { email } = await person();
  const { reference, id } = await asked(email);
  const token = linkIn(email);
  await room.requests.answerForOther(token, { right: true, givesAnswer: true });
  await accept(reference);
  room.fails.add("answer");
  await room.approve(reference);
  await room.jobs.settled();
  expect(await room.stateOf(reference)).toBe("failed");
  expect(await room.requests.answerForOther(token, { right: false })).toMatchObject({ value: "noted" });
  expect(await room.requests.answerForOther(token, { right: false }), "once").toMatchObject({ ok: false });
  expect((await room.staffView(reference)).asker).toMatchObject({
    givesAnswer: false,
    stoppedAt: expect.any(Date) as Date,
  });
  room.fails.clear();
  await room.requests.resume(id, staff);
  await room.jobs.settled();
  expect(room.letter(email).text).toContain("/download/");
  expect(
    room
      .letters(agent)
      .filter(({ subject }) => subject.includes(reference))
      .every(({ text }) => !text.includes("/download/")),
  ).toBe(true);
});

test("an erasure that was asked by a parent is told in full to the person, and whoever asked hears only that it is done", async () => {
  const { id: customer, email } = await person();
  const { reference, followToken } = await asked(email, { kind: "erasure", ...askedBy(email, "parent") }, parent);
  expect(room.letter(email).text).toContain("als uw ouder of voogd");
  await room.requests.showIdentity(followToken, file);
  await accept(reference);
  await carriedOut(reference);
  expect(await room.shop.query("select 1 from customers where id = $1", [customer])).toEqual([]);
  expect(await room.shop.query("select 1 from customers where id = 1"), "of whoever asked nothing").toHaveLength(1);
  expect(room.letter(email).text).toMatch(/\d+ regels?/u);
  const told = room.letters(parent).filter(({ subject }) => subject.includes(reference));
  expect(told.filter(({ text }) => /\d+ regels?/u.test(text))).toEqual([]);
  expect(await room.shop.query("select 1 from orders where email_copy = $1", [parent])).toHaveLength(1);
  expect((await room.requests.follow(followToken))?.erased).toBeUndefined();
});

test("of somebody who is not known nobody hears, and whoever asked sees the same as always", async () => {
  const nobody = "niemand@elders.example";
  const { reference, followToken } = await asked(nobody);
  expect(room.letters(nobody)).toEqual([]);
  expect(await room.requests.follow(followToken)).toMatchObject({ identityAsked: true, askedAs: "agent" });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "decision" });
  const { email } = await person();
  const known = await asked(email);
  const [second, first] = room.letters(agent).filter(({ text }) => text.includes("met een handtekening"));
  expect(alike(second?.text ?? "1")).toBe(alike(first?.text ?? "2"));
  const [one, other] = [await room.requests.follow(followToken), await room.requests.follow(known.followToken)];
  const same = (view: typeof one) => ({ ...view, reference: "", history: [] });
  expect(same(one)).toEqual(same(other));
});

test("whoever corrects for somebody sees their data, so staff must say that they may", async () => {
  const { email } = await person();
  const { reference, followToken } = await asked(email, { kind: "rectification" });
  await room.requests.showIdentity(followToken, file);
  expect(await room.requests.ownValues(followToken), "not before it is settled").toBeUndefined();
  expect(await accept(reference, false)).toMatchObject({ reason: "reason-missing" });
  expect(await accept(reference, true)).toMatchObject({ ok: true });
  expect((await room.requests.ownValues(followToken))?.reveal()).toEqual(
    expect.arrayContaining([{ category: "contact.email", value: email }]),
  );
});

test("the request is the person's in the register, and not of whoever asked", async () => {
  const { email } = await person();
  const { reference } = await asked(email);
  const [row] = await room.store.database.query<{ requester_digest: string }>(
    "select requester_digest from gestand.request where reference = $1",
    [reference],
  );
  expect(row?.requester_digest).toBe(room.store.vault.digest("requester", email));
});

test("somebody who calls themselves an agent with the address on file asks for themselves", async () => {
  const { email } = await person();
  const { reference } = await room.verified(email, askedBy(email));
  expect(await room.staffView(reference)).not.toHaveProperty("asker");
  expect((await room.staffView(reference)).identityDoubt).toBeUndefined();
});

test("a name that is read by somebody who did not ask for it holds no address", () => {
  for (const name of ["J. de Vries", "Bureau Ça va B.V.", "O’Brien & Zn", "Łukasz (voogd)"])
    expect(askerName(name)).toBe(name);
  for (const name of [
    "",
    "x",
    "a".repeat(81),
    "kijk op evil.example",
    "https://evil",
    "jan@evil",
    "www.evil nl",
    "a\nb: c",
  ])
    expect(askerName(name), name).toBeUndefined();
  expect(askerName("  Jan \n de   Vries ")).toBe("Jan de Vries");
});
