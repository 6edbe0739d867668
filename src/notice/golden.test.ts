/**
 * The notices of the samples, word for word: a change of a sentence is seen in the change that makes it. Written anew with
 * GESTAND_UPDATE=1. A sample takes part when it has a folder `golden`.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePolicy, type Policy, promisesOf } from "#policy";
import { anchorsOf, noticeMarkdown, noticeOf, sentencesOf } from "./index.ts";

const examples = new URL("../../examples/", import.meta.url);
const samples = readdirSync(examples).filter((name) => existsSync(new URL(`${name}/golden`, examples)));

function policyOf(name: string): Policy {
  const folder = new URL(`${name}/`, examples);
  const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");
  const { policy } = parsePolicy("policy.yaml", read("policy.yaml"), read);
  if (policy === undefined) throw new Error(`the policy of ${name} has errors`);
  return policy;
}

test("there are samples to compare with", () => {
  expect(samples).toContain("webshop-nl");
});

describe.each(samples.flatMap((name) => policyOf(name).languages.map((language) => ({ name, language }))))(
  "the notice of $name in $language",
  ({ name, language }) => {
    const document = noticeOf(policyOf(name), language);

    test("reads as before", () => {
      const golden = new URL(`${name}/golden/notice.${language}.md`, examples);
      const text = noticeMarkdown(document);
      if (process.env["GESTAND_UPDATE"] === "1") writeFileSync(golden, text);
      expect(text).toBe(readFileSync(golden, "utf8"));
    });

    test("has a summary that leads to its sections", () => {
      const sections = new Set<string>(document.sections.map(({ id }) => id));
      expect(document.summary.length).toBeGreaterThanOrEqual(5);
      expect(document.summary.filter(({ section }) => !sections.has(section))).toEqual([]);
    });

    test("gives every clause an address of its own", () => {
      const anchors = noticeMarkdown(document).match(/(?<=<a id=")[^"]+/g) ?? [];
      expect(new Set(anchors).size).toBe(anchors.length);
    });

    test("shows every promise in its place: its statement, or all that the place does not say", () => {
      const stated = sentencesOf(document);
      const lost = promisesOf(policyOf(name)).filter(({ id, statement, pieces }) => {
        const [place, ...others] = stated.filter((sentence) => anchorsOf(sentence).includes(id));
        const says = (words: string) => place?.text.toLowerCase().includes(words.toLowerCase()) === true;
        const told = says(statement[language] ?? "") || (pieces?.[language].every(says) ?? false);
        return !told || others.length > 0;
      });
      expect(lost.map(({ id }) => id)).toEqual([]);
    });

    test("says nothing twice under one heading", () => {
      for (const { id, blocks } of document.sections)
        for (const block of blocks) {
          const texts = block.kind === "list" ? block.items.map(({ text }) => text) : [];
          expect(
            texts.filter((text, index) => texts.indexOf(text) !== index),
            id,
          ).toEqual([]);
        }
    });
  },
);
