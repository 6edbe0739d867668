/** The clock of a request under the law of where the person lives: standing still, extending, acknowledging, being late. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRoom, policyOf, type Room, staff } from "./test-room.ts";

const file = { name: "order.pdf", mediaType: "application/pdf", bytes: Buffer.from("%PDF-1.7 order 12") };
const spokenTo = "ways: {californians: {by: e-mail, for: california}, british: {by: e-mail, for: uk}}";

/** The test policy of an organisation elsewhere, with or without its promise of thirty days. */
function elsewhere(country: string, authority: string, promise = "") {
  return policyOf({}, (text) =>
    text
      .replace("country: NL\n  contact", `country: ${country}\n  authority: ${authority}\n  contact`)
      .replace("  answerWithin: 30 days\n", `${promise}  ${spokenTo}\n`)
      .replace("inForce:", "timeZone: Europe/London\ninForce:"),
  );
}

let british: Room;
let american: Room;
beforeAll(async () => {
  british = await openRoom({ policy: elsewhere("GB", "gb.ico"), at: "2027-03-01T12:00:00.000Z" });
  american = await openRoom({
    policy: elsewhere("US", "us-ca.attorney-general"),
    at: "2027-03-01T12:00:00.000Z",
  });
});
afterAll(async () => {
  await british?.[Symbol.asyncDispose]();
  await american?.[Symbol.asyncDispose]();
});

let count = 0;
async function somebody(room: Room): Promise<string> {
  const id = ++count;
  await room.addCustomer({ id, email: `person${id}@people.example`, name: `Person ${id}` });
  return `person${id}@people.example`;
}

async function bodies(room: Room, reference: string, kind: string) {
  const entries = await room.evidence.entries(room.store.reader, { from: 0, limit: 100, about: reference });
  return entries.filter((entry) => entry.kind === kind).map(({ body }) => body);
}

