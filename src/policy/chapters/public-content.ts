/** What people make public themselves: who sees what of it, what they read before, and how it goes away again. */
import { alternatives, type Language, type Localized, type Period, periodText, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOf, period } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { fact } from "./fact.ts";
import { after, eachEntry, inBoth, partyOf, personsText, type Texts } from "./phrases.ts";
import { promiseIf, type Stated, statedBy } from "./stated.ts";

const audiences = ["everyone", "members", "customers", "participants"] as const;
const removals = ["profile", "privacy-centre", "e-mail"] as const;

export type Audience = (typeof audiences)[number];
export type RemovalWay = (typeof removals)[number];
type PublicClause = "worldwide" | "stillYours" | "voluntary" | "pseudonym";

export interface PublicContent extends Declared, Clauses<PublicClause> {
  readonly name: string;
  readonly title: Localized;
  readonly of: readonly string[];
  /** What others see of the person. */
  readonly shows: readonly string[];
  readonly seenBy: Audience;
  /** The recipient on whose site it stands, when that is not ours. */
  readonly where?: string;
  /** The consent it needs. */
  readonly consent?: string;
  /** What people read before they post. */
  readonly warns?: Declared;
  readonly removal?: Declared & { readonly by: readonly RemovalWay[]; readonly within?: Period };
  /** Whether search engines may find it. */
  readonly searchable?: Stated<"yes" | "no">;
}

const clauses: Readonly<Record<PublicClause, Clause>> = {
  voluntary: {
    doc: "Nobody must post anything.",
    mechanism: "publish-warning",
    checks: [{ kind: "stated" }],
    nl: "U kiest zelf of u iets plaatst.",
    en: "You choose yourself whether you post something.",
  },
  worldwide: {
    doc: "It can be read all over the world.",
    mechanism: "publish-warning",
    nl: "Mensen over de hele wereld kunnen het lezen.",
    en: "People all over the world can read it.",
  },
  pseudonym: {
    doc: "It can be posted under another name.",
    mechanism: "publish-warning",
    article: "GDPR art. 5(1)(c), 25",
    nl: "U kunt het onder een andere naam plaatsen.",
    en: "You can post it under another name.",
  },
  stillYours: {
    doc: "What is public stays personal data, with every right.",
    mechanism: "erasure-engine",
    article: "GDPR art. 17, 21",
    nl: "Ook wat openbaar is, blijft van u. Al uw rechten gelden ervoor.",
    en: "What is public remains yours too. All your rights hold for it.",
  },
};

