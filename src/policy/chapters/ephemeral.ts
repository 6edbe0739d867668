/** Data that exists only while it passes through: no table, log, queue or backup holds it. */
import { type Language, type Localized, type Period, periodText, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOfOrPeriod } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { loggedFields, mappedColumns, stored as inStores } from "./holdings.ts";
import { after, eachEntry, inBoth, purposesText, type Texts, within } from "./phrases.ts";

const moments = ["connection", "session", "delivery"] as const;

type Moment = (typeof moments)[number];
type EphemeralClause = "unrecoverable";

export interface Ephemeral extends Declared, Clauses<EphemeralClause> {
  readonly name: string;
  readonly title?: Localized;
  readonly data: readonly string[];
  readonly purposes: readonly string[];
  /** How long it exists: while the connection or session lasts, until it is delivered, or a length of time. */
  readonly within: Moment | Period;
}

const clauses: Readonly<Record<EphemeralClause, Clause>> = {
  unrecoverable: {
    doc: "Nobody can bring it back afterwards, we neither.",
    mechanism: "ephemeral-relay",
    nl: "Niemand kan dit daarna terughalen, wij ook niet.",
    en: "Nobody can bring this back afterwards, we neither.",
  },
};

export const ephemeral = chapter({
  word: "ephemeral",
  doc: "Data that exists only while it passes through.",
  kind: named({
    what: "data that passes through",
    check: checkOwnName,
    kind: mapping({
      name: "Ephemeral",
      doc: "Data that exists only while it passes through: no table, log, queue or backup holds it.",
      example:
        "ephemeral:\n  chats:\n    data: communication.message\n    for: video-chat\n    within: connection\n    unrecoverable: {cites: [001-087]}\n    cites: [001-086]",
      members: {
        title: may(said, "What it is called in a sentence; the categories when left out."),
        data: need(list(categoryName), "Which categories."),
        for: may(list(nameOf("a purpose")), "For which purposes it passes through."),
        within: may(
          oneOfOrPeriod(moments, "how long something exists"),
          "How long it exists: `connection` (also when left out), `session`, until `delivery`, or a length of time.",
        ),
        ...clauseMembers(clauses),
        ...declared,
      },
    }),
  }),
  resolve: (read, names): readonly Ephemeral[] =>
    eachEntry(read, (passing, name) => ({
      ...names.declaredBy(passing, name.at),
      ...clausesOf(clauses, passing, names),
      ...present({
        name: name.text,
        title: passing.title && names.texts(passing.title),
        data: names.resolveAll("category", passing.data),
        purposes: names.resolveAll("purpose", passing.for),
        within: passing.within ?? "connection",
      }),
    })),
  promises: (all, policy) => all.flatMap((passing) => promisesOf(passing, policy)),
  problems: (all, policy) => all.flatMap((passing) => problemsOf(passing, policy)),
});

const momentTexts: Readonly<Record<Moment, Texts>> = {
  connection: { nl: "alleen zolang de verbinding duurt", en: "only as long as the connection lasts" },
  session: {
    nl: "alleen zolang u bent ingelogd of de pagina open hebt",
    en: "only while you are signed in or have the page open",
  },
  delivery: { nl: "alleen tot het is aangekomen", en: "only until it has arrived" },
};

function promisesOf(passing: Ephemeral, policy: Policy): readonly PolicyPromise[] {
  const { name, purposes } = passing;
  const what = inBoth((language) => whatText(passing, policy, language));
  return [
    promise(policy, {
      id: `ephemeral.${name}`,
      mechanism: "ephemeral-relay",
      section: "not-kept",
      checks: [{ kind: "carried-out", by: "ephemeral-relay" }],
      ...after(
        `Dit bewaren wij niet, het bestaat ${durationText(passing, "nl")}`,
        `We do not store this, it exists ${durationText(passing, "en")}`,
        what,
        inBoth((language) => aimText(purposesText(policy, purposes, language), language)),
      ),
      under: what,
      about: name,
      article: "GDPR art. 5(1)(e)",
      from: passing,
    }),
    ...clausePromises(
      clauses,
      passing,
      {
        prefix: `ephemeral.${name}`,
        section: "not-kept",
        about: name,
        title: what,
      },
      policy,
    ),
  ];
}

function aimText(aim: string, language: Language): string {
  return aim === "" ? "" : ` ${language === "nl" ? "Waarvoor" : "What for"}: ${aim}.`;
}

function whatText({ title, data }: Ephemeral, policy: Policy, language: Language): string {
  return title === undefined ? categoriesText(policy, data, language) : say(title, language);
}

function durationText({ within: lasts }: Ephemeral, language: Language): string {
  if (typeof lasts === "string") return momentTexts[lasts][language];
  return language === "nl" ? `hoogstens ${periodText(lasts, language)}` : `at most ${periodText(lasts, language)}`;
}

/** What only passes through stands in no column, no log and no store. */
function problemsOf(passing: Ephemeral, policy: Policy): readonly Problem[] {
  const places = [...mappedColumns(policy), ...loggedFields(policy), ...inStores(policy)];
  return places.flatMap(({ where, categories, at, path }): Problem[] => {
    const stored = within(categories, passing.data);
    if (stored.length === 0) return [];
    return [
      {
        code: "stored-although-ephemeral",
        severity: "error",
        message: `"ephemeral.${passing.name}" says that ${stored.join(", ")} is not stored, and ${where} has it.`,
        remedy: "Give what is stored a category of its own and a rule for keeping, or stop storing it.",
        at,
        path,
        article: "GDPR art. 5(1)(a), 12(1)",
      },
    ];
  });
}
