/** Breaches of security: whom we tell, how soon, and what follows (GDPR arts. 33, 34). */
import type { Language, Problem } from "#base";
import { type Draft, promise } from "../compile/draft.ts";
import { mapping, may } from "../grammar/collections.ts";
import type { Kind } from "../grammar/kind.ts";
import { clip, oneOf, textKind } from "../grammar/values.ts";
import { declared } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { inBoth } from "./phrases.ts";

const told = ["persons", "customers", "authority"] as const;
/** Persons whose data it is, customers whose data we process for them, the authority. */
export type IncidentTold = (typeof told)[number];
type IncidentClause = "followUp" | "report" | "recorded";

export interface Told extends Declared {
  /** At most so many hours after we know; as soon as possible when absent. */
  readonly withinHours?: number;
  /** Only when the risk is high (GDPR art. 34(1)), or always. */
  readonly when: "high-risk" | "always";
}

export interface Incidents extends Declared, Clauses<IncidentClause> {
  readonly tell: { readonly [K in IncidentTold]?: Told };
}

/** GDPR art. 33(1). */
const legalHours = 72;

const clauses: Readonly<Record<IncidentClause, Clause>> = {
  followUp: {
    doc: "Afterwards people hear what was done about it.",
    mechanism: "breach-desk",
    article: "GDPR art. 33(3)(d), 34(2)",
    nl: "Later hoort u wat wij eraan hebben gedaan.",
    en: "Later you hear what we did about it.",
  },
  report: {
    doc: "Anybody can tell of a leak, at the address of the contact.",
    mechanism: "breach-desk",
    nl: "Ziet u een datalek? Laat het ons meteen weten.",
    en: "Do you see a data breach? Tell us at once.",
  },
  recorded: {
    doc: "Every breach is recorded, also a small one (GDPR art. 33(5)).",
    mechanism: "breach-desk",
    article: "GDPR art. 33(5)",
    nl: "Wij leggen elk datalek vast, ook een klein.",
    en: "We record every data breach, also a small one.",
  },
};

/** A number of hours, or `undefined` in the box: as soon as possible. */
const within: Kind<{ readonly hours: number | undefined }> = textKind<{ readonly hours: number | undefined }>({
  expects: "as-soon-as-possible, or a number of hours or days such as 72 hours",
  label: "`as-soon-as-possible`, or hours or days",
  schema: { pattern: "^(as-soon-as-possible|\\d{1,3} (hours?|days?))$" },
  parse: (value) => {
    if (value === "as-soon-as-possible") return { hours: undefined };
    const found = /^(\d{1,3}) (hour|day)s?$/.exec(value);
    const amount = Number(found?.[1]);
    if (found === null || amount === 0)
      return {
        wrong: `"${clip(value)}" is not a time to tell somebody.`,
        remedy: "Write as-soon-as-possible or 72 hours.",
      };
    return { hours: found[2] === "day" ? amount * 24 : amount };
  },
});

const tellMember = (who: string) =>
  may(
    mapping({
      name: "Told of an incident",
      doc: "How soon somebody is told of a breach. `{}` is enough: as soon as possible.",
      members: {
        within: may(within, "`as-soon-as-possible` (also when left out), or at most so long after you know: 72 hours."),
        when: may(
          oneOf(["high-risk", "always"], "when somebody is told"),
          "Only when the risk for people is high (GDPR art. 34(1)), or always; `always` when left out.",
        ),
        ...declared,
      },
    }),
    who,
  );

export const incidents = chapter({
  word: "incidents",
  doc: "Breaches of security: whom you tell, and how soon.",
  kind: mapping({
    name: "Incidents",
    doc: "Breaches of security: whom you tell, and how soon (GDPR arts. 33, 34).",
    example:
      "incidents:\n  tell:\n    persons: {when: high-risk, cites: [000-104]}\n    authority: {within: 72 hours}\n  followUp: {cites: [000-105]}",
    members: {
      tell: may(
        mapping({
          name: "Tell of incidents",
          doc: "Who is told of a breach.",
          members: {
            persons: tellMember("The persons whose data it is."),
            customers: tellMember("Customers whose data you process for them (GDPR art. 33(2))."),
            authority: tellMember("The supervisory authority; by law within 72 hours (GDPR art. 33(1))."),
          },
        }),
        "Who is told of a breach.",
      ),
      ...clauseMembers(clauses),
      ...declared,
    },
  }),
  resolve: (read, names): Incidents => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(clauses, read, names),
    tell: Object.fromEntries(
      told.flatMap((who) => {
        const each = read.tell?.[who];
        if (each === undefined) return [];
        const found: Told = {
          ...names.declaredBy(each, each.at),
          ...present({ withinHours: each.within?.hours, when: each.when ?? "always" }),
        };
        return [[who, found]];
      }),
    ),
  }),
  promises,
  problems,
});