describe("in the United Kingdom", () => {
  test("the clock stands while identity is asked, and the month begins when it was shown", async () => {
    british.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(british);
    const asking = { knownEmail: email, residence: "GB", language: "en" } as const;
    const { reference, followToken } = await british.verified(`other-${email}`, asking);
    const id = await british.idOf(reference);
    expect((await british.requests.follow(followToken))?.due).toMatchObject({ on: "2027-04-01", unconfirmed: true });
    british.store.clock.set("2027-03-03T12:00:00.000Z");
    expect(await british.requests.askIdentity(id, staff)).toMatchObject({ ok: true });
    await british.jobs.settled();
    expect(british.letter(`other-${email}`).text).toContain("the term for our answer stands still");

    british.store.clock.set("2027-04-20T12:00:00.000Z");
    await british.requests.remind();
    expect(await british.queueLine(reference)).toMatchObject({
      dueOn: "2027-05-20",
      daysLeft: 30,
      overdue: false,
      clockStands: { since: "2027-03-03", waitsFor: "identity" },
    });
    expect(await british.evidenceAbout(reference)).not.toContain("request.overdue");
    const waiting = await british.requests.follow(followToken);
    expect(waiting).toMatchObject({ due: { on: "2027-05-20" }, clockStands: { waitsFor: "identity" } });

    expect(await british.requests.showIdentity(followToken, file)).toMatchObject({ ok: true });
    expect(await british.queueLine(reference)).toMatchObject({ dueOn: "2027-05-20", daysLeft: 30 });
    expect((await british.queueLine(reference))?.clockStands).toBeUndefined();
    expect(await bodies(british, reference, "request.clock-paused")).toMatchObject([
      { waitsFor: "identity", dueOn: "2027-04-01", article: "UK GDPR art. 12A (DUAA 2025 s. 76)" },
    ]);
    expect(await bodies(british, reference, "request.clock-resumed")).toMatchObject([
      { waitedFor: "identity", askedOn: "2027-03-03", dueBefore: "2027-04-01", dueOn: "2027-05-20" },
    ]);
  });

  test("a question of what is meant adds the days of waiting, and both words are sealed", async () => {
    british.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(british);
    const { reference, followToken } = await british.verified(email, { residence: "GB" });
    const id = await british.idOf(reference);
    british.store.clock.set("2027-03-10T12:00:00.000Z");
    const question = "Do you mean the orders or the letters?";
    expect(await british.requests.askClarification(id, staff, " ")).toMatchObject({ reason: "reason-missing" });
    expect(await british.requests.askClarification(id, staff, question)).toMatchObject({ ok: true });
    expect(await british.requests.askClarification(id, staff, "Again?"), "one at a time").toMatchObject({ ok: false });
    await british.jobs.settled();
    expect(british.letter(email).text).toContain(question);
    expect((await british.requests.follow(followToken))?.clarification).toEqual({ question });
    expect((await british.queueLine(reference))?.needs).toBe("nothing");
    british.store.clock.set("2027-03-15T12:00:00.000Z");
    expect(await british.requests.answerClarification(followToken, "The orders.")).toMatchObject({ ok: true });
    expect(await british.requests.answerClarification(followToken, "And more."), "once").toMatchObject({ ok: false });
    const view = await british.staffView(reference);
    expect(view.due.on).toBe("2027-04-06");
    expect(view.law.waits).toEqual([
      { waitsFor: "clarification", askedOn: "2027-03-10", answeredOn: "2027-03-15", stood: true },
    ]);
    expect(view.clarifications.reveal()).toEqual([{ question, answer: "The orders." }]);
    const [dump] = await british.store.database.query<{ all: string }>(
      "select string_agg(body::text, ' ') as all from gestand.evidence_entry",
    );
    expect(dump?.all).not.toContain("orders or the letters");
    // Another question later, and nothing is counted twice.
    british.store.clock.set("2027-03-20T12:00:00.000Z");
    expect(await british.requests.askClarification(id, staff, "Which year?")).toMatchObject({ ok: true });
    british.store.clock.set("2027-03-22T12:00:00.000Z");
    expect(await british.requests.answerClarification(followToken, "2025.")).toMatchObject({ ok: true });
    expect((await british.staffView(reference)).due.on).toBe("2027-04-08");
  });

  test("a question that is answered on the same day moves nothing", async () => {
    british.store.clock.set("2027-03-01T12:00:00.000Z");
    const { reference, followToken } = await british.verified(await somebody(british), { residence: "GB" });
    await british.requests.askClarification(await british.idOf(reference), staff, "Which year?");
    expect(await british.requests.answerClarification(followToken, "All of them.")).toMatchObject({ ok: true });
    expect((await british.staffView(reference)).due.on).toBe("2027-04-01");
    expect(await bodies(british, reference, "request.clock-resumed")).toMatchObject([{ dueOn: "2027-04-01" }]);
  });

  test("who never answers is refused in time, and the register says so", async () => {
    british.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(british);
    const { reference } = await british.verified(`third-${email}`, { knownEmail: email, residence: "GB" });
    const id = await british.idOf(reference);
    await british.requests.askIdentity(id, staff);
    british.store.clock.set("2027-06-01T12:00:00.000Z");
    const refused = await british.requests.refuse(
      id,
      staff,
      "identity-not-shown",
      "Nothing was shown in three months.",
    );
    expect(refused).toMatchObject({ ok: true });
    expect(await british.registerLine(reference)).toMatchObject({
      inTime: true,
      dueOn: "2027-07-01",
      unconfirmed: true,
    });
    await british.jobs.settled();
    expect(british.letter(`third-${email}`).text).toContain("Information Commissioner's Office (niet bevestigd)");
  });

  test("somebody in the EEA who asks a British organisation has a clock that runs on", async () => {
    british.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(british);
    const { reference } = await british.verified(`fourth-${email}`, { knownEmail: email, residence: "FR" });
    await british.requests.askIdentity(await british.idOf(reference), staff);
    british.store.clock.set("2027-04-10T12:00:00.000Z");
    expect(await british.queueLine(reference)).toMatchObject({ dueOn: "2027-04-01", overdue: true });
    expect(await british.evidenceAbout(reference)).not.toContain("request.clock-paused");
    await british.requests.remind();
    expect(await british.evidenceAbout(reference)).toContain("request.overdue");
  });

  test("what is late already does not stand still when somebody asks who it is", async () => {
    british.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(british);
    const asked = await british.verified(`sixth-${email}`, { knownEmail: email, residence: "GB" });
    british.store.clock.set("2027-04-02T12:00:00.000Z");
    await british.requests.askIdentity(await british.idOf(asked.reference), staff);
    british.store.clock.set("2027-04-05T12:00:00.000Z");
    expect(await british.queueLine(asked.reference)).toMatchObject({ dueOn: "2027-04-01", overdue: true });
    expect((await british.queueLine(asked.reference))?.clockStands).toBeUndefined();
    await british.requests.showIdentity(asked.followToken, file);
    expect(await british.queueLine(asked.reference)).toMatchObject({ dueOn: "2027-04-01", overdue: true });
    expect(await british.evidenceAbout(asked.reference)).not.toContain("request.clock-resumed");
  });

  test("a clock that stands moves no day beyond the promise", async () => {
    const policy = elsewhere("GB", "gb.ico", "  answerWithin: 45 days\n");
    await using promising = await openRoom({ policy, at: "2027-03-01T12:00:00.000Z" });
    const email = await somebody(promising);
    const asked = await promising.verified(`other-${email}`, { knownEmail: email, residence: "GB" });
    expect((await promising.staffView(asked.reference)).due).toMatchObject({
      on: "2027-04-01",
      promisedOn: "2027-04-15",
    });
    await promising.requests.askIdentity(await promising.idOf(asked.reference), staff);
    promising.store.clock.set("2027-03-31T12:00:00.000Z");
    await promising.requests.showIdentity(asked.followToken, file);
    expect((await promising.staffView(asked.reference)).due).toMatchObject({ on: "2027-04-15", legalOn: "2027-04-30" });
  });

  test("an extension after waiting ends after three months from when it was shown", async () => {
    british.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(british);
    const asked = await british.verified(`fifth-${email}`, { knownEmail: email, residence: "GB" });
    const id = await british.idOf(asked.reference);
    await british.requests.askIdentity(id, staff);
    british.store.clock.set("2027-03-31T12:00:00.000Z");
    await british.requests.showIdentity(asked.followToken, file);
    british.store.clock.set("2027-04-15T12:00:00.000Z");
    expect(await british.requests.extend(id, staff, "Ten systems.")).toMatchObject({ ok: true });
    expect((await british.staffView(asked.reference)).due).toMatchObject({ on: "2027-06-30", because: "extension" });
  });
});

