import { alternatives, type Language, type Localized, type Period, periodText, say } from "#base";
import { authority } from "#law";
import { type Clauses, clausePromises } from "../chapters/clauses.ts";
import { answerTermText } from "../decisions/laws.ts";
import { generalClauses, rightClauses } from "../language/right-clauses.ts";
import type { GrantedRight, Policy, RequestWays, RightKind } from "../model.ts";
import type { Mechanism, PolicyPromise, PromiseCheck } from "../promises.ts";
import { type Region, regionTitle } from "../regions.ts";
import { type Draft, promise } from "./draft.ts";

export function rightPromises(policy: Policy): readonly PolicyPromise[] {
  const { rights } = policy;
  return [
    ...(rights.granted.length === 0 ? [] : [offered(policy)]),
    ...rights.granted.flatMap((granted) => [grantedRight(policy, granted), ...aboutRight(policy, granted)]),
    ...(rights.granted.some(({ kind }) => kind === "access") ? answerPromises(policy) : []),
    ...handling(policy),
  ];
}

function offered(policy: Policy): PolicyPromise {
  return promise(policy, {
    id: "rights.offered",
    mechanism: "notice-publish",
    section: "rights",
    checks: [],
    nl: "De wet geeft u rechten over de gegevens die wij van u gebruiken, en over wat anderen voor ons daarmee doen.",
    en: "The law gives you rights over the data we use of you, and over what others do with them for us.",
    article: "GDPR art. 13(2)(b)",
    from: policy.rights,
  });
}

type RightText = Pick<Draft, "nl" | "en" | "article" | "mechanism" | "checks">;

/** What each right says and what shows that it can be used. */
const rightTexts: Readonly<Record<RightKind, RightText>> = {
  access: right("access", "access-package", "15", [{ kind: "answer-complete" }], {
    nl: "U kunt altijd vragen welke gegevens wij van u hebben. U krijgt dan een kopie van alles.",
    en: "You can always ask which data we have of you. You then get a copy of everything.",
  }),
  rectification: right("rectification", "rectify-flow", "16", [], {
    nl: "U kunt uw gegevens laten verbeteren of aanvullen, ook bij bedrijven die voor ons werken.",
    en: "You can have your data corrected or completed, also with parties that work for us.",
  }),
  erasure: right("erasure", "erasure-engine", "17", [{ kind: "erasure-leaves-nothing" }], {
    nl: "U kunt uw gegevens laten wissen. Daarna zoeken wij opnieuw: er blijft alleen wat de wet ons laat bewaren.",
    en: "You can have your data erased. Afterwards we search again: only what the law makes us keep stays.",
  }),
  restriction: right("restriction", "restriction-switch", "18", [], {
    nl: "U kunt vragen om uw gegevens een tijd niet te gebruiken.",
    en: "You can ask us not to use your data for a while.",
  }),
  portability: right("portability", "portability-package", "20", [{ kind: "machine-readable" }], {
    nl: "U kunt uw gegevens meenemen naar een ander bedrijf, in een vorm die computers kunnen lezen.",
    en: "You can take your data to another party, in a form that computers can read.",
  }),
  objection: right("objection", "objection-freeze", "21", [], {
    nl: "U kunt bezwaar maken tegen wat wij met uw gegevens doen.",
    en: "You can object to what we do with your data.",
  }),
  "automated-decision": right("automated-decision", "auto-decision-review", "22", [], {
    nl: "U hoeft geen belangrijk besluit te accepteren dat alleen een computer heeft genomen.",
    en: "You need not accept an important decision that only a computer made.",
  }),
  "withdraw-consent": right("withdraw-consent", "consent-withdraw", "7(3)", [], {
    nl: "Hebt u toestemming gegeven, dan kunt u die altijd weer intrekken.",
    en: "When you gave consent, you can withdraw it at any time.",
  }),
  complaint: {
    mechanism: "complaint-directory",
    article: "GDPR art. 77",
    checks: [{ kind: "complaint-route-shown" }],
    nl: "U kunt altijd klagen bij de toezichthouder.",
    en: "You can always complain to the supervisory authority.",
  },
};

function right(
  kind: RightKind,
  mechanism: Mechanism,
  article: string,
  checks: readonly PromiseCheck[],
  texts: { readonly nl: string; readonly en: string },
): RightText {
  return { mechanism, article: `GDPR art. ${article}`, checks: [{ kind: "intake", right: kind }, ...checks], ...texts };
}

/** What is promised about a right beside the right itself: `rights.objection.stopsAtOnce`. */
function aboutRight(policy: Policy, { kind, clauses }: GrantedRight): readonly PolicyPromise[] {
  const where = { prefix: `rights.${kind}`, section: "rights", about: kind } as const;
  return clausePromises(rightClauses[kind], clauses as Clauses<string>, where, policy);
}

