import { afterAll, beforeAll, expect, test } from "vitest";
import type { PolicyPromise } from "#policy";
import type { RecipientFact } from "#recipients";
import { createPromiseBoard } from "./board.ts";
import { openShop, type Shop } from "./testing.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ guard: false });
});
afterAll(() => shop[Symbol.asyncDispose]());

const promise: PolicyPromise = {
  id: "rights.erasure.processorsToo",
  cites: [],
  statement: { nl: "Ook daar.", en: "There too." },
  mechanism: "recipient-cascade",
  checks: [{ kind: "recipients-told", act: "erasure" }],
  section: "rights",
  at: { file: "policy.yaml", line: 1, column: 1 },
};
const told: RecipientFact = {
  about: "G-1111-1111",
  recipient: "parcels",
  act: "erasure",
  state: "told",
  overdue: false,
};

test.each<[string, readonly RecipientFact[] | undefined, string, RegExp]>([
  ["nothing tells them", undefined, "unproven", /^Nothing tells/],
  ["nothing was done yet", [], "unproven", /^Nothing was done yet/],
  ["only something else was done", [{ ...told, act: "rectification" }], "unproven", /^Nothing was done yet/],
  ["they were told and may still answer", [told], "kept", /1 may still answer/],
  ["all have answered", [{ ...told, state: "answered", answer: "kept-by-law" }], "kept", /all have answered/],
  ["one is silent", [told, { ...told, about: "G-2222-2222", overdue: true }], "broken", /G-2222-2222/],
  ["one cannot", [{ ...told, state: "answered", answer: "cannot" }], "broken", /cannot do it: G-1111-1111/],
])("that others did it too, when %s", async (_, facts, status, words) => {
  const recipients = facts && { facts: async () => facts };
  const board = createPromiseBoard({ ...shop.options, promises: [promise], ...(recipients && { recipients }) });
  const [found] = await board.check("en");
  expect([found?.status, found?.evidence.summary]).toEqual([status, expect.stringMatching(words)]);
});
