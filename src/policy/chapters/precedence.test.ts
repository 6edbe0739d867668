import { describe, expect, test } from "vitest";
import { promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const precedence = `precedence:
  languages: reader
  notices: {wins: specific, cites: [004-010]}
  versions: {wins: newest, cites: [002-008]}
  terms: notice
  frameworks: {wins: [scc, law], cites: [004-152]}
changes: {affected: {by: mail}}
`;

const texts = (text: string) =>
  Object.fromEntries(promisesOf(policyIn(text)).map(({ id, statement, cites }) => [id, { ...statement, cites }]));

describe("precedence", () => {
  test("is one sentence for each pair of texts", () => {
    expect(texts(sample + precedence)).toMatchObject({
      "precedence.languages": { nl: "Verschillen de teksten in verschillende talen, dan geldt wat voor u beter is." },
      "precedence.notices": { cites: ["004-010"] },
      "precedence.versions": { en: "The newest version holds. It replaces all earlier ones.", cites: ["002-008"] },
      "precedence.terms": { nl: "Zeggen onze voorwaarden iets anders over uw gegevens, dan geldt deze verklaring." },
      "precedence.frameworks": {
        en: "Where this notice differs from the standard contractual clauses of the European Commission or the law, this notice does not hold.",
        cites: ["004-152"],
      },
    });
  });

  test("of languages is told with the first language of the policy", () => {
    const text = sample + changed("languages: reader", "languages: {wins: first, cites: [004-011]}", precedence);
    expect(texts(text)["precedence.languages"]).toMatchObject({
      nl: "Verschillen de teksten in verschillende talen, dan geldt de Nederlandse tekst.",
      cites: ["004-011"],
    });
    expect(findingCodes(text)).toContain("translation-not-relied-on");
  });

  test("a clean set has no findings", () => {
    const before = findingCodes(sample);
    expect(findingCodes(sample + precedence).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    ["a new version nobody hears of", "{affected: {by: mail}}", "{}", "newest-untold"],
    ["terms that take the notice back", "terms: notice", "terms: terms", "terms-above-notice"],
    ["a framework nothing is sent under", "[scc, law]", "[dpf]", "framework-not-used"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(sample + precedence)).not.toContain(code);
    expect(findingCodes(sample + changed(from, to, precedence))).toContain(code);
  });
});
