import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { anchorsOf, answerFacts, noticeOf, noticeText, registerOfProcessing, sentencesOf } from "#notice";
import { parsePolicy, partyName, type Policy, promisesOf } from "#policy";
import { policyFile } from "./index.ts";

function samplePolicy(): Policy {
  const { policy } = parsePolicy("policy.yaml", readFileSync(policyFile, "utf8"));
  if (policy === undefined) throw new Error("the sample policy has errors");
  return policy;
}

function answerOf(policy: Policy, table: string, categories: readonly string[]): string {
  return noticeText(answerFacts(policy, { categories, recipients: [], tables: [{ system: "shop", table }] }, "en"));
}

describe("the notice of the sample shop", () => {
  const policy = samplePolicy();

  test.each(["nl", "en"] as const)("shows each promise once, in %s", (language) => {
    const anchors = sentencesOf(noticeOf(policy, language)).flatMap(anchorsOf);
    expect(anchors.toSorted()).toEqual(
      promisesOf(policy)
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test.each(["nl", "en"] as const)("says what GDPR art. 13 asks, in %s", (language) => {
    const text = noticeText(noticeOf(policy, language));
    const asked = [
      "Webshop NL B.V.",
      "privacy@webshop-nl.example",
      ...policy.recipients.map((recipient) => partyName(recipient, language)),
      language === "nl" ? "standaardcontractbepalingen" : "standard contractual clauses",
      "AWR art. 52(4)",
      "Autoriteit Persoonsgegevens",
      language === "nl" ? "weten welke pagina's goed werken" : "knowing which pages work well",
      language === "nl" ? "Intrekken kan op elk moment" : "withdraw at any time",
      language === "nl" ? "Zonder deze gegevens kunnen wij uw bestelling niet leveren." : "cannot deliver your order",
    ];
    expect(asked.filter((part) => !text.includes(part))).toEqual([]);
    expect(text).not.toMatch(/undefined|\[object|\bnull\b|\.\.$/m);
  });

  test("says no sentence twice", () => {
    for (const section of noticeOf(policy, "nl").sections)
      for (const block of section.blocks) {
        const texts = block.kind === "list" ? block.items.map(({ text }) => text) : [];
        expect(new Set(texts).size, section.id).toBe(texts.length);
      }
  });

  test("tells an employee nothing about orders and a customer nothing about employment", () => {
    const employee = answerOf(policy, "employees", ["name", "contact.email", "employment"]);
    expect(employee).toContain("Work with our employees");
    expect(employee).not.toContain("Deliver your order");
    const customer = answerOf(policy, "customers", ["name", "contact.email", "credentials"]);
    expect(customer).toContain("Run your account");
    expect(customer).not.toContain("employees");
  });

  test("has a record of processing that names the transfer to the United States once, with its safeguard", () => {
    const abroad = registerOfProcessing(policy).activities.flatMap(({ purpose, recipients }) =>
      recipients
        .filter(({ thirdCountry }) => thirdCountry)
        .map(({ party, safeguard }) => [purpose.name, party.nl, safeguard?.en]),
    );
    expect(abroad).toEqual([
      ["statistics", "Example Analytics Inc.", expect.stringContaining("standard contractual clauses")],
    ]);
  });
});
