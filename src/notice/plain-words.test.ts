/**
 * Whether the notices of the samples can be read at level B1: short stretches, few of them long, and none of the words of
 * letters from an office. A stretch ends at a full stop, a colon or a semicolon; items of a list do not make it longer.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parsePolicy, type Policy, promisesOf } from "#policy";
import { noticeOf, type SummaryPoint } from "./index.ts";

const examples = new URL("../../examples/", import.meta.url);

const office = {
  nl: /\b(?:middels|teneinde|desbetreffende|betreffende|conform|inzake|alsmede|derhalve|echter|indien|doch|reeds|tevens|jegens|omtrent|krachtens|ingevolge|wederom|thans|gaarne|voornoemde?|bovengenoemde?|onderhavige?|dienaangaande|ter zake|te allen tijde|uit hoofde van|met betrekking tot|ten behoeve van|door middel van|in het kader van|ten aanzien van|verstrekt|verstrekken|verstrekking|geschieden|bewerkstelligen|aangaande|hetgeen|welke(?= (?:wij|u)\b(?! ))|heeft u|u heeft|jouw|\bje\b)\b/iu,
  en: /\b(?:hereby|herein|hereinafter|thereof|therein|whereby|whereas|aforementioned|pursuant|notwithstanding|inter alia|henceforth|in accordance with|with regard to|prior to|in the event (?:of|that)|for the purpose of|in order to|utili[sz]e|commence|terminate|shall)\b/iu,
} as const;

/** English inside a Dutch sentence, and the other way round: laws are called as in the language of the reader. */
const foreign = {
  nl: /\b(?:GDPR|Directive|Regulation|recital|the|and|your|our|with)\b(?! (?:Line|Act|Light|Privacy|Control|Track|Commission))/u,
  en: /\b(?:AVG|Verordening|Richtlijn|Uitvoeringsbesluit|overweging|het|een|wij|uw|onze)\b/u,
} as const;

/** Names in a language of their own; what stands between quotation marks is shown as it is. */
const names =
  /“[^”]*”|https?:\S+|Office of the Privacy Commissioner of Canada|Data \(Use and Access\) Act|Federal Data Protection and Information Commissioner|Bundesbeauftragte für den Datenschutz und die Informationsfreiheit|Shine the Light|Directive \(EU\)|UK GDPR/gu;

function policyOf(name: string): Policy {
  const folder = new URL(`${name}/`, examples);
  const read = (path: string): string => readFileSync(new URL(path, folder), "utf8");
  const { policy } = parsePolicy("policy.yaml", read("policy.yaml"), read);
  if (policy === undefined) throw new Error(`the policy of ${name} has errors`);
  return policy;
}

/** Words of the longest part between commas that are no list: a list of five short items is as easy as one. */
function stretches(sentence: string): readonly number[] {
  return sentence
    .replaceAll(/\([^()]*\)/g, "")
    .split(/[.:;?!](?=\s|$)/)
    .map((stretch) => {
      const parts = stretch.split(/, (?:en |of |and |or )?/);
      const words = parts.map((part) => part.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length);
      return parts.length > 3 ? Math.max(0, ...words) : words.reduce((sum, count) => sum + count, 0);
    })
    .filter((count) => count > 0);
}

const samples = readdirSync(examples, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "kit")
  .map(({ name }) => ({ name, policy: policyOf(name) }));

describe.each(samples.flatMap(({ name, policy }) => policy.languages.map((language) => ({ name, policy, language }))))(
  "the notice of $name in $language",
  ({ policy, language }) => {
    const said = promisesOf(policy).map(({ statement }) => statement[language] ?? "");
    const shown = noticeOf(policy, language);
    const summary = shown.summary.flatMap(({ question, answer }: SummaryPoint) => [question, answer]);
    const sentences = [
      ...said,
      ...summary,
      ...shown.sections.flatMap(({ heading, blocks }) => [
        heading,
        ...blocks.flatMap((block) =>
          block.kind === "list"
            ? block.items.map(({ text }) => text)
            : block.kind === "table"
              ? block.rows.flatMap(({ cells }) => cells.map(({ text }) => text))
              : [block.text],
        ),
      ]),
    ];

    test("uses no words of an office, and no words of another language", () => {
      const bare = sentences.map((sentence) => sentence.replaceAll(names, ""));
      expect(bare.filter((sentence) => office[language].test(sentence))).toEqual([]);
      expect(bare.filter((sentence) => foreign[language].test(sentence))).toEqual([]);
    });

    test("is made of short stretches", () => {
      const counts = said.flatMap(stretches).toSorted((a, b) => a - b);
      const at = (share: number): number => counts[Math.floor(counts.length * share)] ?? 0;
      expect(at(0.5)).toBeLessThanOrEqual(10);
      expect(at(0.9)).toBeLessThanOrEqual(18);
      expect(said.filter((sentence) => Math.max(0, ...stretches(sentence)) > 25)).toEqual([]);
    });

    test("repeats no word and no mark, and begins every sentence with a capital", () => {
      expect(
        sentences.filter((sentence) => /(?<!\p{L})(\p{L}{2,}) \1(?!\p{L})/iu.test(sentence.replaceAll(names, ""))),
      ).toEqual([]);
      expect(
        sentences.filter((sentence) => /\.\.|,,|;;|: :| {2}|\( | \)| [.,;:]|, en (?:een )?$/.test(sentence)),
      ).toEqual([]);
      const starts = said.flatMap((sentence) => [
        sentence,
        ...sentence.split(/(?<=[a-z)][.?])(?<!\b(?:Inc|Corp|Ltd|Sp|o)\.) /).slice(1),
      ]);
      expect(starts.filter((sentence) => /^\p{Ll}/u.test(sentence.replaceAll(/^[a-z]+-[A-Z]/g, "X")))).toEqual([]);
    });
  },
);
