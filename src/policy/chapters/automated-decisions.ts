/** Decisions that a computer makes alone: none, or which, by what logic, and how a human looks again (GDPR arts. 13(2)(f), 22). */
import { type Localized, type Problem, say } from "#base";
import { isCategory } from "../categories.ts";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { changed, either, list, mapping, may, named, need } from "../grammar/collections.ts";
import type { Kind, Placed, Word } from "../grammar/kind.ts";
import { oneOf } from "../grammar/values.ts";
import { categoryName, checkOwnName, declared, nameOf, type Said, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import type { Names } from "../resolve/names.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { partyName } from "../decisions/sharing.ts";
import { eachEntry, inBoth, partyOf, personsText, type Texts } from "./phrases.ts";

const grounds = ["contract", "law", "consent"] as const;
/** GDPR art. 22(2)(a) to (c). */
export type DecisionGround = (typeof grounds)[number];
type DecisionClause = "humanReview";

export interface AutomatedDecision extends Declared, Clauses<DecisionClause> {
  readonly name: string;
  readonly title: Localized;
  readonly of: readonly string[];
  readonly uses: readonly string[];
  /** The recipient that decides; we do when absent. */
  readonly by?: string;
  /** What it goes by, in words that a reader can check. */
  readonly logic: Localized;
  /** What it means for the person. */
  readonly effect: Localized;
  readonly ground: DecisionGround;
}

export interface AutomatedDecisions {
  /** Present when there are none. */
  readonly none?: Declared;
  readonly decisions: readonly AutomatedDecision[];
}

const clauses: Readonly<Record<DecisionClause, Clause>> = {
  humanReview: {
    doc: "A person may have a human look again, say what they think, and contest the decision.",
    mechanism: "auto-decision-review",
    checks: [{ kind: "intake", right: "automated-decision" }, { kind: "decisions-reviewed" }],
    article: "GDPR art. 22(3)",
    nl: "Bent u het niet eens met zo'n besluit, dan kijkt op uw verzoek een mens er opnieuw naar. U kunt dan ook uw kant vertellen.",
    en: "If you do not agree with such a decision, a human looks at it again when you ask. You can then tell your side as well.",
  },
};

interface None extends Placed {
  readonly cites?: readonly string[] | undefined;
  readonly says?: Said | undefined;
}

const none: Kind<{ readonly none: None }> = either(
  changed(oneOf(["none"], "what is decided automatically"), (_word, node, { reader, path }) => ({
    none: { at: reader.at(node), path },
  })),
  mapping({
    name: "No automated decisions",
    doc: "There are none, when that was promised in so many words.",
    marked: "none",
    members: {
      none: need(
        mapping({
          name: "None",
          doc: "There are none. `{}` is enough.",
          members: { ...declared },
        }),
        "Present when there are none.",
      ),
    },
  }),
);

const decisionKind = mapping({
  name: "Automated decision",
  doc: "A decision with legal or similar effect that a computer makes alone (GDPR art. 22(1)).",
  example:
    "automatedDecisions:\n  pay-later:\n    of: customer\n    uses: [payment.credit]\n    by: payments\n    logic: {nl: of u eerder op tijd betaalde, en: whether you paid in time before}\n    effect: {nl: u kunt wel of niet achteraf betalen, en: you may or may not pay later}\n    ground: contract\n    humanReview: {}",
  members: {
    title: may(said, "What is decided, in a sentence."),
    of: need(list(nameOf("a kind of person")), "About whom."),
    uses: need(list(categoryName), "By which data."),
    by: may(nameOf("a recipient"), "The recipient that decides; you when left out."),
    logic: need(said, "What it goes by, in words that a reader can check (GDPR art. 13(2)(f))."),
    effect: need(said, "What it means for the person."),
    ground: need(oneOf(grounds, "a ground of GDPR art. 22(2)"), "Why it is allowed: `contract`, `law` or `consent`."),
    ...clauseMembers(clauses),
    ...declared,
  },
});

const decisions = named({ what: "an automated decision", check: checkOwnName, kind: decisionKind });

export const automatedDecisions = chapter({
  word: "automatedDecisions",
  doc: "Decisions that a computer makes alone: none, or which.",
  kind: either(none, decisions),
  resolve: (read, names): AutomatedDecisions =>
    "none" in read
      ? { none: names.declaredBy(read.none, read.none.at), decisions: [] }
      : { decisions: eachEntry(read, (decision, name) => decisionOf(decision, name, names)) },
  promises,
  problems,
});

function promises({ none: absent, decisions: all }: AutomatedDecisions, policy: Policy): readonly PolicyPromise[] {
  const base = { section: "automated-decisions", mechanism: "auto-decision-review" } as const;
  if (absent !== undefined)
    return [
      promise(policy, {
        ...base,
        id: "automated-decisions.none",
        checks: [{ kind: "carried-out", by: "auto-decision-review" }],
        nl: "Wij nemen geen besluiten over u die alleen een computer maakt, ook niet met een profiel van u.",
        en: "We make no decisions about you that only a computer makes, nor with a profile of you.",
        article: "GDPR art. 13(2)(f), 22",
        from: absent,
      }),
    ];
  return all.flatMap((decision) => [
    promise(policy, {
      ...base,
      id: `automated-decisions.${decision.name}`,
      checks: [{ kind: "carried-out", by: "auto-decision-review" }],
      ...inBoth((language) => decisionText(decision, policy)[language]),
      about: decision.name,
      article: "GDPR art. 13(2)(f), 22",
      from: decision,
    }),
    ...clausePromises(
      clauses,
      decision,
      { prefix: `automated-decisions.${decision.name}`, section: "automated-decisions" },
      policy,
    ),
  ]);
}

const groundTexts: Readonly<Record<DecisionGround, Texts>> = {
  contract: { nl: "dat is nodig voor het contract met u", en: "the contract with you needs it" },
  law: { nl: "de wet staat dat toe", en: "the law allows it" },
  consent: { nl: "u gaf daar uitdrukkelijk toestemming voor", en: "you explicitly consented to it" },
};

type Written = NonNullable<ReturnType<typeof decisionKind.read>>;

function decisionOf(decision: Written, name: Word, names: Names): AutomatedDecision {
  return {
    ...names.declaredBy(decision, name.at),
    ...clausesOf(clauses, decision, names),
    ...present({
      name: name.text,
      title: names.title(decision.title, name.text),
      of: names.resolveAll("person", decision.of),
      uses: names.resolveAll("category", decision.uses),
      by: decision.by && names.resolve("recipient", decision.by),
      logic: names.texts(decision.logic),
      effect: names.texts(decision.effect),
      ground: decision.ground,
    }),
  };
}

function decisionText(decision: AutomatedDecision, policy: Policy): Texts {
  const { title, by, logic, effect, ground, of, uses } = decision;
  return inBoth((language) => {
    const who = by === undefined ? undefined : partyOf(policy, by, language);
    const words = { title: say(title, language), logic: say(logic, language), effect: say(effect, language) };
    const data = categoriesText(policy, uses, language);
    const whom = personsText(policy, of, language);
    const why = groundTexts[ground][language];
    return language === "nl"
      ? `Een computer${who === undefined ? "" : ` van ${who}`} besluit hierover: ${words.title} (over: ${whom}). Daarbij telt: ${words.logic}. Gebruikt wordt: ${data}. Wat het voor u betekent: ${words.effect}. Waarom het mag: ${why}.`
      : `A computer${who === undefined ? "" : ` of ${who}`} decides on this: ${words.title} (about: ${whom}). It goes by: ${words.logic}. It uses: ${data}. What it means for you: ${words.effect}. Why it is allowed: ${why}.`;
  });
}

function problems(stated: AutomatedDecisions, policy: Policy): readonly Problem[] {
  if (stated.none !== undefined) return denied(stated.none, policy);
  return stated.decisions.flatMap((decision) => problemsOf(decision, policy));
}

/** Data that exists only to judge people by. */
const judging = ["payment.credit", "behaviour.profile"];
/** Words by which a text says that people are judged, or followed to show them what fits. A profile may also be one's own page. */
const judgingWords =
  /\b(scor(e|es|en|ing)|kredietwaardig\p{L}*|creditworth\p{L}*|profil(ing|ering|eren|eert)|profiel van u|profile of you|gerichte (reclame|advertenties)|targeted advert\p{L}*)\b/iu;

interface Judge {
  readonly what: string;
  /** Data or a mechanism shows it; otherwise only words do. */
  readonly sure: boolean;
  readonly at: Declared["at"];
}

/** Who denies such decisions may not at the same time score people, have them scored, or ban them by machine. */
function denied(none: Declared, policy: Policy): readonly Problem[] {
  return judges(policy).map(({ what, sure, at }) => ({
    code: "automated-decisions-denied",
    severity: sure ? "warning" : "note",
    message: `The policy says that there are no automated decisions, and ${what} (line ${at.line}${at.file === none.at.file ? "" : ` of ${at.file}`}).`,
    remedy: "Declare the decision under automatedDecisions with its logic and effect, or stop it.",
    at: none.at,
    path: "automatedDecisions",
    article: "GDPR art. 4(4), 13(2)(f), 22",
  }));
}

function judged(names: readonly string[]): readonly string[] {
  return names.filter((name) => judging.some((each) => isCategory(name, each)));
}

/** The first such words in a text. */
function judgingIn(text: Localized | undefined): string | undefined {
  return Object.values(text ?? {}).flatMap((words) => judgingWords.exec(words)?.[0] ?? [])[0];
}

function judges(policy: Policy): readonly Judge[] {
  const bans = policy.moderation?.bans?.automatic;
  const aimed = (policy.website?.tags ?? []).filter(({ settings }) => settings.advertising === "on");
  return [
    ...policy.purposes.flatMap(({ name, uses, title, at }) => judge(`the purpose "${name}"`, "uses", uses, title, at)),
    ...policy.recipients.flatMap((recipient) =>
      judge(partyName(recipient, "en"), "receives", recipient.receives, recipient.ownUse, recipient.at),
    ),
    ...aimed.map(({ name, at }) => ({ what: `the tag "${name}" is used for advertising`, sure: false, at })),
    ...(bans === undefined ? [] : [{ what: "people are banned automatically", sure: true, at: bans.at }]),
  ];
}

/** What shows that somebody is judged: by such data, or else by the words that describe it. */
function judge(
  who: string,
  verb: string,
  data: readonly string[],
  text: Localized | undefined,
  at: Declared["at"],
): readonly Judge[] {
  const by = judged(data);
  if (by.length > 0) return [{ what: `${who} ${verb} ${by.join(", ")}`, sure: true, at }];
  const word = judgingIn(text);
  return word === undefined ? [] : [{ what: `the text about ${who} speaks of "${word}"`, sure: false, at }];
}

function problemsOf(decision: AutomatedDecision, policy: Policy): readonly Problem[] {
  const { name, uses, ground, humanReview, at } = decision;
  const base = { at, path: `automatedDecisions.${name}` } as const;
  const special = policy.categories.filter((category) => category.special && uses.includes(category.name));
  const findings: Problem[] = [];
  if (humanReview === undefined && ground !== "law")
    findings.push({
      ...base,
      code: "decision-without-review",
      severity: "error",
      message: `Nobody can have a human look at "${name}" again.`,
      remedy: "Add humanReview: {}.",
      article: "GDPR art. 22(3)",
    });
  if (special.some((category) => category.ground !== "explicit-consent" && category.ground !== "public-interest"))
    findings.push({
      ...base,
      code: "decision-on-special-category",
      severity: "error",
      message: `"${name}" decides by ${special.map((category) => category.name).join(", ")}, a special category, without explicit consent or a public interest.`,
      remedy: "Leave the category out, or declare its ground: explicit-consent.",
      article: "GDPR art. 22(4)",
    });
  if (!policy.rights.granted.some(({ kind }) => kind === "automated-decision"))
    findings.push({
      ...base,
      code: "right-missing",
      severity: "warning",
      message: "There are automated decisions, and the right not to be subject to them is not among the rights.",
      remedy: "Add automated-decision: {} under rights.",
      article: "GDPR art. 13(2)(f), 22",
    });
  return findings;
}
