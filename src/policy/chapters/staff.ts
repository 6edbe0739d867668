/** Who of our own people sees which data, and why (GDPR arts. 25(2), 29, 32(4)). */
import { type Localized, type Problem, say } from "#base";
import { isCategory } from "../categories.ts";
import { promise } from "../compile/draft.ts";
import { categoriesText } from "../compile/facts.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { categoryName, checkOwnName, declared, nameOf, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { chapter, entryNames } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { eachEntry, inBoth, purposesText } from "./phrases.ts";

export interface StaffRole extends Declared {
  readonly name: string;
  readonly title: Localized;
  /** The categories that it may see. */
  readonly sees: readonly string[];
  readonly purposes: readonly string[];
}

type StaffClause = "needToKnow" | "audited" | "confidential" | "erasedHidden";

export interface Staff extends Declared, Clauses<StaffClause> {
  readonly roles: readonly StaffRole[];
}

const clauses: Readonly<Record<StaffClause, Clause>> = {
  needToKnow: {
    doc: "Only those who need data for their work can see it.",
    mechanism: "staff-access",
    article: "GDPR art. 25(2), 32(4)",
    nl: "Alleen medewerkers die gegevens voor hun werk nodig hebben, kunnen ze zien.",
    en: "Only employees who need data for their work can see them.",
  },
  audited: {
    doc: "Every look into personal data is recorded.",
    mechanism: "staff-access",
    article: "GDPR art. 5(2)",
    nl: "Wij leggen vast welke medewerker welke gegevens bekijkt.",
    en: "We record which employee views which data.",
  },
  confidential: {
    doc: "Everybody who sees data has promised to keep it secret.",
    mechanism: "safeguard-evidence",
    checks: [{ kind: "stated" }],
    article: "GDPR art. 28(3)(b), 32(4)",
    nl: "Iedereen die bij ons gegevens ziet, behandelt ze vertrouwelijk.",
    en: "Everybody who sees data with us treats them as confidential.",
  },
  erasedHidden: {
    doc: "After an erasure no employee can see what had to stay.",
    mechanism: "staff-access",
    article: "GDPR art. 18(2), 25(2)",
    nl: "Zijn uw gegevens gewist, dan kan geen medewerker nog zien wat er van uw profiel was.",
    en: "Once your data are erased, no employee can see what there was of your profile.",
  },
};

const kind = mapping({
  name: "Staff",
  doc: "Who of your own people sees which data.",
  example:
    "staff:\n  needToKnow: {cites: [004-126]}\n  roles:\n    support: {may: [name, contact.email, order-history], for: service}\n  audited: {}",
  members: {
    roles: may(
      named({
        what: "a role",
        check: checkOwnName,
        kind: mapping({
          name: "Role",
          doc: "What people in a role may see, and for which purposes.",
          members: {
            title: may(said, "What the role is called in a sentence: `customer service`."),
            may: need(list(categoryName), "Which categories they may see."),
            for: need(list(nameOf("a purpose")), "For which purposes."),
            ...declared,
          },
        }),
      }),
      "Roles, and what each may see.",
    ),
    ...clauseMembers(clauses),
    ...declared,
  },
});

export const staff = chapter({
  word: "staff",
  doc: "Who of your own people sees which data.",
  kind,
  declares: { what: "role", names: (read) => entryNames(read.roles ?? []) },
  resolve: (read, names): Staff => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(clauses, read, names),
    roles: eachEntry(read.roles, (role, name) => ({
      ...names.declaredBy(role, name.at),
      name: name.text,
      title: names.title(role.title, name.text),
      sees: names.resolveAll("category", role.may),
      purposes: names.resolveAll("purpose", role.for),
    })),
  }),
  promises: (people, policy) => [
    ...clausePromises(clauses, people, { prefix: "staff", section: "security" }, policy),
    ...people.roles.map((role) => promiseOf(role, policy)),
  ],
  problems: (people, policy) => people.roles.flatMap((role) => problemsOf(role, people, policy)),
});

function promiseOf(role: StaffRole, policy: Policy): PolicyPromise {
  return promise(policy, {
    id: `staff.roles.${role.name}`,
    mechanism: "staff-access",
    section: "security",
    checks: [{ kind: "carried-out", by: "staff-access" }],
    ...inBoth((language) => {
      const [title, sees] = [say(role.title, language), categoriesText(policy, role.sees, language)];
      const purposes = purposesText(policy, role.purposes, language);
      return language === "nl"
        ? `Medewerkers (${title}) kunnen dit zien: ${sees}. Waarvoor: ${purposes}.`
        : `Employees (${title}) can see this: ${sees}. What for: ${purposes}.`;
    }),
    about: role.name,
    article: "GDPR art. 25(2), 32(4)",
    from: role,
  });
}

function problemsOf(role: StaffRole, people: Staff, policy: Policy): readonly Problem[] {
  const used = policy.purposes.filter(({ name }) => role.purposes.includes(name)).flatMap(({ uses }) => uses);
  const beyond = role.sees.filter((name) => !used.some((each) => isCategory(name, each) || isCategory(each, name)));
  const special = policy.categories.filter((category) => category.special && role.sees.includes(category.name));
  const base = { severity: "warning", at: role.at, path: `staff.roles.${role.name}` } as const;
  const findings: Problem[] = [];
  if (beyond.length > 0)
    findings.push({
      ...base,
      code: "role-sees-too-much",
      message: `The role "${role.name}" sees ${beyond.join(", ")}, which none of its purposes uses.`,
      remedy: "Add the purpose that needs it, or leave it out of the role.",
      article: "GDPR art. 5(1)(c), 25(2)",
    });
  if (special.length > 0 && people.audited === undefined)
    findings.push({
      ...base,
      code: "special-not-audited",
      message: `The role "${role.name}" sees ${special.map(({ name }) => name).join(", ")}, a special category, and looks are not recorded.`,
      remedy: "Add audited: {} under staff.",
      article: "GDPR art. 9, 32(1)",
    });
  return findings;
}
