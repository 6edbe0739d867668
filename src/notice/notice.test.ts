import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Policy, type PolicyPromise, promisesOf } from "#policy";
import {
  anchorsOf,
  answerFacts,
  type Block,
  noticeOf,
  noticeText,
  noticeWith,
  registerOfProcessing,
  type Section,
  type Sentence,
  sentencesOf,
} from "./index.ts";
import { policies, promises } from "./policies.test.ts";

const runs = { numRuns: Number(process.env.GESTAND_RUNS ?? 100) };

function inBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return [block.text];
    case "list":
      return block.items.map((item) => item.text);
    case "table":
      return [block.caption, ...block.columns, ...block.rows.flatMap(({ cells }) => cells.map(({ text }) => text))];
  }
}

/** Every text of a document. */
function textsOf(document: { readonly title: string; readonly sections: readonly Section[] }): readonly string[] {
  return [
    document.title,
    ...document.sections.flatMap((section) => [section.heading, ...section.blocks.flatMap(inBlock)]),
  ];
}

/** What is left when the texts are taken out: must not depend on the language. */
function shapeOf(document: { readonly sections: readonly Section[] }): unknown {
  return document.sections.map((section) => [
    section.id,
    section.blocks.map((block) => {
      switch (block.kind) {
        case "heading":
          return "heading";
        case "paragraph":
          return ["paragraph", anchorsOf(block), block.cites, block.links?.length];
        case "list":
          return ["list", block.items.map((item) => [anchorsOf(item), item.cites])];
        case "table":
          return ["table", block.columns.length, block.rows.map((row) => [anchorsOf(row), row.cells.map(anchorsOf)])];
      }
    }),
  ]);
}

/** Whether these words state the promise: its statement, or all of its pieces. */
function states(sentence: Sentence, { id, statement, pieces }: PolicyPromise): boolean {
  const text = sentence.text.toLowerCase();
  return (
    anchorsOf(sentence).includes(id) &&
    (pieces?.en ?? [statement.en ?? ""]).every((piece) => text.includes(piece.toLowerCase()))
  );
}

const everyTable = (policy: Policy) =>
  policy.systems.flatMap((system) => system.tables.map((table) => ({ system: system.name, table: table.name })));
const everything = (policy: Policy) => ({
  categories: policy.categories.map((category) => category.name),
  recipients: policy.recipients.map((recipient) => recipient.name),
  tables: everyTable(policy),
});

