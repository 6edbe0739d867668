/** Words of the house, and what changed: shown beside the facts, and never in their place. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { diffPolicies, parsePolicy, type Policy } from "#policy";
import { type NoticeDocument, noticeMarkdown, noticeOf, noticeText } from "./index.ts";

const file = new URL("../../examples/webshop-nl/policy.yaml", import.meta.url);
const text = readFileSync(file, "utf8");

function policyWith(more = "", change: (text: string) => string = (same) => same): Policy {
  const { policy } = parsePolicy("policy.yaml", change(text) + more, (path) =>
    readFileSync(new URL(path, file), "utf8"),
  );
  if (policy === undefined) throw new Error("the policy of the sample shop has errors");
  return policy;
}

const house = "\nhouseText:\n  retention: {nl: Wij ruimen op., en: We tidy up.}\n";
const factsOf = ({ sections }: NoticeDocument) => sections.map(({ id, blocks }) => [id, blocks]);

describe("house text", () => {
  test("stands in its section, named as such, and leaves every fact as it is", () => {
    const [plain, housed] = [noticeOf(policyWith(), "nl"), noticeOf(policyWith(house), "nl")];
    expect(factsOf(housed)).toEqual(factsOf(plain));
    expect(housed.sections.filter((section) => section.house !== undefined).map(({ id }) => id)).toEqual(["retention"]);
    expect(noticeMarkdown(housed)).toContain("> **In onze eigen woorden:** Wij ruimen op.");
    expect(noticeText(noticeOf(policyWith(house), "en"))).toContain("In our own words: We tidy up.");
  });
});

describe("what changed", () => {
  const before = policyWith();
  const since = before.inForceOn;

  test("opens the section about changes, in the language of the notice", () => {
    const after = policyWith("", (old) => old.replace("26 weeks", "13 weeks"));
    const { differences } = diffPolicies(before, after);
    expect(differences.length).toBeGreaterThan(0);
    for (const language of ["nl", "en"] as const) {
      const { sections } = noticeOf(after, language, { since, differences });
      const [heading, listed] = sections.find(({ id }) => id === "changes")?.blocks ?? [];
      expect(heading?.kind === "heading" && heading.text).toContain("2026");
      expect(listed?.kind === "list" && listed.items.map((item) => item.text)).toEqual(
        differences.map(({ says }) => says[language]),
      );
    }
  });

  test("says so when only words differ, and nothing when there is no version before", () => {
    expect(noticeText(noticeOf(before, "nl", { since, differences: [] }))).toContain("Alleen de woorden zijn anders.");
    expect(noticeText(noticeOf(before, "nl"))).not.toContain("Wat er anders is");
  });
});

function anchors(policy: Policy): ReadonlySet<string> {
  return new Set(noticeMarkdown(noticeOf(policy, "nl")).match(/(?<=<a id=")[^"]+/g));
}

test("the address of a clause does not change when something is added elsewhere", () => {
  const grown = policyWith("", (old) =>
    old.replace(
      "\nstatements:\n",
      "\nstatements:\n  aaa-first: {under: scope, says: {nl: Een zin erbij., en: One more.}}\n",
    ),
  );
  const [before, after] = [anchors(policyWith()), anchors(grown)];
  expect(after.size).toBe(before.size + 1);
  expect([...before].filter((anchor) => !after.has(anchor))).toEqual([]);
});