describe("in California", () => {
  test("forty-five days of which the first is that of receipt, acknowledged, and forty-five more", async () => {
    american.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(american);
    const { reference } = await american.verified(email, { residence: "US-CA", language: "en" });
    const view = await american.staffView(reference);
    expect(view.due).toMatchObject({ on: "2027-04-14", because: "legal-term" });
    expect(view.law).toMatchObject({
      residence: "US-CA",
      acknowledge: { by: "2027-03-15", unconfirmed: true },
      acknowledgedOn: "2027-03-01",
      extension: { on: "2027-05-29", tellBy: "2027-04-14" },
      pauses: { identity: { stops: false }, clarification: { stops: false } },
    });
    expect(view.authority.name).toBe("California Privacy Protection Agency");
    const letter = american.letters(email).find(({ text }) => text.includes("we confirm that we received"));
    expect(letter?.text).toContain("11 CCR 7021(a), unconfirmed");
    expect(await bodies(american, reference, "request.acknowledged")).toMatchObject([
      { acknowledgedOn: "2027-03-01", acknowledgeBy: "2027-03-15" },
    ]);
    const id = await american.idOf(reference);
    american.store.clock.set("2027-04-14T12:00:00.000Z");
    expect(await american.requests.extend(id, staff, "Many systems.")).toMatchObject({ ok: true });
    await american.jobs.settled();
    expect(american.letter(email).text).toContain("29 May 2027");
    expect(american.letter(email).text).toContain("California Privacy Protection Agency (unconfirmed)");
    expect((await american.staffView(reference)).due.on).toBe("2027-05-29");
  });

  test("the clock runs while identity is checked", async () => {
    american.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(american);
    const { reference } = await american.verified(`other-${email}`, { knownEmail: email, residence: "US-CA" });
    await american.requests.askIdentity(await american.idOf(reference), staff);
    american.store.clock.set("2027-04-15T12:00:00.000Z");
    expect(await american.queueLine(reference)).toMatchObject({ dueOn: "2027-04-14", overdue: true });
  });

  test("who does not say where they live has the month, and a day too late nothing is extended", async () => {
    american.store.clock.set("2027-03-01T12:00:00.000Z");
    const email = await somebody(american);
    const { reference } = await american.verified(email);
    expect((await american.staffView(reference)).due).toMatchObject({ on: "2027-04-01", because: "legal-month" });
    american.store.clock.set("2027-04-02T12:00:00.000Z");
    const late = await american.requests.extend(await american.idOf(reference), staff, "Late.");
    expect(late).toMatchObject({ ok: false, reason: "not-now" });
  });
});

test("where somebody lives is sealed while the request lives, and gone with its key", async () => {
  american.store.clock.set("2027-03-01T12:00:00.000Z");
  const email = await somebody(american);
  const { reference, followToken } = await american.verified(email, { residence: "GB" });
  const open = await american.store.database.query("select * from gestand.request where reference = $1", [reference]);
  expect(JSON.stringify(open)).not.toContain('"GB"');
  expect((await american.requests.follow(followToken))?.authority.name).toBe("Information Commissioner's Office");
  await american.requests.withdraw(followToken);
  await american.jobs.settled();
  await american.requests.tidy();
  expect((await american.staffView(reference)).law.residence).toBeUndefined();
  expect((await american.staffView(reference)).authority.name).toBe("Information Commissioner's Office");
  expect((await american.registerLine(reference))?.extended).toBe(false);
});

test("two requests that stand under different laws are not joined, so that neither loses its day", async () => {
  american.store.clock.set("2027-03-01T12:00:00.000Z");
  const email = await somebody(american);
  const first = await american.verified(email, { residence: "US-CA" });
  const second = await american.verified(email, { residence: "GB" });
  expect([await american.stateOf(first.reference), await american.stateOf(second.reference)]).toEqual([
    "waiting-for-review",
    "waiting-for-review",
  ]);
  expect((await american.queueLine(second.reference))?.dueOn).toBe("2027-04-01");
  // A letter says nothing of where its sender lives: the request that does is the better one.
  const letter = await american.verified(email, { channel: "mail" });
  expect(await american.registerLine(letter.reference)).toMatchObject({ outcome: "joined" });
});