describe("a notice", () => {
  test("shows every promise that is to be shown exactly once, in its own words", () => {
    fc.assert(
      fc.property(policies, promises, (policy, all) => {
        const document = noticeWith(policy, all, "nl");
        const shown = all.filter((promise) => promise.checks[0]?.kind === "notice-shows");
        const stated = sentencesOf(document).filter((sentence) => sentence.promise !== undefined);
        expect(stated.flatMap(anchorsOf).toSorted()).toEqual(shown.map(({ id }) => id).toSorted());
        for (const { id, statement, cites } of shown) {
          const sentence = stated.find((each) => anchorsOf(each).includes(id));
          expect(sentence?.text).toContain(statement.nl);
          expect(sentence?.cites).toEqual(expect.arrayContaining([...cites]));
        }
        for (const { id, section } of shown) {
          const found = document.sections.find(({ id }) => id === section);
          expect(sentencesOf({ sections: found === undefined ? [] : [found] }).flatMap(anchorsOf)).toContain(id);
        }
      }),
      runs,
    );
  });

  test("says the same things in the same order in both languages, and leaves no text empty", () => {
    fc.assert(
      fc.property(policies, promises, (policy, all) => {
        const dutch = noticeWith(policy, all, "nl");
        const english = noticeWith(policy, all, "en");
        expect(shapeOf(english)).toEqual(shapeOf(dutch));
        for (const document of [dutch, english]) {
          expect(textsOf(document).filter((text) => !/[\p{L}\p{N}]/u.test(text))).toEqual([]);
          expect(textsOf(document).filter((text) => /\bundefined\b|\[object|\bNaN\b|\bnull\b/.test(text))).toEqual([]);
        }
      }),
      runs,
    );
  });

  test("shows what really follows from a policy once, and loses no fact when house text takes a sentence's place", () => {
    const says = { nl: "Zo doen wij dat.", en: "That is how we do it." };
    fc.assert(
      fc.property(policies, (policy) => {
        const stated = sentencesOf(noticeOf(policy, "en"));
        const shown = promisesOf(policy).filter(({ checks }) => checks.some(({ kind }) => kind === "notice-shows"));
        expect(stated.flatMap(anchorsOf).toSorted()).toEqual(shown.map(({ id }) => id).toSorted());
        expect(shown.filter((promise) => !stated.some((sentence) => states(sentence, promise)))).toEqual([]);

        const housed: Policy = {
          ...policy,
          purposes: policy.purposes.map((purpose) => ({ ...purpose, says })),
          recipients: policy.recipients.map((recipient) => ({ ...recipient, says })),
          keep: policy.keep.map((rule) => ({ ...rule, says })),
        };
        const text = noticeText(noticeOf(housed, "en"));
        const lines = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
        expect(lines(/^ {2}Which data: (?!not stated)/gm)).toBe(
          [...policy.purposes.map(({ uses }) => uses), ...policy.recipients.map(({ receives }) => receives)].filter(
            (data) => data.length > 0,
          ).length,
        );
        expect(lines(/We must, also when you ask for erasure/g)).toBe(policy.keep.filter(({ hold }) => hold).length);
      }),
      runs,
    );
  });

  test("makes links only of addresses that stand in the sentence", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        for (const { text, links = [] } of sentencesOf(noticeWith(policy, [], "en")))
          for (const link of links) expect(text).toContain(link);
      }),
      runs,
    );
  });

  test("names each purpose with its basis, and each recipient outside the EEA with its safeguard", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const text = noticeText(noticeWith(policy, [], "en"));
        expect(text.match(/ {2}Why we may: .+GDPR art\. 6\(1\)\([a-f]\)/g) ?? []).toHaveLength(policy.purposes.length);
        const abroad = policy.recipients.filter(({ countries }) => ["US", "CH", "IN"].includes(countries[0] ?? ""));
        expect(
          text.match(/outside the European Economic Area\. (?:Protected by |The law allows that in specific)/g) ?? [],
        ).toHaveLength(abroad.length);
      }),
      runs,
    );
  });

  test("answers a Belgian company's question with the Belgian authority and both invoice terms", () => {
    const [policy] = fc.sample(policies, { numRuns: 1, seed: 7 });
    if (policy === undefined) throw new Error("no sample");
    const belgian: Policy = {
      ...policy,
      organisation: { ...policy.organisation, country: "BE", authority: "be.gba" },
      keep: [
        {
          name: "invoices",
          cites: [],
          at: { file: "policy.yaml", line: 1, column: 1 },
          until: { kind: "law", duty: "be.tax.invoices" },
          // oxlint-disable-next-line unicorn/no-thenable -- the word of the policy language, not a promise
          then: "erase",
        },
      ],
    };
    const text = noticeText(noticeWith(belgian, [], "nl"));
    expect(text).toContain("Gegevensbeschermingsautoriteit");
    expect(text).toContain("Tot 10 jaar na het einde van het jaar (7 jaar voor stukken van vóór 2023)");
  });
});

describe("the facts that go with a copy", () => {
  test("are the same in both languages and leave no text empty", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const dutch = answerFacts(policy, everything(policy), "nl");
        const english = answerFacts(policy, everything(policy), "en");
        expect(shapeOf(english)).toEqual(shapeOf(dutch));
        for (const document of [dutch, english]) {
          expect(document.sections).toHaveLength(10);
          expect(document.sections.filter((section) => section.blocks.length === 0)).toEqual([]);
          expect(textsOf(document).filter((text) => !/[\p{L}\p{N}]/u.test(text))).toEqual([]);
        }
      }),
      runs,
    );
  });

  test("speak of no recipient and no category that this person is not concerned with", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const none = answerFacts(policy, { categories: [], recipients: [], tables: [] }, "en");
        const text = noticeText(none);
        expect(text).toContain("We have shared your data with nobody.");
        expect(text).toContain("We found no data on you.");
        expect(text).toContain("We use no data of yours.");
      }),
      runs,
    );
  });
});

describe("the record of processing activities", () => {
  test("has one activity for each purpose, with texts in all languages of the policy", () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const { activities } = registerOfProcessing(policy);
        expect(activities.map(({ purpose }) => purpose.name)).toEqual(policy.purposes.map(({ name }) => name));
        for (const { basis, recipients, terms } of activities)
          for (const text of [
            basis,
            ...terms.map(({ until }) => until),
            ...recipients.flatMap((r) => r.safeguard ?? []),
          ])
            expect([text.nl, text.en].every((one) => one !== undefined && one !== "")).toBe(true);
      }),
      runs,
    );
  });
});
