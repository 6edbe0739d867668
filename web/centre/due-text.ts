import { isEea } from "#law";
import { residencesAsked } from "#policy";
import type { CentreFrame } from "./frame.ts";
import { lawTexts } from "./law-texts.ts";

const sentences = {
  nl: {
    both: (days: number) =>
      `Binnen ${days} dagen, of binnen één maand als dat eerder is. Deze termijn begint op de dag van uw verzoek.`,
    law: "Binnen één maand na uw verzoek.",
  },
  en: {
    both: (days: number) =>
      `Within ${days} days, or within one month when that is earlier. The term starts on the day of your request.`,
    law: "Within one month of your request.",
  },
};

/** The law of where the organisation is gives everybody a month at most; elsewhere it can be another term. */
function monthForAll({ policy }: CentreFrame): boolean {
  const { country } = policy.organisation;
  return isEea(country) || country === "GB" || residencesAsked(policy).length === 0;
}

/** When an answer comes: what was promised and what the law says (GDPR art. 12(3)), the earliest counts. */
export function answerTerm(frame: CentreFrame): string {
  const days = frame.policy.rights.answerWithinDays;
  if (days === undefined && !monthForAll(frame)) return lawTexts[frame.language].term;
  return days === undefined ? sentences[frame.language].law : sentences[frame.language].both(days);
}
