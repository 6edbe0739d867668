/** What the notice is about: which places and persons, in which role, what it tells and where else something stands. */
import type { Localized, Period, Problem } from "#base";
import { isEea } from "#law";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOf, period, website } from "../grammar/values.ts";
import { checkOwnName, declared, region, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import { placeOfRegion, type Region, regionNames, regionOf, regionTitle } from "../regions.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { fact } from "./fact.ts";
import { eachEntry } from "./phrases.ts";
import { scopePromises } from "./scope-promises.ts";
import { type Stated, statedBy } from "./stated.ts";

const places = [
  "website",
  "app",
  "service",
  "shop",
  "phone",
  "e-mail",
  "post",
  "chat",
  "social-media",
  "offline",
  "other-channels",
] as const;
const roles = ["controller", "processor"] as const;
const topics = [
  "data",
  "purposes",
  "recipients",
  "storage",
  "security",
  "staff",
  "cookies",
  "rights",
  "choices",
] as const;
const parts = ["rights", "sale", "disclosure"] as const;

export type ScopePlace = (typeof places)[number];
export type ScopeTopic = (typeof topics)[number];
export type ScopePart = (typeof parts)[number];
export type ScopeRole = (typeof roles)[number];
type ScopeClause = "subdomains" | "linked" | "throughCustomers" | "upheld";
type DataClause = "minimal" | "personalData";

export interface Scope extends Declared, Clauses<ScopeClause | DataClause> {
  readonly covers: Stated<readonly ScopePlace[]>;
  readonly not?: Stated<readonly ScopePlace[]>;
  /** Addresses of the sites it holds for. */
  readonly sites?: Stated<readonly string[]>;
  readonly role?: Stated<readonly ScopeRole[]>;
  /** Where the people live whose data is used. */
  readonly users?: Stated<readonly Region[]>;
  readonly tells?: Stated<readonly ScopeTopic[]>;
  /** How far back it also describes what was done with data. */
  readonly lookBack?: Stated<Period>;
  /** What holds for those who live somewhere. */
  readonly residents: readonly (Declared & {
    readonly region: Region;
    readonly lawKept?: Declared;
    /** These parts of the notice hold only for them. */
    readonly only?: Stated<readonly ScopePart[]>;
  })[];
  /** Other notices, of ours or in the terms of one service. */
  readonly notices: readonly (Declared & {
    readonly name: string;
    readonly title: Localized;
    readonly link?: string;
    readonly for: readonly Region[];
    readonly about: readonly ScopeTopic[];
  })[];
}

const clauses: Readonly<Record<ScopeClause, Clause>> = {
  subdomains: {
    doc: "It also holds for every subdomain of the sites.",
    mechanism: "cookie-inventory",
    nl: "Dat geldt ook voor alle onderdelen en subdomeinen van onze websites.",
    en: "That includes all parts and subdomains of our websites.",
  },
  linked: {
    doc: "It holds for every site and product of yours that links to it.",
    mechanism: "notice-publish",
    checks: [{ kind: "stated" }],
    nl: "Verwijst een andere website of dienst van ons naar deze verklaring, dan geldt zij ook daar.",
    en: "When another website or service of ours refers to this notice, it holds there too.",
  },
  throughCustomers: {
    doc: "It also holds for persons who use the service through an employer or another business customer.",
    mechanism: "notice-publish",
    checks: [{ kind: "stated" }],
    nl: "Gebruikt u onze dienst via uw werkgever of een andere zakelijke klant, dan geldt deze verklaring ook voor u.",
    en: "When you use our service through your employer or another business customer, this notice holds for you too.",
  },
  upheld: {
    doc: "The organisation keeps to the notice.",
    mechanism: "notice-lint",
    article: "GDPR art. 5(2)",
    nl: "Wij houden ons aan deze verklaring en controleren dat zelf.",
    en: "We keep to this notice and check that we do.",
  },
};

const dataClauses: Readonly<Record<DataClause, Clause>> = {
  minimal: {
    doc: "Only data that a declared purpose needs is asked and used.",
    mechanism: "collect-guard",
    article: "GDPR art. 5(1)(c)",
    nl: "Wij vragen en gebruiken alleen gegevens die nodig zijn voor een doel in deze verklaring.",
    en: "We ask and use only data that a purpose in this notice needs.",
  },
  personalData: {
    doc: "Everything that can point at a person counts as personal data, also an IP address or a cookie identifier.",
    mechanism: "data-map",
    article: "GDPR art. 4(1)",
    nl: "Alles wat naar u kan leiden, behandelen wij als persoonsgegeven, ook een IP-adres of een cookienummer.",
    en: "We treat everything that can lead to you as personal data, also an IP address or a cookie identifier.",
  },
};

const resident = mapping({
  name: "Residents",
  doc: "What holds for those who live in one region. `{}` is enough to say that the law there gives them rights.",
  example: "residents:\n  california: {only: sale, cites: [004-174]}\n  canada: {lawKept: {cites: [001-113]}}",
  members: {
    lawKept: may(
      mapping({
        name: "Law kept",
        doc: "The law of that region is complied with. `{}` is enough.",
        members: { ...declared },
      }),
      "Present when it was promised that the law there is complied with.",
    ),
    only: may(
      fact(list(oneOf(parts, "a part of the notice")), {
        name: "Only for residents",
        doc: "Parts of the notice that hold only for these residents.",
        is: "The parts.",
      }),
      "Parts of the notice that hold only for them.",
    ),
    ...declared,
  },
});

const notice = mapping({
  name: "Other notice",
  doc: "Another text about personal data: a notice for one region or site, or the terms of a service.",
  example:
    "notices:\n  california: {title: {nl: verklaring voor Californië, en: notice for California}, link: https://example.nl/california, for: california}",
  members: {
    title: need(said, "What it is called in a sentence."),
    link: may(website, "Where it stands."),
    for: may(list(region), "For whom; for everyone when left out."),
    about: may(list(oneOf(topics, "what a notice tells")), "What stands there instead of here."),
    ...declared,
  },
});

const several = (name: string, doc: string) => ({ name, doc, is: "What holds." });

const kind = mapping({
  name: "Scope",
  doc: "What the notice is about.",
  example:
    "scope:\n  covers: [website, service]\n  not: {is: offline, cites: [000-111]}\n  residents: {california: {cites: [001-105]}}\n  cites: [000-110]",
  members: {
    covers: need(
      fact(list(oneOf(places, "a place where data is used")), several("Covers", "What the notice holds for.")),
      "What it holds for.",
    ),
    not: may(
      fact(list(oneOf(places, "a place where data is used")), several("Not covered", "What the notice leaves out.")),
      "What it does not hold for. Data that is collected there needs a notice of its own.",
    ),
    sites: may(fact(list(website), several("Sites", "Websites the notice holds for.")), "Addresses of the websites."),
    role: may(
      fact(list(oneOf(roles, "a role")), several("Role", "Whether you decide what data is used for.")),
      "`controller`: you decide. `processor`: a customer decides, see `onBehalf`.",
    ),
    users: may(fact(list(region), several("Users", "Where users live.")), "Where the people live whose data is used."),
    tells: may(
      fact(list(oneOf(topics, "what a notice tells")), several("Tells", "What the notice tells.")),
      "What was promised that the notice tells, beside that it is complete.",
    ),
    lookBack: may(
      fact(period, several("Look back", "How far back the notice describes what was done.")),
      "How far back it also describes what was done with data, such as 12 months.",
    ),
    residents: may(
      named({ what: "a region", kind: resident, check: checkRegion }),
      "What holds for those who live in a region.",
    ),
    notices: may(named({ what: "a notice", kind: notice, check: checkOwnName }), "Other texts about personal data."),
    ...clauseMembers(clauses),
    ...clauseMembers(dataClauses),
    ...declared,
  },
});

function checkRegion(name: string): { message: string; remedy: string } | undefined {
  return name !== "everyone" && regionOf(name) === name
    ? undefined
    : {
        message: `"${name}" is no region.`,
        remedy: `Write one of ${regionNames.filter((each) => each !== "everyone").join(", ")}, or a country code such as NL.`,
      };
}

export const scope = chapter({
  word: "scope",
  doc: "What the notice is about.",
  kind,
  resolve: (read, names): Scope => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(clauses, read, names),
    ...clausesOf(dataClauses, read, names),
    covers: { is: read.covers.value, ...names.declaredBy(read.covers, read.covers.at) },
    ...present({
      not: statedBy(read.not, names),
      sites: statedBy(read.sites, names),
      role: statedBy(read.role, names),
      users: statedBy(read.users, names),
      tells: statedBy(read.tells, names),
      lookBack: statedBy(read.lookBack, names),
    }),
    residents: eachEntry(read.residents, (value, name) => ({
      ...names.declaredBy(value, name.at),
      region: name.text,
      ...present({
        lawKept: value.lawKept && names.declaredBy(value.lawKept, value.lawKept.at),
        only: statedBy(value.only, names),
      }),
    })),
    notices: eachEntry(read.notices, (value, name) => ({
      ...names.declaredBy(value, name.at),
      ...present({ name: name.text, title: names.texts(value.title), link: value.link }),
      for: value.for ?? [],
      about: value.about ?? [],
    })),
  }),
  promises: (stated, policy) => [
    ...scopePromises(stated, policy),
    ...clausePromises(clauses, stated, { prefix: "scope", section: "scope" }, policy),
    ...clausePromises(dataClauses, stated, { prefix: "scope", section: "what-we-use" }, policy),
  ],
  problems,
});

