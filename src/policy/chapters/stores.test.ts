import { describe, expect, test } from "vitest";
import { declaredPlaces, promisesOf } from "../index.ts";
import { changed, findingCodes, placeOf, policyIn, sample } from "../testing.ts";
import { checkPolicy } from "../check/check-policy.ts";

const labels = `stores:
  labels:
    kind: objects
    title: {nl: verzendlabels, en: shipping labels}
    holds: [name, address]
    of: [customer, guest]
    keys: shop.shipments.label
    by: parcels
    country: NL
`;
const kept = changed("columns: {label: address}}", "columns: {label: address}, keep: profile}");
const beside = (store: string) => kept + store;

function promised(text: string) {
  return promisesOf(policyIn(text)).filter(({ id }) => id.startsWith("stores."));
}

describe("a place that is no database", () => {
  test("says what it holds, how long, and that answers and erasure reach it; nothing proves that yet", () => {
    const promises = promised(beside(labels));
    expect(promises.map(({ id, section }) => [id, section])).toEqual([
      ["stores.labels.held", "what-we-use"],
      ["stores.labels.kept", "retention"],
      ["stores.labels.answered", "rights"],
      ["stores.labels.erased", "rights"],
    ]);
    expect(promises.map(({ statement }) => statement.en)).toEqual([
      "Shipping labels: these are files, outside our databases. Contents: name and address. About: customer and guest. Where: Netherlands, with Example Parcels B.V.",
      "Shipping labels: we keep this as long as the data in our database that it belongs to.",
      "When you ask for access, you also get what is yours here: shipping labels.",
      "When we erase your data, we also erase what belongs to them in: shipping labels.",
    ]);
    for (const { checks } of promises) expect(checks).toContainEqual({ kind: "carried-out", by: "store-connector" });
  });

  test("has the term of its own rule, and one that the law holds is not promised to be erased", () => {
    const text = beside(changed("country: NL\n", "country: NL\n    keep: invoices\n", labels));
    const promises = promised(text);
    expect(promises.map(({ id }) => id)).not.toContain("stores.labels.erased");
    expect(promises.find(({ id }) => id === "stores.labels.kept")?.statement.en).toMatch(/we keep this until 7 years/);
  });

  test("that goes with rows that the law holds is not promised to be erased", () => {
    const text = beside(changed("shop.shipments.label", "shop.invoices.name", labels));
    expect(promised(text).map(({ id }) => id)).not.toContain("stores.labels.erased");
    const both = beside(changed("shop.shipments.label", "[shop.invoices.name, shop.shipments.label]", labels));
    expect(promised(both).map(({ id }) => id)).toContain("stores.labels.erased");
  });

  test("is in the country of the organisation unless it says otherwise", () => {
    const text = beside(changed("    by: parcels\n    country: NL\n", "", labels));
    expect(promised(text)[0]?.statement.nl).toMatch(/Waar: Nederland\.$/);
  });

  test("is promised nothing about rights that nobody was granted", () => {
    const text = beside(labels).replace("  access: {cites: [002-085]}\n  erasure: {}\n", "");
    expect(promised(text).map(({ id }) => id)).toEqual(["stores.labels.held", "stores.labels.kept"]);
  });

  test("is a place with what it holds", () => {
    expect(declaredPlaces(policyIn(beside(labels))).find(({ kind }) => kind === "store")).toMatchObject({
      name: "labels",
      path: "stores.labels",
      categories: ["address", "name"],
    });
  });
});

describe("findings about a place that is no database", () => {
  test("there are none about one that is well declared", () => {
    const codes = ["store-without-term", "data-without-purpose", "unknown-table", "unknown-column"];
    expect(findingCodes(beside(labels)).filter((code) => codes.includes(code))).toEqual(
      findingCodes(kept).filter((code) => codes.includes(code)),
    );
  });

  test("a key in a table or a column that nobody declared is an error, at its place", () => {
    for (const [key, code] of [
      ["shop.parcels.label", "unknown-table"],
      ["label", "unknown-table"],
      ["shop.shipments", "unknown-column"],
      ["shop.shipments.lable", "unknown-column"],
    ] as const) {
      const text = beside(changed("shop.shipments.label", key, labels));
      const found = checkPolicy(policyIn(text)).find((problem) => problem.code === code);
      expect(found, key).toMatchObject({ severity: "error", path: "stores.labels.keys" });
      expect(found?.at).toMatchObject({ line: placeOf("keys:", text).line });
    }
  });

  test("one without a rule and without keys has no end, and neither has one with rows that have none", () => {
    expect(findingCodes(beside(changed("    keys: shop.shipments.label\n", "", labels)))).toContain(
      "store-without-term",
    );
    expect(findingCodes(sample + labels)).toContain("store-without-term");
    expect(findingCodes(beside(labels))).not.toContain("store-without-term");
  });

  test("what no purpose uses stands there without one", () => {
    const found = checkPolicy(policyIn(beside(changed("[name, address]", "[name, health]", labels))));
    expect(
      found.find(({ code, path }) => code === "data-without-purpose" && path === "stores.labels.holds")?.message,
    ).toBe('The store "labels" holds health, which no purpose uses.');
  });

  test("what is never stored, or only passes through, stands in none", () => {
    const chat = "ephemeral: {chats: {data: communication.message}}\n";
    const never = "never: {chats: {what: stored, data: communication.message}}\n";
    const store = "stores: {chats: {kind: files, holds: communication.message, of: guest}}\n";
    expect(findingCodes(sample + chat + store)).toContain("stored-although-ephemeral");
    expect(findingCodes(sample + never + store)).toContain("stored-although-never");
    expect(findingCodes(sample + never)).not.toContain("stored-although-never");
  });

  test("a rule that keeps a store alone is carried out by something", () => {
    const rule = kept.replace("keep:\n", "keep:\n  labels: {until: 1 year after sent, then: erase}\n");
    expect(findingCodes(rule + labels)).toContain("rule-unused");
    expect(findingCodes(rule + labels + "    keep: labels\n")).not.toContain("rule-unused");
  });
});
