import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "#connectors";
import { freshDatabase, type TestDatabase } from "#harness";
import { parsePolicy } from "#policy";
import { halfSaid, mappingOf } from "../kit/testing.ts";
import { buildShop, policyFile } from "./index.ts";

const text = readFileSync(policyFile, "utf8");

describe("the policy of the sample shop", () => {
  const { policy, problems } = parsePolicy(fileURLToPath(policyFile), text);
  let shop: TestDatabase;
  beforeAll(async () => {
    shop = await freshDatabase();
    await buildShop({ url: shop.url, customers: 0, today: "2026-12-01" });
  });
  afterAll(async () => shop.drop());

  test("reads without a remark", () => {
    expect(problems).toEqual([]);
  });

  test("cites nearly every sentence of the text it replaces", () => {
    const cited = new Set(text.match(/\b002-\d{3}\b/g));
    expect(cited.size).toBeGreaterThanOrEqual(115);
    expect([...cited].filter((cite) => Number(cite.slice(4)) > 123)).toEqual([]);
  });

  test("accounts for every table and every column of the database, and for none that is not there", async () => {
    const [system] = policy?.systems ?? [];
    if (system === undefined) throw new Error("the sample policy has errors");
    expect(await mappingOf(system, shop)).toEqual({ unplaced: [], invented: [] });
  });

  test("meets no objection from the connector that carries it out", async () => {
    const [system] = policy?.systems ?? [];
    if (policy === undefined || system === undefined) throw new Error("the sample policy has errors");
    const connected = await connect({ policy, system, url: shop.url });
    try {
      const found = await connected.inspect();
      expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
    } finally {
      await connected.close();
    }
  });

  test("has every contract on file that it names", () => {
    const named = policy?.recipients.flatMap(({ contract }) => contract?.document ?? []) ?? [];
    expect(named.filter((document) => !existsSync(new URL(document, policyFile)))).toEqual([]);
    expect(new Set(named).size).toBe(6);
  });

  test("says in both languages whatever it says", () => {
    expect(halfSaid(policy)).toEqual([]);
  });

  test("names as holders of data only parties that the shop's rows point to", () => {
    expect(policy?.recipients.filter(({ holdsWhen }) => holdsWhen.length === 0)).toEqual([]);
  });
});
