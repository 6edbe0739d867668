/** Data that leaves the European Economic Area: where it is stored, under which framework, who stays liable (GDPR arts. 44–49). */
import { dateText, enumerated, type Language, type LocalDate, type Localized, type Problem, say } from "#base";
import { countryAfterIn } from "#law";
import { promise } from "../compile/draft.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { country, date, oneOf, text, website } from "../grammar/values.ts";
import { type Region, regionTitle } from "../regions.ts";
import { checkOwnName, declared, region } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { eachEntry } from "./phrases.ts";

const frameworkKinds = ["eu-us-dpf", "uk-us-dpf", "swiss-us-dpf", "scc", "bcr"] as const;

export type FrameworkKind = (typeof frameworkKinds)[number];
type TransferPromise = "onlySafeguarded" | "onwardLiable" | "onwardBound" | "notice";

export interface Transfers extends Declared, Clauses<TransferPromise> {
  readonly storedIn?: Declared & { readonly countries: readonly string[] };
  readonly frameworks: readonly TransferFramework[];
}

export interface TransferFramework extends Declared {
  readonly name: string;
  readonly framework: FrameworkKind;
  /** Whose data it covers. */
  readonly from: readonly Region[];
  /** Companies that take part: by name. Empty: the organisation itself. */
  readonly certified: readonly string[];
  /** The last day of the certification. */
  readonly untilOn?: LocalDate;
  /** Where anybody can look it up. */
  readonly site?: string;
}

const clauses: Readonly<Record<TransferPromise, Clause>> = {
  onlySafeguarded: {
    doc: "Nothing leaves for a country without adequacy or a safeguard.",
    mechanism: "transfer-gate",
    checks: [{ kind: "transfers-safeguarded" }],
    article: "GDPR art. 44",
    nl: "Naar een land zonder goede bescherming gaan gegevens alleen met afspraken die de wet goedkeurt.",
    en: "To a country without good protection data goes only under arrangements that the law approves.",
  },
  onwardLiable: {
    doc: "You stay liable for data that you pass on under the framework.",
    mechanism: "dpa-gate",
    checks: [{ kind: "contracts-hold" }],
    article: "DPF Principles, Accountability for Onward Transfer",
    nl: "Geven wij zulke gegevens door aan wie voor ons werkt, dan blijven wij verantwoordelijk.",
    en: "When we pass such data on to whoever works for us, we stay responsible.",
  },
  onwardBound: {
    doc: "Whoever gets data onward must keep to the same rules.",
    mechanism: "dpa-gate",
    checks: [{ kind: "contracts-hold" }],
    article: "GDPR art. 28(4), 44",
    nl: "Wie gegevens van ons krijgt, houdt zich aan dezelfde regels.",
    en: "Whoever gets data from us keeps to the same rules.",
  },
  notice: {
    doc: "The law of the other country may protect less; people are told so.",
    mechanism: "notice-publish",
    checks: [{ kind: "stated" }],
    article: "GDPR art. 13(1)(f)",
    nl: "De wet van zo'n land beschermt u soms minder dan de wet van uw eigen land.",
    en: "The law of such a country sometimes protects you less than the law of your own.",
  },
};

const kind = mapping({
  name: "Transfers",
  doc: "Data that leaves the European Economic Area. Each recipient names its own country and safeguard; here stands what holds for all.",
  example:
    "transfers:\n  storedIn: {countries: [DE, US]}\n  frameworks:\n    dpf: {framework: eu-us-dpf, from: [eu, uk], certified: [Example Inc.], until: 2027-06-30, site: 'https://www.dataprivacyframework.gov'}\n  onwardLiable: {}",
  members: {
    storedIn: may(
      mapping({
        name: "Stored in",
        doc: "The countries in which data is stored.",
        members: { countries: need(list(country), "The countries."), ...declared },
      }),
      "The countries in which data is stored.",
    ),
    frameworks: may(
      named({
        what: "a framework",
        check: checkOwnName,
        kind: mapping({
          name: "Transfer framework",
          doc: "A framework under which data leaves: a certification or clauses.",
          members: {
            framework: need(oneOf(frameworkKinds, "a framework for transfers"), "Which one."),
            from: need(list(region), "Whose data it covers: people where."),
            certified: may(list(text), "The companies that take part; the organisation when left out."),
            until: may(date, "The last day of the certification."),
            site: may(website, "Where anybody can look it up."),
            ...declared,
          },
        }),
      }),
      "Frameworks under which data leaves.",
    ),
    ...clauseMembers(clauses),
    ...declared,
  },
});

