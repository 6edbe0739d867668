import { describe, expect, test } from "vitest";
import type { RightKind } from "../model.ts";
import { changed, policyIn } from "../testing.ts";
import { kindOfMessage, kindsToChoose } from "./kind-of-message.ts";

const granted = [
  "rectification",
  "restriction",
  "portability",
  "complaint",
  "automated-decision",
] satisfies RightKind[];
const policy = policyIn(
  changed("  erasure: {}\n", `  erasure: {}\n${granted.map((kind) => `  ${kind}: {}\n`).join("")}`),
);

describe("what a letter is about is clear", () => {
  test.each([
    ["Ik wil graag inzage in mijn persoonsgegevens op grond van artikel 15 van de AVG.", "access"],
    ["Stuur mij een kopie van al mijn gegevens, alstublieft.", "access"],
    ["Welke gegevens hebben jullie van mij?", "access"],
    ["Subject access request\n\nPlease send me what you have.", "access"],
    ["Could I get a copy of all my personal data?", "access"],
    ["Wilt u mijn account verwijderen?", "erasure"],
    ["Verwijder al mijn gegevens.", "erasure"],
    ["Ik beroep mij op het recht op vergetelheid.", "erasure"],
    ["Please delete my account and everything in it.", "erasure"],
    ["I want my personal data erased.", "erasure"],
    ["Right to be forgotten (Article 17 GDPR)", "erasure"],
    ["Mijn adres klopt niet.", "rectification"],
    ["Please correct my date of birth.", "rectification"],
    ["Please restrict the processing of what you have.", "restriction"],
    ["Graag dataportabiliteit.", "portability"],
    ["Ik heb een klacht.", "complaint"],
    ["I ask for human review of this.", "automated-decision"],
  ])("%s", (words, kind) => {
    expect(kindOfMessage(policy, words)).toEqual({ kinds: [kind], clear: kind });
  });
});

describe("somebody decides", () => {
  test.each([
    ["nothing is named", "Hallo, wanneer komt mijn pakket?", []],
    [
      "two rights are named",
      "Stuur mij een kopie van mijn gegevens en verwijder daarna mijn account.",
      ["access", "erasure"],
    ],
    [
      "two are named, the first in passing",
      "Kunt u mijn gegevens sturen en daarna mijn account verwijderen?",
      ["access", "erasure"],
    ],
    ["two are named in English", "Send me my data and then delete my account.", ["access", "erasure"]],
    ["it is denied in Dutch", "U hoeft niet mijn account te verwijderen.", ["erasure"]],
    ["it is denied in English", "Please do not delete my account.", ["erasure"]],
    ["it is told of the past", "Hebt u mijn gegevens al verwijderd?", ["erasure"]],
    ["the policy does not grant it", "Please do not sell my information.", []],
  ])("when %s", (_, words, kinds) => {
    const found = kindOfMessage(policy, words);
    expect(found.clear).toBeUndefined();
    expect(found.kinds.toSorted()).toEqual(kinds);
  });

  test("when purposes must be named with it", () => {
    const objecting = policyIn(
      changed("    basis: contract\n", "    basis: {legitimate-interest: {nl: zorg, en: care}}\n").replace(
        "  erasure: {}\n",
        "  erasure: {}\n  objection: {}\n",
      ),
    );
    expect(kindOfMessage(objecting, "I object to the processing of my data.")).toEqual({ kinds: ["objection"] });
  });

  test("from a list that has everything on offer, what was proposed first", () => {
    expect(kindsToChoose(policy, ["erasure"])[0]).toBe("erasure");
    expect(kindsToChoose(policy, ["sale-opt-out"])).not.toContain("sale-opt-out");
    expect(new Set(kindsToChoose(policy, ["erasure"])).size).toBe(kindsToChoose(policy, ["erasure"]).length);
  });
});

test("a letter of many megabytes is read quickly", () => {
  const started = performance.now();
  kindOfMessage(policy, "verwijder copy of welke gegevens ".repeat(200_000));
  kindOfMessage(policy, "a ".repeat(1_000_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});
