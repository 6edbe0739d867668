import { answerTermText } from "#policy";
import type { CentreFrame } from "./frame.ts";

const sentences = {
  nl: {
    both: (days: number) =>
      `Binnen ${days} dagen, of binnen één maand als dat eerder is. Deze termijn begint op de dag van uw verzoek.`,
    law: "Binnen één maand na uw verzoek.",
    laws: (term: string) => `Binnen ${term}. Deze termijn begint op de dag van uw verzoek.`,
  },
  en: {
    both: (days: number) =>
      `Within ${days} days, or within one month when that is earlier. The term starts on the day of your request.`,
    law: "Within one month of your request.",
    laws: (term: string) => `Within ${term}. The term starts on the day of your request.`,
  },
};

/** When an answer comes: what was promised and what the law says (GDPR art. 12(3)), the earliest counts. */
export function answerTerm({ policy, language }: CentreFrame): string {
  const days = policy.rights.answerWithinDays;
  const said = sentences[language];
  if (days !== undefined) return said.both(days);
  const term = answerTermText(policy, { amount: 1, unit: "month" }, language);
  return term.includes(",") ? said.laws(term) : said.law;
}
