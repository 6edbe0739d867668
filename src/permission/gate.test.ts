import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Personal } from "#base";
import { eva, openPermissions, type TestPermissions } from "./testing.ts";

let room: TestPermissions;
beforeAll(async () => {
  room = await openPermissions();
});
afterAll(() => room.store.dispose());
beforeEach(async () => {
  room.rules.from = {};
  await room.store.database.query("truncate gestand.person_choice, gestand.request_stop");
});

const minute = () => room.store.clock.advance(60_000);

describe("somebody of whom nothing is known", () => {
  test("gets what is required and what needs no leave, and no marketing", async () => {
    expect(await room.mail("order-mail")).toBe("yes: required");
    expect(await room.mail("hints")).toBe("yes: not-refused");
    expect(await room.mail("news")).toBe("no: no-consent");
    expect(await room.mail("offers")).toBe("no: no-consent");
    expect(await room.mail("cold")).toBe("no: no-consent");
    expect(await room.mail("calls")).toBe("no: never");
    expect(await room.mail("unheard-of")).toBe("no: not-declared");
  });

  test("may be dealt with for what rests on something else than consent", async () => {
    expect(await room.may("deliver")).toBe("yes: basis");
    expect(await room.may("letter")).toBe("no: no-consent");
    expect(await room.may("constructor")).toBe("no: not-declared");
  });
});

describe("consent", () => {
  test("opens its purpose and its messages, and no other", async () => {
    await room.say({});
    expect(await room.may("letter")).toBe("yes: consent");
    expect(await room.mail("news")).toBe("yes: consent");
    expect(await room.may("profile")).toBe("no: no-consent");
    expect(await room.mail("news", "someone@else.example")).toBe("no: no-consent");
  });

  test("is found whatever the spelling of the address", async () => {
    await room.say({ person: "  EVA@Home.example " });
    expect(await room.may("letter")).toBe("yes: consent");
  });

  test("ends when it is withdrawn, and can be given again", async () => {
    await room.say({});
    minute();
    await room.say({ act: "withdrawn" });
    expect(await room.may("letter")).toBe("no: withdrawn");
    expect(await room.mail("news")).toBe("no: withdrawn");
    minute();
    await room.say({});
    expect(await room.mail("news")).toBe("yes: consent");
  });

  test("of before a version that asks anew does not count", async () => {
    await room.say({});
    minute();
    room.rules.from = { letter: room.store.clock.now() };
    expect(await room.may("letter")).toBe("no: lapsed");
    expect(await room.mail("news")).toBe("no: lapsed");
    await room.say({});
    expect(await room.may("letter")).toBe("yes: consent");
  });

  test("that is entered later than a withdrawal, and was given before it, does not count", async () => {
    await room.say({ act: "withdrawn" });
    minute();
    await room.say({ channel: "paper", evidence: "folder 12", at: new Date("2024-05-01T00:00:00Z") });
    expect(await room.may("letter")).toBe("no: withdrawn");
  });
});

describe("messages that were stopped", () => {
  test("stay stopped although their purpose had consent, until a new yes", async () => {
    await room.say({});
    minute();
    await room.say({ act: "withdrawn", about: "message:news" });
    expect(await room.mail("news")).toBe("no: withdrawn");
    expect(await room.may("letter")).toBe("yes: consent");
    minute();
    await room.say({ act: "given", about: "message:news" });
    expect(await room.mail("news")).toBe("yes: consent");
  });

  test("all marketing, and service goes on; all that is optional, and what is required goes on", async () => {
    await room.say({}, { act: "customer", about: "purpose:similar" });
    minute();
    await room.say({ act: "withdrawn", about: "marketing" });
    expect([await room.mail("news"), await room.mail("offers"), await room.mail("hints")]).toEqual([
      "no: withdrawn",
      "no: withdrawn",
      "yes: not-refused",
    ]);
    minute();
    await room.say({ act: "withdrawn", about: "optional" });
    expect([await room.mail("hints"), await room.mail("order-mail")]).toEqual(["no: withdrawn", "yes: required"]);
  });
});

describe("customers", () => {
  test("may be written to about similar products where the policy declares it, until they refuse", async () => {
    await room.say({ act: "customer", about: "purpose:similar", channel: "web" });
    await room.say({ act: "customer", about: "purpose:tips", channel: "web" });
    expect(await room.mail("offers")).toBe("yes: existing-customer");
    expect(await room.mail("cold"), "not declared for this message").toBe("no: no-consent");
    minute();
    await room.say({ act: "withdrawn", about: "purpose:similar" });
    expect(await room.mail("offers")).toBe("no: withdrawn");
  });

  test("did not consent by being customers", async () => {
    await room.say({ act: "customer", about: "purpose:letter" });
    expect(await room.may("letter")).toBe("no: no-consent");
    expect(await room.mail("news")).toBe("no: no-consent");
  });
});

