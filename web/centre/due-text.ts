import type { CentreFrame } from "./frame.ts";

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

/** When an answer comes: what was promised and what the law says (GDPR art. 12(3)), the earliest counts. */
export function answerTerm(frame: CentreFrame): string {
  const days = frame.policy.rights.answerWithinDays;
  return days === undefined ? sentences[frame.language].law : sentences[frame.language].both(days);
}
