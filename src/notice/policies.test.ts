/** Policies for the tests of this room: small ones made by chance, and one with everything in it. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type LocalDate, localDate, type Localized } from "#base";
import { retentionDuties, safeguards } from "#law";
import type { KeepRule, NoticeSection, Policy, PolicyPromise, Purpose, Recipient, System } from "#policy";

const at = { file: "policy.yaml", line: 1, column: 1 };
const declared = { cites: [], at };
const day: LocalDate = localDate("2026-11-01");

const text = fc.stringMatching(/^[A-Za-z][a-z]{0,10}( [a-z]{1,8})?$/);
const localized: fc.Arbitrary<Localized> = fc.record({ nl: text, en: text });
const name =
  (prefix: string) =>
  (index: number): string =>
    `${prefix}-${index}`;

const basis: fc.Arbitrary<Purpose["basis"]> = fc.oneof(
  fc.constantFrom("consent", "contract", "vital-interests", "public-task").map((kind) => ({ kind }) as const),
  fc.constantFrom(...retentionDuties).map(({ id }) => ({ kind: "legal-obligation" as const, duty: id })),
  localized.map((interest) => ({ kind: "legitimate-interest" as const, interest })),
);

const until: fc.Arbitrary<KeepRule["until"]> = fc.oneof(
  fc.constant({ kind: "relationship-ends" as const }),
  fc.constantFrom(...retentionDuties).map(({ id }) => ({ kind: "law" as const, duty: id })),
  fc
    .record({
      amount: fc.integer({ min: 1, max: 99 }),
      unit: fc.constantFrom("day" as const, "week" as const, "month" as const, "year" as const),
      event: fc.constantFrom("visited", "received", "assembled"),
    })
    .map(({ amount, unit, event }) => ({ kind: "after" as const, period: { amount, unit }, event })),
);

interface Sizes {
  readonly persons: number;
  readonly categories: number;
  readonly purposes: number;
}

const some = (prefix: string, count: number): fc.Arbitrary<string[]> =>
  count === 0
    ? fc.constant([])
    : fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }).map(name(prefix)), { minLength: 1, maxLength: 3 });

const purpose = (sizes: Sizes): fc.Arbitrary<Purpose> =>
  fc
    .record({
      name: text,
      title: localized,
      of: some("person", sizes.persons),
      uses: some("category", sizes.categories),
      basis,
      required: fc.option(
        localized.map((consequence) => ({ consequence })),
        { nil: undefined },
      ),
    })
    .map(({ required, ...rest }) => ({ ...declared, ...rest, ...(required === undefined ? {} : { required }) }));

const recipient = (sizes: Sizes): fc.Arbitrary<Recipient> =>
  fc
    .record({
      party: text.map((name) => ({ nl: name })),
      role: fc.constantFrom("processor", "controller", "joint-controller", "authority"),
      countries: fc.constantFrom("NL", "DE", "US", "CH", "IN").map((country) => [country]),
      safeguard: fc.constantFrom(...Object.keys(safeguards)),
      purposes: some("purpose", sizes.purposes),
      receives: some("category", sizes.categories),
      subprocessors: fc.constantFrom<Recipient["subprocessors"]>("none", "general", ["Someone", "Another"]),
      ownUse: localized,
      expiresOn: fc.constantFrom(undefined, localDate("2030-02-28")),
    })
    .map(({ expiresOn, ...rest }) => ({
      ...declared,
      name: "",
      worldwide: false,
      clauses: {},
      ...rest,
      contract: { signedOn: day, terms: [], ...(expiresOn === undefined ? {} : { expiresOn }) },
      holdsWhen: [],
    }));

const rule: fc.Arbitrary<KeepRule> = fc
  .tuple(until, fc.constantFrom("erase", "anonymise", "aggregate"), fc.boolean())
  .map(([until, afterwards, hide]) => ({
    ...declared,
    name: "",
    until,
    // oxlint-disable-next-line unicorn/no-thenable -- the word of the policy language, not a promise
    then: afterwards,
    ...(until.kind === "law" ? { hold: { hiddenFrom: hide ? ["staff"] : [], readableBy: [] } } : {}),
  }));

const named = <T extends { readonly name: string }>(prefix: string, items: readonly T[]): T[] =>
  items.map((item, index) => ({ ...item, name: name(prefix)(index) }));

/** Zero to three of everything, all names resolved, texts in both languages. */
export const policies: fc.Arbitrary<Policy> = fc
  .record({ persons: fc.nat(3), categories: fc.nat(4), purposes: fc.nat(3), recipients: fc.nat(3), rules: fc.nat(3) })
  .chain((sizes) =>
    fc
      .record({
        titles: fc.array(localized, { minLength: 7, maxLength: 7 }),
        purposes: fc.array(purpose(sizes), { minLength: sizes.purposes, maxLength: sizes.purposes }),
        recipients: fc.array(recipient(sizes), { minLength: sizes.recipients, maxLength: sizes.recipients }),
        keep: fc.array(rule, { minLength: sizes.rules, maxLength: sizes.rules }),
        promisedDays: fc.constantFrom(undefined, 14, 30),
        phone: fc.constantFrom(undefined, "+31 30 000 0000"),
        known: fc.boolean(),
        country: fc.constantFrom("NL", "BE", "IE"),
      })
      .map((drawn) => {
        const { titles, promisedDays, phone, known, country } = drawn;
        const title = (index: number): Localized => titles[index] ?? { nl: "iets", en: "something" };
        const list = (prefix: string, count: number) =>
          Array.from({ length: count }, (_, index) => ({ name: name(prefix)(index), title: title(index) }));
        const keep = named("rule", drawn.keep);
        const categories = list("category", sizes.categories).map((category, index) => ({
          ...category,
          identifying: false,
          special: index === 3,
        }));
        return {
          organisation: {
            ...declared,
            name: "Test",
            legalName: "Test B.V.",
            country,
            registration: { kvk: "1" },
            contact: { email: "privacy@test.example", ...(phone === undefined ? {} : { phone }) },
            authority: country === "BE" ? "be.gba" : "nl.ap",
          },
          languages: ["nl", "en"],
          timeZone: "Europe/Amsterdam",
          inForceOn: day,
          persons: list("person", sizes.persons).map((person) => ({ ...declared, ...person })),
          categories,
          purposes: named("purpose", drawn.purposes),
          recipients: named("recipient", drawn.recipients),
          keep,
          rights: {
            ...declared,
            granted: [],
            ways: [],
            general: {},
            ...(promisedDays === undefined ? {} : { answerWithinDays: promisedDays }),
            copyTo: { knownAddressOnly: known, settledDays: 14, cites: [] },
            leavingErases: known,
            register: { erasure: known ? "anonymous" : "identified", keepYears: 5, cites: [] },
          },
          systems: [
            systemOf(
              keep,
              categories.map((category) => category.name),
            ),
          ],
          statements: [],
          waivers: [],
        } satisfies Policy;
      }),
  );

