import { type Language, type LocalDate, localDate } from "#base";

/** How sure we are of a figure. Only `high` counts as confirmed: see `isConfirmed`. */
export type Confidence = "high" | "medium" | "low";

/** Where a figure comes from and when it holds. Every entry of the tables in this room carries one. */
export interface Cited {
  /** The provision: `AWR art. 52(4)`. */
  readonly article: string;
  readonly confidence: Confidence;
  /** `seen`: a source that states it was read when it was written down. `recalled`: known, and not read again. */
  readonly basis: "seen" | "recalled";
  /** The first day on which it holds; absent where the table begins with it. */
  readonly validFrom?: LocalDate;
  /** The last day on which it holds; absent while nothing ends it. */
  readonly validUntil?: LocalDate;
  /** What a reader of the figure must know. */
  readonly note?: string;
}

/** A text in both languages of the house. */
export interface Titled {
  readonly nl: string;
  readonly en: string;
}

/** The day the tables were last gone through. Figures change; whoever shows one shows this day beside it. */
export const lawAsOf = localDate("2026-11-22");

/** Whether a figure may be shown without a mark. Medium and low ones need somebody to read the provision first. */
export function isConfirmed(cited: Pick<Cited, "confidence">): boolean {
  return cited.confidence === "high";
}

/** What stands beside every figure that is not confirmed, in whichever room it is shown. */
export const unconfirmed: Titled = { nl: "niet bevestigd", en: "unconfirmed" };

/** The mark of a figure, for behind it in brackets: empty for a confirmed one. */
export function confirmationMark(cited: Pick<Cited, "confidence">, language: Language): string {
  return isConfirmed(cited) ? "" : unconfirmed[language];
}

/** An article with the mark of its figure: `AWR art. 52(4)`, or `Code art. 1, unconfirmed`. */
export function articleText(cited: Pick<Cited, "article" | "confidence">, language: Language): string {
  const mark = confirmationMark(cited, language);
  const article = lawText(cited.article, language);
  return mark === "" ? article : `${article}, ${mark}`;
}

/** The longest names first: `UK GDPR` is not `UK AVG`. */
const dutchNames: readonly (readonly [RegExp, string])[] = [
  [/\bUK GDPR\b/g, "Britse AVG"],
  [/\bICO guidance on time limits\b/g, "ICO, leidraad over termijnen"],
  [/\bGDPR\b/g, "AVG"],
  [/\bePrivacy Directive\b/g, "e-Privacyrichtlijn"],
  [/\bCommission Implementing Decision\b/g, "Uitvoeringsbesluit van de Commissie"],
  [/\bImplementing Regulation\b/g, "Uitvoeringsverordening"],
  [/\bAct of (\d{1,2}) January\b/g, "wet van $1 januari"],
  [/\bAct of (\d{1,2}) July\b/g, "wet van $1 juli"],
  [/\bAct of (\d{1,2}) November\b/g, "wet van $1 november"],
  [/\bDirective\b/g, "Richtlijn"],
  [/\bRegulation\b/g, "Verordening"],
  [/\/EC\b/g, "/EG"],
  [/\brecital\b/g, "overweging"],
  [/\bCJEU\b/g, "HvJ EU"],
];

/** Names of laws in an article as they are called in this language. */
export function lawText(article: string, language: Language): string {
  if (language === "en") return article;
  return dutchNames.reduce((text, [name, dutch]) => text.replace(name, dutch), article);
}

/** Whether an entry holds on this day. */
export function inForceOn(cited: Pick<Cited, "validFrom" | "validUntil">, on: LocalDate): boolean {
  return (
    (cited.validFrom === undefined || cited.validFrom <= on) &&
    (cited.validUntil === undefined || on <= cited.validUntil)
  );
}

/** The confidence of something made from several figures: that of the weakest. */
export function weakest(...parts: readonly Pick<Cited, "confidence">[]): Confidence {
  const found = parts.map((part) => part.confidence);
  if (found.includes("low")) return "low";
  return found.includes("medium") ? "medium" : "high";
}

/** An entry whose source was read; sure of it unless `more` says otherwise. */
export function seen(article: string, more: Partial<Cited> = {}): Cited {
  return { article, confidence: "high", basis: "seen", ...more };
}

/** An entry written down from knowledge of the provision; sure of it unless `more` says otherwise. */
export function recalled(article: string, more: Partial<Cited> = {}): Cited {
  return { article, confidence: "high", basis: "recalled", ...more };
}

/** Holds from this day on. */
export function from(day: string): { readonly validFrom: LocalDate } {
  return { validFrom: localDate(day) };
}

/** Holds through this day. */
export function through(day: string): { readonly validUntil: LocalDate } {
  return { validUntil: localDate(day) };
}
