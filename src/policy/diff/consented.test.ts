import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffPolicies, parsePolicy, type Policy } from "../index.ts";
import { sample } from "../testing.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 60);

/** Everything that a consent to the newsletter, or to being measured, can be about. */
const text = `${sample.replace(
  "recipients:\n",
  `  newsletter: {of: [customer, guest], basis: consent, uses: [contact.email, name, behaviour]}
  news-by-phone: {of: customer, basis: consent, uses: [contact.phone]}
  statistics: {of: customer, basis: consent, uses: [network.visits, network.ip-address]}
recipients:
  mailer:
    party: Mailer
    role: controller
    country: [NL, BE]
    for: newsletter
    receives: [contact.email, name]
    ownUse: {nl: eigen reclame, en: advertising of its own}
  printer: {party: Printer, role: processor, country: NL, for: newsletter, receives: [name]}
  meter: {party: Meter, role: processor, country: NL, for: statistics, receives: [network.visits]}
  screener: {party: Screener, role: processor, country: NL, for: statistics, receives: [network.visits]}
`,
)}consents:
  news: {for: [newsletter, news-by-phone], asked: tick-box}
  measuring: {for: statistics, asked: settings}
messages:
  letter: {title: {nl: nieuwsbrief, en: newsletter}, class: marketing, channels: [email, sms], for: newsletter, unsubscribe: {by: link, stops: these}}
sources:
  market: {kind: bought, from: mailer, gives: [name, gender], of: customer, combined: with-consent, consent: news}
publicContent:
  readers: {title: {nl: lijst van lezers, en: list of readers}, of: customer, shows: [name, image], seenBy: everyone, consent: news}
website:
  cookies:
    measuring: {title: {nl: meting, en: measuring}, names: [_m], party: meter, for: statistics, lasts: 2 years, stores: [network.cookie, network.device]}
    order: {title: {nl: volgorde, en: order}, names: [_o], party: meter, for: statistics, lasts: 1 week, stores: [network.cookie]}
  tags:
    measuring: {title: {nl: meting, en: measuring}, recipient: meter, for: statistics, sends: [network.visits, network.ip-address], settings: {ip: full, sharing: on, advertising: off}}
  widgets:
    measuring: {title: {nl: knop, en: button}, recipient: screener, for: statistics, loads: at-once, passes: [network.visits]}
`;

/** The same place, once doing more and once doing less. */
interface Choice {
  readonly wide: string;
  readonly narrow: string;
  readonly for: readonly string[];
}
const newsletter = ["newsletter"];
const statistics = ["statistics"];
const choices: readonly Choice[] = [
  { wide: "uses: [contact.email, name, behaviour]", narrow: "uses: [contact.email, name]", for: newsletter },
  { wide: "country: [NL, BE]", narrow: "country: [NL]", for: newsletter },
  { wide: "role: controller\n", narrow: "role: processor\n", for: newsletter },
  { wide: "receives: [contact.email, name]", narrow: "receives: [contact.email]", for: newsletter },
  { wide: "    ownUse: {nl: eigen reclame, en: advertising of its own}\n", narrow: "", for: newsletter },
  {
    wide: "  printer: {party: Printer, role: processor, country: NL, for: newsletter, receives: [name]}\n",
    narrow: "",
    for: newsletter,
  },
  { wide: "channels: [email, sms]", narrow: "channels: [email]", for: newsletter },
  { wide: "gives: [name, gender]", narrow: "gives: [name]", for: ["newsletter", "news-by-phone"] },
  { wide: "shows: [name, image]", narrow: "shows: [name]", for: ["newsletter", "news-by-phone"] },
  { wide: "seenBy: everyone", narrow: "seenBy: customers", for: ["newsletter", "news-by-phone"] },
  { wide: "lasts: 2 years", narrow: "lasts: 1 month", for: statistics },
  { wide: "stores: [network.cookie, network.device]", narrow: "stores: [network.cookie]", for: statistics },
  {
    wide: "for: statistics, lasts: 1 week",
    narrow: "essential: {nl: het mandje, en: the basket}, lasts: 1 week",
    for: statistics,
  },
  { wide: "sends: [network.visits, network.ip-address]", narrow: "sends: [network.visits]", for: statistics },
  { wide: "ip: full", narrow: "ip: truncated", for: statistics },
  { wide: "sharing: on", narrow: "sharing: off", for: statistics },
  { wide: "loads: at-once", narrow: "loads: on-click", for: statistics },
  { wide: "visits: {until: 26 weeks after", narrow: "visits: {until: 3 weeks after", for: statistics },
];
/** What consent was never about, or how it is asked. */
const others: readonly (readonly [string, string])[] = [
  ["asked: tick-box", "asked: [written, spoken]"],
  ["receives: [name, address]", "receives: [name]"],
  ["title: {nl: uw bestelling leveren", "title: {nl: bezorgen"],
  ["party: Mailer", "party: Mailer B.V."],
  ["days: 30", "days: 20"],
];

