import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const children = `minors:
  age: 16
  found: {does: [deactivate, erase], cites: [000-102]}
  report: {cites: [000-103]}
  family: {attributedTo: customer, cites: [004-064]}
  cites: [000-099]
`;

const report = (text: string) =>
  promisesOf(policyIn(text)).find(({ id }) => id === "minors.report")?.statement.en ?? "";

describe("children", () => {
  test("are promised an age, what happens when one is found, who may tell, and whose a family's data is", () => {
    const policy = policyIn(sample + children);
    expect(policy.minors).toMatchObject({ age: 16, check: ["declared"], below: "refused" });
    const promises = promisesOf(policy).filter(({ section }) => section === "children");
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["minors.age", "000-099"],
      ["minors.found", "000-102"],
      ["minors.report", "000-103"],
      ["minors.family", "004-064"],
    ]);
    expect(promises[1]?.statement.nl).toBe(
      "Blijkt dat iemand jonger is, dan doen wij meteen dit: het account sluiten en de gegevens wissen.",
    );
  });

  test("are reported where the policy says, else to the organisation", () => {
    expect(report(sample + children)).toContain("privacy@webshop.example");
    const contact = "contacts: {children: {for: children, email: children@webshop.example}}\n";
    expect(report(sample + children + contact)).toContain("children@webshop.example");
  });

  test("a family's data belongs to a kind of person that exists", () => {
    const { problems } = parsePolicy(
      "policy.yaml",
      sample + changed("attributedTo: customer", "attributedTo: custmer", children),
    );
    expect(problems).toMatchObject([{ code: "unknown-person", path: "minors.family.attributedTo" }]);
    expect(problems[0]?.remedy).toContain("customer");
  });

  test("an age that could be checked by the birth dates we use is a finding when it is not", () => {
    const used = changed("[name, invoice]", "[name, invoice, birth-date]");
    expect(findingCodes(used + children)).toContain("age-known-not-checked");
    expect(findingCodes(`${used}minors: {age: 16, check: birth-date}\n`)).not.toContain("age-known-not-checked");
    expect(findingCodes(sample + children)).not.toContain("age-known-not-checked");
  });
});
