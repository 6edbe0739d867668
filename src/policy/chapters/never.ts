/** What does not happen with data: not collected, not stored, not logged, not sent, not sold, not shown, not asked, not linked. */
import { alternatives, type Language, type Localized, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { oneOf } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, NoticeSection, Policy } from "../model.ts";
import type { Mechanism, PolicyPromise, PromiseCheck } from "../promises.ts";
import type { Names } from "../resolve/names.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { captured, type Holding, leavingWebsite, mappedColumns, onDevices, stored as inStores } from "./holdings.ts";
import { eachEntry, inBoth, partiesText, personsText, type Texts, within } from "./phrases.ts";

const acts = ["collected", "stored", "logged", "sent", "sold", "shown", "asked", "linked", "unwanted"] as const;
const answers = ["set-aside", "erase", "ask-consent"] as const;

/** What does not happen. `unwanted`: people are asked not to send it. */
export type NeverAct = (typeof acts)[number];

export interface Never extends Declared {
  readonly name: string;
  readonly what: NeverAct;
  /** What it is called in a sentence; the categories when absent. */
  readonly title?: Localized;
  readonly data: readonly string[];
  /** What of it is kept all the same: the last four digits of a card. */
  readonly only: readonly string[];
  /** For `sent`, `sold` and `shown`: only these parties do not get it; nobody does when empty. */
  readonly to: readonly string[];
  /** Holds for these persons; for everybody when empty. */
  readonly of: readonly string[];
  /** What happens when it arrives all the same. */
  readonly arrives?: Declared & { readonly does: readonly (typeof answers)[number][] };
}

const kind = named({
  what: "something that never happens",
  check: checkOwnName,
  kind: mapping({
    name: "Never",
    doc: "Something that does not happen with data. Everything else in the policy is held against it.",
    example:
      "never:\n  message-content: {what: stored, data: communication.message, cites: [001-087]}\n  sensitive: {what: unwanted, data: [health, religion], arrives: {does: erase}}",
    members: {
      what: need(
        oneOf(acts, "what does not happen"),
        "`collected`, `stored`, `logged`, `sent`, `sold`, `shown`, `asked`, `linked` (to a name or account), or `unwanted`: please do not send it.",
      ),
      title: may(said, "What it is called in a sentence; the categories when left out."),
      data: may(list(categoryName), "Which categories."),
      only: may(list(categoryName), "What of it is kept all the same, such as the last four digits of a card."),
      to: may(list(nameOf("a recipient")), "Which parties do not get or see it; nobody does when left out."),
      of: may(list(nameOf("a kind of person")), "Whose data; everybody's when left out."),
      arrives: may(
        mapping({
          name: "Never, yet arrives",
          doc: "What happens when it arrives all the same.",
          members: {
            does: need(
              list(oneOf(answers, "what happens")),
              "`set-aside`, `erase`, or `ask-consent`: it is used only after explicit consent (GDPR art. 9(2)(a)).",
            ),
            ...declared,
          },
        }),
        "What happens when it arrives all the same.",
      ),
      ...declared,
    },
  }),
});

export const never = chapter({
  word: "never",
  doc: "What does not happen with data.",
  kind,
  resolve: (read, names): readonly Never[] =>
    eachEntry(read, (rule, name) => {
      if (rule.title === undefined && rule.data === undefined) nothingNamed(name, names);
      return {
        ...names.declaredBy(rule, name.at),
        ...present({
          name: name.text,
          what: rule.what,
          title: rule.title && names.texts(rule.title),
          data: names.resolveAll("category", rule.data),
          only: names.resolveAll("category", rule.only),
          to: names.resolveAll("recipient", rule.to),
          of: names.resolveAll("person", rule.of),
          arrives: rule.arrives && { does: rule.arrives.does, ...names.declaredBy(rule.arrives, rule.arrives.at) },
        }),
      };
    }),
  promises: (all, policy) => all.flatMap((rule) => promisesOfRule(rule, policy)),
  problems: (all, policy) => all.flatMap((rule) => problemsOfRule(rule, policy)),
});

function nothingNamed(name: { readonly at: Declared["at"]; readonly path: string }, names: Names): void {
  names.report(name.at, name.path, {
    code: "missing-word",
    message: "It does not say what never happens.",
    remedy: 'Add "data" with categories, or a "title".',
  });
}

interface Act {
  readonly mechanism: Mechanism;
  readonly section: NoticeSection;
  readonly text: (to: string | undefined) => Texts;
}

