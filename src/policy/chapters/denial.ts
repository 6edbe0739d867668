import type { Localized } from "#base";

/** Words that deny that data is personal. "Not anonymous" denies nothing. */
const denial =
  /\b(geen|niet) (\p{L}+ )?(persoonsgegevens?|persoonlijke?|identificeerbare?)\b|(?<!\b(?:niet|geen) )\banoni?em|\b(no|not|non)[- ](personally? identifiable|personal)|(?<!\bnot )\banonymous/iu;

/** Whether a text says, in any of its languages, that what it is about is no personal data. */
export function deniesPersonal(text: Localized | undefined): boolean {
  return Object.values(text ?? {}).some((words) => denial.test(words));
}
