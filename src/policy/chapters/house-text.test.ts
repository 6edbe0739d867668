import { describe, expect, test } from "vitest";
import { diffPolicies, parsePolicy, promisesOf } from "#policy";
import { findingCodes, policyIn, sample } from "../testing.ts";

const house = (text: string) => `houseText:\n  retention: {nl: "${text}", en: "We keep little."}\n`;

describe("house text", () => {
  test("promises nothing, and a change of it is only wording", () => {
    const [before, after] = [policyIn(sample), policyIn(sample + house("Wij bewaren weinig."))];
    expect(promisesOf(after)).toEqual(promisesOf(before));
    expect(diffPolicies(before, after).class).toBe("editorial");
  });

  test.each([
    ["Na 26 weken is uw bezoek weg.", false],
    ["Na 25 weken is uw bezoek weg.", true],
    ["U hoort binnen één maand iets.", false],
    ["Wij bewaren alles 99 jaar.", true],
    ["Elke maand kijken wij alles na.", false],
  ])("%s", (text, found) => {
    expect(findingCodes(sample + house(text)).includes("house-text-term")).toBe(found);
  });

  test("stands under a heading of the notice, in every language, without open places", () => {
    const { problems } = parsePolicy("policy.yaml", `${sample}houseText: {nowhere: {nl: a, en: b}}\n`);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([["bad-name", "houseText.nowhere"]]);
    expect(findingCodes(`${sample}houseText: {rights: {nl: "Vul hier iets in: [TODO]", en: b}}\n`)).toContain(
      "placeholder",
    );
    expect(findingCodes(`${sample}houseText: {rights: {nl: Wij helpen u.}}\n`)).toContain("language-missing");
  });
});