const actTexts: Readonly<Record<NeverAct, Act>> = {
  collected: {
    mechanism: "absence-probe",
    section: "what-we-use",
    text: () => ({ nl: "Dit verzamelen wij niet", en: "We do not collect this" }),
  },
  stored: {
    mechanism: "absence-probe",
    section: "not-kept",
    text: () => ({ nl: "Dit bewaren wij niet", en: "We do not store this" }),
  },
  logged: {
    mechanism: "log-policy",
    section: "not-kept",
    text: () => ({ nl: "Dit komt niet in onze logboeken", en: "This does not enter our logs" }),
  },
  sent: {
    mechanism: "egress-gate",
    section: "recipients",
    text: (to) => ({
      nl: `Dit sturen wij niet naar ${to ?? "anderen"}`,
      en: `We do not send this to ${to ?? "others"}`,
    }),
  },
  sold: {
    mechanism: "egress-gate",
    section: "sale",
    text: (to) => ({
      nl: `Dit verkopen wij niet${to === undefined ? "" : ` aan ${to}`}`,
      en: `We do not sell this${to === undefined ? "" : ` to ${to}`}`,
    }),
  },
  shown: {
    mechanism: "absence-probe",
    section: "recipients",
    text: (to) => ({
      nl: `Dit laten wij niet zien${to === undefined ? "" : ` aan ${to}`}`,
      en: `We do not show this${to === undefined ? "" : ` to ${to}`}`,
    }),
  },
  asked: {
    mechanism: "collect-guard",
    section: "what-we-use",
    text: () => ({ nl: "Hier vragen wij niet om", en: "We do not ask for this" }),
  },
  linked: {
    mechanism: "log-policy",
    section: "not-kept",
    text: () => ({
      nl: "Dit koppelen wij niet aan uw naam of account",
      en: "We do not tie this to your name or account",
    }),
  },
  unwanted: {
    mechanism: "jit-notice",
    section: "what-we-use",
    text: () => ({
      nl: "Stuur of plaats dit niet, behalve als wij erom vragen",
      en: "Do not send or post this, unless we ask for it",
    }),
  },
};

function promisesOfRule(rule: Never, policy: Policy): readonly PolicyPromise[] {
  const { name, arrives } = rule;
  const { mechanism, section } = actTexts[rule.what];
  const by = cardKept(rule) ? "card-token" : special(rule, policy) ? "special-category-guard" : mechanism;
  const made = promise(policy, {
    id: `never.${name}`,
    mechanism: by,
    section,
    checks: [checkOf(rule, by)],
    ...inBoth(
      (language) =>
        `${act(rule, policy, language)}: ${subject(rule, policy, language)}.${tail(rule, policy, language)}`,
    ),
    ...(rule.only.length + rule.of.length > 0
      ? {}
      : { pieces: inBoth((language) => [subject(rule, policy, language), `${act(rule, policy, language)}.`]) }),
    about: name,
    ...(rule.what === "unwanted" ? { article: "GDPR art. 9(1)" } : { article: "GDPR art. 5(1)(c)" }),
    from: rule,
  });
  if (arrives === undefined) return [made];
  return [
    made,
    promise(policy, {
      id: `never.${name}.arrives`,
      mechanism: "special-category-guard",
      section,
      checks: [{ kind: "carried-out", by: "special-category-guard" }],
      ...inBoth((language) => arrivesText(rule, arrives.does, policy, language)),
      about: name,
      article: "GDPR art. 9(2)(a)",
      from: arrives,
    }),
  ];
}

/** What leaves is in the ledger of disclosures, where it has categories; a title alone is in nobody's ledger. */
function checkOf({ data, to }: Never, by: Mechanism): PromiseCheck {
  if (by === "jit-notice") return { kind: "stated" };
  if (by !== "egress-gate" || data.length === 0) return { kind: "carried-out", by };
  return { kind: "given-only", without: data, ...(to.length > 0 && { to }) };
}

function act(rule: Never, policy: Policy, language: Language): string {
  const to = rule.to.length === 0 ? undefined : partiesText(policy, rule.to, language);
  return actTexts[rule.what].text(to)[language];
}

function cardKept(rule: Never): boolean {
  return rule.what === "stored" && within(rule.only, ["payment"]).length > 0;
}

function special(rule: Never, policy: Policy): boolean {
  return (
    rule.what === "unwanted" &&
    policy.categories.some((category) => category.special && rule.data.includes(category.name))
  );
}

function subject(rule: Never, policy: Policy, language: Language): string {
  return rule.title === undefined ? categoriesText(policy, rule.data, language) : say(rule.title, language);
}

