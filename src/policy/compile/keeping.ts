import { alternatives, capital, type Language, type LocalDate, periodText, say } from "#base";
import { articleText, type CountsFrom, retentionDuty, spansRunning } from "#law";
import type { KeepRule, Policy, System, Until } from "../model.ts";
import type { PolicyPromise, PromiseCheck } from "../promises.ts";
import { inBoth } from "../chapters/phrases.ts";
import { promise } from "./draft.ts";
import { eventText } from "./events.ts";
import { subjectOf } from "./facts.ts";

export function keepPromises(policy: Policy): readonly PolicyPromise[] {
  return policy.keep.flatMap((rule) =>
    rule.hold === undefined ? [limited(policy, rule)] : [held(policy, rule), ...hidden(policy, rule)],
  );
}

const then: Readonly<Record<Language, Readonly<Record<KeepRule["then"], string>>>> = {
  nl: {
    erase: "Daarna wissen wij het.",
    anonymise: "Daarna maken wij het anoniem.",
    aggregate: "Daarna houden wij alleen aantallen over.",
  },
  en: {
    erase: "After that we erase it.",
    anonymise: "After that we make it anonymous.",
    aggregate: "After that we keep only counts.",
  },
};

const afterTexts: Readonly<Record<Language, Readonly<Record<KeepRule["then"], string>>>> = {
  nl: {
    erase: "Wij wissen de gegevens.",
    anonymise: "Wij maken de gegevens anoniem.",
    aggregate: "Wij bewaren alleen totalen, zonder gegevens over personen.",
  },
  en: {
    erase: "We erase the data.",
    anonymise: "We make the data anonymous.",
    aggregate: "We keep totals only, without data on persons.",
  },
};

/** What is done with data after its term, as a sentence of its own. */
export function afterText(afterwards: KeepRule["then"], language: Language): string {
  return afterTexts[language][afterwards];
}

/** A rule as a row: what it is about, until when, what is done then. */
export function keepCells(policy: Policy, rule: KeepRule, language: Language): readonly [string, string, string] {
  const until = `${capital(endText(rule.until, language, policy.inForceOn))}.`;
  const forced =
    language === "nl" ? "Dat moet, ook als u vraagt om te wissen." : "We must, also when you ask for erasure.";
  return [
    capital(subjectOf(policy, rule, language)),
    rule.hold === undefined ? until : `${until} ${forced}`,
    afterText(rule.then, language),
  ];
}

function limited(policy: Policy, rule: KeepRule): PolicyPromise {
  const ends = rule.until.kind === "relationship-ends";
  const checks: readonly PromiseCheck[] = ends
    ? [{ kind: "leaving-opens-erasure" }, { kind: "erasure-leaves-nothing" }]
    : [{ kind: "retention-limited", rule: rule.name }];
  return promise(policy, {
    id: `keep.${rule.name}.limited`,
    mechanism: ends ? "relationship-end-trigger" : "retention-sweeper",
    section: "retention",
    checks,
    nl: `${capital(subjectOf(policy, rule, "nl"))}: dit bewaren wij ${endText(rule.until, "nl", policy.inForceOn)}. ${then.nl[rule.then]}`,
    en: `${capital(subjectOf(policy, rule, "en"))}: we keep this ${endText(rule.until, "en", policy.inForceOn)}. ${then.en[rule.then]}`,
    pieces: inBoth((language) => keepCells(policy, rule, language)),
    about: rule.name,
    article: "GDPR art. 5(1)(e), 13(2)(a)",
    from: rule,
  });
}

function held(policy: Policy, rule: KeepRule): PolicyPromise {
  return promise(policy, {
    id: `keep.${rule.name}.kept`,
    mechanism: "legal-hold",
    section: "retention",
    checks: [
      { kind: "hold-respected", rule: rule.name },
      { kind: "hold-ends-by-date", rule: rule.name },
    ],
    nl: `De wet verplicht ons om dit te bewaren: ${subjectOf(policy, rule, "nl")}. Dat duurt ${endText(rule.until, "nl", policy.inForceOn)}. Wij bewaren het ook als u vraagt om te wissen. ${then.nl[rule.then]}`,
    en: `The law obliges us to keep this: ${subjectOf(policy, rule, "en")}. It lasts ${endText(rule.until, "en", policy.inForceOn)}. We keep it also when you ask for erasure. ${then.en[rule.then]}`,
    pieces: inBoth((language) => keepCells(policy, rule, language)),
    about: rule.name,
    article: "GDPR art. 17(3)(b)",
    from: rule,
  });
}

