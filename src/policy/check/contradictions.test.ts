/**
 * The ways in which real policies contradict themselves or the law, one policy each: the finding is there, and gone when
 * the contradiction is. Every one is an addition to, or a change in, a policy that has none.
 */
import { describe, expect, test } from "vitest";
import { localDate } from "#base";
import { checkPolicy, parsePolicy, waivedFindings } from "../index.ts";
import { changed, findingCodes, policyIn, sample } from "../testing.ts";

/** Findings and refusals alike, by code. */
function codesOf(text: string): readonly string[] {
  const { policy, problems } = parsePolicy("policy.yaml", text);
  return [...problems, ...(policy === undefined ? [] : checkPolicy(policy))].map(({ code }) => code);
}

const newsletter = changed(
  "  bookkeeping:\n",
  "  newsletter: {title: {nl: u schrijven, en: write to you}, of: customer, basis: consent, uses: [contact.email]}\n  bookkeeping:\n",
);
const purposeOnly = changed("terms: [security]", "terms: [purpose-limit]");
const withPortability = (more: string) => changed("  erasure: {}\n", `  erasure: {}\n${more}`);

/** Class, what makes it, what the check says. The numbers are those of a study of five real policies. */
const contradictions: readonly (readonly [string, string, string])[] = [
  ["1. consent by use", `${newsletter}consents: {newsletter: {for: newsletter, asked: use}}\n`, "consent-by-use"],
  [
    "2. an IP address that is not personal",
    `${sample}statements: {logs: {under: security, says: {nl: Uw IP-adres is geen persoonsgegeven., en: Your IP address is not personal data.}}}\n`,
    "ip-called-not-personal",
  ],
  [
    "3. never for own purposes, and yet for itself",
    purposeOnly.replace(
      "    holdsWhen: [shop.shipments]",
      "    ownUse: {nl: verbetert zijn dienst, en: improves its service}\n    holdsWhen: [shop.shipments]",
    ),
    "own-use-denied",
  ],
  [
    "4. no marketing, and yet a newsletter",
    `${newsletter}messages:\n  marketing: {title: {nl: reclame, en: advertising}, class: marketing, channels: email, never: {}}\n  news: {title: {nl: de nieuwsbrief, en: the newsletter}, class: marketing, channels: email, for: newsletter, to: customer}\n`,
    "denied-yet-sent",
  ],
  [
    "5. not stored, and yet stored",
    `${sample}never: {notes: {what: stored, data: order-history, title: {nl: wat u bestelt, en: what you order}}}\n`,
    "stored-although-never",
  ],
  ["6. kept without end", changed("26 weeks after visited", "indefinitely"), "retention-without-end"],
  ["7. days that can pass the month", sample, "promise-later-than-law"],
  [
    "8. an unsubscribe that stops required mail",
    `${newsletter}messages:\n  news: {title: {nl: de nieuwsbrief, en: the newsletter}, class: marketing, channels: email, for: newsletter, to: customer, unsubscribe: {by: link, stops: everything}}\n`,
    "unsubscribe-stops-required",
  ],
  [
    "9. a right that costs the service",
    withPortability("  portability: {serviceMayEnd: {}}\n  noRetaliation: {}\n"),
    "right-costs-service",
  ],
  [
    "10. the authority of another country",
    changed("  country: NL\n  address", "  country: NL\n  authority: be.gba\n  address"),
    "wrong-authority",
  ],
  ["11. rights by residence", withPortability("  objection: {for: eea}\n"), "rights-by-residence"],
  [
    "12. a processor that decides for itself",
    `${sample}onBehalf: {data: {title: {nl: gegevens van klanten, en: data of customers}, customers: {nl: onze klanten, en: our customers}, of: guest, data: [name], instructions: {}}}\n`,
    "processor-for-itself",
  ],
  [
    "13. no automated decisions, and yet scoring",
    `${changed("receives: [name, address]", "receives: [name, payment.credit]")}automatedDecisions: none\n`,
    "automated-decisions-denied",
  ],
  [
    "14. anonymous, and yet one by one",
    `${sample}statistics: {visits: {title: {nl: bezoeken, en: visits}, from: [network.ip-address], for: fulfil-order, anonymous: remove-identifiers}}\n`,
    "anonymous-but-identifying",
  ],
  [
    "15. nothing sold, and yet used by others for themselves",
    `${changed("role: processor", "role: controller").replace("    holdsWhen: [shop.shipments]", "    ownUse: {nl: reclame, en: advertising}\n    holdsWhen: [shop.shipments]")}sale: none\n`,
    "no-sale-yet-own-use",
  ],
  [
    "16. no children, and yet families",
    `${sample}minors: {age: 18, family: {attributedTo: customer}}\n`,
    "children-in-families",
  ],
  [
    "17. a framework from before its law",
    `${changed("inForce: 2026-12-01", "inForce: 2023-12-01")}transfers: {frameworks: {swiss: {framework: swiss-us-dpf, from: ch}}}\n`,
    "framework-before-law",
  ],
  [
    "18. what a template left behind",
    `${sample}statements: {who: {under: who-we-are, says: {nl: "VOORBEELD: [naam]", en: "EXAMPLE: [name]"}}}\n`,
    "placeholder",
  ],
  ["19. what a notice must say", changed("  legalName: Webshop B.V.\n", ""), "controller-incomplete"],
  ["19. a right that is not named", changed("  erasure: {}\n", ""), "right-not-named"],
  [
    "19. a transfer without a safeguard",
    changed("role: processor\n    country: NL", "role: processor\n    country: IN"),
    "transfer-without-safeguard",
  ],
  ["a contract that is over", changed("expires: 2027-03-01", "expires: 2025-03-01"), "contract-expired"],
  [
    "a certification that is over",
    `${sample}transfers: {frameworks: {dpf: {framework: eu-us-dpf, from: eu, until: 2026-01-01}}}\n`,
    "certification-lapsed",
  ],
  ["a purpose without data", changed("[name, invoice]", "[name, gender]"), "purpose-without-data"],
  ["data without a purpose", changed("{label: address}", "{label: birth-date}"), "data-without-purpose"],
  [
    "a basis that does not fit the data",
    changed("[name, invoice]", "[name, invoice, health]"),
    "special-without-ground",
  ],
];