const kind = named({
  what: "public content",
  check: checkOwnName,
  kind: mapping({
    name: "Public content",
    doc: "Something that people post and others see.",
    example:
      "publicContent:\n  comments:\n    title: {nl: een reactie, en: a comment}\n    of: customer\n    shows: [name.username, free-text]\n    warns: {}\n    removal: {by: [profile, e-mail], within: 7 days}\n    cites: [000-024]",
    members: {
      title: may(said, "What is posted, in a sentence: `a comment`."),
      of: need(list(nameOf("a kind of person")), "Who posts it."),
      shows: need(list(categoryName), "What others see of the person."),
      seenBy: may(oneOf(audiences, "who sees it"), "Who sees it; `everyone` when left out."),
      where: may(nameOf("a recipient"), "On whose site it stands, when that is not yours."),
      consent: may(nameOf("a consent"), "The consent it needs, such as for a testimonial."),
      warns: may(
        mapping({
          name: "Warns",
          doc: "People read before they post what others will see. `{}` is enough.",
          members: { ...declared },
        }),
        "Present when people read before they post what others will see.",
      ),
      removal: may(
        mapping({
          name: "Removal",
          doc: "How it goes away again (GDPR art. 17).",
          example: "removal: {by: [profile, e-mail], within: 7 days}",
          members: {
            by: need(list(oneOf(removals, "a way to remove")), "How the person has it removed."),
            within: may(period, "How soon it is gone; the term of the law when left out."),
            ...declared,
          },
        }),
        "How it goes away again.",
      ),
      searchable: may(
        fact(oneOf(["yes", "no"], "whether it is found"), {
          name: "Searchable",
          doc: "Whether search engines may find it.",
          is: "`yes` or `no`.",
        }),
        "Whether search engines may find it.",
      ),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
});

export const publicContent = chapter({
  word: "publicContent",
  doc: "What people make public, and what others see of them.",
  kind,
  resolve: (read, names): readonly PublicContent[] =>
    eachEntry(read, (written, name) => {
      const { removal } = written;
      return {
        ...names.declaredBy(written, name.at),
        ...clausesOf(clauses, written, names),
        ...present({
          name: name.text,
          title: names.title(written.title, name.text),
          of: names.resolveAll("person", written.of),
          shows: names.resolveAll("category", written.shows),
          seenBy: written.seenBy ?? ("everyone" as const),
          where: written.where && names.resolve("recipient", written.where),
          consent: written.consent && names.resolve("consent", written.consent),
          warns: written.warns && names.declaredBy(written.warns, written.warns.at),
          removal: removal && {
            ...present({ by: [...new Set(removal.by)], within: removal.within }),
            ...names.declaredBy(removal, removal.at),
          },
          searchable: statedBy(written.searchable, names),
        }),
      };
    }),
  promises: (all, policy) =>
    all.flatMap((content) => [
      ...promisesOf(content, policy),
      ...clausePromises(
        clauses,
        content,
        { prefix: `public-content.${content.name}`, section: "public", about: content.name, title: content.title },
        policy,
      ),
    ]),
  problems: (all, policy) => all.flatMap((content) => problemsOf(content, policy)),
});

const audienceTexts: Readonly<Record<Audience, Texts>> = {
  everyone: { nl: "iedereen", en: "everyone" },
  members: { nl: "iedereen met een account", en: "everybody with an account" },
  customers: { nl: "onze klanten", en: "our customers" },
  participants: { nl: "wie aan hetzelfde gesprek meedoet", en: "whoever takes part in the same conversation" },
};

const removalTexts: Readonly<Record<RemovalWay, Texts>> = {
  profile: { nl: "in uw profiel", en: "in your profile" },
  "privacy-centre": { nl: "in ons privacycentrum", en: "in our privacy centre" },
  "e-mail": { nl: "met een e-mail aan ons", en: "with an e-mail to us" },
};

function promisesOf(content: PublicContent, policy: Policy): readonly PolicyPromise[] {
  const { name, shows, seenBy, where, consent, warns, removal, searchable, of } = content;
  const title: Texts = { nl: say(content.title, "nl"), en: say(content.title, "en") };
  const base = { section: "public", about: name, under: title } as const;
  const site = inBoth((language) => siteText(where, policy, language));
  const consenting: Texts = consent === undefined ? { nl: "", en: "" } : consentTexts;
  return [
    promise(policy, {
      ...base,
      id: `public-content.${name}.shows`,
      mechanism: "publish-warning",
      checks: [{ kind: "carried-out", by: "publish-warning" }],
      nl: `Plaatst u ${title.nl}${site.nl}, dan ziet ${audienceTexts[seenBy].nl} dit van u: ${categoriesText(policy, shows, "nl")}.${consenting.nl} Dit geldt voor: ${personsText(policy, of, "nl")}.`,
      en: `When you post ${title.en}${site.en}, ${audienceTexts[seenBy].en} can see this of you: ${categoriesText(policy, shows, "en")}.${consenting.en} This holds for: ${personsText(policy, of, "en")}.`,
      article: "GDPR art. 13(1)(e)",
      from: content,
    }),
    ...promiseIf(policy, warns, () => ({
      ...base,
      id: `public-content.${name}.warns`,
      mechanism: "publish-warning",
      checks: [{ kind: "carried-out", by: "publish-warning" }],
      nl: `Voordat u ${title.nl} plaatst, leest u wat anderen van u zullen zien.`,
      en: `Before you post ${title.en}, you read what others will see of you.`,
      article: "GDPR art. 13",
    })),
    ...promiseIf(policy, removal, ({ by, within }) => ({
      ...base,
      id: `public-content.${name}.removal`,
      mechanism: "erasure-engine",
      checks: [{ kind: "carried-out", by: "erasure-engine" }],
      ...after(
        `U kunt dit laten verwijderen ${waysText(by, "nl")}`,
        `You can have this removed ${waysText(by, "en")}`,
        title,
        within === undefined
          ? undefined
          : {
              nl: ` Binnen ${periodText(within, "nl")} is het weg.`,
              en: ` It is gone within ${periodText(within, "en")}.`,
            },
      ),
      article: "GDPR art. 17(1), 17(2)",
    })),
    ...promiseIf(policy, searchable, ({ is }) => ({
      ...base,
      id: `public-content.${name}.searchable`,
      mechanism: "publish-warning",
      checks: [{ kind: "carried-out", by: "publish-warning" }],
      ...(is === "yes"
        ? after("Zoekmachines kunnen het vinden", "Search engines can find it", title)
        : after("Zoekmachines mogen het niet tonen", "Search engines may not show it", title)),
    })),
  ];
}

function waysText(by: readonly RemovalWay[], language: Language): string {
  return alternatives(
    by.map((way) => removalTexts[way][language]),
    language,
  );
}

function siteText(where: string | undefined, policy: Policy, language: Language): string {
  if (where === undefined) return "";
  const party = partyOf(policy, where, language);
  return { nl: ` (op de website van ${party})`, en: ` (on the website of ${party})` }[language];
}

const consentTexts: Texts = {
  nl: " Dat gebeurt alleen met uw toestemming.",
  en: " That happens only with your consent.",
};

function problemsOf(content: PublicContent, policy: Policy): readonly Problem[] {
  const { name, shows, warns, removal, consent, at } = content;
  const warning = (word: string, made: Pick<Problem, "code" | "message" | "remedy" | "article">): Problem => ({
    ...made,
    severity: "warning",
    at,
    path: `publicContent.${name}.${word}`,
  });
  const special = policy.categories.filter((each) => each.special && shows.includes(each.name));
  return [
    ...(warns === undefined
      ? [
          warning("warns", {
            code: "posted-unwarned",
            message: `People post "${name}" without reading first what others see of them.`,
            remedy: "Add warns: {}.",
            article: "GDPR art. 5(1)(a), 25(2)",
          }),
        ]
      : []),
    ...(removal === undefined
      ? [
          warning("removal", {
            code: "public-for-ever",
            message: `Nothing says how "${name}" is removed; what is public stays personal data.`,
            remedy: "Add removal: {by: [privacy-centre]}.",
            article: "GDPR art. 17(1), 17(2)",
          }),
        ]
      : []),
    ...special
      .filter(() => consent === undefined)
      .map((each) =>
        warning("shows", {
          code: "special-in-public",
          message: `"${name}" shows ${each.name} of people to others without their consent.`,
          remedy: "Do not show it, or add consent: the name of one under consents.",
          article: "GDPR art. 9(1), 9(2)(a)",
        }),
      ),
  ];
}
