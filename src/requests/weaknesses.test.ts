/** Ways in which other tools for privacy requests are known to fail, each held here as a sentence about this one. */
import { expect, test } from "vitest";
import { createInbox } from "#mail";
import { openRoom, policyOf, staff } from "./test-room.ts";

const jan = { id: 7, email: "jan@klant.example", name: "Jan" };
const day = 86_400_000;

test("a duplicate is no way past the proof of an address: without its own code it joins nothing and says nothing", async () => {
  await using room = await openRoom({ customers: [jan] });
  const first = await room.verified(jan.email, { kind: "erasure", message: "Alles weg" });
  const second = await room.submit(jan.email, { kind: "erasure", message: "Door een ander geschreven" });
  expect(await room.stateOf(second)).toBe("verifying");
  expect(await room.requests.confirm(second, "00000000")).toMatchObject({ ok: false });
  room.store.clock.advance(31 * 60_000);
  await room.requests.tidy();
  expect(await room.registerLine(second)).toMatchObject({ outcome: "never-verified" });
  expect((await room.staffView(first.reference)).requester?.reveal().message).toBe("Alles weg");
});

test("a request that waits for weeks still knows whom it is about, and is answered", async () => {
  await using room = await openRoom({ customers: [jan] });
  const { reference, followToken } = await room.verified(jan.email, { kind: "erasure" });
  room.store.clock.advance(25 * day);
  await room.requests.tidy();
  expect((await room.staffView(reference)).requester?.reveal().email).toBe(jan.email);
  expect(await room.requests.prepareAgain(await room.idOf(reference), staff)).toMatchObject({
    ok: true,
  });
  await room.jobs.settled();
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect((await room.requests.follow(followToken))?.state).toBe("done");
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "erased", inTime: true });
});

test("whoever is not erased is not told so: a search that failed is no answer and ends nothing", async () => {
  await using room = await openRoom({ customers: [jan] });
  room.fails.add("locate");
  const reference = await room.submit(jan.email, { kind: "erasure" });
  await room.requests.confirm(reference, room.codeIn(room.letter(jan.email)));
  await room.jobs.settled({ failures: "allowed" });
  expect(await room.staffView(reference)).toMatchObject({ search: "stopped", state: "waiting-for-review" });
  expect(await room.queueLine(reference)).toMatchObject({ needs: "help" });
  room.store.clock.advance(31 * day);
  await room.requests.tidy();
  await room.requests.remind();
  expect(await room.queueLine(reference)).toMatchObject({ overdue: true });
  expect(await room.evidenceAbout(reference)).toContain("request.overdue");
});

test("what is sealed is opened for one request at a time: the queue and the register read none of it", async () => {
  await using room = await openRoom({ customers: [jan] });
  const { reference } = await room.verified(jan.email, { kind: "erasure", message: "x".repeat(5_000) });
  await room.store.database.query("update gestand.request_secret set sealed = '\\x00'");
  expect(await room.queueLine(reference)).toMatchObject({ reference });
  expect(await room.requests.register(room.store.reader, { limit: 10 })).toEqual([]);
});

test("a step that failed ends nothing: no letter says that it is done, the queue asks for help, and resuming finishes it", async () => {
  await using room = await openRoom({ customers: [jan] });
  const { reference, followToken } = await room.verified(jan.email, { kind: "erasure" });
  room.fails.add("residue");
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled({ failures: "allowed" });
  const told = room.letters(jan.email).length;
  expect(await room.stateOf(reference)).toBe("failed");
  expect(await room.queueLine(reference)).toMatchObject({ needs: "help" });
  expect(await room.requests.follow(followToken)).not.toHaveProperty("receipt");
  expect(await room.registerLine(reference)).toBeUndefined();
  room.fails.clear();
  expect(await room.requests.resume(await room.idOf(reference), staff)).toMatchObject({ ok: true });
  await room.jobs.settled();
  expect(await room.stateOf(reference)).toBe("done");
  expect(room.letters(jan.email).length).toBe(told + 1);
});

test("a request is done when it is done, also while no mail can be sent; the letter comes once mail works again", async () => {
  const inbox = await createInbox({ port: 0 });
  await using room = await openRoom({ customers: [jan], inbox });
  const { reference } = await room.verified(jan.email, { kind: "erasure" });
  await inbox.close();
  expect(await room.approve(reference)).toMatchObject({ ok: true });
  await room.jobs.settled({ failures: "allowed" });
  expect(await room.registerLine(reference)).toMatchObject({ outcome: "erased", inTime: true });
  const again = await createInbox({ port: inbox.port });
  try {
    await room.jobs.advance(4 * 3_600_000);
    const letter = await again.waitFor(({ text }) => text.includes(reference), 20_000);
    expect(letter.to).toContain(jan.email);
    expect(await room.stateOf(reference)).toBe("done");
  } finally {
    await again.close();
  }
});

test("what cannot be recorded does not happen: without its entry in the log there is no request and no letter", async () => {
  await using room = await openRoom({ customers: [jan] });
  await room.store.database.query(
    `create function gestand.no_room() returns trigger language plpgsql as $$ begin raise exception 'no space left'; end $$`,
  );
  await room.store.database.query(
    `create trigger no_room before insert on gestand.evidence_entry for each row execute function gestand.no_room()`,
  );
  await expect(room.submit(jan.email, { kind: "erasure" })).rejects.toThrow();
  expect(await room.requests.queue(room.store.reader, { limit: 10 })).toEqual([]);
  expect(await room.store.database.query("select 1 from gestand.request")).toEqual([]);
  expect(room.letters(jan.email)).toEqual([]);
});

test("a term in the policy that is longer than the law's loses nobody their deadline: the earliest of both is due", async () => {
  await using room = await openRoom({
    customers: [jan],
    at: "2026-03-01T12:00:00.000Z",
    policy: policyOf({ answerWithinDays: 90 }),
  });
  const { reference } = await room.verified(jan.email, { kind: "access" });
  // One calendar month (art. 12(3)), not ninety days, and not thirty or forty-five.
  expect(await room.queueLine(reference)).toMatchObject({ dueOn: "2026-04-01" });
});

test("what was gathered for a request that was refused or withdrawn cannot be opened any more, as after one that was answered", async () => {
  await using room = await openRoom({ customers: [jan] });
  const refused = await room.verified(jan.email, { kind: "access" });
  const id = await room.idOf(refused.reference);
  expect(
    await room.requests.refuse(id, staff, "unfounded-or-excessive", "Asked every day of this week."),
  ).toMatchObject({ ok: true });
  await room.jobs.settled();
  const withdrawn = await room.verified(jan.email, { kind: "erasure" });
  expect(await room.requests.withdraw(withdrawn.followToken)).toMatchObject({ ok: true });
  room.store.clock.advance(40 * day);
  await room.jobs.settled();
  await room.requests.tidy();
  const open = await room.store.database.query(
    "select reference from gestand.request where reference = any($1) and shredded_at is null",
    [[refused.reference, withdrawn.reference]],
  );
  expect(open).toEqual([]);
});