function policyOf(narrowed: readonly Choice[], swapped: typeof others = []): Policy {
  const pairs = [...narrowed.map(({ wide, narrow }) => [wide, narrow] as const), ...swapped];
  for (const [from] of pairs) expect(text.split(from).length, from).toBe(2);
  const { policy, problems } = parsePolicy(
    "policy.yaml",
    pairs.reduce((document, [from, to]) => document.replace(from, to), text),
  );
  expect(problems).toEqual([]);
  if (policy === undefined) throw new Error("a text without problems is a policy");
  return policy;
}
const anyChoices = fc.subarray([...choices]);
const anyOthers = fc.subarray([...others]);

describe("fresh consent", () => {
  test.each(choices)("is needed for $wide, and not for $narrow", (choice) => {
    const [wide, narrow] = [policyOf([]), policyOf([choice])];
    expect(diffPolicies(narrow, wide).consentFor).toEqual([...choice.for].toSorted());
    expect(diffPolicies(wide, narrow).consentFor).toEqual([]);
  });

  test("is needed exactly for the purposes of which something became wider, whatever else became narrower or changed", () => {
    fc.assert(
      fc.property(anyChoices, anyChoices, anyOthers, anyOthers, (before, after, one, other) => {
        const diff = diffPolicies(policyOf(before, one), policyOf(after, other));
        const wider = before.filter((choice) => !after.includes(choice));
        // Together with a new recipient, what was narrow with the old one may be wide: consent is then needed all the same.
        expect(diff.consentFor).toEqual([...new Set(wider.flatMap((choice) => choice.for))].toSorted());
        const fresh = diff.differences.filter((found) => found.class === "fresh-consent");
        expect(fresh.length > 0).toBe(diff.consentFor.length > 0);
        if (before.length === after.length && wider.length === 0) expect(fresh).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  test("is needed when one yes comes to stand for another purpose too, and not when it stands for fewer", () => {
    const [two, one] = [text, text.replace("for: [newsletter, news-by-phone]", "for: newsletter")].map((document) => {
      const { policy } = parsePolicy("policy.yaml", document);
      if (policy === undefined) throw new Error("the text is a policy");
      return policy;
    }) as [Policy, Policy];
    // Whoever agreed to be phoned was asked elsewhere, and never about what comes from elsewhere with this yes.
    expect(diffPolicies(one, two).consentFor).toEqual(["news-by-phone", "newsletter"]);
    expect(diffPolicies(two, one).consentFor).toEqual([]);
  });

  test("is needed for another company under the same name, and not for the same one under another", () => {
    const swap = (from: string, to: string) => policyOf([], [[from, to]]);
    expect(diffPolicies(policyOf([]), swap("party: Mailer", "party: Poster")).consentFor).toEqual(["newsletter"]);
    expect(diffPolicies(policyOf([]), swap("printer: {party", "press: {party")).consentFor).toEqual([]);
  });
});
