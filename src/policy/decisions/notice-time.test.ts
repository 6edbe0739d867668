import { expect, test } from "vitest";
import { diffPolicies, parsePolicy, type Policy, promisedNotice } from "../index.ts";
import { sample } from "../testing.ts";

function policyOf(text: string): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", text);
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return policy;
}

const shorter = sample.replace("days: 30, cites", "days: 20, cites");
const reworded = sample.replace("nl: uw bestelling leveren", "nl: bezorgen");

test.each([
  ["{affected: {by: mail}, before: 2 weeks}", shorter, { amount: 2, unit: "week" }],
  ["{affected: {by: mail}}", shorter, { amount: 14, unit: "day" }],
  ["{material: {by: site}, before: 1 month}", shorter, { amount: 1, unit: "month" }],
  ["{affected: {by: mail}, material: {by: site}}", reworded, undefined],
  ["{affected: {by: mail}, material: {by: site}}", sample, undefined],
  ["{archive: {}}", shorter, undefined],
])("of %s, a change is told as long before", (changes, after, expected) => {
  const promise = `\nchanges: ${changes}\n`;
  const before = policyOf(`${sample}${promise}`);
  expect(promisedNotice(before, diffPolicies(before, policyOf(`${after}${promise}`)))).toEqual(expected);
});

test("how a system is described may change at once", () => {
  const before = policyOf(`${sample}\nchanges: {affected: {by: mail}, material: {by: site}}\n`);
  const [first, ...others] = before.systems;
  if (first === undefined) throw new Error("The sample has a system");
  const after = { ...before, systems: [{ ...first, roles: { staff: ["another"] } }, ...others] };
  const diff = diffPolicies(before, after);
  expect(diff.differences.length).toBeGreaterThan(0);
  expect(promisedNotice(before, diff)).toBeUndefined();
});
