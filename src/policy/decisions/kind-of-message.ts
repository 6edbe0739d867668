/**
 * Which right a letter in one's own words is about, by plain phrases in Dutch and English. It proposes and never guesses:
 * where two rights are named, where a phrase is denied, or where the law wants more than words, somebody decides.
 */
import type { Policy } from "../model.ts";
import type { RequestKind } from "../vocabulary.ts";
import { isOffered, kindsOffered, purposesToName } from "./asking.ts";

/** Everything between a verb and what it is about stays in one sentence. */
const gap = String.raw`[^.!?\n]{0,60}?`;
const mine = String.raw`(?:mijn|mij|onze|my|me)\b`;
const data = String.raw`(?:persoonsgegevens|gegevens|data|informatie|information|account|profiel|profile)`;
const seen = "(?:stuur|sturen|opsturen|toesturen|ontvangen|inzien|opvragen|downloaden)";
const law = String.raw`(?:van de |of the |of |uit de )?(?:avg|gdpr|uk gdpr|algemene verordening)`;

function article(number: number): string {
  return String.raw`\bart(?:ikel|icle|\.)? ?${number}\b(?:\([0-9a-z]\))* ?,? ?${law}`;
}

const phrases: Readonly<Record<RequestKind, readonly string[]>> = {
  access: [
    String.raw`\b(?:recht (?:op|van) )?inzage(?:verzoek|recht)?\b`,
    String.raw`\b(?:kopie|afschrift|overzicht)\b${gap}\bmijn\b${gap}(?:persoonsgegevens|gegevens|data)\b`,
    String.raw`\bwelke (?:persoons)?gegevens\b${gap}\b(?:van|over) mij\b`,
    String.raw`\b(?:subject access request|dsar|right of access|data access request)\b`,
    String.raw`\bcopy of\b${gap}\bmy\b${gap}(?:data|information)\b`,
    String.raw`\bwhat (?:personal )?(?:data|information)\b${gap}\b(?:about|on) me\b`,
    String.raw`\b${seen}\b${gap}\bmijn\b${gap}(?:persoonsgegevens|gegevens|data)\b`,
    String.raw`\bmijn\b${gap}(?:persoonsgegevens|gegevens|data)\b${gap}\b${seen}\b`,
    String.raw`\b(?:send|receive|access|download|see)\b${gap}\bmy\b${gap}(?:data|information)\b`,
    article(15),
  ],
  rectification: [
    String.raw`\brectific(?:atie|eren|eer)\b|\brectif(?:ication|y)\b`,
    String.raw`\b(?:corrigeer|corrigeren|verbeter|verbeteren|wijzig|wijzigen|aanpassen)\b${gap}\b(?:naam|adres|geboortedatum|telefoonnummer|gegevens)\b`,
    String.raw`\b(?:mijn|my)\b${gap}\b(?:naam|adres|geboortedatum|name|address|date of birth)\b${gap}\b(?:klopt niet|onjuist|verkeerd|is wrong|is incorrect)`,
    String.raw`\b(?:correct|update)\b${gap}\bmy (?:name|address|date of birth|personal data|data|details)\b`,
    article(16),
  ],
  erasure: [
    String.raw`\b(?:recht op (?:vergetelheid|gegevenswissing)|right to be forgotten|right to erasure)\b`,
    String.raw`\b(?:verwijder|verwijderen|verwijdert|wis|wissen|vernietig|vernietigen)\b${gap}\b(?:mijn|mij)\b`,
    String.raw`\bmijn\b${gap}${data}\b${gap}\b(?:verwijderen|verwijderd|wissen|gewist|vernietigen|vernietigd)\b`,
    String.raw`\b(?:delete|erase|remove)\b${gap}\b${mine}${gap}${data}\b`,
    String.raw`\b${mine}${gap}${data}\b${gap}\b(?:deleted|erased|removed)\b`,
    String.raw`\bvergeet mij\b|\bforget me\b`,
    article(17),
  ],
  leaving: [],
  restriction: [
    String.raw`\bbeperk(?:en|ing)?\b${gap}\bverwerking\b`,
    String.raw`\brestrict(?:ion)?\b${gap}\bprocessing\b`,
    article(18),
  ],
  lifting: [],
  portability: [
    String.raw`\b(?:dataportabiliteit|gegevensoverdracht|overdraagbaarheid|data portability|portability)\b`,
    String.raw`\bmijn (?:persoons)?gegevens\b${gap}\boverdragen\b`,
    String.raw`\btransfer\b${gap}\bmy (?:personal )?data\b`,
    article(20),
  ],
  objection: [
    String.raw`\bbezwaar\b${gap}\b(?:tegen|verwerking|gebruik)\b`,
    String.raw`\bobject(?:ion)? to\b${gap}\b(?:processing|use|profiling)\b`,
    article(21),
  ],
  "marketing-objection": [
    String.raw`\b(?:uitschrijven|afmelden|unsubscribe)\b`,
    String.raw`\b(?:geen|stop|no more)\b${gap}\b(?:reclame|nieuwsbrief|nieuwsbrieven|mailings?|marketing|newsletters?|advertising)\b`,
    String.raw`\bstop\b${gap}\b(?:sending me|mij te mailen|met mailen|emailing me)\b`,
  ],
  "withdraw-consent": [
    String.raw`\btoestemming\b${gap}\b(?:intrekken|trek|in\b)|\btrek\b${gap}\btoestemming\b`,
    String.raw`\b(?:withdraw|revoke)\b${gap}\bconsent\b`,
  ],
  "sale-opt-out": [
    String.raw`\b(?:do not|don't) sell\b${gap}\b(?:my|me)\b`,
    String.raw`\bverkoop\b${gap}\bmijn\b${gap}\bniet\b`,
  ],
  "automated-decision": [
    String.raw`\bautomated (?:individual )?decision\b|\bhuman (?:review|intervention)\b`,
    String.raw`\bgeautomatiseerde?\b${gap}\bbe(?:sluit|slissing)\b|\bmenselijke (?:tussenkomst|beoordeling)\b`,
    article(22),
  ],
  complaint: [String.raw`\b(?:klacht|klachten|klagen)\b`, String.raw`\b(?:complaint|complain)\b`],
  // Who writes is not whom it is about: staff enter it.
  "under-age-report": [],
};

