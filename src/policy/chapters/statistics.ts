/** Figures about groups of people, how they are made anonymous, and who gets them (GDPR recital 26). */
import { type Language, enumerated, type Localized, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOf, wholeNumber } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { declaredFact, fact } from "./fact.ts";
import { after, eachEntry, identifyingAmong, inBoth, partiesText, type Texts } from "./phrases.ts";

const methods = ["count", "remove-identifiers", "coarsen", "noise"] as const;

/** How data becomes anonymous: counted, identifiers left out, made coarser, noise added. */
export type AnonymousBy = (typeof methods)[number];
type StatisticClause = "unrecognisable";

export interface Statistic extends Declared, Clauses<StatisticClause> {
  readonly name: string;
  readonly title: Localized;
  readonly from: readonly string[];
  readonly purposes: readonly string[];
  /** No figure is about fewer persons. */
  readonly groups?: Declared & { readonly atLeast: number };
  readonly anonymous?: Declared & { readonly by: readonly AnonymousBy[] };
  readonly shared?: Declared & {
    readonly to: readonly string[];
    /** Others than the recipients of the policy, in words: possible buyers of the company. */
    readonly others?: Localized;
    readonly sold: boolean;
  };
}

const clauses: Readonly<Record<StatisticClause, Clause>> = {
  unrecognisable: {
    doc: "Nobody can be recognised in the figures, so they are no personal data (GDPR recital 26).",
    mechanism: "aggregate-publisher",
    article: "GDPR recital 26",
    nl: "Niemand is in deze cijfers te herkennen.",
    en: "Nobody can be recognised in these figures.",
  },
};

const shared = mapping({
  name: "Statistics shared",
  doc: "Who else gets the figures.",
  members: {
    to: may(list(nameOf("a recipient")), "Recipients of the policy."),
    others: may(said, "Others, in words: possible buyers of the company."),
    sold: may(oneOf(["no", "yes"], "whether they may be sold"), "Whether they may be sold; `no` when left out."),
    ...declared,
  },
});

export const statistics = chapter({
  word: "statistics",
  doc: "Figures about groups of people, and how data is made anonymous.",
  kind: named({
    what: "figures",
    check: checkOwnName,
    kind: mapping({
      name: "Statistics",
      doc: "Figures about groups of people. Without a least size of a group they are not anonymous (GDPR recital 26).",
      example:
        'statistics:\n  use-per-hour:\n    title: {nl: gebruik per uur van de dag, en: use per hour of the day}\n    from: behaviour\n    for: improvement\n    groups: 20\n    shared: {others: {nl: adverteerders, en: advertisers}, sold: "yes", cites: [004-018]}',
      members: {
        title: may(said, "What they are about, in a sentence."),
        from: need(list(categoryName), "Of which data they are made."),
        for: may(list(nameOf("a purpose")), "For which purposes."),
        groups: may(
          fact(wholeNumber({ expects: "a number of persons, 2 to 10000", from: 2, to: 10_000 }), {
            name: "Size of groups",
            doc: "No figure is about fewer persons than this.",
            is: "The number of persons.",
          }),
          "No figure is about fewer persons than this; 10 or more is usual.",
        ),
        anonymous: may(
          fact(list(oneOf(methods, "a way to make data anonymous")), {
            name: "Made anonymous",
            doc: "How data becomes anonymous.",
            is: "`count`, `remove-identifiers`, `coarsen`, `noise`.",
          }),
          "How data becomes anonymous; leaving out identifiers alone is not enough.",
        ),
        shared: may(shared, "Who else gets the figures."),
        ...clauseMembers(clauses),
        ...declared,
      },
    }),
  }),
  resolve: (read, names): readonly Statistic[] =>
    eachEntry(read, (figures, name) => ({
      ...names.declaredBy(figures, name.at),
      ...clausesOf(clauses, figures, names),
      ...present({
        name: name.text,
        title: names.title(figures.title, name.text),
        from: names.resolveAll("category", figures.from),
        purposes: names.resolveAll("purpose", figures.for),
        groups: figures.groups && {
          atLeast: figures.groups.value,
          ...declaredFact(figures.groups, names, name.at),
        },
        anonymous: figures.anonymous && {
          by: [...new Set(figures.anonymous.value)],
          ...declaredFact(figures.anonymous, names, name.at),
        },
        shared: figures.shared && {
          ...present({
            to: names.resolveAll("recipient", figures.shared.to),
            others: figures.shared.others && names.texts(figures.shared.others),
            sold: figures.shared.sold === "yes",
          }),
          ...names.declaredBy(figures.shared, figures.shared.at),
        },
      }),
    })),
  promises: (all, policy) => all.flatMap((figures) => promisesOf(figures, policy)),
  problems: (all, policy) => all.flatMap((figures) => problemsOf(figures, policy)),
});

const methodTexts: Readonly<Record<AnonymousBy, Texts>> = {
  count: { nl: "wij tellen alleen", en: "we only count" },
  "remove-identifiers": {
    nl: "wij laten weg wat naar u wijst",
    en: "we leave out what points at you",
  },
  coarsen: { nl: "wij maken gegevens minder precies", en: "we make data less precise" },
  noise: { nl: "wij veranderen cijfers een klein beetje", en: "we change figures slightly" },
};

