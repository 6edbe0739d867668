/** The chapters about who else there is: contacts, the group, other countries, buyers, and where people complain. */
import { describe, expect, test } from "vitest";
import { checkPolicy, parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

const advertising = `  advertising:
    party: Example Ads Inc.
    role: controller
    country: US
    safeguard: scc
    for: fulfil-order
    receives: [name]
    ownUse: It shows you advertisements.
`;
const withAdvertising = changed("rights:\n", `${advertising}rights:\n`);
const chapters = `contacts:
  officer: {is: officer, title: {nl: onze functionaris, en: our officer}, for: [questions, complaints], email: fg@webshop.example, subjectLine: Privacy}
  letters: {for: requests, post: Postbus 1 Utrecht, country: NL}
group:
  holding: {party: Example Holding Inc., role: parent, country: US, cites: [004-003]}
transfers:
  storedIn: {countries: [DE, US], cites: [001-076]}
  frameworks:
    dpf: {framework: eu-us-dpf, from: [eu, uk], certified: [Example Holding Inc.], until: 2027-06-30, site: "https://framework.example", cites: [004-149]}
  onwardLiable: {cites: [004-164]}
sale:
  sells: aggregates
  shares: {with: advertising, receives: name, countsIn: california, cites: [004-185]}
  optOut: {for: everyone, by: [browser, signal], link: {nl: Verkoop mijn gegevens niet, en: Do not sell my data}, cites: [004-188]}
  asksNothing: {cites: [004-196]}
complaints:
  usFirst: {cites: [004-156]}
  answerWithin: {period: 45 days, cites: [004-155]}
  authorities:
    belgian: {id: be.gba, for: BE}
    canadian: {title: Privacy Commissioner, site: "https://authority.example", for: canada, cites: [001-120]}
  bodies:
    disputes: {party: Example Disputes, country: US, site: "https://disputes.example", when: [unanswered, dissatisfied], cites: [004-159]}
  free: {cites: [004-160]}
`;
const whole = withAdvertising + chapters;

function articleIn(text: string): string | undefined {
  return checkPolicy(policyIn(text)).find(({ code }) => code === "no-sale-yet-own-use")?.article;
}

describe("who else there is", () => {
  test("is said in one sentence each", () => {
    const said = Object.fromEntries(promisesOf(policyIn(whole)).map(({ id, statement }) => [id, statement]));
    expect(said).toMatchObject({
      "contacts.officer": {
        nl: "Met vragen en klachten kunt u terecht bij onze functionaris: fg@webshop.example, met als onderwerp “Privacy”.",
      },
      "contacts.letters": { en: "For requests about your data, reach letters: Postbus 1 Utrecht, Netherlands." },
      "group.holding": {
        nl: "Deze verklaring geldt ook voor Example Holding Inc. (Verenigde Staten), ons moederbedrijf.",
      },
      "transfers.stored-in": { en: "We store data in Germany and the United States." },
      "transfers.frameworks.dpf": {
        nl: "Voor gegevens van mensen in de Europese Unie en het Verenigd Koninkrijk geldt het EU-VS Data Privacy Framework (geldig tot en met 30 juni 2027); Example Holding Inc. houdt zich daaraan. U kunt dat nakijken: https://framework.example.",
      },
      "sale.shares": {
        nl: "Voor advertenties delen wij gegevens met Example Ads Inc. In Californië noemt de wet dat verkopen.",
      },
      "sale.opt-out": {
        en: "You can stop selling and sharing for advertising: by a choice in your browser or by the signal of your browser (Global Privacy Control). At the bottom of our website stands “Do not sell my data” for that.",
      },
      "complaints.answer-within": { nl: "Op een klacht krijgt u binnen 45 dagen antwoord." },
      "complaints.authorities.belgian": {
        nl: expect.stringMatching(
          /^Woont u in België, dan kunt u ook klagen bij deze toezichthouder: Gegevensbeschermingsautoriteit \(https:/,
        ),
      },
      "complaints.bodies.disputes": {
        en: "You can go to Example Disputes (United States, https://disputes.example). You can do that when we do not answer in time or when our answer does not satisfy you.",
      },
      "complaints.free": { nl: "Klagen kost u niets." },
    });
  });

  test("nothing sold is one word", () => {
    expect(policyIn(`${sample}sale: none\n`).sale?.sells).toBe("nothing");
  });

  test.each([
    ["a certification that is over", "until: 2027-06-30", "until: 2026-06-30", "certification-lapsed"],
    ["a sale without a way out", /  optOut: .*\n/.exec(chapters)?.[0] ?? "", "", "sale-without-opt-out"],
    ["a signal that nobody hears", "by: [browser, signal]", "by: browser", "signal-not-honoured"],
    [
      "nothing sold and used all the same",
      /sale:\n(?: .*\n)+/.exec(chapters)?.[0] ?? "",
      "sale: none\n",
      "no-sale-yet-own-use",
    ],
    ["a representative far away", "is: officer", "is: representative, country: US", "representative-outside-union"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(whole)).not.toContain(code);
    expect(findingCodes(withAdvertising + changed(from, to, chapters))).toContain(code);
  });

  test("use by others is measured by the law of California only where the policy speaks to people there", () => {
    const nothingSold =
      withAdvertising + changed(/sale:\n(?: .*\n)+/.exec(chapters)?.[0] ?? "", "sale: none\n", chapters);
    expect(articleIn(nothingSold)).toBe("GDPR art. 5(1)(a), 13(1)(e)");
    expect(articleIn(`${nothingSold}scope: {covers: website, residents: {california: {}}}\n`)).toBe(
      "Cal. Civ. Code 1798.140(ad)",
    );
  });

  test.each([
    ["a contact that cannot be reached", ", email: fg@webshop.example", "", "contact-unreachable"],
    ["an authority that is unknown", "id: be.gba", "id: be.gbb", "unknown-authority"],
    ["an authority without a name", "{id: be.gba, for: BE}", "{for: BE}", "missing-word"],
    ["a buyer that is nobody", "with: advertising", "with: advertisers", "unknown-recipient"],
    ["a region that could be two", "countsIn: california", "countsIn: CA", "unknown-region"],
  ])("%s is refused", (_, from, to, code) => {
    const { policy, problems } = parsePolicy("policy.yaml", withAdvertising + changed(from, to, chapters));
    expect(policy).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toContain(code);
  });
});