const compiled = (Object.keys(phrases) as RequestKind[]).map(
  (kind) => [kind, phrases[kind].map((phrase) => new RegExp(phrase, "giu"))] as const,
);

/** A few words before a phrase that turn it round: "wilt u mijn account níét verwijderen". */
const denial =
  /\b(?:niet|nooit|geen|not|never|don't|doesn't|zonder|without|wis(?:t|te) u|hebt u|heeft u|have you|did you)\b/iu;
const before = 40;
/** Words of a letter beyond this are not looked at. */
const most = 20_000;

export interface ProposedKinds {
  /** What it may be about, the likeliest first: for whoever decides. */
  readonly kinds: readonly RequestKind[];
  /** Present when nothing else is meant and nothing more need be said. */
  readonly clear?: RequestKind;
}

/** `words`: subject and text as the person wrote them, without what they quote. */
export function kindOfMessage(policy: Policy, words: string): ProposedKinds {
  const text = words.slice(0, most).normalize("NFKC").replaceAll("’", "'");
  const found = compiled.flatMap(([kind, patterns]) => {
    const hits = patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
    return hits.length === 0 || !isOffered(policy, kind) ? [] : [{ kind, hits }];
  });
  const kinds = found.toSorted((one, other) => other.hits.length - one.hits.length).map(({ kind }) => kind);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return { kinds };
  const denied = only.hits.some((hit) => isDenied(text, hit));
  return denied || purposesToName(policy, only.kind) !== undefined ? { kinds } : { kinds, clear: only.kind };
}

function isDenied(text: string, hit: RegExpExecArray): boolean {
  const sentence =
    text
      .slice(Math.max(0, hit.index - before), hit.index)
      .split(/[.!?\n]/u)
      .at(-1) ?? "";
  // Within the phrase of what says no by itself ("geen reclame", "do not sell") a denial is meant.
  return denial.test(sentence);
}

/** For a list to choose from: what was proposed, then everything else that is offered. */
export function kindsToChoose(policy: Policy, proposed: readonly RequestKind[]): readonly RequestKind[] {
  return [...new Set([...proposed, ...kindsOffered(policy)])].filter((kind) => isOffered(policy, kind));
}
