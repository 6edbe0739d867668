/** What the board may not say: that something is kept which nobody looked at, or looked at too long ago. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanFact } from "#plans";
import { createPromiseBoard } from "./index.ts";
import { openShop, type Shop } from "./testing.ts";

describe("nothing seen is nothing kept", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ guard: false });
  });
  afterAll(() => shop[Symbol.asyncDispose]());

  it("does not say of yesterday that it is kept today", async () => {
    const at = { file: "policy.yaml", line: 1, column: 1 };
    const contract = {
      id: "parcels.contract",
      cites: [],
      statement: { en: "We have a contract with them." },
      mechanism: "dpa-gate",
      checks: [{ kind: "recipient-contract", recipient: "parcels" }],
      section: "recipients",
      at,
    } as const;
    const board = createPromiseBoard({ ...shop.options, promises: [contract] });
    expect((await board.check())[0]?.status).toBe("kept");
    const checked = shop.store.clock.now().toISOString();
    shop.store.clock.advance(24 * 3_600_000);
    expect((await board.latest(shop.store.reader))[0]?.status).toBe("kept");
    shop.store.clock.advance(1_000);
    const [late] = await board.latest(shop.store.reader);
    expect(late).toMatchObject({ status: "unproven", checkedAt: checked });
    expect(late?.evidence.summary).toMatch(/^Niet meer bekeken sinds .* is er en/);
    expect((await board.check())[0]?.status).toBe("kept");
  });

  it("shows nothing by a copy of somebody of whom nothing is held", async () => {
    const empty = {
      action: "access",
      about: "ABCD-EFGH-JKMN",
      approved: [{ system: "shop", tables: [], recipients: [] }],
      done: [{ system: "shop", tables: [] }],
      residue: [],
      answer: { recipients: [], categories: [], dataFiles: 0 },
    } as unknown as PlanFact;
    Object.assign(shop.options, { planFacts: { finished: async () => [empty] } });
    for (const check of ["answer-has-categories", "answer-lists-recipients", "machine-readable"] as const)
      expect(await shop.check(check)).toMatchObject({ status: "unproven" });
  });

  it("does not take a declared safeguard for a transfer that somebody looked at", async () => {
    const { policy } = shop.options;
    const abroad = policy.recipients.map((one) =>
      one.name === "parcels" ? { ...one, countries: ["US"], safeguard: "scc" as const } : one,
    );
    Object.assign(shop.options, { policy: { ...policy, recipients: abroad } });
    expect(await shop.check({ kind: "transfer-safeguarded", recipient: "parcels" })).toMatchObject({
      status: "unproven",
      facts: { safeguard: "scc" },
    });
  });
});
