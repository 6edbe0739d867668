/** Where data comes from: the person, what we see, or somebody else (GDPR art. 13, 14(2)(f)). */
import type { Localized, Period } from "#base";
import { either, list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOf, period, text } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared } from "../model.ts";
import { present } from "../resolve/present.ts";
import { chapter, entryNames } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { fact } from "./fact.ts";
import { eachEntry } from "./phrases.ts";
import { sourceProblems } from "./source-problems.ts";
import { sourceData, sourcePromises } from "./source-promises.ts";
import { type Stated, statedBy } from "./stated.ts";

const kinds = [
  "person",
  "observed",
  "derived",
  "bought",
  "public",
  "login-provider",
  "customer",
  "other-person",
  "partner",
] as const;
const moments = ["visit", "sign-up", "sign-in", "order", "use", "contact", "complaint", "survey"] as const;
const combining = ["never", "with-consent", "always"] as const;

/** `observed`: recorded while the service is used. `derived`: made by us from other data. */
export type SourceKind = (typeof kinds)[number];
export type SourceMoment = (typeof moments)[number];
type SourceClause = "varies" | "permitted" | "only" | "added" | "labelled";

export interface Source extends Declared, Clauses<SourceClause> {
  readonly name: string;
  readonly kind: SourceKind;
  readonly title?: Localized;
  readonly gives: readonly string[];
  /** Whose data; everybody's when empty. */
  readonly of: readonly string[];
  /** Who gives it, when that is somebody else: a recipient by name, or a party that gets nothing itself. */
  readonly from?: { readonly recipient: string } | { readonly party: string };
  /** When it is collected. */
  readonly when?: Stated<readonly SourceMoment[]>;
  /** Whether it is combined with what we already have of the person. */
  readonly combined?: Stated<(typeof combining)[number]>;
  /** The consent that combining needs. */
  readonly consent?: string;
  /** Within which time the person is told that we have it (GDPR art. 14(3)(a)). */
  readonly told?: Stated<Period>;
}

const clauses: Readonly<Record<SourceClause, Clause>> = {
  varies: {
    doc: "Which of these data there are depends on what the person does.",
    mechanism: "data-map",
    checks: [{ kind: "stated" }],
    nl: "Welke gegevens dat zijn, hangt af van wat u bij ons doet.",
    en: "Which data that are depends on what you do with us.",
  },
  permitted: {
    doc: "No more is taken than the person permits at the source.",
    mechanism: "collect-guard",
    article: "GDPR art. 5(1)(c), 7",
    nl: "Wij krijgen daarvan alleen wat u daar zelf toestaat.",
    en: "Of these we get only what you permit there yourself.",
  },
  only: {
    doc: "These data come from nowhere else.",
    mechanism: "source-label",
    nl: "Deze gegevens krijgen wij nergens anders vandaan.",
    en: "We get these data from nowhere else.",
  },
  added: {
    doc: "They are put with the account of the person.",
    mechanism: "source-label",
    nl: "Wij voegen ze toe aan de gegevens bij uw account.",
    en: "We add them to the data of your account.",
  },
  labelled: {
    doc: "The source and the day are recorded with the data.",
    mechanism: "source-label",
    article: "GDPR art. 14(2)(f)",
    nl: "Wij leggen vast waar ze vandaan komen en sinds wanneer wij ze hebben.",
    en: "We record where they come from and since when we have them.",
  },
};

const kind = named({
  what: "a source",
  check: checkOwnName,
  kind: mapping({
    name: "Source",
    doc: "Where data comes from (GDPR art. 14(2)(f)).",
    example:
      "sources:\n  visits: {kind: observed, gives: [network.visits], when: visit}\n  lists: {kind: bought, from: {party: Example Lists Ltd}, gives: [contact.email], combined: with-consent, consent: combine, told: 1 month}",
    members: {
      kind: need(
        oneOf(kinds, "a kind of source"),
        "`person`, `observed` in use, `derived` from other data, `bought`, `public`, `login-provider`, `customer`, `other-person` or `partner`.",
      ),
      title: may(said, "The source in a sentence, when more is to be said: `the page of your company`."),
      gives: need(list(categoryName), "Which categories come from it."),
      of: may(list(nameOf("a kind of person")), "Whose data; everybody's when left out."),
      from: may(
        either(
          nameOf("a recipient"),
          mapping({
            name: "Supplier",
            doc: "A party that gives data and gets none.",
            members: { party: need(text, "Its name.") },
          }),
        ),
        "Who gives it: a recipient by name, or {party: its name}. Needed for what is bought or comes from partners.",
      ),
      when: may(
        fact(list(oneOf(moments, "a moment")), {
          name: "Source moments",
          doc: "When it is collected.",
          is: "The moments.",
        }),
        "When it is collected.",
      ),
      combined: may(
        fact(oneOf(combining, "how it is combined"), {
          name: "Combined",
          doc: "Whether it is combined with what there is of the person.",
          is: "`never`, `with-consent` or `always`.",
        }),
        "Whether it is combined with what there is of the person already.",
      ),
      consent: may(nameOf("a consent"), "The consent that combining needs."),
      told: may(
        fact(period, { name: "Told", doc: "Within which time the person is told.", is: "How long." }),
        "Within which time the person is told, when it does not come from them: a month at most (GDPR art. 14(3)(a)).",
      ),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
});

export const sources = chapter({
  word: "sources",
  doc: "Where data comes from.",
  kind,
  declares: { what: "source", names: entryNames },
  resolve: (read, names): readonly Source[] =>
    eachEntry(read, (written, name) => {
      const { from } = written;
      const recipient = from !== undefined && "text" in from ? names.resolve("recipient", from) : undefined;
      return {
        ...names.declaredBy(written, name.at),
        ...clausesOf(clauses, written, names),
        ...present({
          name: name.text,
          kind: written.kind,
          title: written.title && names.texts(written.title),
          gives: names.resolveAll("category", written.gives),
          of: names.resolveAll("person", written.of),
          from:
            from !== undefined && "party" in from
              ? { party: from.party }
              : recipient === undefined
                ? undefined
                : { recipient },
          when: statedBy(written.when, names),
          combined: statedBy(written.combined, names),
          consent: written.consent && names.resolve("consent", written.consent),
          told: statedBy(written.told, names),
        }),
      };
    }),
  promises: (all, policy) =>
    all.flatMap((source) => [
      ...sourcePromises(source, policy),
      ...clausePromises(
        clauses,
        source,
        { prefix: `sources.${source.name}`, section: "sources", about: source.name, title: sourceData(source, policy) },
        policy,
      ),
    ]),
  problems: (all, policy) => all.flatMap((source) => sourceProblems(source, policy)),
});