function tail(rule: Never, policy: Policy, language: Language): string {
  const only = categoriesText(policy, rule.only, language);
  const of = personsText(policy, rule.of, language);
  const nl = language === "nl";
  return [
    ...(only === "" ? [] : [nl ? ` Wij bewaren alleen: ${only}.` : ` We keep only: ${only}.`]),
    ...(of === "" ? [] : [nl ? ` Dit geldt voor: ${of}.` : ` This holds for: ${of}.`]),
  ].join("");
}

const answerTexts: Readonly<Record<(typeof answers)[number], Texts>> = {
  "set-aside": {
    nl: "zetten wij het apart, zodat niemand het gebruikt",
    en: "we set it aside, so that nobody uses it",
  },
  erase: { nl: "wissen wij het", en: "we erase it" },
  "ask-consent": {
    nl: "gebruiken wij het alleen als u daar uitdrukkelijk toestemming voor geeft",
    en: "we use it only if you explicitly consent to that",
  },
};

function arrivesText(
  rule: Never,
  does: readonly (typeof answers)[number][],
  policy: Policy,
  language: Language,
): string {
  const then = alternatives(
    does.map((answer) => answerTexts[answer][language]),
    language,
  );
  const what = subject(rule, policy, language);
  return language === "nl"
    ? `Krijgen wij toch iets hiervan: ${what}? Dan ${then}.`
    : `Does any of this reach us all the same: ${what}? Then ${then}.`;
}

function problemsOfRule(rule: Never, policy: Policy): readonly Problem[] {
  return contrary(rule, policy).flatMap(({ where, categories, at, path }): Problem[] => {
    const against = within(categories, rule.data).filter((category) => within([category], rule.only).length === 0);
    if (against.length === 0) return [];
    return [
      {
        code: `${rule.what}-although-never`,
        severity: "error",
        message: `"never.${rule.name}" says that ${against.join(", ")} is not ${rule.what}, and ${where} has it.`,
        remedy: "Stop it there and leave it out here, or leave the promise out.",
        at,
        path,
        article: "GDPR art. 5(1)(a), 12(1)",
      },
    ];
  });
}

/** Where the policy itself says that data of some categories is stored, logged, sent, …: what this rule denies. */
function contrary(rule: Never, policy: Policy): readonly Holding[] {
  const ofThese = ({ of }: { readonly of: readonly string[] }) =>
    rule.of.length === 0 || of.some((person) => rule.of.includes(person));
  const purposes = policy.purposes.filter(ofThese).map((purpose) => ({
    where: `the purpose "${purpose.name}"`,
    categories: purpose.uses,
    at: purpose.at,
    path: `purposes.${purpose.name}.uses`,
  }));
  const logs = (policy.logs ?? []).filter(ofThese);
  const lines = logs.map((log) => ({
    where: `the log "${log.name}"`,
    categories: log.fields.map(({ category }) => category),
    at: log.at,
    path: `logs.${log.name}.fields`,
    linked: log.account.linked,
  }));
  // Whose rows a table holds is known row by row only, so a promise about some persons is not held against tables.
  const everywhere = [...mappedColumns(policy), ...captured(policy), ...inStores(policy), ...onDevices(policy)];
  const stored = rule.of.length === 0 ? everywhere : [];
  switch (rule.what) {
    case "collected":
      return [...purposes, ...stored, ...lines];
    case "stored":
      return [...stored, ...lines];
    case "logged":
      return lines;
    case "linked":
      return lines.filter(({ linked }) => linked);
    case "sent":
      return [...leavingWebsite(policy, rule.to), ...received(rule, policy)];
    case "sold":
      return soldBy(policy);
    case "shown":
      return shownTo(policy);
    case "asked":
    case "unwanted":
      return [];
  }
}

/** What recipients get by this policy. */
function received(rule: Never, policy: Policy): readonly Holding[] {
  return policy.recipients
    .filter(({ name }) => rule.to.length === 0 || rule.to.includes(name))
    .map((recipient) => ({
      where: `the recipient "${recipient.name}"`,
      categories: recipient.receives,
      at: recipient.at,
      path: `recipients.${recipient.name}.receives`,
    }));
}

function soldBy({ sale }: Policy): readonly Holding[] {
  if (sale?.shares === undefined) return [];
  return [
    {
      where: "sharing for advertising, which counts as a sale,",
      categories: sale.shares.receives,
      at: sale.shares.at,
      path: "sale.shares",
    },
  ];
}

/** What becomes public. What another user's computer must know to reach ours is not shown to anybody by that. */
function shownTo(policy: Policy): readonly Holding[] {
  return (policy.publicContent ?? []).map((content) => ({
    where: `the public content "${content.name}"`,
    categories: content.shows,
    at: content.at,
    path: `publicContent.${content.name}.shows`,
  }));
}
