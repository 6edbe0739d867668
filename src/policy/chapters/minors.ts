/** Children: from which age the service is open, what happens below it, and what a parent decides (GDPR art. 8). */
import type { Problem } from "#base";
import { promise } from "../compile/draft.ts";
import { list, mapping, may, need } from "../grammar/collections.ts";
import { oneOf, wholeNumber } from "../grammar/values.ts";
import { declared, nameOf } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";

/** How an age is known, from weak to strong. */
export type AgeCheck = "declared" | "birth-date" | "login-provider" | "document";

export interface Minors extends Declared {
  /** In years; the service is not for anybody younger. */
  readonly age: number;
  readonly check: readonly AgeCheck[];
  /** Below the age: nobody, or only with a parent's confirmed consent (GDPR art. 8(1), 8(2)). */
  readonly below: "refused" | "parental-consent";
  /** What happens at once when a child's data turns up. */
  readonly found?: Declared & { readonly does: readonly ("deactivate" | "erase")[] };
  /** Somebody may say that we have a child's data. */
  readonly report?: Declared;
  /** Data from the use by a whole family counts as that of this kind of person. */
  readonly family?: Declared & { readonly attributedTo: string };
}

const kind = mapping({
  name: "Minors",
  doc: "Children: from which age the service is open, and what happens below it (GDPR art. 8).",
  example:
    "minors:\n  age: 16\n  check: declared\n  below: refused\n  found: {does: [deactivate, erase], cites: [000-102]}",
  members: {
    age: need(
      wholeNumber({ expects: "an age in years, 0 to 21", from: 0, to: 21 }),
      "Younger persons may not take part.",
    ),
    check: may(
      list(oneOf(["declared", "birth-date", "login-provider", "document"], "a way to know an age")),
      "How the age is known; `declared` when left out.",
    ),
    below: may(
      oneOf(["refused", "parental-consent"], "what holds below the age"),
      "`refused` (also when left out), or only with a parent's confirmed consent.",
    ),
    found: may(
      mapping({
        name: "Child found",
        doc: "What happens at once when data of somebody younger turns up.",
        members: {
          does: need(
            list(oneOf(["deactivate", "erase"], "what happens")),
            "`deactivate` the account, `erase` the data.",
          ),
          ...declared,
        },
      }),
      "What happens at once when data of somebody younger turns up.",
    ),
    report: may(
      mapping({
        name: "Child reported",
        doc: "Parents and others may say that data of a child is there. `{}` is enough.",
        members: { ...declared },
      }),
      "Present when parents and others may tell you of a child's data.",
    ),
    family: may(
      mapping({
        name: "Family use",
        doc: "An account that a whole family uses.",
        members: { attributedTo: need(nameOf("a kind of person"), "Whose data it counts as."), ...declared },
      }),
      "Present when one account serves a family.",
    ),
    ...declared,
  },
});

export const minors = chapter({
  word: "minors",
  doc: "Children: from which age the service is open.",
  kind,
  resolve: (read, names): Minors => {
    const { found, report, family } = read;
    const attributedTo = family && names.resolve("person", family.attributedTo);
    return {
      ...names.declaredBy(read, read.at),
      ...present({
        age: read.age,
        check: read.check ?? ["declared"],
        below: read.below ?? "refused",
        found: found && { does: found.does, ...names.declaredBy(found, found.at) },
        report: report && names.declaredBy(report, report.at),
        family:
          family === undefined || attributedTo === undefined
            ? undefined
            : { attributedTo, ...names.declaredBy(family, family.at) },
      }),
    };
  },
  promises,
  problems,
});

function promises(chapterOf: Minors, policy: Policy): readonly PolicyPromise[] {
  const { age, below, found, report, family } = chapterOf;
  const base = { section: "children", article: "GDPR art. 8" } as const;
  const refused = below === "refused";
  return [
    promise(policy, {
      ...base,
      id: "minors.age",
      mechanism: refused ? "age-gate" : "parental-consent",
      checks: [refused ? { kind: "site-has", what: "age" } : { kind: "parents-asked" }],
      nl: refused
        ? `Onze dienst is voor mensen vanaf ${age} jaar. Van wie jonger is, vragen en bewaren wij geen gegevens.`
        : `Bent u jonger dan ${age} jaar, dan gebruiken wij uw gegevens alleen als een ouder dat eerst heeft bevestigd.`,
      en: refused
        ? `Our service is for people of ${age} and older. We do not ask or keep data of anybody younger.`
        : `If you are younger than ${age}, we use your data only after a parent has confirmed it.`,
      from: chapterOf,
    }),
    ...(found === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "minors.found",
            mechanism: "minor-purge",
            checks: [{ kind: "minors-found" }],
            nl: `Blijkt dat iemand jonger is, dan doen wij meteen dit: ${found.does.map((does) => foundTexts.nl[does]).join(" en ")}.`,
            en: `If somebody turns out to be younger, we ${found.does.map((does) => foundTexts.en[does]).join(" and ")} at once.`,
            from: found,
          }),
        ]),
    ...(report === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "minors.report",
            mechanism: "request-intake",
            checks: [],
            nl: `Denkt u dat wij gegevens hebben van iemand onder de ${age} jaar? Laat het ons weten: ${addressFor(policy)}.`,
            en: `Do you think we have data of somebody under ${age}? Tell us: ${addressFor(policy)}.`,
            from: report,
          }),
        ]),
    ...(family === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "minors.family",
            mechanism: "account-attribution",
            checks: [{ kind: "carried-out", by: "account-attribution" }],
            nl: "Gebruikt een gezin samen één account, dan horen die gegevens bij degene die het account heeft.",
            en: "When a family uses one account, those data belong to the person who has the account.",
            from: family,
          }),
        ]),
  ];
}

/** Where a child's data is reported: a contact for that, else the organisation's own. */
function addressFor(policy: Policy): string {
  const contact = policy.contacts?.find(({ subjects, email }) => email !== undefined && subjects.includes("children"));
  return contact?.email ?? policy.organisation.contact.email;
}

const foundTexts = {
  nl: { deactivate: "het account sluiten", erase: "de gegevens wissen" },
  en: { deactivate: "close the account", erase: "erase the data" },
} as const;

function problems(chapterOf: Minors, policy: Policy): readonly Problem[] {
  const birthDates = policy.purposes.some((purpose) => purpose.uses.includes("birth-date"));
  if (!birthDates || chapterOf.check.includes("birth-date") || chapterOf.below !== "refused") return [];
  return [
    {
      code: "age-known-not-checked",
      severity: "warning",
      message: `Birth dates are used, and the age of ${chapterOf.age} is not checked by them.`,
      remedy: "Add birth-date to minors.check, or do not use birth dates.",
      at: chapterOf.at,
      path: "minors.check",
      article: "GDPR art. 8(2)",
    },
  ];
}
