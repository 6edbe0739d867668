import { describe, expect, test } from "vitest";
import { declaredPlaces, parsePolicy, promisesOf } from "../index.ts";
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
  test("says what it holds, how long, and that answers and erasure reach it", () => {
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
    expect(promises.map(({ checks }) => checks.at(-1))).toEqual([
      { kind: "carried-out", by: "store-connector" },
      { kind: "carried-out", by: "store-connector" },
      { kind: "store-reached", store: "labels", right: "access" },
      { kind: "store-reached", store: "labels", right: "erasure" },
    ]);
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

const reached = (lines: string) => beside(`${labels}${lines}`);

describe("how a place is reached", () => {
  const s3 = "    reach: {kind: s3, url: env:LABELS_URL, bucket: labels}\n";

  test("is named by variables, and what is a person's there by columns and identities", () => {
    const named =
      '    named: ["labels/{shop.customers.id}/*", "mail:{email}"]\n    matches: {customer: shop.customers.id, mail: email}\n';
    const [store] = policyIn(reached(s3 + named)).stores ?? [];
    expect(store?.reach).toEqual({ kind: "s3", urlFrom: "LABELS_URL", bucket: "labels" });
    expect(store?.named?.map(({ parts, prefix }) => [parts.length, prefix])).toEqual([
      [3, true],
      [2, false],
    ]);
    expect(store?.named?.[1]?.parts).toEqual([{ text: "mail:" }, { identity: "email" }]);
    expect(store?.matches).toMatchObject({
      customer: { column: { system: "shop", column: "id" } },
      mail: { identity: "email" },
    });
    expect(promised(reached(s3)).find(({ id }) => id === "stores.labels.held")?.checks).toContainEqual({
      kind: "store-reached",
      store: "labels",
    });
  });

  test.each([
    [
      "an address with its password",
      "    reach: {kind: s3, url: 'https://key:secret@host', bucket: b}\n",
      "secret-in-policy",
    ],
    ["no bucket", "    reach: {kind: s3, url: env:LABELS_URL}\n", "missing-word"],
    ["a word of another kind", "    reach: {kind: redis, url: env:LABELS_URL, bucket: b}\n", "unknown-word"],
    ["fields of a whole file", "    reach: {kind: files, url: env:LABELS_DIR, erase: fields}\n", "wrong-value"],
    ["lines without fields", "    reach: {kind: files, url: env:LABELS_DIR, format: ndjson}\n", "reach-without-keys"],
    ["a name that is everybody's", "    named: labels/*\n", "names-everybody"],
    ["a star alone", '    named: "*"\n', "names-everybody"],
    ["an open brace", '    named: "labels/{shop.customers.id"\n', "wrong-value"],
    ["a star in the middle", '    named: "labels/*/{shop.customers.id}"\n', "wrong-value"],
    ["a table that is not there", '    named: "labels/{shop.clients.id}/*"\n', "unknown-table"],
    ["a column that is not there", '    named: "labels/{shop.customers.colour}/*"\n', "unknown-column"],
    [
      "columns of two tables",
      '    named: "labels/{shop.customers.id}/{shop.shipments.label}"\n',
      "columns-of-two-tables",
    ],
    ["an identity that is not there", '    named: "labels/{badge}/*"\n', "unknown-name"],
    ["a number whose end nothing marks", '    named: "labels/{shop.customers.id}*"\n', "prefix-without-end"],
    ["a field of nothing", "    matches: {customer: shop.customers.colour}\n", "unknown-column"],
  ])("is refused with %s", (_, lines, code) => {
    const { policy, problems } = parsePolicy("policy.yaml", reached(lines));
    const found = [...problems, ...(policy === undefined ? [] : checkPolicy(policy))];
    expect(found.map((problem) => problem.code)).toContain(code);
    for (const { at, remedy } of found) expect([at?.line, remedy.length > 0]).toEqual([expect.any(Number), true]);
  });

  test("needs something that is a person's, except where mail is searched", () => {
    const bare = labels.replace("    keys: shop.shipments.label\n", "");
    expect(findingCodes(beside(bare + s3))).toContain("reach-without-keys");
    const mailbox = "    reach: {kind: mailbox, url: env:MAIL_URL}\n";
    expect(findingCodes(beside(bare + mailbox))).not.toContain("reach-without-keys");
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
