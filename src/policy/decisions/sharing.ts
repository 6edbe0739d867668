import { enumerated, type Language, type Localized, say } from "#base";
import { countryName, isEea, type TransferGround, transferGround } from "#law";
import { isCategory } from "../categories.ts";
import type { Policy, Recipient } from "../model.ts";

/** What is known of one person's data: enough to say who else has it. */
export interface PersonFacts {
  /** Categories met in the person's rows. */
  readonly categories: readonly string[];
  /** Names of recipients for which the policy's `holdsWhen` found rows of the person. */
  readonly holds: readonly string[];
  /** Kinds of person that this is, when known: `guest`. */
  readonly persons?: readonly string[];
}

export interface RecipientFinding {
  readonly recipient: Recipient;
  /** What it has of this person, as far as we can know: the categories it receives and the person has. */
  readonly categories: readonly string[];
  /** `rows`: rows show it. `purpose`: its purposes concern this person, and the policy names no rows that would show it. */
  readonly because: "rows" | "purpose";
}

/**
 * The recipients that hold data of a person, for GDPR art. 15(1)(c). Where rows can show it, they decide; where they cannot, a
 * recipient is named when one of its purposes uses data that the person has: rather one too many than one silently left out.
 */
export function recipientsFor(policy: Policy, facts: PersonFacts): readonly RecipientFinding[] {
  return policy.recipients.flatMap((recipient): RecipientFinding[] => {
    const shared = facts.categories.filter((category) => receives(recipient, category));
    if (recipient.holdsWhen.length > 0) {
      if (!facts.holds.includes(recipient.name)) return [];
      return [{ recipient, categories: shared.length > 0 ? shared : recipient.receives, because: "rows" }];
    }
    if (!concerns(policy, recipient, facts)) return [];
    return [{ recipient, categories: shared.length > 0 ? shared : recipient.receives, because: "purpose" }];
  });
}

function receives(recipient: Recipient, category: string): boolean {
  return recipient.receives.some((received) => related(category, received));
}

function concerns(policy: Policy, recipient: Recipient, facts: PersonFacts): boolean {
  return policy.purposes.some(
    (purpose) =>
      recipient.purposes.includes(purpose.name) &&
      (facts.persons === undefined || purpose.of.some((kind) => facts.persons?.includes(kind))) &&
      purpose.uses.some((used) => facts.categories.some((category) => related(category, used))),
  );
}

/** The recipient that engages this one, if any. */
export function engagerOf({ recipients }: Pick<Policy, "recipients">, { engagedBy }: Recipient): Recipient | undefined {
  return recipients.find(({ name }) => name === engagedBy);
}

/** What a party is called in a sentence. */
export function partyName({ party }: Recipient, language: Language): string {
  return say(party, language);
}

/** Whether it has data outside the EEA (GDPR art. 44). */
export function leavesEea(recipient: Recipient): boolean {
  return recipient.worldwide || recipient.countries.some((country) => !isEea(country));
}

/** How data may go to it: of several countries the one that protects least decides (GDPR art. 44). */
export function weakestGround({ countries, worldwide }: Recipient): TransferGround["kind"] {
  const kinds = worldwide ? [] : countries.map((country) => transferGround(country).kind);
  return weakestFirst.find((kind) => kinds.includes(kind)) ?? "needs-safeguard";
}

const weakestFirst = ["needs-safeguard", "partial-adequacy", "adequacy", "inside-eea"] as const;

/** `the United States and Canada`, or `all over the world`. */
export function placesText({ countries, worldwide }: Recipient, language: Language): string {
  if (worldwide) return language === "nl" ? "overal ter wereld" : "all over the world";
  return enumerated(
    countries.map((country) => countryName(country, language)),
    language,
  );
}

/** As `placesText`, of those outside the EEA alone. */
export function outsideText(recipient: Recipient, language: Language): string {
  return placesText({ ...recipient, countries: recipient.countries.filter((country) => !isEea(country)) }, language);
}

/** One is the other, or a part of it. */
function related(a: string, b: string): boolean {
  return isCategory(a, b) || isCategory(b, a);
}

/** What a category is called; that of its nearest parent when it has no title of its own, else its name. */
export function categoryTitle(policy: Policy, name: string, language: Language): string {
  const title: Localized | undefined = policy.categories.find((category) => category.name === name)?.title;
  const parent = name.slice(0, Math.max(name.lastIndexOf("."), 0));
  if (title !== undefined) return say(title, language);
  return parent === "" ? name : categoryTitle(policy, parent, language);
}
