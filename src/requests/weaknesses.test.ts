/** Ways in which other tools for privacy requests are known to fail, each held here as a sentence about this one. */
import { expect, test } from "vitest";
import { openRoom, staff } from "./test-room.ts";

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
