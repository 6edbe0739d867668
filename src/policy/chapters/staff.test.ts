import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const people = `staff:
  needToKnow: {cites: [004-126]}
  confidential: {cites: [002-033]}
  erasedHidden: {cites: [003-072]}
  roles:
    support: {title: {nl: klantenservice, en: customer service}, may: [name, contact.email], for: fulfil-order, cites: [001-100]}
`;

describe("staff", () => {
  test("is promised to see only what it needs, role by role", () => {
    const promises = promisesOf(policyIn(sample + people)).filter(({ id }) => id.startsWith("staff."));
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["staff.needToKnow", "004-126"],
      ["staff.confidential", "002-033"],
      ["staff.erasedHidden", "003-072"],
      ["staff.roles.support", "001-100"],
    ]);
    expect(promises[3]?.statement.nl).toBe(
      "Medewerkers (klantenservice) kunnen dit zien: naam en e-mailadres. Waarvoor: uw bestelling leveren.",
    );
  });

  test("sees no category that its purposes do not use", () => {
    expect(findingCodes(sample + people)).not.toContain("role-sees-too-much");
    expect(findingCodes(sample + changed("[name, contact.email]", "[name, invoice]", people))).toContain(
      "role-sees-too-much",
    );
  });

  test("that sees a special category leaves a record", () => {
    const health = changed("[name, contact.email]", "[name, health]", people);
    expect(findingCodes(sample + health)).toContain("special-not-audited");
    expect(findingCodes(`${sample}${health}  audited: {}\n`)).not.toContain("special-not-audited");
  });

  test("has roles for purposes that exist", () => {
    const { problems } = parsePolicy("policy.yaml", sample + changed("for: fulfil-order", "for: fulfil", people));
    expect(problems).toMatchObject([{ code: "unknown-purpose", path: "staff.roles.support.for" }]);
  });
});
