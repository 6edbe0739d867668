import { type Language, say } from "#base";
import { articleText, type CountsFrom, retentionDuty } from "#law";
import type { KeepRule, Policy, System, Until } from "../model.ts";
import type { PolicyPromise, PromiseCheck } from "../promises.ts";
import { alternatives, promise } from "./draft.ts";
import { periodText, subjectOf } from "./facts.ts";

export function keepPromises(policy: Policy): readonly PolicyPromise[] {
  return policy.keep.flatMap((rule) =>
    rule.hold === undefined ? [limited(policy, rule)] : [held(policy, rule), ...hidden(policy, rule)],
  );
}

const then: Readonly<Record<Language, Readonly<Record<KeepRule["then"], string>>>> = {
  nl: {
    erase: "Daarna wissen wij ze.",
    anonymise: "Daarna maken wij ze anoniem.",
    aggregate: "Daarna houden wij alleen aantallen over.",
  },
  en: {
    erase: "After that we erase them.",
    anonymise: "After that we make them anonymous.",
    aggregate: "After that we keep only counts.",
  },
};

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
    nl: `Wij bewaren ${subjectOf(policy, rule, "nl")} ${lengthText(rule, "nl")}. ${then.nl[rule.then]}`,
    en: `We keep ${subjectOf(policy, rule, "en")} ${lengthText(rule, "en")}. ${then.en[rule.then]}`,
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
    nl: `De wet verplicht ons om ${subjectOf(policy, rule, "nl")} te bewaren ${lengthText(rule, "nl")}, ook als u vraagt om te wissen. ${then.nl[rule.then]}`,
    en: `The law obliges us to keep ${subjectOf(policy, rule, "en")} ${lengthText(rule, "en")}, also when you ask for erasure. ${then.en[rule.then]}`,
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

/** How long, for the middle of a sentence. Years of the law are those for documents of now; older stretches follow in brackets. */
function lengthText(rule: KeepRule, language: Language): string {
  return endText(rule.until, language);
}

/** Until when, for the middle of a sentence. */
export function endText(until: Until, language: Language): string {
  switch (until.kind) {
    case "relationship-ends":
      return language === "nl"
        ? "tot u laat weten dat u onze diensten niet meer wilt"
        : "until you tell us that you no longer want our services";
    case "after":
      return eventText(until, language);
    case "longest":
      return longestText(
        until.of.map((end) => endText(end, language)),
        language,
      );
    case "law": {
      const duty = retentionDuty(until.duty);
      if (duty === undefined) return "";
      const spans = duty.spans.map((span) => spanText(span, language)).toReversed();
      const word = language === "nl" ? "tot" : "until";
      return `${word} ${spans.join(", ")} ${countsFrom[language][duty.countsFrom]} (${say(duty.title, language)}, ${articleText(duty, language)})`;
    }
  }
}

function eventText(until: Extract<Until, { kind: "after" }>, language: Language): string {
  const called = until.called === undefined ? undefined : say(until.called, language);
  if (until.period.amount === 0) return `${language === "nl" ? "tot" : "until"} ${called ?? `“${until.event}”`}`;
  const length = periodText(until.period, language);
  return called === undefined ? length : `${length} ${language === "nl" ? "na" : "after"} ${called}`;
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
  return language === "nl"
    ? `of ${years} voor stukken van vóór ${year}`
    : `or ${years} for documents from before ${year}`;
}