/** A sentence for those in some regions only: `Woont u in Nevada, dan kunt u …`. */
function forThose(regions: readonly Region[], sentence: string, language: Language): string {
  if (regions.includes("everyone")) return sentence;
  const names = alternatives(
    regions.map((region) => regionTitle(region, language)),
    language,
  );
  const rest = `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
  if (language === "en") return `If you live in ${names}${/^(if|when) /.test(rest) ? ":" : ","} ${rest}`;
  const turned = /^(u|wij) (\p{L}+)/u.exec(rest);
  return turned === null
    ? `Woont u in ${names}: ${rest}`
    : `Woont u in ${names}, dan ${turned[2]} ${turned[1]}${rest.slice(turned[0].length)}`;
}

function grantedRight(policy: Policy, granted: GrantedRight): PolicyPromise {
  const text = rightTexts[granted.kind];
  const who = granted.kind === "complaint" ? authority(policy.organisation.authority)?.name : undefined;
  const said =
    who === undefined
      ? text
      : { nl: `U kunt altijd klagen bij de ${who}.`, en: `You can always complain to the ${who}.` };
  return promise(policy, {
    ...text,
    nl: forThose(granted.for, said.nl, "nl"),
    en: forThose(granted.for, said.en, "en"),
    id: `rights.${granted.kind}.granted`,
    section: "rights",
    about: granted.kind,
    from: granted,
  });
}

/** What an answer to a request for access holds. */
function answerPromises(policy: Policy): readonly PolicyPromise[] {
  const about = (id: string, article: string, check: PromiseCheck, nl: string, en: string): PolicyPromise =>
    promise(policy, { id, mechanism: "access-package", section: "rights", checks: [check], nl, en, article });
  return [
    about(
      "answers.categories",
      "GDPR art. 15(1)(b)",
      { kind: "answer-has-categories" },
      "In de kopie staat bij elk gegeven wat voor soort gegeven het is.",
      "The copy says of each item what kind of data it is.",
    ),
    about(
      "answers.recipients",
      "GDPR art. 15(1)(c)",
      { kind: "answer-lists-recipients" },
      "Bij de kopie krijgt u een lijst van wie uw gegevens ook heeft.",
      "With the copy you get a list of who else has your data.",
    ),
    about(
      "answers.machine-readable",
      "GDPR art. 20(1)",
      { kind: "machine-readable" },
      "De kopie is ook in een vorm die computers kunnen lezen.",
      "The copy also comes in a form that computers can read.",
    ),
  ];
}

/** How requests are handled. */
function handling(policy: Policy): readonly PolicyPromise[] {
  const { rights } = policy;
  return [
    answerWithin(policy),
    copyTo(policy),
    ...(rights.leavingErases ? [leaving(policy)] : []),
    promise(policy, {
      id: "requests.decided-with-reasons",
      mechanism: "request-register",
      section: "rights",
      checks: [{ kind: "refusals-have-reasons" }, { kind: "complaint-route-shown" }],
      nl: "Wij beslissen over elk verzoek. Wijzen wij het af, dan leest u waarom en waar u daarover kunt klagen.",
      en: "We decide on every request. If we refuse it, you read why and where you can complain.",
      article: "GDPR art. 12(4)",
    }),
    register(policy),
    ...rights.ways.map((ways) => requestWays(policy, ways)),
    ...clausePromises(generalClauses, rights.general, { prefix: "rights", section: "rights" }, policy),
    promise(policy, {
      id: "record.intact",
      mechanism: "safeguard-evidence",
      section: "security",
      checks: [{ kind: "evidence-intact" }],
      nl: "Wij leggen vast wat wij met uw verzoek doen, zo dat niemand het later ongemerkt kan veranderen.",
      en: "We record what we do with your request in a way that nobody can change later unnoticed.",
      article: "GDPR art. 5(2)",
    }),
  ];
}

const wayTexts: Readonly<Record<RequestWays["by"][number], Required<Localized>>> = {
  form: { nl: "met ons formulier", en: "by our form" },
  "e-mail": { nl: "per e-mail", en: "by e-mail" },
  post: { nl: "per brief", en: "by letter" },
  phone: { nl: "per telefoon", en: "by telephone" },
  app: { nl: "in de app", en: "in the app" },
  profile: { nl: "in uw profiel", en: "in your profile" },
};

function requestWays(policy: Policy, ways: RequestWays): PolicyPromise {
  const by = (language: Language) =>
    alternatives(
      ways.by.map((way) => wayTexts[way][language]),
      language,
    );
  return promise(policy, {
    id: `rights.ways.${ways.name}`,
    mechanism: "request-intake",
    section: "rights",
    checks: [{ kind: "ways-open", by: ways.by }],
    nl: forThose(ways.for, `U kunt een verzoek doen ${by("nl")}.`, "nl"),
    en: forThose(ways.for, `You can make a request ${by("en")}.`, "en"),
    article: "GDPR art. 12(2)",
    from: ways,
  });
}

function answerWithin(policy: Policy): PolicyPromise {
  const days = policy.rights.answerWithinDays;
  return promise(policy, {
    id: "rights.answer-within",
    mechanism: "deadline-clock",
    section: "rights",
    checks: [{ kind: "due-dates" }, { kind: "answered-in-time" }],
    nl: `${within(policy, "nl")}. Is meer tijd nodig, dan hoort u dat op tijd, met de reden.`,
    en: `${within(policy, "en")}${days === undefined ? "" : ", and never later than the law says"}. If more time is needed, we tell you in time, with the reason.`,
    article: "GDPR art. 12(3)",
    from: policy.rights.answerWithin,
  });
}

/** The days that were promised; without a promise the month of the law, and the other terms of who lives elsewhere. */
function within(policy: Policy, language: Language): string {
  const days = policy.rights.answerWithinDays;
  const term = days === undefined ? month : ({ amount: days, unit: "day" } as const);
  const text = days === undefined ? answerTermText(policy, month, language) : periodText(term, language);
  if (language === "en") return `You get an answer within ${text}`;
  if (days !== undefined) return `U krijgt binnen ${text} antwoord, en nooit later dan de wet zegt`;
  return text.includes(",") ? `U krijgt antwoord binnen ${text}` : `U krijgt binnen ${text} antwoord`;
}

const month: Period = { amount: 1, unit: "month" };

function copyTo(policy: Policy): PolicyPromise {
  const known = policy.rights.copyTo.knownAddressOnly;
  return promise(policy, {
    id: known ? "rights.copy-to-known-address" : "rights.copy-to-requester",
    mechanism: "requester-verification",
    section: "rights",
    checks: [{ kind: "copy-only-to-known-address" }, { kind: "identity-evidence-deleted" }],
    nl: known
      ? "Een kopie sturen wij alleen naar een e-mailadres dat wij al van u hebben. Gebruikt u een ander adres, dan vragen wij eerst wie u bent. Wat u daarvoor laat zien, wissen wij daarna."
      : "Een kopie krijgt alleen wie het is. Bij twijfel vragen wij eerst wie u bent. Wat u daarvoor laat zien, wissen wij daarna.",
    en: known
      ? "We send a copy only to an e-mail address that we already have of you. If you use another address, we first ask who you are. What you show for that, we delete afterwards."
      : "Only the person gets the copy. In case of doubt we first ask who you are. What you show for that, we delete afterwards.",
    article: "GDPR art. 12(6)",
    from: policy.rights.copyTo,
  });
}

function leaving(policy: Policy): PolicyPromise {
  return promise(policy, {
    id: "rights.leaving-erases",
    mechanism: "relationship-end-trigger",
    section: "rights",
    checks: [{ kind: "leaving-opens-erasure" }],
    nl: "Laat u weten dat u onze diensten niet meer wilt, dan zien wij dat ook als een verzoek om uw gegevens te wissen.",
    en: "When you tell us that you no longer want our services, we also take that as a request to erase your data.",
    article: "GDPR art. 17(1)",
    from: policy.rights.leaving,
  });
}

function register(policy: Policy): PolicyPromise {
  const { register: rule } = policy.rights;
  const anonymous = rule.erasure === "anonymous";
  const years = { amount: rule.keepYears, unit: "year" } as const;
  return promise(policy, {
    id: "rights.register",
    mechanism: "request-register",
    section: "rights",
    checks: [{ kind: "register-kept" }, ...(anonymous ? [{ kind: "register-anonymous" } as const] : [])],
    nl: `Wij houden ${periodText(years, "nl")} bij welke verzoeken wij hebben afgehandeld.${anonymous ? " Zijn uw gegevens gewist, dan staat daar niets meer in waaraan iemand u herkent." : ""}`,
    en: `We keep a register of the requests we handled for ${periodText(years, "en")}.${anonymous ? " Once your data are erased, nothing in it identifies you." : ""}`,
    article: "GDPR art. 5(2)",
    from: rule,
  });
}

export function systemPromises(policy: Policy): readonly PolicyPromise[] {
  return policy.systems.flatMap((system) => [
    promise(policy, {
      id: `systems.${system.name}.mapped`,
      mechanism: "data-map",
      section: "what-we-use",
      checks: [{ kind: "mapping-complete", system: system.name }],
      nl: `Wij weten van elk gegeven in ${say(system.title, "nl")} wat het is en van wie.`,
      en: `We know of every item in ${say(system.title, "en")} what it is and whose.`,
      about: system.name,
      article: "GDPR art. 5(2), 30",
      from: system,
    }),
    ...system.tables
      .filter((table) => table.cites.length > 0 || table.says !== undefined)
      .map((table) =>
        promise(policy, {
          id: `systems.${system.name}.${table.name}.mapped`,
          mechanism: "data-map",
          section: "what-we-use",
          checks: [{ kind: "mapping-complete", system: system.name, table: table.name }],
          nl: `Wij weten van elk gegeven in ${say(system.title, "nl")} (${table.name}) wat het is en van wie.`,
          en: `We know of every item in ${say(system.title, "en")} (${table.name}) what it is and whose.`,
          about: system.name,
          article: "GDPR art. 5(2), 30",
          from: table,
        }),
      ),
  ]);
}
