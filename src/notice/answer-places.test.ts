import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parsePolicy } from "#policy";
import { answerFacts, noticeText } from "./index.ts";

const folder = new URL("../../examples/video-chat/", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");
const { policy } = parsePolicy("policy.yaml", read("policy.yaml"), read);

test("what goes with a copy names the places without tables, where they are and how long things stay there", () => {
  if (policy === undefined) throw new Error("the policy of video-chat has errors");
  const [first, other] = policy.stores ?? [];
  if (first === undefined || other === undefined) throw new Error("the policy has no stores");
  const found = { categories: first.holds, recipients: [], tables: [], stores: [first.name] };
  const { sections } = answerFacts(policy, found, "en");
  const shown = (id: string) =>
    noticeText({ title: "", sections: sections.filter((section) => section.id === id) }).toLowerCase();
  const title = first.title.en?.toLowerCase() ?? "";
  expect(shown("categories")).toContain(title);
  expect(shown("categories")).toContain("where: germany, with example cloud gmbh");
  expect(shown("retention")).toMatch(new RegExp(`${title}\\n {2}how long: `));
  expect(shown("categories")).not.toContain(other.title.en?.toLowerCase() ?? "nothing");
});
