/** What can be promised about a right beside the right itself, each a clause of one sentence. */
import type { Clause } from "../chapters/clauses.ts";
import type { RightKind } from "../model.ts";

const processorsToo: Clause = {
  doc: "Also for data that others process for you.",
  mechanism: "recipient-cascade",
  article: "GDPR art. 19, 28(3)(e)",
  nl: "Dat geldt ook voor gegevens die anderen voor ons verwerken.",
  en: "That also holds for data that others process for us.",
};

const confirmed = (right: "rectification" | "restriction"): Clause => ({
  doc: "What was done is confirmed to the address on file.",
  mechanism: "rectify-flow",
  checks: [{ kind: "outcome-told", right }],
  article: "GDPR art. 12(3)",
  nl: "Als het gedaan is, krijgt u daarvan bericht op het e-mailadres dat wij van u hebben.",
  en: "When it is done, we confirm it to the e-mail address we have of you.",
});

/** The same of a copy: those others are asked for what they have. */
const copiedToo = (right: "access" | "portability"): Clause => ({
  ...processorsToo,
  checks: [{ kind: "processors-answered", right }],
});

/** The same, where those others hear what was done and answer. */
const othersToo = (act: "erasure" | "rectification" | "restriction"): Clause => ({
  ...processorsToo,
  checks: [{ kind: "recipients-told", act }],
});