function problems(stated: Scope, policy: Policy): readonly Problem[] {
  const { covers, not, role } = stated;
  const both = covers.is.filter((place) => not?.is.includes(place));
  const heard = (policy.messages ?? []).filter(({ channels }) =>
    channels.some((channel) => not?.is.some((place) => place === channelPlaces[channel])),
  );
  return [
    ...both.map(
      (place): Problem => ({
        code: "covered-and-not",
        severity: "error",
        message: `The notice both covers and leaves out "${place}".`,
        remedy: "Keep one of the two.",
        at: not?.at ?? stated.at,
        path: "scope.not",
      }),
    ),
    ...heard.map(
      ({ name }): Problem => ({
        code: "used-outside-scope",
        severity: "warning",
        message: `"${name}" goes through a channel that the notice does not cover.`,
        remedy: "Cover that channel too: people must be told wherever their data is used.",
        at: not?.at ?? stated.at,
        path: "scope.not",
        article: "GDPR art. 13(1), 14(1)",
      }),
    ),
    ...(role?.is.includes("processor") === true && policy.onBehalf === undefined
      ? [
          {
            code: "role-without-customers",
            severity: "warning",
            message: "Data is used on the instructions of customers, and it is not said which.",
            remedy: "Add onBehalf with what is done for customers.",
            at: role.at,
            path: "scope.role",
            article: "GDPR art. 12(1), 28",
          } satisfies Problem,
        ]
      : []),
    ...stated.notices
      .filter(({ link }) => link === undefined)
      .map(
        ({ name, at }): Problem => ({
          code: "notice-without-link",
          severity: "warning",
          message: `The notice "${name}" is referred to without its address.`,
          remedy: "Add link: the address where it stands.",
          at,
          path: `scope.notices.${name}`,
          article: "GDPR art. 12(1)",
        }),
      ),
    ...residentProblems(stated, policy),
  ];
}

const channelPlaces: Readonly<Record<string, ScopePlace>> = {
  email: "e-mail",
  phone: "phone",
  post: "post",
  chat: "chat",
};

/** The law follows the organisation as well as the person: whoever is established in the EEA owes the GDPR to everybody. */
function residentProblems({ residents }: Scope, policy: Policy): readonly Problem[] {
  if (!isEea(policy.organisation.country)) return [];
  return residents
    .filter(({ region: where, only }) => placeOfRegion(where) === "EU" && only?.is.includes("rights") === true)
    .map(({ region: where, only, at }) => ({
      code: "rights-by-residence",
      severity: "warning",
      message: `Rights are kept to people in ${regionTitle(where, "en")}, and the GDPR gives them to everybody whose data you use.`,
      remedy: "Leave only: rights out.",
      at: only?.at ?? at,
      path: `scope.residents.${where}`,
      article: "GDPR art. 3(1)",
    }));
}
