import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, placeOf, policyIn, sample } from "../testing.ts";

const base = changed(
  "recipients:\n",
  `  newsletter:
    title: {nl: u de nieuwsbrief sturen, en: send you the newsletter}
    of: customer
    basis: consent
    uses: [contact.email]
recipients:
`,
);
const consents = `consents:
  newsletter:
    for: newsletter
    asked: {tick-box: {cites: [004-084]}, written: {cites: [004-082]}}
    per: [email, phone]
    withdraw: [link, profile]
    unticked: {}
    refusing: {cites: [004-086]}
    earlier: {cites: [000-082]}
    notByUse: {cites: [000-112]}
    keepProof: 5 years
    cites: [002-065]
`;
const whole = base + consents;

describe("consents", () => {
  test("are promised first, as they are asked, and as they are withdrawn", () => {
    const promises = promisesOf(policyIn(whole)).filter(({ id }) => id.startsWith("consents."));
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["consents.newsletter.first", "002-065"],
      ["consents.newsletter.asked.tick-box", "004-084"],
      ["consents.newsletter.asked.written", "004-082"],
      ["consents.newsletter.apart"],
      ["consents.newsletter.withdraw"],
      ["consents.newsletter.proof"],
      ["consents.newsletter.unticked"],
      ["consents.newsletter.refusing", "004-086"],
      ["consents.newsletter.earlier", "000-082"],
      ["consents.newsletter.notByUse", "000-112"],
    ]);
    const texts = Object.fromEntries(promises.map(({ id, statement }) => [id, statement]));
    expect(texts["consents.newsletter.first"]?.nl).toBe(
      "Dit doen wij alleen als u daar vooraf toestemming voor gaf: u de nieuwsbrief sturen.",
    );
    expect(texts["consents.newsletter.withdraw"]?.en).toBe(
      "You can withdraw this consent at any time, with the link in every message, in your profile or in our privacy centre: send you the newsletter.",
    );
    expect(texts["consents.newsletter.apart"]?.nl).toBe(
      "U kiest apart voor e-mail en telefoon: u de nieuwsbrief sturen.",
    );
  });

  test.each([
    "use",
    "continued-use",
    "use-of-site",
    "browsing",
    "terms",
    "acceptance-of-terms",
    "silence",
    "pre-ticked",
    "implied",
  ])("asked by %s is refused: that is no consent", (way) => {
    const list = changed(
      "asked: {tick-box: {cites: [004-084]}, written: {cites: [004-082]}}",
      `asked: [tick-box, ${way}]`,
      consents,
    );
    const named = changed("written: {cites", `${way}: {cites`, consents);
    for (const text of [list, named]) {
      const { problems } = parsePolicy("policy.yaml", base + text);
      expect(problems).toMatchObject([
        { code: "consent-by-use", severity: "error", article: "GDPR art. 4(11), 7(2), 7(4)" },
      ]);
      expect(problems[0]?.message).toContain("is no consent");
      expect(problems[0]?.remedy).toContain("tick-box");
    }
  });

  test("a misspelt way is refused at its place, with the nearest", () => {
    const text = base + changed("written: {cites", "writen: {cites", consents);
    const { problems } = parsePolicy("policy.yaml", text);
    expect(problems).toMatchObject([{ code: "unknown-word", at: placeOf("writen", text) }]);
    expect(problems[0]?.remedy).toContain("written");
  });

  test("a clean set has no findings", () => {
    expect(findingCodes(whole)).not.toContain("consent-not-asked");
    const before = findingCodes(base);
    expect(findingCodes(whole).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    [
      "consent for what the contract needs",
      "for: newsletter",
      "for: [newsletter, fulfil-order]",
      "consent-for-other-basis",
    ],
    ["a purpose on consent that nobody asks", "for: newsletter", "for: fulfil-order", "consent-not-asked"],
    ["withdrawing by letter", "[link, profile]", "[post]", "withdrawing-harder"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(whole)).not.toContain(code);
    expect(findingCodes(base + changed(from, to, consents))).toContain(code);
  });

  test("data that costs something to withhold is not freely consented to", () => {
    const required = changed(
      "    basis: consent\n",
      "    basis: consent\n    required: {consequence: {nl: Dan geen korting., en: Then no discount.}}\n",
      whole,
    );
    expect(findingCodes(required)).toContain("refusing-costs");
  });

  test("sending special data is not explicit consent to its use", () => {
    const special = changed(
      "recipients:\n  parcels",
      "categories: {health: {kind: special, ground: explicit-consent}}\nrecipients:\n  parcels",
      whole,
    ).replace("    basis: consent\n    uses: [contact.email]", "    basis: consent\n    uses: [contact.email, health]");
    expect(findingCodes(special)).not.toContain("consent-not-explicit");
    expect(findingCodes(changed("written: {cites", "act: {cites", special))).toContain("consent-not-explicit");
  });

  test("a purpose on consent without the chapter is a matter of the chapter only", () => {
    expect(findingCodes(base)).not.toContain("consent-not-asked");
    expect(findingCodes(sample)).not.toContain("consent-not-asked");
  });

  test("a way to ask, or a channel, that is named twice is a problem at the second", () => {
    const twice = base + "consents: {newsletter: {for: newsletter, asked: [act, act], per: [email, phone, email]}}\n";
    const { policy, problems } = parsePolicy("policy.yaml", twice);
    expect(policy).toBeUndefined();
    const place = (text: string) =>
      twice
        .split("\n")
        .findLast((line) => line.includes("consents: "))
        ?.indexOf(text);
    expect(problems.map(({ code, path, at }) => [code, path, at?.column])).toEqual([
      ["named-twice", "consents.newsletter.asked", (place("act, act") ?? 0) + "act, ".length + 1],
      ["named-twice", "consents.newsletter.per", (place("email, phone, email") ?? 0) + "email, phone, ".length + 1],
    ]);
  });
});
