/** Words of the house above a section of the notice. They are shown as such, promise nothing and change no fact. */
import type { Language, Localized, Location, Period, Problem } from "#base";
import { retentionDuty } from "#law";
import { named } from "../grammar/collections.ts";
import { noticeSections } from "../language/promised.ts";
import { said } from "../language/words.ts";
import type { NoticeSection, Policy } from "../model.ts";
import { chapter } from "./chapter.ts";
import { eachEntry } from "./phrases.ts";

export interface HouseText {
  readonly name: NoticeSection;
  readonly text: Localized;
  readonly at: Location;
}

function isSection(name: string): name is NoticeSection {
  return (noticeSections as readonly string[]).includes(name);
}

export const houseText = chapter({
  word: "houseText",
  doc: "Words of your own above a section of the notice, shown apart from what the system says. They promise nothing.",
  kind: named({
    what: "a heading of the notice",
    kind: said,
    check: (name) =>
      isSection(name)
        ? undefined
        : {
            message: `The notice has no heading "${name}".`,
            remedy: `Use one of these: ${noticeSections.join(", ")}.`,
          },
  }),
  resolve: (read, names): readonly HouseText[] =>
    eachEntry(read, (written, { text: name, at }) =>
      isSection(name) ? { name, text: names.texts(written), at } : undefined,
    ).filter((each) => each !== undefined),
  promises: () => [],
  problems: (all, policy) => {
    const declared = declaredTerms(policy);
    return all.flatMap((each) => undeclaredTerms(each, declared));
  },
});

/** A number with a unit of time, in every language of the product. */
const terms =
  /(?<amount>\d+|één|one)\s+(?<unit>dag(?:en)?|days?|we(?:e)?k(?:en)?|weeks?|maand(?:en)?|months?|jaar|years?)(?![\p{L}])/giu;

/** A reader believes the plain words first, so a term that nothing declares is a promise that nobody keeps. */
function undeclaredTerms({ name, text, at }: HouseText, declared: ReadonlySet<string>): readonly Problem[] {
  const found = Object.entries(text).flatMap(([language, words]) =>
    [...words.matchAll(terms)]
      .filter(({ groups }) => !declared.has(spelled(groups?.["amount"] ?? "", groups?.["unit"] ?? "")))
      .map(([term]) => ({ term, language: language as Language })),
  );
  return found.map(({ term, language }) => ({
    code: "house-text-term",
    severity: "warning",
    message: `The house text under "${name}" (${language}) speaks of "${term}", and nothing in the policy lasts that long.`,
    remedy: "Leave the number to the sentences below it, or make it the one that is declared.",
    at,
    path: `houseText.${name}`,
    article: "GDPR art. 5(1)(a), 12(1)",
  }));
}

function spelled(amount: string, unit: string): string {
  const first = unit.toLowerCase();
  const word = first.startsWith("d")
    ? "day"
    : first.startsWith("w")
      ? "week"
      : first.startsWith("m")
        ? "month"
        : "year";
  return `${/^\d+$/.test(amount) ? Number(amount) : 1} ${word}`;
}

/** Every length of time that the policy states anywhere, that its law states, and the ages it speaks of. */
function declaredTerms(policy: Policy): ReadonlySet<string> {
  const found = new Set<string>();
  const { answerWithinDays, copyTo, register } = policy.rights;
  for (const days of [answerWithinDays ?? 0, copyTo.settledDays]) found.add(`${days} day`);
  found.add(`${register.keepYears} year`).add("1 month").add("2 month");
  look(policy, found);
  return found;
}

function look(value: unknown, found: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if (isPeriod(value)) found.add(`${value.amount} ${value.unit}`);
  if ("duty" in value && typeof value.duty === "string")
    for (const { years } of retentionDuty(value.duty)?.spans ?? []) found.add(`${years} year`);
  for (const [key, part] of Object.entries(value))
    if (typeof part === "number" && /age|years|until/i.test(key)) found.add(`${part} year`);
    else if (key !== "houseText") look(part, found);
}

function isPeriod(value: object): value is Period {
  return "amount" in value && "unit" in value && typeof value.amount === "number";
}
