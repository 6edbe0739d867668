import { describe, expect, test } from "vitest";
import { checkPolicy, parsePolicy, smallestPolicy } from "../index.ts";
import { changed, policyIn, sample } from "../testing.ts";

const codes = (text: string) => checkPolicy(policyIn(text)).map((finding) => `${finding.severity} ${finding.code}`);
/** Findings that a change adds to those of the sample. */
const added = (text: string) => {
  const before = codes(sample);
  return codes(text).filter((code) => {
    const index = before.indexOf(code);
    if (index >= 0) before.splice(index, 1);
    return index < 0;
  });
};

describe("what a readable policy still lacks", () => {
  test.each([
    ["an address of the organisation", "  address: Straat 1, Utrecht\n", "", "warning controller-incomplete"],
    ["a right", "  erasure: {}\n", "", "warning right-not-named"],
    ["a way to withdraw consent", "basis: contract", "basis: consent", "warning right-not-named"],
    [
      "care with copies",
      "  leaving: erases",
      "  leaving: erases\n  copyTo: any address",
      "warning copy-to-any-address",
    ],
    ["an effect of leaving", "  leaving: erases\n", "", "warning leaving-does-nothing"],
    ["a promise that means something", "days: 30", "days: 45", "warning promise-later-than-law"],
    ["a text in a language of the policy", "{nl: klant, en: customer}", "{nl: klant}", "warning language-missing"],
    ["a ground for a special category", "[name, invoice]", "[name, invoice, health]", "error special-without-ground"],
    ["data for a purpose", "[name, invoice]", "[name, invoice, gender]", "warning purpose-without-data"],
    ["a purpose for data", "{label: address}", "{label: birth-date}", "warning data-without-purpose"],
    [
      "a purpose for sharing",
      "receives: [name, address]",
      "receives: [name, gender]",
      "warning shared-without-purpose",
    ],
    ["a term", "        keep: profile\n", "", "warning no-term"],
    ["a table for a rule", "keep: {visits: visited_at}", "keep: profile", "warning rule-unused"],
    ["a ground to keep", "{label: address}}", "{label: address}, erase: keep}", "warning kept-without-ground"],
    [
      "an end to an identifier",
      "number: order-history,",
      "number: {is: account.id, erased: keep},",
      "warning identifier-kept",
    ],
    [
      "a contract",
      "    contract: {signed: 2024-03-01, expires: 2027-03-01, terms: [security]}\n",
      "",
      "warning processor-without-contract",
    ],
    ["a contract that still holds", "expires: 2027-03-01", "expires: 2026-03-01", "warning contract-expired"],
    ["rows that show a recipient", "    holdsWhen: [shop.shipments]\n", "", "note recipient-for-everybody"],
    [
      "its own law",
      "until: {law: nl.tax.records}\n",
      "until: {law: be.tax.invoices}\n",
      "warning duty-of-other-country",
    ],
    [
      "certainty about the law",
      "until: {law: nl.tax.records}\n",
      "until: {law: nl.wage-tax-identity}\n",
      "note law-not-certain",
    ],
    [
      "a waiver that still holds",
      "systems:\n",
      "waivers: [{promise: record.intact, by: A, reason: B, until: 2026-01-01}]\nsystems:\n",
      "warning waiver-over",
    ],
  ])("%s", (_what, from, to, expected) => {
    expect(added(changed(from, to))).toContain(expected);
  });

  test("each finding has a place, and where law is behind it, its article", () => {
    for (const finding of checkPolicy(policyIn())) {
      expect(finding.at?.line).toBeGreaterThan(1);
      expect(finding.remedy).not.toBe("");
    }
  });
});

describe("the smallest policy", () => {
  test.each(["NL", "BE", "IE"])("for %s is read without a problem and lacks nothing that is an error", (country) => {
    const text = smallestPolicy({ name: 'The "best" shop: ltd', country, email: "privacy@shop.example" });
    const { policy, problems } = parsePolicy("policy.yaml", text);
    expect(problems).toEqual([]);
    expect(policy?.organisation.name).toBe('The "best" shop: ltd');
    if (policy !== undefined) expect(checkPolicy(policy).filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