export const transfers = chapter({
  word: "transfers",
  doc: "Data that leaves the European Economic Area.",
  kind,
  resolve: (read, names): Transfers => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(clauses, read, names),
    ...present({
      storedIn: read.storedIn && {
        countries: [...new Set(read.storedIn.countries)],
        ...names.declaredBy(read.storedIn, read.storedIn.at),
      },
    }),
    frameworks: eachEntry(
      read.frameworks,
      (value, name): TransferFramework => ({
        ...names.declaredBy(value, name.at),
        ...present({
          name: name.text,
          framework: value.framework,
          from: [...new Set(value.from)],
          certified: value.certified ?? [],
          untilOn: value.until,
          site: value.site,
        }),
      }),
    ),
  }),
  promises,
  problems: (stated, policy) => stated.frameworks.flatMap((framework) => lapsed(framework, policy)),
});

const frameworkTexts: Readonly<Record<FrameworkKind, Required<Localized>>> = {
  "eu-us-dpf": { nl: "het EU-VS Data Privacy Framework", en: "the EU-US Data Privacy Framework" },
  "uk-us-dpf": {
    nl: "de Britse uitbreiding van het Data Privacy Framework",
    en: "the UK Extension to the Data Privacy Framework",
  },
  "swiss-us-dpf": { nl: "het Zwitsers-Amerikaanse Data Privacy Framework", en: "the Swiss-US Data Privacy Framework" },
  scc: {
    nl: "de standaardbepalingen van de Europese Commissie",
    en: "the standard clauses of the European Commission",
  },
  bcr: { nl: "bindende regels binnen ons concern", en: "binding rules within our group" },
};

function promises(stated: Transfers, policy: Policy): readonly PolicyPromise[] {
  const { storedIn } = stated;
  const base = { section: "transfers", mechanism: "transfer-gate", article: "GDPR art. 13(1)(f)" } as const;
  const countries = (language: Language) =>
    enumerated(
      (storedIn?.countries ?? []).map((code) => countryAfterIn(code, language)),
      language,
    );
  return [
    ...(storedIn === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "transfers.stored-in",
            checks: [{ kind: "stored-in", countries: storedIn.countries }],
            nl: `Wij bewaren gegevens in ${countries("nl")}.`,
            en: `We store data in ${countries("en")}.`,
            from: storedIn,
          }),
        ]),
    ...stated.frameworks.map((framework) => frameworkPromise(framework, policy)),
    ...clausePromises(clauses, stated, { prefix: "transfers", section: "transfers" }, policy),
  ];
}

function frameworkPromise(stated: TransferFramework, policy: Policy): PolicyPromise {
  const { name, framework, from, certified, untilOn, site } = stated;
  const own = policy.organisation.legalName ?? policy.organisation.name;
  const who = (language: Language) => enumerated(certified.length === 0 ? [own] : certified, language);
  const where = (language: Language) =>
    enumerated(
      from.map((each) => regionTitle(each, language)),
      language,
    );
  const several = certified.length > 1;
  const plural = framework === "scc" || framework === "bcr";
  const look = (language: Language) => {
    if (site === undefined) return "";
    return language === "nl" ? ` U kunt dat nakijken: ${site}.` : ` You can look it up: ${site}.`;
  };
  const until = (language: Language) => {
    if (untilOn === undefined) return "";
    return ` (${language === "nl" ? "geldig tot en met" : "valid through"} ${dateText(untilOn, language)})`;
  };
  return promise(policy, {
    id: `transfers.frameworks.${name}`,
    mechanism: "safeguard-evidence",
    section: "transfers",
    checks: [{ kind: "framework-valid", framework: name }],
    nl: `Voor gegevens van mensen in ${where("nl")} ${plural ? "gelden" : "geldt"} ${say(frameworkTexts[framework], "nl")}${until("nl")}; ${who("nl")} ${several ? "houden" : "houdt"} zich daaraan.${look("nl")}`,
    en: `For data of people in ${where("en")}, ${say(frameworkTexts[framework], "en")} ${plural ? "hold" : "holds"}${until("en")}; ${who("en")} ${several ? "keep" : "keeps"} to ${plural ? "them" : "it"}.${look("en")}`,
    about: name,
    article: framework === "bcr" ? "GDPR art. 47" : framework === "scc" ? "GDPR art. 46(2)(c)" : "GDPR art. 45",
    from: stated,
  });
}

function lapsed(framework: TransferFramework, policy: Policy): readonly Problem[] {
  if (framework.untilOn === undefined || framework.untilOn >= policy.inForceOn) return [];
  return [
    {
      code: "certification-lapsed",
      severity: "error",
      message: `The certification under "${framework.name}" ended on ${framework.untilOn}, before this policy is in force.`,
      remedy: "Renew it and correct the date, or name another safeguard.",
      at: framework.at,
      path: `transfers.frameworks.${framework.name}`,
      article: "GDPR art. 44, 45",
    },
  ];
}