/** The sample promises 30 days, which the seventh is about. */
const clean = sample.replace("days: 30", "days: 14").replace("[name, invoice]", "[name, invoice, network]");

describe("contradictions", () => {
  test.each(contradictions)("%s is found", (_, text, code) => {
    expect(codesOf(text)).toContain(code);
  });

  test("are all absent from a policy that has none", () => {
    const present = new Set(codesOf(clean));
    const harmless = ["right-not-named"];
    expect(
      contradictions.map(([, , code]) => code).filter((code) => present.has(code) && !harmless.includes(code)),
    ).toEqual([]);
  });

  test("say where, why and what to do", () => {
    for (const [, text] of contradictions) {
      const { policy, problems } = parsePolicy("policy.yaml", text);
      for (const problem of [...problems, ...(policy === undefined ? [] : checkPolicy(policy))]) {
        expect(problem.at?.line, problem.code).toBeGreaterThan(0);
        expect(problem.remedy.length, problem.code).toBeGreaterThan(5);
      }
    }
  });
});

describe("waivers of findings", () => {
  const wrong = changed("  erasure: {}\n", "  erasure: {}\n  portability: {serviceMayEnd: {}}\n");
  const waiver = (words: string) =>
    `${wrong}waivers: [{${words}, by: A. Jansen, reason: Being changed., until: 2027-01-01}]\n`;

  test("turn what somebody answers for into a note, until the day", () => {
    const policy = policyIn(waiver("finding: right-costs-service, in: rights.portability"));
    const found = (today: string) =>
      checkPolicy(policy, localDate(today)).find(({ code }) => code === "right-costs-service");
    expect(findingCodes(wrong)).toContain("right-costs-service");
    expect(found("2026-12-31")).toMatchObject({ severity: "note" });
    expect(found("2026-12-31")?.message).toContain("A. Jansen answers for it until 2027-01-01: Being changed.");
    expect(found("2027-01-02")).toMatchObject({ severity: "warning" });
    const over = (today: string) =>
      checkPolicy(policy, localDate(today)).find(({ code }) => code === "waiver-over")?.severity;
    expect([over("2027-01-01"), over("2027-01-02")]).toEqual([undefined, "error"]);
  });

  test("that are over are an error only while the finding stands and nobody else answers for it", () => {
    const words = "finding: right-costs-service, in: rights.portability";
    const longer = waiver(words).replace(
      /\]\n$/,
      ", {finding: right-costs-service, by: B, reason: C., until: 2028-01-01}]\n",
    );
    const gone = changed("serviceMayEnd: {}", "", waiver(words));
    for (const text of [longer, gone]) {
      const found = checkPolicy(policyIn(text), localDate("2027-01-02"));
      expect(found.find(({ code }) => code === "waiver-over")).toMatchObject({ severity: "warning" });
    }
  });

  test("are listed with what was found, who answers, and the days left", () => {
    const policy = policyIn(waiver("finding: right-costs-service, in: rights.portability"));
    const [one, ...more] = waivedFindings(policy, localDate("2026-12-31"));
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      finding: { code: "right-costs-service", severity: "warning", path: "rights.portability.serviceMayEnd" },
      waiver: { by: "A. Jansen", reason: "Being changed.", untilOn: "2027-01-01" },
      daysLeft: 1,
    });
    const left = (today: string) => waivedFindings(policy, localDate(today)).map(({ daysLeft }) => daysLeft);
    expect([left("2027-01-01"), left("2027-01-03")]).toEqual([[0], [-2]]);
    expect(waivedFindings(policyIn(wrong), localDate("2026-12-31"))).toEqual([]);
  });

  test("of a finding that there is not are a finding, and of nothing are refused", () => {
    expect(findingCodes(waiver("finding: right-costs-service, in: rights.access"))).toContain("waiver-unused");
    expect(codesOf(waiver("in: rights.access"))).toContain("wrong-value");
    expect(codesOf(waiver("promise: record.intact, finding: right-costs-service"))).toContain("wrong-value");
  });
});
