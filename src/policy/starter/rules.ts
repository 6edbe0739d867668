import { retentionDuties } from "#law";
import type { Both } from "./kinds.ts";

/** A rule for keeping as a first policy proposes it; what is kept by it is erased when it ends. */
export interface StarterRule {
  readonly title: Both;
  readonly until: string;
  /** The law obliges it against erasure. */
  readonly held: boolean;
  /** A length of time that nobody told, and that the organisation must look at. */
  readonly proposed: boolean;
}

const proposed: readonly (readonly [name: string, title: Both, until: string])[] = [
  ["messages", { nl: "wat u ons schreef", en: "what you wrote to us" }, "2 years after received"],
  ["visits", { nl: "bezoeken aan de website", en: "visits to the website" }, "26 weeks after visited"],
  ["staff", { nl: "gegevens van medewerkers", en: "data of employees" }, "2 years after left"],
];

/** The rules that a first policy of this country can have, by name. */
export function starterRules(country: string): ReadonlyMap<string, StarterRule> {
  const duty = dutyOf(country);
  const profile: StarterRule = {
    title: { nl: "uw gegevens in onze administratie", en: "your data in our administration" },
    until: "relationship ends",
    held: false,
    proposed: false,
  };
  const rules = new Map([["profile", profile]]);
  if (duty !== undefined)
    rules.set("invoices", {
      title: { nl: "facturen en wat daarbij hoort", en: "invoices and what belongs to them" },
      until: `{law: ${duty}}`,
      held: true,
      proposed: false,
    });
  for (const [name, title, until] of proposed) rules.set(name, { title, until, held: false, proposed: true });
  return rules;
}

/** The duty to keep invoices in the law of a country; not every country has one that is known. */
export function dutyOf(country: string): string | undefined {
  const own = retentionDuties.filter((duty) => duty.country === country).map(({ id }) => id);
  for (const ending of [/\.invoices$/, /\.accounting$/, /\.tax(?:\.records)?$/, /\.(?:vat|vouchers)$/]) {
    const duty = own.find((id) => ending.test(id));
    if (duty !== undefined) return duty;
  }
  return undefined;
}
