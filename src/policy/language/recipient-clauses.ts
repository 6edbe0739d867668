/** What can be promised about a party that gets data, each a clause of one sentence. */
import type { Clause } from "../chapters/clauses.ts";

export const recipientClauses = {
  onlyAsNeeded: {
    doc: "It gets no more than its task needs, and only when it does.",
    mechanism: "egress-gate",
    article: "GDPR art. 5(1)(c)",
    nl: "Wij geven niet meer dan voor die taak nodig is.",
    en: "We give no more than that task needs.",
  },
  withConsent: {
    doc: "It gets data only when the person consented to that.",
    mechanism: "egress-gate",
    article: "GDPR art. 6(1)(a)",
    nl: "Wij geven die gegevens alleen als u daar toestemming voor gaf.",
    en: "We give those data only when you consented to that.",
  },
  onRequest: {
    doc: "It gets data only because the person asks for something that needs it.",
    mechanism: "egress-gate",
    article: "GDPR art. 6(1)(b)",
    nl: "Wij geven die gegevens alleen als dat nodig is voor wat u ons vraagt te doen.",
    en: "We give those data only when what you ask us to do needs it.",
  },
  notItsOwn: {
    doc: "It may not use the data for itself.",
    mechanism: "dpa-gate",
    article: "GDPR art. 28(3)(a)",
    nl: "Eigen gebruik van de gegevens is daar verboden.",
    en: "Use of the data for their own ends is forbidden there.",
  },
  accessForSupport: {
    doc: "It looks at data only to help when something does not work.",
    mechanism: "staff-access",
    article: "GDPR art. 28(3)(a), 32(4)",
    nl: "Daar kijkt alleen iemand in de gegevens om ons te helpen als iets niet werkt.",
    en: "People there look at the data only to help us when something does not work.",
  },
  ownRules: {
    doc: "It has rules of its own, which hold for what it does.",
    mechanism: "notice-publish",
    checks: [{ kind: "stated" }],
    nl: "Daarnaast gelden daar eigen regels, voor alles wat er verder met gegevens gebeurt.",
    en: "Rules of their own hold there too, for whatever else is done with data.",
  },
  authorityAccess: {
    doc: "A law where it is can oblige it to give authorities access.",
    mechanism: "legal-demand-desk",
    checks: [{ kind: "stated" }],
    article: "GDPR art. 48",
    nl: "De wet daar kan eisen dat een overheid bij de gegevens mag.",
    en: "The law there can require that an authority gets access to the data.",
  },
  cookies: {
    doc: "It places cookies of its own.",
    mechanism: "cookie-inventory",
    nl: "Daarbij worden ook cookies geplaatst. Die staan in de lijst van cookies.",
    en: "Cookies are placed for it too. They are in the list of cookies.",
  },
} as const satisfies Readonly<Record<string, Clause>>;
