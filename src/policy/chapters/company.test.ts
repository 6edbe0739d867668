/** The chapters about what happens around the data: changes of the policy, demands by law, a company that changes hands. */
import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const chapters = `legalDemands:
  by: [tax-authority, police]
  grounds: {on: [law, court-order], cites: [000-073]}
  resisted: {cites: [003-067]}
  cites: [003-066]
businessTransfer:
  when: [sale, merger]
  successorBound: {cites: [000-070]}
  cites: [000-069]
changes:
  why: {because: [law, technology], cites: [000-119]}
  affected: {by: mail, cites: [002-121]}
  before: 30 days
  dated: {cites: [000-122]}
  consent: {}
`;

const promised = (text: string) =>
  Object.fromEntries(promisesOf(policyIn(text)).map((promise) => [promise.id, promise.statement]));

describe("demands, transfers and changes", () => {
  test("become one sentence each, made of the facts", () => {
    expect(promised(sample + chapters)).toMatchObject({
      "legal-demands.possible": {
        nl: "De wet kan ons verplichten om gegevens te geven aan de belastingdienst, of politie en justitie.",
      },
      "legal-demands.grounds": { en: "We give data only when the law requires it or a court orders it." },
      "legal-demands.resisted": { nl: "Wij verzetten ons daartegen zover de wet dat toelaat." },
      "business-transfer.possible": {
        nl: "Bij verkoop en fusie van ons bedrijf kunnen gegevens overgaan naar wie het overneemt.",
      },
      "business-transfer.successorBound": {
        en: "Whoever takes over may use your data only as this notice says.",
      },
      "changes.why": { nl: "Wij veranderen deze verklaring als de wet verandert of onze techniek verandert." },
      "changes.affected-told": {
        nl: "Verandert er iets voor gegevens die wij al van u hebben, dan hoort u dat per e-mail, 30 dagen voordat het ingaat.",
      },
    });
  });

  test("a clause that is left out promises nothing", () => {
    const all = Object.keys(promised(sample + chapters));
    expect(all).not.toContain("changes.archive");
    expect(all).not.toContain("legal-demands.personTold");
  });

  test.each([
    ["a change nobody is told of", "  affected: {by: mail, cites: [002-121]}\n", "", "change-not-told"],
    ["consent that outlives what it was given for", "  consent: {}\n", "", "consent-not-renewed"],
  ])("%s is a finding", (_, from, to, code) => {
    const consenting = changed("    basis: contract", "    basis: consent");
    expect(findingCodes(consenting + chapters)).not.toContain(code);
    expect(findingCodes(consenting + changed(from, to, chapters))).toContain(code);
  });

  test("a word that is not one is refused with the nearest", () => {
    const { problems } = parsePolicy("policy.yaml", sample + changed("tax-authority", "tax-autority", chapters));
    expect(problems).toMatchObject([{ code: "unknown-word", path: "legalDemands.by" }]);
    expect(problems[0]?.remedy).toContain("tax-authority");
  });
});
