import { afterAll, beforeAll, expect, test } from "vitest";
import { type Json, localDate } from "#base";
import type { PromiseCheck } from "#policy";
import type { RequestFact } from "#requests";
import { answerCheck } from "./checks/index.ts";
import { CheckRun } from "./run.ts";
import { openShop, type Shop } from "./testing.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ guard: false });
});
afterAll(() => shop[Symbol.asyncDispose]());

async function logged(kind: string, about: string, body: { readonly [name: string]: Json } = {}): Promise<void> {
  await shop.store.transact((tx) => shop.options.evidence.append(tx, { kind, about, body }));
}
const place = { file: "policy.yaml", line: 1, column: 1 };
const complaints = { cites: [], at: place, authorities: [], bodies: [] };
const withPolicy = (more: object) => ({ ...shop.options.policy, ...more }) as typeof shop.options.policy;
const answered = async (facts: readonly Partial<RequestFact>[], check: PromiseCheck, more: object = {}) =>
  (
    await answerCheck(
      new CheckRun({
        ...shop.options,
        policy: withPolicy(more),
        requestFacts: { all: async () => facts as readonly RequestFact[] },
      }),
      check,
    )
  ).status;
const complaint = (more: Partial<RequestFact>): Partial<RequestFact> => ({
  reference: "G-1111-1111",
  kind: "complaint",
  receivedOn: localDate("2026-11-01"),
  ...more,
});

test("a complaint is answered within what was said of complaints, from the day it came", async () => {
  const check = { kind: "complaints-answered" } as const;
  const more = {
    complaints: { ...complaints, answerWithin: { cites: [], at: place, period: { amount: 10, unit: "day" } } },
  };
  expect(await answered([], check, more)).toBe("unproven");
  expect(await answered([complaint({ answeredOn: localDate("2026-11-11") })], check, more)).toBe("kept");
  expect(await answered([complaint({ answeredOn: localDate("2026-11-12") })], check, more)).toBe("broken");
  expect(await answered([complaint({})], check, more), "still open, and late").toBe("broken");
});

const unsolved = (closedOn: string) => [complaint({ state: "refused", closedOn: localDate(closedOn) })];

test("a complaint that was not solved is put to a body within two weeks", async () => {
  const check = { kind: "complaints-referred" } as const;
  expect(await answered([], check)).toBe("unproven");
  expect(await answered(unsolved("2026-11-20"), check), "there is time").toBe("unproven");
  expect(await answered(unsolved("2026-11-01"), check)).toBe("broken");
  await logged("complaint.referred", "G-1111-1111", { body: "disputes" });
  expect(await answered(unsolved("2026-11-01"), check)).toBe("kept");
});

test("a customer is told each time that somebody is found whose data is used for it", async () => {
  const check = { kind: "customers-told", of: "letters" } as const;
  const onBehalf = [{ name: "letters", customer: { of: "readers" } }];
  expect(await answered([], check, { onBehalf })).toBe("unproven");
  await logged("request.located", "G-2222-2222", { customersOf: ["letters"] });
  expect(await answered([], check, { onBehalf }), "staff may have told it").toBe("unproven");
  await logged("customer.told", "G-2222-2222", { of: "letters" });
  expect(await answered([], check, { onBehalf })).toBe("kept");
  expect(await answered([], check, { onBehalf: [{ name: "letters" }] }), "nothing says where a customer stands").toBe(
    "unproven",
  );
  await logged("request.located", "G-3333-3333", { customersOf: ["letters"] });
  expect(await answered([], check, { onBehalf })).toBe("unproven");
});

test("an objection that was upheld had its copy before the stop", async () => {
  const check = { kind: "objection-copied" } as const;
  const upheld = [{ reference: "G-4444-4444", kind: "objection", outcome: "upheld", planAction: "access" } as const];
  expect(await answered([], check)).toBe("unproven");
  await logged("stop.upheld", "G-4444-4444");
  expect(await answered(upheld, check)).toBe("broken");
  await logged("request.answered", "G-5555-5555");
  await logged("stop.upheld", "G-5555-5555");
  expect(await answered([{ ...upheld[0], reference: "G-5555-5555" }] as never, check)).toBe("kept");
});

test("a copy that was released for another party went there, or it is known why not", async () => {
  const check = { kind: "handed-over" } as const;
  expect(await answered([], check)).toBe("unproven");
  await logged("request.hand-over-asked", "G-6666-6666");
  await logged("request.hand-over-decided", "G-6666-6666", { released: true });
  expect(await answered([], check), "it is on its way").toBe("unproven");
  await logged("request.hand-over-ended", "G-6666-6666", { state: "done" });
  expect(await answered([], check)).toBe("kept");
  await logged("request.hand-over-decided", "G-7777-7777", { released: false });
  await logged("request.hand-over-ended", "G-7777-7777", { state: "refused" });
  await logged("request.hand-over-ended", "G-7878-7878", { state: "failed" });
  expect(await answered([], check), "refused, or not taken by the other side").toBe("kept");
  await logged("request.hand-over-decided", "G-8888-8888", { released: true });
  shop.store.clock.advance(15 * 86_400_000);
  expect(await answered([], check), "released, and nothing came of it").toBe("broken");
  await logged("request.hand-over-ended", "G-8888-8888", { state: "done" });
  expect(await answered([], check)).toBe("kept");
  await logged("request.hand-over-decided", "G-9999-9999", { released: true });
  await logged("request.hand-over-ended", "G-9999-9999", { state: "expired" });
  expect(await answered([], check)).toBe("broken");
});

test("what was demanded by law is on record with the law behind it, and nothing of it went away", async () => {
  const check = { kind: "demands-recorded" } as const;
  const demand = { authority: "Belastingdienst", legalBasis: "AWR art. 53" };
  const status = async (demands: readonly object[] | undefined) => {
    const disclosures = demands && { disclosures: { demands: async () => demands as never, given: async () => [] } };
    return (await answerCheck(new CheckRun({ ...shop.options, ...disclosures }), check)).status;
  };
  expect(await status(undefined)).toBe("unproven");
  expect(await status([])).toBe("unproven");
  expect(await status([{ ...demand, legalBasis: " " }])).toBe("broken");
  await logged("disclosure.demanded", "disclosures", { party: "tax-authority" });
  expect(await status([demand])).toBe("kept");
  expect(await status([]), "the log knows of one").toBe("broken");
});