function promises(incident: Incidents, policy: Policy): readonly PolicyPromise[] {
  return [
    ...told.flatMap((who) => {
      const how = incident.tell[who];
      return how === undefined ? [] : [promise(policy, toldDraft(who, how))];
    }),
    ...clausePromises(clauses, incident, { prefix: "incidents", section: "incidents" }, policy),
  ];
}

function toldDraft(who: IncidentTold, how: Told): Draft {
  return {
    id: `incidents.tell.${who}`,
    mechanism: "breach-desk",
    section: "incidents",
    checks: [{ kind: "carried-out", by: "breach-desk" }],
    ...inBoth((language) => toldText(who, how, language)),
    article: { persons: "GDPR art. 34(1)", customers: "GDPR art. 33(2)", authority: "GDPR art. 33(1)" }[who],
    from: how,
  };
}

function toldText(who: IncidentTold, { withinHours, when }: Told, language: Language): string {
  const soon =
    withinHours === undefined
      ? { nl: "zo snel mogelijk", en: "as soon as possible" }[language]
      : { nl: `binnen ${withinHours} uur`, en: `within ${withinHours} hours` }[language];
  const high = when === "high-risk";
  if (language === "nl") {
    const leak = high ? "Is een datalek een groot risico voor mensen" : "Is er een datalek";
    switch (who) {
      case "persons":
        return high
          ? `Is een datalek een groot risico voor u, dan hoort u dat ${soon}.`
          : `Zijn uw gegevens gelekt, dan hoort u dat ${soon}.`;
      case "customers":
        return `${leak} in gegevens die wij voor een klant verwerken, dan melden wij dat ${soon} aan die klant.`;
      case "authority":
        return `${leak}, dan melden wij dat ${soon} aan de toezichthouder.`;
    }
  }
  const leak = high ? "When a data breach is a high risk for people" : "When there is a data breach";
  switch (who) {
    case "persons":
      return high
        ? `When a data breach is a high risk for you, we tell you ${soon}.`
        : `When your data have leaked, we tell you ${soon}.`;
    case "customers":
      return `${leak} in data that we process for a customer, we tell that customer ${soon}.`;
    case "authority":
      return `${leak}, we tell the supervisory authority ${soon}.`;
  }
}

function problems({ tell, at }: Incidents, policy: Policy): readonly Problem[] {
  const { authority, persons, customers } = tell;
  const findings: Problem[] = [];
  if (authority?.withinHours !== undefined && authority.withinHours > legalHours)
    findings.push({
      code: "authority-told-late",
      severity: "error",
      message: `The authority is told within ${authority.withinHours} hours; the law allows ${legalHours}.`,
      remedy: `Write within: ${legalHours} hours or fewer.`,
      at: authority.at,
      path: "incidents.tell.authority",
      article: "GDPR art. 33(1)",
    });
  if (authority === undefined && (persons ?? customers) !== undefined)
    findings.push({
      code: "authority-not-told",
      severity: "warning",
      message: `A breach is told, but not to the authority, which the law wants within ${legalHours} hours.`,
      remedy: `Add authority: {within: ${legalHours} hours} under tell.`,
      at,
      path: "incidents.tell",
      article: "GDPR art. 33(1)",
    });
  if (customers?.when === "high-risk")
    findings.push({
      code: "customers-told-too-seldom",
      severity: "warning",
      message: "Customers whose data you process are told only when the risk is high; the law makes no such exception.",
      remedy: "Write when: always for customers.",
      at: customers.at,
      path: "incidents.tell.customers",
      article: "GDPR art. 33(2)",
    });
  if (customers === undefined && policy.onBehalf !== undefined)
    findings.push({
      code: "customers-not-told",
      severity: "warning",
      message: "Data is processed for customers, and nothing says that they are told of a breach.",
      remedy: "Add customers: {} under tell.",
      at,
      path: "incidents.tell",
      article: "GDPR art. 33(2)",
    });
  return findings;
}
