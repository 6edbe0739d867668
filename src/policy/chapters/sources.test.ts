import { describe, expect, test } from "vitest";
import { parsePolicy, promisesOf } from "../index.ts";
import { changed, findingCodes, policyIn } from "../testing.ts";

const base = changed(
  "recipients:\n",
  `  know:
    of: customer
    basis: consent
    uses: [network.visits, age]
recipients:
`,
);
const sources = `consents: {combine: {for: know, asked: tick-box}}
sources:
  visits:
    kind: observed
    gives: network.visits
    when: {is: [visit, sign-in], cites: [004-021]}
    varies: {cites: [000-009]}
    cites: [001-013]
  profile:
    kind: login-provider
    from: parcels
    gives: [name, age]
    of: customer
    permitted: {cites: [001-007]}
    cites: [001-009]
  lists:
    kind: bought
    title: {nl: een lijst met winkels, en: a list of shops}
    from: {party: Example Lists Ltd}
    gives: contact.email
    combined: {is: with-consent, cites: [004-040]}
    consent: combine
    told: {is: 1 month, cites: [004-022]}
    added: {cites: [004-039]}
    labelled: {}
`;

describe("sources", () => {
  test("say who gives what, when, and whether it is put together", () => {
    const promises = promisesOf(policyIn(base + sources)).filter(({ id }) => id.startsWith("sources."));
    expect(promises.map(({ id, cites }) => [id, ...cites])).toEqual([
      ["sources.visits.from", "001-013"],
      ["sources.visits.when", "004-021"],
      ["sources.visits.varies", "000-009"],
      ["sources.profile.from", "001-009"],
      ["sources.profile.permitted", "001-007"],
      ["sources.lists.from"],
      ["sources.lists.combined", "004-040"],
      ["sources.lists.told", "004-022"],
      ["sources.lists.added", "004-039"],
      ["sources.lists.labelled"],
    ]);
    const texts = Object.fromEntries(promises.map(({ id, statement }) => [id, statement]));
    expect(texts).toMatchObject({
      "sources.visits.from": {
        nl: "Dit leggen wij vast terwijl u onze dienst gebruikt: bezoeken aan de website.",
      },
      "sources.visits.when": {
        nl: "Bezoeken aan de website: dit krijgen wij als u onze website bezoekt of inlogt.",
      },
      "sources.profile.from": {
        en: "We get this when you sign in through Example Parcels B.V.: name and age. This is about: customer.",
      },
      "sources.lists.from": { nl: "Dit kopen wij van Example Lists Ltd (een lijst met winkels): e-mailadres." },
      "sources.lists.told": { en: "A list of shops: within 1 month we tell you that we have this." },
    });
  });

  test("a supplier is a recipient, or a party by its name", () => {
    const { problems } = parsePolicy("policy.yaml", base + changed("from: parcels", "from: parcel", sources));
    expect(problems).toMatchObject([{ code: "unknown-recipient", path: "sources.profile.from" }]);
  });

  test("a clean set has no findings", () => {
    const before = findingCodes(base);
    expect(findingCodes(base + sources).filter((code) => !before.includes(code))).toEqual([]);
  });

  test.each([
    ["a seller nobody names", "    from: {party: Example Lists Ltd}\n", "", "source-unnamed"],
    ["people who never hear of it", "    told: {is: 1 month, cites: [004-022]}\n", "", "source-not-told"],
    ["people who hear of it too late", "is: 1 month", "is: 6 weeks", "source-told-late"],
    ["putting together with a consent nobody asks", "    consent: combine\n", "", "combining-not-asked"],
    ["never put together, yet added", "is: with-consent", "is: never", "combined-all-the-same"],
    ["data for nothing", "gives: [name, age]", "gives: [name, gender]", "collected-without-purpose"],
  ])("%s is a finding", (_, from, to, code) => {
    expect(findingCodes(base + sources)).not.toContain(code);
    expect(findingCodes(base + changed(from, to, sources))).toContain(code);
  });
});
