import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { openRoom } from "./test-room.ts";

const jan = { id: 7, email: "jan@klant.example", name: "Jan" };
const day = 86_400_000;

test("reminders come once each, and a late request raises the alarm", async () => {
  await using room = await openRoom({ customers: [jan] });
  const { reference } = await room.verified(jan.email);
  const reminded = async () => (await room.evidenceAbout(reference)).filter((kind) => /remind|overdue/u.test(kind));
  await room.requests.remind();
  expect(await reminded()).toEqual([]);
  for (const on of ["2026-12-15", "2026-12-16", "2026-12-19", "2026-12-21", "2026-12-22", "2026-12-23", "2026-12-30"]) {
    room.store.clock.set(`${on}T09:00:00Z`);
    await room.requests.remind();
    await room.requests.remind();
  }
  expect(await reminded()).toEqual(["request.reminded", "request.reminded", "request.reminded", "request.overdue"]);
  expect(await room.queueLine(reference)).toMatchObject({ overdue: true, daysLeft: -8 });
});

test("the register is read in pages, exported, and forgotten after the years that were promised", async () => {
  await using room = await openRoom();
  const references: string[] = [];
  for (const [at, language] of (["nl", "en", "nl"] as const).entries()) {
    const { reference, followToken } = await room.verified(`iemand${at}@klant.example`, { language });
    await room.requests.withdraw(followToken);
    references.push(reference);
    room.store.clock.advance(1_000);
  }
  await room.jobs.settled();
  await room.requests.tidy();
  const { reader } = room.store;
  const [first] = await room.requests.register(reader, { limit: 1 });
  const rest = await room.requests.register(reader, { limit: 5, after: first?.reference ?? "" });
  expect([first, ...rest].map((line) => line?.reference)).toEqual(references);
  const csv = (await buffer(Readable.from(room.requests.exportRegister(reader, "csv")))).toString();
  expect(csv.split("\r\n")).toHaveLength(5);
  expect(csv).toContain(`${references[0]},access,withdrawn,withdrawn,2026-11-22`);
  const json: unknown = JSON.parse(
    (await buffer(Readable.from(room.requests.exportRegister(reader, "json")))).toString(),
  );
  expect(json).toHaveLength(3);

  room.store.clock.set("2031-11-22T12:00:00Z");
  await room.requests.tidy();
  expect(await room.requests.register(reader, { limit: 5 })).toHaveLength(3);
  room.store.clock.set("2031-11-23T12:00:00Z");
  await room.requests.tidy();
  expect(await room.requests.register(reader, { limit: 5 })).toHaveLength(0);
  expect((await buffer(Readable.from(room.requests.exportRegister(reader, "json")))).toString()).toBe("[]\n");
});

test("the way back in lives ninety days after the end, for the receipt", async () => {
  await using room = await openRoom();
  const { followToken } = await room.verified("iemand@klant.example");
  await room.requests.withdraw(followToken);
  room.store.clock.advance(90 * day);
  await room.requests.tidy();
  expect((await room.requests.follow(followToken))?.receipt).toBeDefined();
  room.store.clock.advance(day);
  await room.requests.tidy();
  expect(await room.requests.follow(followToken)).toBeUndefined();
});
