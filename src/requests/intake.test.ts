import { AsyncLocalStorage } from "node:async_hooks";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { limits, Personal } from "#base";
import { openRoom, type Room } from "./test-room.ts";

const customer = { id: 7, email: "jan@klant.example", name: "Jan de Vries" };

/** One room for all that leave its clock alone: each test has an address of its own. */
let room: Room;
beforeAll(async () => {
  room = await openRoom({ customers: [customer], at: "2026-12-10T12:00:00Z" });
});
afterAll(() => room[Symbol.asyncDispose]());
afterEach(() => vi.restoreAllMocks());

test("a request starts with a code by mail, and the right code opens the way back in", async () => {
  const reference = await room.submit(" Jan@Klant.example ");
  const letter = room.letter("jan@klant.example");
  expect(letter.subject).toContain(reference);
  expect(letter.text).toContain("Webshop NL");
  expect(letter.text).toContain("9 januari 2027");
  expect(letter.text).toContain("30 dagen");
  const confirmed = await room.requests.confirm(reference.toLowerCase(), room.codeIn(letter).replace(" ", ""));
  expect(confirmed.ok).toBe(true);
  await room.jobs.settled();
  const view = confirmed.ok ? await room.requests.follow(confirmed.value.followToken) : undefined;
  expect(view).toMatchObject({ reference, state: "waiting-for-review", mayWithdraw: true, receivedOn: "2026-12-10" });
  expect(view?.due).toMatchObject({ on: "2027-01-09", because: "promised-days" });
  expect(view?.history.map(({ event }) => event)).toEqual(["receive", "code-sent", "verified"]);
  expect(room.letter("jan@klant.example").text).toContain("https://privacy.webshop.example/nl/follow/");
  expect(await room.evidenceAbout(reference)).toEqual([
    "request.received",
    "request.code-sent",
    "request.verified",
    "request.located",
  ]);
});

test("submitting runs the same statements whether the address is known or not, and looks nobody up", async () => {
  const look = vi.spyOn(room.plans, "locate");
  // Workers go on beside us: only what this submission runs is counted.
  const submission = new AsyncLocalStorage<string[]>();
  const query: unknown = Reflect.get(Client.prototype, "query");
  onTestFinished(() => void Reflect.set(Client.prototype, "query", query));
  Reflect.set(Client.prototype, "query", function (this: Client, ...args: unknown[]): unknown {
    submission.getStore()?.push(textOf(args[0]));
    return Reflect.apply(query as (...args: unknown[]) => unknown, this, args);
  });
  const statements = async (email: string, knownEmail?: string) => {
    const texts: string[] = [];
    const addresses = {
      email: personal(email),
      ...(knownEmail === undefined ? {} : { knownEmail: personal(knownEmail) }),
    };
    const asked = { kind: "access", language: "nl", channel: "web", ...addresses } as const;
    await submission.run(texts, () => room.requests.submit(asked));
    return texts;
  };
  const known = await statements(customer.email);
  const stranger = await statements("nobody@else.example");
  const elsewhere = await statements("nobody@else.example", customer.email);
  expect(known.length).toBeGreaterThan(10);
  expect(stranger).toEqual(known);
  expect(elsewhere).toEqual(known);
  expect(look).not.toHaveBeenCalled();
});

test("five wrong codes end the request, and the sixth learns nothing", async () => {
  const reference = await room.submit("jan1@klant.example");
  const right = room.codeIn(room.letter("jan1@klant.example")).replace(" ", "");
  const wrong = right === "00000000" ? "00000001" : "00000000";
  for (let tries = 1; tries < limits.codeTries; tries++)
    expect(await room.requests.confirm(reference, wrong)).toMatchObject({ reason: "wrong-code" });
  expect(await room.requests.confirm(reference, wrong)).toMatchObject({ reason: "too-many-tries" });
  expect(await room.requests.confirm(reference, right)).toMatchObject({ reason: "too-many-tries" });
  expect(await room.stateOf(reference)).toBe("withdrawn");
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "never-verified" });
});

test("five wrong codes at once are five tries", async () => {
  const reference = await room.submit("jan2@klant.example");
  const right = room.codeIn(room.letter("jan2@klant.example"));
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      room.requests.confirm(reference, right.startsWith("9") ? `1${at}` : `9999999${at}`),
    ),
  );
  expect(answers.filter((answer) => !answer.ok && answer.reason === "wrong-code")).toHaveLength(4);
  expect(await room.requests.confirm(reference, right)).toMatchObject({ reason: "too-many-tries" });
});

test("a code expires, also when the round that ends it has not come by yet", async () => {
  await using room = await openRoom();
  const reference = await room.submit("jan@klant.example");
  const other = await room.submit("piet@klant.example");
  const code = room.codeIn(room.letter("jan@klant.example"));
  room.store.clock.advance(limits.codeMinutes * 60_000);
  expect(await room.requests.confirm(reference, code)).toMatchObject({ reason: "expired" });
  await room.requests.tidy();
  expect(await room.stateOf(other)).toBe("withdrawn");
  expect(await room.requests.confirm(other, room.codeIn(room.letter("piet@klant.example")))).toMatchObject({
    reason: "expired",
  });
  await room.requests.tidy();
  const rows = await room.store.database.query(
    "select requester_digest, shredded_at is not null as gone from gestand.request",
  );
  expect(rows).toEqual([
    { requester_digest: null, gone: true },
    { requester_digest: null, gone: true },
  ]);
});

test("a code works once, a reference nobody has looks like a wrong code", async () => {
  const { reference } = await room.verified("jan3@klant.example");
  const code = room.codeIn(room.letters("jan3@klant.example").at(-1) ?? room.letter("jan3@klant.example"));
  expect(await room.requests.confirm(reference, code)).toMatchObject({ reason: "expired" });
  expect(await room.requests.confirm("G-9999-9999", code)).toMatchObject({ reason: "wrong-code" });
  expect(await room.requests.confirm("nonsense", code)).toMatchObject({ reason: "wrong-code" });
});

test("a clock that jumps neither moves a due date nor brings an ended request back", async () => {
  await using room = await openRoom();
  const { reference, followToken } = await room.verified("jan@klant.example");
  const gone = await room.submit("piet@klant.example");
  room.store.clock.advance(limits.codeMinutes * 60_000);
  await room.requests.tidy();
  room.store.clock.set("2026-10-01T12:00:00Z");
  await room.requests.tidy();
  await room.requests.remind();
  expect(await room.requests.confirm(gone, room.codeIn(room.letter("piet@klant.example")))).toMatchObject({
    reason: "expired",
  });
  expect((await room.requests.follow(followToken))?.due.on).toBe("2026-12-22");
  room.store.clock.set("2027-03-01T12:00:00Z");
  expect((await room.requests.follow(followToken))?.due.on).toBe("2026-12-22");
  expect(await room.queueLine(reference)).toMatchObject({ dueOn: "2026-12-22", overdue: true });
});

test("the last day of January is answered by the end of February", async () => {
  await using room = await openRoom({ at: "2027-01-30T23:30:00Z" });
  const reference = await room.submit("jan@klant.example");
  expect(await room.staffView(reference)).toMatchObject({
    receivedOn: "2027-01-31",
    due: { on: "2027-02-28", because: "legal-month" },
  });
});

function personal(text: string) {
  return new Personal(text);
}

function textOf(query: unknown): string {
  return typeof query === "string" ? query : ((query as { text?: string } | undefined)?.text ?? "");
}