describe("what was asked by a request", () => {
  test("stops here too: an objection to marketing, a withdrawal, a restriction", async () => {
    await room.say({}, { act: "customer", about: "purpose:similar" });
    minute();
    await room.stop("marketing", "marketing");
    expect([await room.mail("news"), await room.mail("offers"), await room.mail("hints")]).toEqual([
      "no: marketing",
      "no: marketing",
      "yes: not-refused",
    ]);
    await room.stop("everything", "restriction");
    expect([await room.mail("hints"), await room.may("deliver"), await room.may("books")]).toEqual([
      "no: restriction",
      "no: restriction",
      "yes: basis",
    ]);
    expect(await room.mail("order-mail")).toBe("yes: required");
  });

  test("ends for a purpose by a yes that came later, unless it was an objection or a restriction", async () => {
    await room.stop("marketing", "marketing");
    await room.stop("purpose", "consent-withdrawn", "letter");
    expect(await room.mail("news")).toBe("no: marketing");
    minute();
    await room.say({});
    expect(await room.mail("news")).toBe("yes: consent");
    expect(await room.mail("offers")).toBe("no: marketing");
    await room.stop("purpose", "objection-upheld", "letter");
    minute();
    await room.say({});
    expect(await room.mail("news")).toBe("no: objection-upheld");
  });
});

describe("an erasure", () => {
  test("ends every yes, and no stays no", async () => {
    await room.say({}, { act: "withdrawn", about: "message:hints" });
    minute();
    await room.store.transact((tx) => room.permissions.noteErased(tx, [eva]));
    expect(await room.may("letter")).toBe("no: no-consent");
    expect(await room.mail("news")).toBe("no: withdrawn");
    expect(await room.mail("hints")).toBe("no: withdrawn");
    expect(await room.mail("order-mail")).toBe("yes: required");
  });

  test("is not undone by a list of before", async () => {
    await room.say({});
    minute();
    await room.store.transact((tx) => room.permissions.noteErased(tx, [eva]));
    minute();
    await room.say({ channel: "import", evidence: "list of 2024", at: new Date("2024-05-01T00:00:00Z") });
    expect(await room.may("letter")).toBe("no: no-consent");
    minute();
    await room.say({});
    expect(await room.mail("news")).toBe("yes: consent");
  });

  test("leaves nothing of whoever had chosen nothing", async () => {
    await room.store.transact((tx) => room.permissions.noteErased(tx, [eva]));
    expect(await room.permissions.linesOf(room.store.reader, new Personal(eva))).toEqual([]);
  });
});

describe("what is recorded", () => {
  test("is refused with its place when it cannot be right, and then nothing is recorded", async () => {
    const refused = await room.permissions.record([
      room.said(),
      room.said({ about: "purpose:nothing" }),
      room.said({ about: "message:order-mail" }),
      room.said({ about: "everything" }),
      room.said({ channel: "phone" }),
      room.said({ channel: "paper", evidence: "form of eva@home.example" }),
      room.said({ at: new Date("2027-01-01") }),
      room.said({ act: "customer", about: "marketing" }),
      room.said({ person: " " }),
    ]);
    expect(!refused.ok && refused.faults.map(({ line, member }) => `${line} ${member}`)).toEqual([
      "1 about",
      "2 about",
      "3 about",
      "4 evidence",
      "5 evidence",
      "6 at",
      "7 about",
      "8 person",
    ]);
    expect(JSON.stringify(refused)).not.toContain(eva);
    expect(await room.permissions.linesOf(room.store.reader, new Personal(eva))).toEqual([]);
  });

  test("is recorded once when it is sent again, also by two at once", async () => {
    const said = room.said({ id: "order 7" });
    const done = await Promise.all([1, 2, 3].map(() => room.permissions.record([said, said])));
    expect(done.reduce((sum, one) => sum + (one.ok ? one.value.recorded : 0), 0)).toBe(1);
  });

  test("holds no address in the clear, in no table", async () => {
    await room.say({ evidence: "form 7" });
    const rows = await room.store.database.query("select * from gestand.person_choice");
    const entries = await room.evidence.entries(room.store.reader, { from: 0, limit: 1_000 });
    expect(JSON.stringify([rows, rows.map((row) => String(row["body"])), entries])).not.toMatch(/eva@|home\.example/i);
  });
});
