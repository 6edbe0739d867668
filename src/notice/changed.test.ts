import { expect, test } from "vitest";
import { addPeriod } from "#base";
import { changeForPersons, parsePolicy, type Policy, smallestPolicy } from "#policy";
import { changedSince, noticeMarkdown, noticeOf } from "./index.ts";

const text = smallestPolicy({ name: "Shop", email: "privacy@shop.example", country: "NL", inForce: "2026-01-01" });
function policyOf(document: string): Policy {
  return parsePolicy("policy.yaml", document).policy ?? expect.unreachable();
}
const before = policyOf(text);
const says = (after: Policy) => {
  const changed = changedSince(before.inForceOn, changeForPersons(before, after));
  return noticeMarkdown(noticeOf(after, "en", changed));
};

test("a notice says which facts differ from the version before, and nothing of words or of systems beside them", () => {
  const [purpose, ...purposes] = before.purposes;
  if (purpose === undefined) throw new Error("The smallest policy has a purpose");
  const reworded = { ...before, purposes: [{ ...purpose, title: { nl: "anders", en: "otherwise" } }, ...purposes] };
  expect(says(reworded)).toContain("Only words differ.");
  const at = { file: "policy.yaml", line: 1, column: 1 };
  const waivers = [{ code: "x", path: "", by: "Noor", reason: "later", untilOn: before.inForceOn, at }];
  expect(says({ ...before, waivers })).not.toContain("What differs");
  const longer = { ...reworded, rights: { ...before.rights, answerWithinDays: 12 } } as Policy;
  expect(says(longer)).toMatch(/### What differs from the version of 1 January 2026\n\n- [^\n]*12[^\n]*\n\n### /);
  expect(says(longer)).not.toContain("Only words differ.");
  expect(says({ ...before, inForceOn: addPeriod(before.inForceOn, { amount: 1, unit: "day" }) })).not.toContain(
    "differs",
  );
});