/** By right, by word. A word of one right can be a word of another. */
export const rightClauses: Readonly<Record<RightKind, Readonly<Record<string, Clause>>>> = {
  access: {
    processorsToo: copiedToo("access"),
    decided: {
      doc: "Every request is decided on: granted or refused, with the reason.",
      mechanism: "request-register",
      checks: [{ kind: "refusals-have-reasons" }],
      article: "GDPR art. 12(4)",
      nl: "U hoort of wij uw verzoek inwilligen. Zo niet, dan leest u waarom.",
      en: "You hear whether we grant your request. If not, you read why.",
    },
    selfService: {
      doc: "People can see their data by signing in.",
      mechanism: "access-package",
      nl: "Hebt u een account, dan ziet u uw gegevens ook als u inlogt.",
      en: "If you have an account, you also see your data when you sign in.",
    },
    directMarketing: {
      doc: "People in California can ask who got data for direct marketing (Cal. Civ. Code 1798.83).",
      mechanism: "disclosure-log",
      article: "Cal. Civ. Code 1798.83",
      nl: "Woont u in Californië, dan kunt u vragen aan wie wij het afgelopen jaar gegevens hebben gegeven voor direct marketing.",
      en: "If you live in California, you can ask to whom we gave data for direct marketing in the past year.",
    },
  },
  rectification: {
    processorsToo: othersToo("rectification"),
    confirmed: confirmed("rectification"),
    selfService: {
      doc: "People can correct their data by signing in.",
      mechanism: "rectify-flow",
      nl: "Hebt u een account, dan kunt u uw gegevens ook zelf verbeteren als u inlogt.",
      en: "If you have an account, you can also correct your data yourself by signing in.",
    },
  },
  erasure: {
    processorsToo: othersToo("erasure"),
    selfService: {
      doc: "People can erase their data by signing in.",
      mechanism: "erasure-engine",
      nl: "Hebt u een account, dan kunt u uw gegevens ook zelf wissen als u inlogt.",
      en: "If you have an account, you can also erase your data yourself by signing in.",
    },
    sensitiveToo: {
      doc: "Also for sensitive data that people sent without being asked.",
      mechanism: "special-category-guard",
      article: "GDPR art. 9, 17(1)(d)",
      nl: "Dat geldt ook voor gevoelige gegevens die u ons zelf hebt gestuurd.",
      en: "That also holds for sensitive data you sent us yourself.",
    },
  },
  restriction: {
    confirmed: confirmed("restriction"),
    untilLifted: {
      doc: "Data stays unused until the person lifts the restriction.",
      mechanism: "restriction-switch",
      checks: [{ kind: "restriction-kept" }],
      article: "GDPR art. 18(2), 18(3)",
      nl: "Wij gebruiken uw gegevens dan niet meer, totdat u zegt dat het weer mag.",
      en: "We then no longer use your data, until you say that we may again.",
    },
  },
  portability: {
    processorsToo: copiedToo("portability"),
    toOther: {
      doc: "Data can go to another party directly.",
      mechanism: "portability-package",
      checks: [{ kind: "handed-over" }],
      article: "GDPR art. 20(2)",
      nl: "Als het technisch kan, sturen wij uw gegevens direct naar de andere partij.",
      en: "Where technically possible, we send your data directly to the other party.",
    },
    serviceMayEnd: {
      doc: "After taking data elsewhere, the service may not be able to go on.",
      mechanism: "no-retaliation",
      checks: [{ kind: "stated" }],
      nl: "Hebben wij uw gegevens daarna niet meer, dan kunnen wij u misschien niet verder helpen.",
      en: "When we no longer have your data after that, we may not be able to go on serving you.",
    },
  },
  objection: {
    stopsAtOnce: {
      doc: "What is objected to stops at once, until it is decided.",
      mechanism: "objection-freeze",
      checks: [{ kind: "objection-stops", when: "at-once" }],
      article: "GDPR art. 18(1)(d), 21(1)",
      nl: "Wij stoppen er meteen mee, totdat wij hebben beslist.",
      en: "We stop it at once, until we have decided.",
    },
    copyFirst: {
      doc: "When the objection is upheld, the person gets a copy before the data goes.",
      mechanism: "objection-freeze",
      checks: [{ kind: "objection-copied" }],
      nl: "Geven wij u gelijk, dan krijgt u eerst een kopie van uw gegevens.",
      en: "If we agree with you, you first get a copy of your data.",
    },
    thenStops: {
      doc: "When the objection is upheld, the processing stops for good.",
      mechanism: "objection-freeze",
      checks: [{ kind: "objection-stops", when: "upheld" }],
      article: "GDPR art. 17(1)(c), 21(1)",
      nl: "Daarna stoppen wij er voorgoed mee.",
      en: "After that we stop it for good.",
    },
    marketing: {
      doc: "Direct marketing stops whenever a person objects to it.",
      mechanism: "contact-gate",
      checks: [{ kind: "objection-stops", when: "at-once", of: "marketing-objection" }],
      article: "GDPR art. 21(2), 21(3)",
      nl: "Maakt u bezwaar tegen reclame, dan stoppen wij daar altijd mee.",
      en: "When you object to marketing, we always stop it.",
    },
    thirdPartyMarketing: {
      doc: "People can object to their data going to others for direct marketing.",
      mechanism: "egress-gate",
      article: "GDPR art. 21(2); Cal. Civ. Code 1798.83(c)(2)",
      nl: "U kunt tegenhouden dat wij gegevens aan anderen geven voor hun reclame. Aanbiedingen van onszelf kunt u dan nog wel krijgen.",
      en: "You can stop us giving data to others for their marketing. You may then still get our own offers.",
    },
    sensitiveToo: {
      doc: "Also to the use of sensitive data that people sent without being asked.",
      mechanism: "special-category-guard",
      article: "GDPR art. 9, 21",
      nl: "Dat geldt ook voor gevoelige gegevens die u ons zelf hebt gestuurd.",
      en: "That also holds for sensitive data you sent us yourself.",
    },
  },
  "automated-decision": {
    notDone: {
      doc: "No such decisions are taken.",
      mechanism: "auto-decision-review",
      article: "GDPR art. 22(1)",
      nl: "Zulke besluiten nemen wij niet.",
      en: "We do not take such decisions.",
    },
    asked: {
      doc: "Whoever thinks that it is done all the same can ask.",
      mechanism: "auto-decision-review",
      checks: [{ kind: "intake", right: "automated-decision" }],
      nl: "Denkt u dat het toch gebeurt, laat het ons dan weten.",
      en: "If you think it happens all the same, tell us.",
    },
  },
  "withdraw-consent": {
    earlierUseStays: {
      doc: "What was done before stays lawful, and so does use on another basis.",
      mechanism: "consent-withdraw",
      checks: [{ kind: "stated" }],
      article: "GDPR art. 7(3)",
      nl: "Wat wij daarvóór deden, blijft geldig. Gegevens die wij om een andere reden nodig hebben, blijven wij daarvoor gebruiken.",
      en: "What we did before stays valid. Data that we need for another reason we go on using for that.",
    },
    asEasy: {
      doc: "Withdrawing is as easy as giving.",
      mechanism: "consent-withdraw",
      article: "GDPR art. 7(3)",
      nl: "Intrekken is net zo makkelijk als geven.",
      en: "Withdrawing is as easy as giving.",
    },
  },
  complaint: {
    onSuspicion: {
      doc: "Suspecting that something is wrong is enough.",
      mechanism: "complaint-directory",
      checks: [{ kind: "complaint-route-shown" }],
      article: "GDPR art. 77(1)",
      nl: "Een vermoeden is genoeg.",
      en: "A suspicion is enough.",
    },
  },
};

/** What holds for the use of every right. */
export const generalClauses = {
  noRetaliation: {
    doc: "Using a right never costs price, service or anything else.",
    mechanism: "no-retaliation",
    checks: [{ kind: "entitlements-unchanged" }],
    article: "GDPR art. 12(5); Cal. Civ. Code 1798.125",
    nl: "Gebruikt u een recht, dan behandelen wij u daarna niet anders.",
    en: "When you use a right, we do not treat you differently afterwards.",
  },
  lawDecides: {
    doc: "Every request is answered as the law that holds for the person says.",
    mechanism: "deadline-clock",
    checks: [{ kind: "due-dates" }, { kind: "answered-in-time" }],
    article: "GDPR art. 12(3)",
    nl: "Wij antwoorden op elk verzoek zoals de wet dat voorschrijft die voor u geldt.",
    en: "We answer every request as the law that holds for you says.",
  },
  mayDiffer: {
    doc: "Where people live can give them other or more rights.",
    mechanism: "jurisdiction-router",
    checks: [{ kind: "stated" }],
    nl: "Waar u woont, kan de wet u nog andere rechten geven.",
    en: "Where you live, the law can give you further rights.",
  },
} as const satisfies Readonly<Record<string, Clause>>;
