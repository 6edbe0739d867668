import { expect, test } from "vitest";
import { Personal } from "#base";
import { eva, openPermissions } from "./testing.ts";

test("proof that outlived its term is counted until it is forgotten, and no other", async () => {
  await using room = await openPermissions();
  const proof = () => room.permissions.proof(["letter"]);
  await room.say({}, { person: "bob@home.example" }, { about: "purpose:profile" });
  room.store.clock.advance(60_000);
  await room.say({ act: "withdrawn" });
  expect(await proof()).toEqual({ lines: 3, overdue: 0 });
  room.store.clock.advance(366 * 86_400_000);
  expect(await proof(), "a day or two is no breach").toEqual({ lines: 3, overdue: 0 });
  room.store.clock.advance(3 * 86_400_000);
  expect(await proof()).toEqual({ lines: 3, overdue: 1 });
  expect(await room.permissions.proof(["profile"])).toEqual({ lines: 1, overdue: 0 });
  await room.permissions.tidy();
  expect(await proof()).toEqual({ lines: 2, overdue: 0 });
});

test("the link of nobody opens like everybody's, and who used theirs is counted once", async () => {
  await using room = await openPermissions();
  const found = await room.permissions.unsubscribing("news");
  expect(found).toMatchObject({ used: 0 });
  const token = /\/unsubscribe\/news\/([\w-]+)$/.exec(found?.url ?? "")?.[1] ?? "";
  expect((await room.permissions.personBehind(token))?.reveal()).toMatch(/\.invalid$/);
  for (const person of [eva, eva, "bob@home.example"]) await room.permissions.unsubscribe(new Personal(person), "news");
  await room.permissions.unsubscribe(new Personal("ada@home.example"), "offers");
  expect(await room.permissions.unsubscribing("news")).toMatchObject({ used: 2 });
  expect(await room.permissions.unsubscribing("order-mail")).toBeUndefined();
});
