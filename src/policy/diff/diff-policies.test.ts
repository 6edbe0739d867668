import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChangeClass, type Difference, diffPolicies, parsePolicy, type Policy } from "../index.ts";
import { sample } from "../testing.ts";

const runs = Number(process.env["GESTAND_RUNS"] ?? 60);
const newsletter = `  newsletter: {of: [customer, guest], basis: consent, uses: [contact.email]}
recipients:
  mailer: {party: Mailer, role: processor, country: NL, for: newsletter, receives: [contact.email]}
`;
const text = sample.replace("recipients:\n", newsletter);

interface Edit {
  readonly from: string;
  readonly to: string;
  readonly class: ChangeClass;
  readonly paths: readonly string[];
}
const edits: readonly Edit[] = [
  {
    from: "fulfil-order:\n    title: {nl: uw bestelling leveren",
    to: "fulfil-order:\n    title: {nl: bezorgen",
    class: "editorial",
    paths: ["purposes.fulfil-order.title.nl"],
  },
  { from: "cites: [002-050]", to: "cites: [002-051]", class: "editorial", paths: ["purposes.fulfil-order.cites"] },
  { from: "inForce: 2026-12-01", to: "inForce: 2031-01-01", class: "editorial", paths: ["inForceOn"] },
  { from: "days: 30, cites", to: "days: 20, cites", class: "material", paths: ["rights.answerWithinDays"] },
  { from: "26 weeks after", to: "27 weeks after", class: "material", paths: ["keep.visits.until.period.amount"] },
  {
    from: "receives: [name, address]",
    to: "receives: [address]",
    class: "material",
    paths: ["recipients.parcels.receives"],
  },
  {
    from: "consent, uses: [contact.email]",
    to: "consent, uses: [contact.email, name]",
    class: "fresh-consent",
    paths: ["purposes.newsletter.uses"],
  },
  {
    from: "Mailer, role: processor, country: NL",
    to: "Mailer, role: processor, country: BE",
    class: "fresh-consent",
    paths: ["recipients.mailer.countries"],
  },
];

function policyOf(document: string): Policy {
  const { policy, problems } = parsePolicy("policy.yaml", document);
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return policy;
}
const edited = (chosen: readonly Edit[]) =>
  policyOf(chosen.reduce((document, { from, to }) => document.replace(from, to), text));
const base = policyOf(text);
/** Without what depends on the direction: the sentence, and whether more is done than was consented to. */
const bare = ({ class: kind, ...found }: Difference) => ({
  ...found,
  consentFor: undefined,
  title: undefined,
  says: undefined,
  weighs: kind !== "editorial",
});
const anyEdits = fc.subarray([...edits]);

describe("the difference between two policies", () => {
  test.each(edits)("$to is $class", (edit) => {
    const diff = diffPolicies(base, edited([edit]));
    expect(diff.differences.map(({ path }) => path)).toEqual(edit.paths);
    expect(diff.class).toBe(edit.class);
    expect(diff.consentFor).toEqual(edit.class === "fresh-consent" ? ["newsletter"] : []);
  });

  test("names whose data it concerns, and where that data is", () => {
    const [parcels] = diffPolicies(base, edited(edits.filter(({ to }) => to === "receives: [address]"))).differences;
    expect(parcels).toMatchObject({ persons: ["customer", "guest"], categories: ["address", "name"] });
    expect(parcels?.tables).toContain("shop.customers");
    expect(parcels).toMatchObject({
      section: "recipients",
      title: { nl: "Wie gegevens krijgt: Example Parcels B.V.", en: "Who gets data: Example Parcels B.V." },
      says: {
        nl: "Wie gegevens krijgt: Example Parcels B.V. Welke gegevens: niet meer naam.",
        en: "Who gets data: Example Parcels B.V. Which data: no longer name.",
      },
    });
  });

  test("a purpose that is new asks nobody for consent again, and one on consent that is gone neither", () => {
    const without = policyOf(sample);
    for (const diff of [diffPolicies(without, base), diffPolicies(base, without)]) {
      expect(diff.consentFor).toEqual([]);
      expect(diff.class).toBe("material");
      expect(diff.differences.map(({ path }) => path)).toEqual(["purposes.newsletter", "recipients.mailer"]);
    }
  });

  test("is nothing between a policy and itself, wherever its statements stand", () => {
    fc.assert(
      fc.property(anyEdits, fc.integer({ min: 0, max: 5 }), (chosen, lines) => {
        const one = edited(chosen);
        const moved = chosen.reduce((document, { from, to }) => document.replace(from, to), text);
        const other = policyOf(`${"# a remark\n".repeat(lines)}${moved}`);
        expect(diffPolicies(one, other)).toEqual({ differences: [], consentFor: [], persons: [] });
      }),
      { numRuns: runs },
    );
  });

  test("has as its class that of the weightiest change; editorial changes never weigh more", () => {
    fc.assert(
      fc.property(anyEdits, (chosen) => {
        const weight = (["fresh-consent", "material", "editorial"] as const).find((one) =>
          chosen.some((edit) => edit.class === one),
        );
        const diff = diffPolicies(base, edited(chosen));
        expect(diff.class).toBe(weight);
        for (const found of diff.differences)
          expect(found.class).toBe(chosen.find(({ paths }) => paths.includes(found.path))?.class);
        if (weight === "editorial") expect(diff.persons).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  test("turned around, it names the same places, persons and tables, and what was added is removed", () => {
    const turned = { added: "removed", removed: "added", changed: "changed" } as const;
    fc.assert(
      fc.property(anyEdits, anyEdits, fc.boolean(), (left, right, smaller) => {
        const [one, other] = [smaller ? policyOf(sample) : edited(left), edited(right)];
        const [there, back] = [diffPolicies(one, other), diffPolicies(other, one)];
        expect(back.differences.map(bare)).toEqual(
          there.differences.map((found) => ({ ...bare(found), how: turned[found.how] })),
        );
        expect(back.persons).toEqual(there.persons);
      }),
      { numRuns: runs },
    );
  });
});

const site = (more: string) =>
  parsePolicy("policy.yaml", sample.replace("systems:\n", `website: {hosts: [cdn.shop.example]${more}}\nsystems:\n`))
    .policy as Policy;

test("colours and wordings of the banner change nothing of what is promised, so nobody need be told or asked anew", () => {
  for (const more of ['look: {ink: "#000000"}', "wordings: {short: {nl: Cookies?, en: Cookies?}}"])
    expect(diffPolicies(site(""), site(`, ${more}`)).class, more).toBe("editorial");
});