function promisesOf(figures: Statistic, policy: Policy): readonly PolicyPromise[] {
  const { name, title, groups, anonymous, shared: given } = figures;
  const base = { about: name, section: "purposes", under: title } as const;
  const publisher = {
    ...base,
    mechanism: "aggregate-publisher",
    checks: [{ kind: "carried-out", by: "aggregate-publisher" }],
  } as const;
  return [
    promise(policy, {
      ...publisher,
      id: `statistics.${name}`,
      ...after(
        "Wij maken cijfers over groepen mensen",
        "We make figures about groups of people",
        inBoth((language) => say(title, language)),
        {
          nl: ` Daarvoor gebruiken wij: ${categoriesText(policy, figures.from, "nl")}.`,
          en: ` For that we use: ${categoriesText(policy, figures.from, "en")}.`,
        },
      ),
      article: "GDPR recital 26",
      from: figures,
    }),
    ...(groups === undefined
      ? []
      : [
          promise(policy, {
            ...publisher,
            id: `statistics.${name}.groups`,
            nl: `Elk cijfer (${say(title, "nl")}) gaat over minstens ${groups.atLeast} mensen.`,
            en: `Each figure (${say(title, "en")}) is about at least ${groups.atLeast} people.`,
            pieces: {
              nl: [`Elk cijfer gaat over minstens ${groups.atLeast} mensen.`],
              en: [`Each figure is about at least ${groups.atLeast} people.`],
            },
            article: "GDPR recital 26",
            from: groups,
          }),
        ]),
    ...(anonymous === undefined ? [] : [anonymousPromise(figures, anonymous, policy)]),
    ...(given === undefined ? [] : [sharedPromise(figures, given, policy)]),
    ...clausePromises(
      clauses,
      figures,
      { prefix: `statistics.${name}`, section: "purposes", about: name, title },
      policy,
    ),
  ];
}

function anonymousPromise(
  { name, title }: Statistic,
  anonymous: NonNullable<Statistic["anonymous"]>,
  policy: Policy,
): PolicyPromise {
  return promise(policy, {
    id: `statistics.${name}.anonymous`,
    mechanism: "anonymiser",
    section: "purposes",
    checks: [{ kind: "carried-out", by: "anonymiser" }],
    ...inBoth((language) => anonymousText(anonymous, language, ` (${say(title, language)})`)),
    under: title,
    pieces: inBoth((language) => [anonymousText(anonymous, language)]),
    about: name,
    article: "GDPR recital 26",
    from: anonymous,
  });
}

function anonymousText({ by }: NonNullable<Statistic["anonymous"]>, language: Language, which = ""): string {
  const how = enumerated(
    by.map((method) => methodTexts[method][language]),
    language,
  );
  return language === "nl"
    ? `Zo maken wij gegevens anoniem${which}: ${how}.`
    : `This is how we make data anonymous${which}: ${how}.`;
}

function sharedPromise(figures: Statistic, given: NonNullable<Statistic["shared"]>, policy: Policy): PolicyPromise {
  return promise(policy, {
    id: `statistics.${figures.name}.shared`,
    mechanism: "aggregate-publisher",
    section: given.sold ? "sale" : "recipients",
    checks: [{ kind: "carried-out", by: "aggregate-publisher" }],
    ...inBoth((language) => {
      const named = partiesText(policy, given.to, language);
      const who = enumerated(
        [...(named === "" ? [] : [named]), ...(given.others === undefined ? [] : [say(given.others, language)])],
        language,
      );
      const to = who === "" ? (language === "nl" ? "anderen" : "others") : who;
      const title = say(figures.title, language);
      if (language === "nl")
        return given.sold
          ? `Deze cijfers (${title}) kunnen wij geven of verkopen aan ${to}. Gegevens over u zelf niet.`
          : `Deze cijfers (${title}) geven wij aan ${to}. Wij verkopen ze niet.`;
      return given.sold
        ? `We may give or sell these figures (${title}) to ${to}. Not the data about yourself.`
        : `We give these figures (${title}) to ${to}. We do not sell them.`;
    }),
    about: figures.name,
    from: given,
  });
}

/** Groups smaller than this let somebody who knows one member guess. */
const usualGroup = 10;

function problemsOf(figures: Statistic, policy: Policy): readonly Problem[] {
  const { name, from, groups, anonymous, at } = figures;
  const identifying = identifyingAmong(policy, from);
  const onlyRemoved = anonymous?.by.every((method) => method === "remove-identifiers") === true;
  const article = "GDPR art. 4(1), 4(5), recital 26";
  if (groups === undefined && (identifying.length > 0 || onlyRemoved || figures.unrecognisable !== undefined))
    return [
      {
        code: "anonymous-but-identifying",
        severity: "error",
        message:
          identifying.length > 0
            ? `"${name}" is made of ${identifying.join(", ")}, which points at one person, and no least size of a group is given.`
            : `"${name}" is called anonymous, and no least size of a group is given; a row without a name can still be about one person.`,
        remedy: "Add groups: 20 (no figure about fewer persons), or do not call it anonymous.",
        at,
        path: `statistics.${name}`,
        article,
      },
    ];
  if (groups === undefined || groups.atLeast >= usualGroup) return [];
  return [
    {
      code: "small-groups",
      severity: "warning",
      message: `Figures of "${name}" may be about as few as ${groups.atLeast} persons.`,
      remedy: `Write ${usualGroup} or more.`,
      at: groups.at,
      path: `statistics.${name}.groups`,
      article,
    },
  ];
}
