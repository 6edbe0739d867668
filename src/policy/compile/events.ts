/** What a term counts from, in words. */
import { type Language, type Localized, say } from "#base";
import type { Until } from "../model.ts";

/** The words that policies use most. */
const known: Readonly<Record<string, Required<Localized>>> = {
  visited: { nl: "uw bezoek", en: "your visit" },
  received: { nl: "de ontvangst", en: "receipt" },
  sent: { nl: "de verzending", en: "sending" },
  subscribed: { nl: "uw aanmelding", en: "your subscription" },
  unsubscribed: { nl: "uw afmelding", en: "your unsubscribing" },
  ordered: { nl: "uw bestelling", en: "your order" },
  paid: { nl: "uw betaling", en: "your payment" },
  created: { nl: "het vastleggen", en: "recording" },
  imported: { nl: "het invoeren", en: "the import" },
  happened: { nl: "de gebeurtenis", en: "the event" },
  noticed: { nl: "de dag waarop wij het zagen", en: "the day we noticed" },
  used: { nl: "het gebruik", en: "use" },
  "last-used": { nl: "het laatste gebruik", en: "the last use" },
  answered: { nl: "uw antwoord", en: "your answer" },
  withdrawn: { nl: "het intrekken", en: "withdrawal" },
  closed: { nl: "de afhandeling", en: "settlement" },
  ended: { nl: "het einde", en: "the end" },
  expired: { nl: "het verlopen", en: "expiry" },
  left: { nl: "het einde van het dienstverband", en: "the end of employment" },
};

/** As the policy calls it, else in our words; an event that we have no words for is quoted. */
export function eventText(until: Extract<Until, { readonly kind: "after" }>, language: Language): string {
  if (until.called !== undefined) return say(until.called, language);
  return Object.hasOwn(known, until.event) ? say(known[until.event], language) : `“${until.event}”`;
}
