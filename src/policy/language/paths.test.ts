import { describe, expect, test } from "vitest";
import { kindsOf, kindsOfRow } from "../paths.ts";
import { parsePolicy } from "../parse.ts";
import { changed, placeOf, policyIn } from "../testing.ts";

const shipments = "{person: order_id -> orders, columns: {label: address}}";

/** What is wrong when shipments are found by these paths: code, place, remedy. */
function wrong(person: string) {
  const text = changed(shipments, `{person: ${person}, columns: {label: address}}`);
  const { problems } = parsePolicy("policy.yaml", text);
  return {
    text,
    problems: problems.map(({ code, at, remedy }) => ({ code, line: at?.line, column: at?.column, remedy })),
  };
}

describe("a path of several steps", () => {
  test("becomes one reference with the tables between", () => {
    const person = '{via: ["(a, b) -> orders(x, y) when kind = parcel", order_id -> products, buyer -> customers(no)]}';
    const policy = policyIn(changed(shipments, `{person: ${person}, columns: {label: address}}`));
    const table = policy.systems[0]?.tables.find(({ name }) => name === "shipments");
    expect(table?.person.map((path) => (path.kind === "reference" ? path.reference : undefined))).toEqual([
      {
        columns: ["a", "b"],
        when: { column: "kind", equals: "parcel" },
        through: [
          { table: "orders", targetColumns: ["x", "y"], columns: ["order_id"] },
          { table: "products", columns: ["buyer"] },
        ],
        table: "customers",
        targetColumns: ["no"],
      },
    ]);
  });

  test.each([
    ["over a table that nobody named", "{via: [a -> ordrs, b -> customers]}", "unknown-table", "a -> ordrs", /orders/],
    [
      "to a table that nobody named",
      "{via: [a -> orders, b -> custmers]}",
      "unknown-table",
      "b -> custmers",
      /customers/,
    ],
    [
      "to a table without persons",
      "{via: [a -> orders, b -> products]}",
      "no-path-to-person",
      "b -> products",
      /path to a person/,
    ],
    ["of one step", "{via: [a -> orders]}", "bad-reference", "[a -> orders]", /step itself/],
    ["with a step that is none", "{via: [a -> orders, customers]}", "bad-reference", "customers]}", /column -> table/],
  ])("%s is told where it stands", (_, person, code, at, remedy) => {
    const { text, problems } = wrong(person);
    expect(problems).toEqual([{ code, ...placeOf(at, text), remedy: expect.stringMatching(remedy) }]);
  });

  test("that only goes round in a circle leads to nobody", () => {
    const text = changed(
      shipments,
      "{person: {via: [a -> products, b -> visit_lines]}}\n      visit_lines: {person: shipment -> shipments}",
    );
    const codes = parsePolicy("policy.yaml", text).problems.map(({ code }) => code);
    expect(codes).toEqual(["no-path-to-person", "no-path-to-person"]);
  });
});

describe("a kind of person that a column of the row says", () => {
  const guest = "{email: email_copy, of: guest}";
  const by = (of: string) => changed(guest, `{email: email_copy, of: ${of}}`);

  test("is one of those listed, or any of them when the row says something else", () => {
    const policy = policyIn(by("{column: type, values: {C: customer, G: guest, g: guest}}"));
    const path = policy.systems[0]?.tables.find(({ name }) => name === "orders")?.person[1];
    if (path === undefined) throw new Error("the path is there");
    expect(kindsOf(path)).toEqual(["customer", "guest"]);
    expect(kindsOfRow(path, "g")).toEqual(["guest"]);
    expect(kindsOfRow(path, "c")).toEqual(["customer", "guest"]);
    expect(kindsOfRow(path, null)).toEqual(["customer", "guest"]);
  });

  test.each([
    [
      "of a kind that nobody declared",
      "{column: type, values: {C: custmer}}",
      "unknown-person",
      "custmer",
      /"customer"/,
    ],
    ["without a column", "{values: {C: customer}}", "missing-word", "{values", /"column"/],
    ["without a value", "{column: type, values: {}}", "wrong-value", "{column", /values: \{/],
  ])("%s is told where it stands", (_, of, code, at, remedy) => {
    const text = by(of);
    expect(parsePolicy("policy.yaml", text).problems).toMatchObject([
      { code, at: placeOf(at, text), remedy: expect.stringMatching(remedy) },
    ]);
  });
});