/** One check for each system in which rows are held. */
function hidden(policy: Policy, rule: KeepRule): readonly PolicyPromise[] {
  if (rule.hold === undefined || rule.hold.hiddenFrom.length === 0) return [];
  const systems = policy.systems.filter((system) => holdsRows(system, rule));
  if (systems.length === 0) return [];
  return [
    promise(policy, {
      id: `keep.${rule.name}.hidden-from-staff`,
      mechanism: "staff-access",
      section: "retention",
      checks: systems.map((system) => ({ kind: "hold-hidden-from-staff", rule: rule.name, system: system.name })),
      nl: "Zijn uw gegevens gewist, dan kunnen onze medewerkers niet meer zien wat wij van de wet nog moeten bewaren.",
      en: "Once your data are erased, our staff can no longer see what the law still makes us keep.",
      about: rule.name,
      article: "GDPR art. 5(1)(c), 25(2)",
      from: rule.hold,
    }),
  ];
}

function holdsRows(system: System, rule: KeepRule): boolean {
  return system.tables.some((table) => table.keep?.rule === rule.name);
}

const countsFrom: Readonly<Record<Language, Readonly<Record<CountsFrom, string>>>> = {
  nl: {
    "end-of-book-year": "na het einde van het boekjaar",
    "end-of-calendar-year": "na het einde van het jaar",
    date: "na de datum van het stuk",
  },
  en: {
    "end-of-book-year": "after the end of the book year",
    "end-of-calendar-year": "after the end of the year",
    date: "after the date of the document",
  },
};

/** Until when, for the middle of a sentence: `until 2 years after your visit`. With a day, terms of old law that ended before it are left out. */
export function endText(until: Until, language: Language, on?: LocalDate): string {
  switch (until.kind) {
    case "relationship-ends":
      return language === "nl"
        ? "tot u laat weten dat u onze diensten niet meer wilt, of tot u vraagt te wissen"
        : "until you tell us that you no longer want our services, or until you ask for erasure";
    case "after":
      return termText(until, language);
    case "longest":
      return longestText(
        until.of.map((end) => endText(end, language, on)),
        language,
      );
    case "law":
      return lawfulText(until.duty, language, on);
  }
}

/** The years for documents of now, then those for older ones, then what the law calls them and where it says so. */
function lawfulText(id: string, language: Language, on: LocalDate | undefined): string {
  const duty = retentionDuty(id);
  if (duty === undefined) return "";
  const [now, ...older] = (on === undefined ? duty.spans : spansRunning(duty, on))
    .map((span) => spanText(span, language))
    .toReversed();
  const before = older.length === 0 ? "" : ` (${older.join(", ")})`;
  const until = `${language === "nl" ? "tot" : "until"} ${now} ${countsFrom[language][duty.countsFrom]}${before}`;
  const documents = `${say(duty.title, language)} (${articleText(duty, language)})`;
  return language === "nl"
    ? `${until}. De wet noemt die termijn voor ${documents}`
    : `${until}. The law has this term for ${documents}`;
}

function termText(until: Extract<Until, { kind: "after" }>, language: Language): string {
  const word = language === "nl" ? "tot" : "until";
  const event = eventText(until, language);
  if (until.period.amount === 0) return `${word} ${event}`;
  return `${word} ${periodText(until.period, language)} ${language === "nl" ? "na" : "after"} ${event}`;
}

function longestText(ends: readonly string[], language: Language): string {
  return language === "nl"
    ? `zolang als het langste hiervan: ${alternatives(ends, language)}`
    : `for the longest of these: ${alternatives(ends, language)}`;
}

function spanText(span: { readonly before?: string; readonly years: number }, language: Language): string {
  const years = periodText({ amount: span.years, unit: "year" }, language);
  if (span.before === undefined) return years;
  const year = span.before.slice(0, 4);
  return language === "nl" ? `${years} voor stukken van vóór ${year}` : `${years} for documents from before ${year}`;
}