/** A table per rule, with every category in it. */
function systemOf(keep: readonly KeepRule[], categories: readonly string[]): System {
  return {
    ...declared,
    name: "shop",
    title: { nl: "de winkel", en: "the shop" },
    connector: "postgres",
    urlFrom: "SHOP_DATABASE_URL",
    schema: "public",
    roles: {},
    tables: keep.map((rule) => ({
      ...declared,
      name: `t_${rule.name}`,
      person: [{ kind: "is", person: "person-0", at }],
      alsoAbout: [],
      columns: categories.map((category, index) => ({
        name: `c${index}`,
        category,
        json: [],
        erased: { kind: "null" },
        at,
      })),
      notPersonal: [],
      keep: { rule: rule.name },
      erase: "delete",
      shared: { access: "withhold", erase: "keep" },
    })),
    withoutPersons: [],
  };
}

const sections: readonly NoticeSection[] = [
  "who-we-are",
  "scope",
  "what-we-use",
  "sources",
  "purposes",
  "consent",
  "recipients",
  "transfers",
  "sale",
  "retention",
  "not-kept",
  "security",
  "incidents",
  "rights",
  "complaints",
  "children",
  "automated-decisions",
  "cookies",
  "public",
  "on-behalf",
  "disclosure",
  "changes",
];

/** Promises under every heading, about things that exist and things that do not; some are not shown in the notice. */
export const promises: fc.Arbitrary<PolicyPromise[]> = fc
  .array(
    fc.record({
      section: fc.constantFrom(...sections),
      about: fc.constantFrom(undefined, "purpose-0", "purpose-1", "recipient-0", "nothing"),
      statement: localized,
      shown: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ section, about, statement, shown }, index) => ({
      ...declared,
      id: `promise-${index}`,
      cites: [`002-${index}`],
      statement,
      mechanism: "notice-publish",
      checks: shown ? [{ kind: "notice-shows", anchor: `promise-${index}` }] : [{ kind: "stated" }],
      section,
      ...(about === undefined ? {} : { about }),
    })),
  );

test("the small policies are of many sizes, the empty one among them", () => {
  const sizes = fc.sample(policies, { numRuns: 200, seed: 1 }).map((policy) => policy.purposes.length);
  expect(new Set(sizes)).toEqual(new Set([0, 1, 2, 3]));
});
