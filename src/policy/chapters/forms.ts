/** Forms: what is asked where, what of it must be given, and what people are told at that moment (GDPR art. 13(2)(e)). */
import { enumerated, type Language, type Localized, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOf } from "../grammar/values.ts";
import { categoryName, checkCategoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter, entryNames } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { fact } from "./fact.ts";
import { formProblems } from "./form-problems.ts";
import { eachEntry, type Texts } from "./phrases.ts";
import { promiseIf, type Stated, statedBy } from "./stated.ts";

const told = ["purpose", "optional", "consequence", "interest", "recipients", "rights", "notice"] as const;

export type FormTells = (typeof told)[number];
type FormClause = "onlyThese" | "minorsRefused";

export interface Form extends Declared, Clauses<FormClause> {
  readonly name: string;
  readonly title: Localized;
  readonly of: readonly string[];
  readonly purposes: readonly string[];
  readonly asks: readonly { readonly category: string; readonly required: boolean }[];
  /** What stands beside the fields. */
  readonly tells?: Stated<readonly FormTells[]>;
}

const clauses: Readonly<Record<FormClause, Clause>> = {
  onlyThese: {
    doc: "Anything else that is sent along is refused or thrown away.",
    mechanism: "collect-guard",
    article: "GDPR art. 5(1)(c)",
    nl: "Stuurt u daar iets anders mee, dan bewaren wij dat niet.",
    en: "If you send anything else along there, we do not keep it.",
  },
  minorsRefused: {
    doc: "Whoever is too young cannot send it.",
    mechanism: "age-gate",
    checks: [{ kind: "site-has", what: "age" }],
    article: "GDPR art. 8",
    nl: "Wie te jong is voor onze dienst, kan dit niet insturen.",
    en: "Whoever is too young for our service cannot send this.",
  },
};

const kind = named({
  what: "a form",
  check: checkOwnName,
  kind: mapping({
    name: "Form",
    doc: "A place where people give data: which, what of it they must give, and what they are told there.",
    example:
      "forms:\n  checkout:\n    title: {nl: bestellen, en: ordering}\n    of: [customer, guest]\n    for: fulfil-order\n    asks: {name: required, address: required, contact.phone: optional}\n    tells: {is: [purpose, optional, consequence], cites: [000-116]}",
    members: {
      title: may(said, 'What people do there, as it follows "at": `ordering`.'),
      of: may(list(nameOf("a kind of person")), "Who fills it in; those of the purposes when left out."),
      for: need(list(nameOf("a purpose")), "For which purposes."),
      asks: need(
        named({
          what: "a category",
          kind: oneOf(["required", "optional"], "whether it must be given"),
          check: checkCategoryName,
          schema: { propertyNames: categoryName.schema },
        }),
        "Each category that is asked: `required` or `optional`.",
      ),
      tells: may(
        fact(list(oneOf(told, "what is told")), {
          name: "Told at the form",
          doc: "What people are told at the moment they give data.",
          is: "What they are told.",
        }),
        "What stands beside the fields: the `purpose`, what is `optional`, the `consequence` of leaving it out, the `interest`, `recipients`, `rights`, a further `notice`.",
      ),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
});

export const forms = chapter({
  word: "forms",
  doc: "What is asked where, and what people are told there.",
  kind,
  declares: { what: "form", names: entryNames },
  resolve: (read, names): readonly Form[] =>
    eachEntry(read, (written, name) => ({
      ...names.declaredBy(written, name.at),
      ...clausesOf(clauses, written, names),
      ...present({
        name: name.text,
        title: names.title(written.title, name.text),
        of: names.resolveAll("person", written.of),
        purposes: names.resolveAll("purpose", written.for),
        asks: eachEntry(written.asks, (value, category) => ({
          category: names.resolve("category", category),
          required: value === "required",
        })).flatMap(({ category, required }) => (category === undefined ? [] : [{ category, required }])),
        tells: statedBy(written.tells, names),
      }),
    })),
  promises: (all, policy) =>
    all.flatMap((form) => [
      ...promisesOf(form, policy),
      ...clausePromises(
        clauses,
        form,
        { prefix: `forms.${form.name}`, section: "sources", about: form.name, title: form.title },
        policy,
      ),
    ]),
  problems: (all, policy) => all.flatMap((form) => formProblems(form, policy)),
});

const toldTexts: Readonly<Record<FormTells, Texts>> = {
  purpose: { nl: "waarvoor wij het vragen", en: "what we ask it for" },
  optional: { nl: "wat u niet hoeft in te vullen", en: "what you need not fill in" },
  consequence: { nl: "wat er gebeurt als u iets niet geeft", en: "what happens if you do not give something" },
  interest: { nl: "welk belang wij daarbij hebben", en: "which interest we have in it" },
  recipients: { nl: "wie het krijgt", en: "who gets it" },
  rights: { nl: "welke rechten u hebt", en: "which rights you have" },
  notice: { nl: "waar u meer kunt lezen", en: "where you can read more" },
};

function promisesOf(form: Form, policy: Policy): readonly PolicyPromise[] {
  const { name, tells } = form;
  const title: Texts = { nl: say(form.title, "nl"), en: say(form.title, "en") };
  const base = { section: "sources", about: name, under: title } as const;
  return [
    promise(policy, {
      ...base,
      id: `forms.${name}.asks`,
      mechanism: "collect-guard",
      checks: [{ kind: "carried-out", by: "collect-guard" }],
      nl: `Dit vragen wij bij ${title.nl}: ${asksText(form, policy, "nl")}`,
      en: `For ${title.en} we ask this: ${asksText(form, policy, "en")}`,
      pieces: { nl: [`Wij vragen: ${asksText(form, policy, "nl")}`], en: [`We ask: ${asksText(form, policy, "en")}`] },
      article: "GDPR art. 13(2)(e)",
      from: form,
    }),
    ...promiseIf(policy, tells, ({ is }) => ({
      ...base,
      id: `forms.${name}.tells`,
      mechanism: "jit-notice",
      checks: [{ kind: "site-has", what: `note.${name}` }],
      nl: `Bij ${title.nl} leest u dit meteen: ${listed(is, "nl")}.`,
      en: `For ${title.en} you read this right there: ${listed(is, "en")}.`,
      pieces: {
        nl: [`Daar leest u meteen: ${listed(is, "nl")}.`],
        en: [`Right there you read: ${listed(is, "en")}.`],
      },
      article: "GDPR art. 13",
    })),
  ];
}

/** `naam en adres. Dit hoeft u niet te geven: telefoonnummer.` */
function asksText({ asks }: Form, policy: Policy, language: Language): string {
  const of = (required: boolean): readonly string[] =>
    asks.filter((each) => each.required === required).map(({ category }) => category);
  const must = of(true);
  const free = of(false);
  const voluntary: Texts = {
    nl: `${categoriesText(policy, free, "nl")}. ${must.length === 0 ? "Dat hoeft u niet te geven." : ""}`,
    en: `${categoriesText(policy, free, "en")}. ${must.length === 0 ? "You need not give that." : ""}`,
  };
  if (must.length === 0) return voluntary[language].trim();
  const first = `${categoriesText(policy, must, language)}.`;
  if (free.length === 0) return first;
  return `${first} ${{ nl: "Dit mag u ook geven, maar het hoeft niet: ", en: "You may also give this, but need not: " }[language]}${voluntary[language].trim()}`;
}

function listed(is: readonly FormTells[], language: Language): string {
  return enumerated(
    is.map((each) => toldTexts[each][language]),
    language,
  );
}
