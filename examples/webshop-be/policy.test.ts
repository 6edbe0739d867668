import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadPolicy } from "#app";
import { localDate } from "#base";
import { connect } from "#connectors";
import { freshDatabase, type TestDatabase } from "#harness";
import { authority } from "#law";
import { checkPolicy, dueFor, heldUntil, promisesOf } from "#policy";
import { halfSaid, mappingOf } from "../kit/testing.ts";
import { buildShop, policyFile } from "./index.ts";

const { policy, problems } = await loadPolicy(fileURLToPath(policyFile));
if (policy === undefined) throw new Error("the sample policy has errors");
const [system] = policy.systems;
if (system === undefined) throw new Error("the sample policy lost its system");

/** Numbered 003-001 to 003-117. */
const sentencesOfOldText = 117;

describe("the policy of the Belgian sample shop", () => {
  let shop: TestDatabase;
  beforeAll(async () => {
    shop = await freshDatabase();
    await buildShop({ url: shop.url, customers: 0, today: "2026-12-01" });
  });
  afterAll(async () => shop.drop());

  test("has no errors, and no warnings that nobody answers for", () => {
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(checkPolicy(policy).filter(({ severity }) => severity !== "note")).toEqual([]);
  });

  test("has somebody answer until a day for what the old text promised and its suppliers reserve", () => {
    expect(policy.waivers.map(({ promise, finding, untilOn }) => [promise ?? finding?.code, untilOn])).toEqual([
      ["recipients.mailing.notItsOwn", "2027-06-30"],
      ["own-use-denied", "2027-06-30"],
      ["no-sale-yet-own-use", "2027-06-30"],
    ]);
  });

  test("stands by a promise for each of the 117 sentences of the text it replaces, or says why not", () => {
    const cited = promisesOf(policy).flatMap(({ cites }) => cites);
    const leftOut = policy.leftOut?.map(({ cite }) => cite) ?? [];
    expect(leftOut).toEqual(["003-054"]);
    const numbers = Array.from(
      { length: sentencesOfOldText },
      (_, index) => `003-${String(index + 1).padStart(3, "0")}`,
    );
    expect([...new Set([...cited, ...leftOut])].toSorted()).toEqual(numbers);
    expect(cited.filter((cite) => leftOut.includes(cite))).toEqual([]);
  });

  test("accounts for every table and every column of the database, and for none that is not there", async () => {
    expect(await mappingOf(system, shop)).toEqual({ unplaced: [], invented: [] });
  });

  test("meets no objection from the connector that carries it out", async () => {
    const connected = await connect({ policy, system, url: shop.url });
    try {
      const found = await connected.inspect();
      expect(found.filter(({ severity }) => severity !== "note").map(({ message }) => message)).toEqual([]);
    } finally {
      await connected.close();
    }
  });

  test("has every contract and proof on file that it names, and no others", () => {
    const contracts = policy.recipients.flatMap(({ contract }) => contract?.document ?? []);
    const proofs = (policy.security ?? []).flatMap(({ proof }) => proof ?? []);
    expect([...contracts, ...proofs].filter((document) => !existsSync(new URL(document, policyFile)))).toEqual([]);
    const there = readdirSync(new URL("./contracts/", policyFile)).map((file) => `contracts/${file}`);
    expect(there.toSorted()).toEqual([...new Set(contracts)].toSorted());
  });

  test("says in both languages whatever it says", () => {
    expect(halfSaid(policy)).toEqual([]);
  });

  test("names each carrier that the shop works with, and whose parcels it had", async () => {
    const carriers = await shop.query<{ code: string; name: string }>("select code, name from carriers order by code");
    const declared = policy.recipients.flatMap(({ party, holdsWhen }) =>
      holdsWhen.flatMap(({ table, equals }) => (table === "shipments" ? [{ code: equals, name: party.nl }] : [])),
    );
    expect(declared.toSorted((a, b) => String(a.code).localeCompare(String(b.code)))).toEqual(carriers);
  });
});

describe("what Belgian law makes of it", () => {
  test("the authority is the Belgian one", () => {
    expect(authority(policy.organisation.authority)?.country).toBe("BE");
  });

  test("an invoice of the last day of 2022 is held until the end of 2029, one of the next day until the end of 2033", () => {
    expect(heldUntil(policy, "invoices", localDate("2022-12-31"))).toBe("2029-12-31");
    expect(heldUntil(policy, "invoices", localDate("2023-01-01"))).toBe("2033-12-31");
  });

  test("a request of 31 January is due on the last day of February, thirty days or not", () => {
    const due = dueFor(policy, "access", localDate("2027-01-31"));
    expect(due).toMatchObject({ on: "2027-02-28", because: "legal-month", promisedOn: "2027-03-02" });
    expect(dueFor(policy, "access", localDate("2027-03-31")).on).toBe("2027-04-30");
  });
});
