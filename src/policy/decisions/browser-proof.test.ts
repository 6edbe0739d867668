import { expect, test } from "vitest";
import type { LocalDate } from "#base";
import { browserProofOver, type Policy, parsePolicy } from "../index.ts";

function policyWith(consents: string): Policy {
  const parsed = parsePolicy(
    "policy.yaml",
    `gestand: 1
organisation: {name: Shop, country: NL, contact: {email: privacy@shop.example}}
languages: [en]
inForce: 2026-01-01
persons: [visitor]
purposes:
  ads: {title: {en: advertise}, of: visitor, basis: consent, uses: behaviour}
  statistics: {title: {en: count}, of: visitor, basis: consent, uses: behaviour}
consents:
${consents}
`,
  );
  if (parsed.policy === undefined) throw new Error(JSON.stringify(parsed.problems));
  return parsed.policy;
}
const chosen = "2026-01-31" as LocalDate;

test("the proof of a choice is needed until its term after the browser forgot it", () => {
  const policy = policyWith("  ads: {for: ads, asked: settings, withdraw: link, keepProof: 1 year}");
  expect(browserProofOver(policy, ["ads"], chosen)).toBe("2027-07-30");
});

test("the longest term of the purposes that were asked decides", () => {
  const policy = policyWith(`  ads: {for: ads, asked: settings, withdraw: link, keepProof: 1 year}
  both: {for: [statistics, ads], asked: settings, withdraw: link, keepProof: 5 years}`);
  expect(browserProofOver(policy, ["ads", "statistics"], chosen)).toBe("2031-07-30");
});

test("a purpose without a term keeps the proof, and so does a site that asks nothing", () => {
  const policy = policyWith("  ads: {for: ads, asked: settings, withdraw: link, keepProof: 1 year}");
  expect(browserProofOver(policy, ["ads", "statistics"], chosen)).toBeUndefined();
  expect(browserProofOver(policy, [], chosen)).toBeUndefined();
  expect(browserProofOver({}, ["ads"], chosen)).toBeUndefined();
});
