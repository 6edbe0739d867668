/** Authorities and others who demand data by law: who may, and the steps before anything leaves (GDPR arts. 6(1)(c), 48). */
import { alternatives, type Localized } from "#base";
import { promise } from "../compile/draft.ts";
import { list, mapping, may, need } from "../grammar/collections.ts";
import { oneOf } from "../grammar/values.ts";
import { declared } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";

export const demandingParties = [
  "tax-authority",
  "police",
  "court",
  "regulator",
  "security-service",
  "private-party",
] as const;
const grounds = ["law", "court-order", "vital-interests", "legal-claims", "terms", "safety"] as const;

export type DemandingParty = (typeof demandingParties)[number];
export type DemandGround = (typeof grounds)[number];
type DemandStep = "basisChecked" | "resisted" | "minimised" | "recorded" | "personTold";

export interface LegalDemands extends Declared, Clauses<DemandStep> {
  readonly by: readonly DemandingParty[];
  readonly grounds?: Declared & { readonly on: readonly DemandGround[] };
}

const steps: Readonly<Record<DemandStep, Clause>> = {
  basisChecked: {
    doc: "The legal basis of every demand is checked first.",
    mechanism: "legal-demand-desk",
    checks: [{ kind: "demands-recorded" }],
    article: "GDPR art. 48",
    nl: "Bij elk verzoek kijken wij eerst of de wet ons verplicht.",
    en: "With every demand we first look whether the law obliges us.",
  },
  resisted: {
    doc: "Demands are objected to as far as the law allows.",
    mechanism: "legal-demand-desk",
    nl: "Wij verzetten ons daartegen zover de wet dat toelaat.",
    en: "We object to it as far as the law allows.",
  },
  minimised: {
    doc: "No more than was demanded leaves.",
    mechanism: "legal-demand-desk",
    article: "GDPR art. 5(1)(c)",
    nl: "Wij geven nooit meer dan gevraagd en verplicht is.",
    en: "We never give more than is asked and obliged.",
  },
  recorded: {
    doc: "Every release is recorded.",
    mechanism: "disclosure-log",
    checks: [{ kind: "demands-recorded" }],
    article: "GDPR art. 5(2)",
    nl: "Van alles wat wij geven, leggen wij vast wat het was en aan wie.",
    en: "Of all we give we record what it was and to whom.",
  },
  personTold: {
    doc: "The person is told, unless the law forbids it.",
    mechanism: "legal-demand-desk",
    article: "GDPR art. 13(3), 14(3)(c)",
    nl: "Wij laten het u weten, tenzij de wet dat verbiedt.",
    en: "We tell you, unless the law forbids it.",
  },
};

const kind = mapping({
  name: "Legal demands",
  doc: "Authorities and others who can demand data by law, and the steps before anything leaves.",
  example: "legalDemands:\n  by: [tax-authority, police]\n  resisted: {cites: [003-067]}\n  cites: [003-066]",
  members: {
    by: need(list(oneOf(demandingParties, "somebody who can demand data")), "Who can demand data."),
    grounds: may(
      mapping({
        name: "Grounds of demands",
        doc: "On which grounds data is given.",
        members: { on: need(list(oneOf(grounds, "a ground to give data")), "The grounds."), ...declared },
      }),
      "On which grounds data is given.",
    ),
    ...clauseMembers(steps),
    ...declared,
  },
});

const partyTexts: Readonly<Record<DemandingParty, Required<Localized>>> = {
  "tax-authority": { nl: "de belastingdienst", en: "the tax authority" },
  police: { nl: "politie en justitie", en: "police and prosecutors" },
  court: { nl: "een rechter", en: "a court" },
  regulator: { nl: "een toezichthouder", en: "a regulator" },
  "security-service": { nl: "een veiligheidsdienst", en: "a security service" },
  "private-party": { nl: "iemand die daar volgens de wet recht op heeft", en: "somebody entitled to it by law" },
};

const groundTexts: Readonly<Record<DemandGround, Required<Localized>>> = {
  law: { nl: "de wet dat eist", en: "the law requires it" },
  "court-order": { nl: "een rechter dat beveelt", en: "a court orders it" },
  "vital-interests": { nl: "iemands leven gevaar loopt", en: "somebody's life is in danger" },
  "legal-claims": { nl: "dat nodig is voor een rechtszaak", en: "a legal claim needs it" },
  terms: { nl: "dat nodig is om onze voorwaarden te handhaven", en: "enforcing our terms needs it" },
  safety: { nl: "dat nodig is voor de veiligheid van mensen", en: "the safety of people needs it" },
};

/** Who can demand data, as it stands in a sentence. */
export function demandingPartyText(party: string, language: "nl" | "en"): string {
  return demandingParties.includes(party as DemandingParty) ? partyTexts[party as DemandingParty][language] : party;
}

export const legalDemands = chapter({
  word: "legalDemands",
  doc: "Authorities and others who can demand data by law.",
  kind,
  resolve: (read, names): LegalDemands => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(steps, read, names),
    by: [...new Set(read.by)],
    ...present({
      grounds: read.grounds && {
        on: [...new Set(read.grounds.on)],
        ...names.declaredBy(read.grounds, read.grounds.at),
      },
    }),
  }),
  promises,
});

function promises(demands: LegalDemands, policy: Policy): readonly PolicyPromise[] {
  const { by, grounds: given } = demands;
  const base = { section: "disclosure", mechanism: "legal-demand-desk" } as const;
  return [
    promise(policy, {
      ...base,
      id: "legal-demands.possible",
      checks: [{ kind: "stated" }],
      nl: `De wet kan ons verplichten om gegevens te geven aan ${alternatives(
        by.map((party) => partyTexts[party].nl),
        "nl",
      )}.`,
      en: `The law can oblige us to give data to ${alternatives(
        by.map((party) => partyTexts[party].en),
        "en",
      )}.`,
      article: "GDPR art. 6(1)(c)",
      from: demands,
    }),
    ...(given === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "legal-demands.grounds",
            checks: [{ kind: "demands-recorded" }],
            nl: `Wij geven gegevens alleen als ${alternatives(
              given.on.map((ground) => groundTexts[ground].nl),
              "nl",
            )}.`,
            en: `We give data only when ${alternatives(
              given.on.map((ground) => groundTexts[ground].en),
              "en",
            )}.`,
            from: given,
          }),
        ]),
    ...clausePromises(steps, demands, { prefix: "legal-demands", section: "disclosure" }, policy),
  ];
}
