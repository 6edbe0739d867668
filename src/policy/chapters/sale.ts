/** Whether data is sold or shared for advertising, and how to stop that (California: Cal. Civ. Code 1798.120, 1798.135; Nevada: NRS 603A.345). */
import { alternatives, enumerated, type Language, type Localized, type Problem, say } from "#base";
import { promise } from "../compile/draft.ts";
import { changed, either, list, mapping, may, need } from "../grammar/collections.ts";
import { oneOf } from "../grammar/values.ts";
import { categoryName, declared, nameOf, region, said } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise, PromiseCheck } from "../promises.ts";
import { type Region, regionTitle } from "../regions.ts";
import type { Names } from "../resolve/names.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { partyName } from "../decisions/sharing.ts";
import { partiesText, whoCan, withoutConsent } from "./phrases.ts";

const sold = ["nothing", "aggregates", "personal"] as const;
const optOutWays = ["browser", "account", "form", "e-mail", "signal"] as const;

/** `aggregates`: counts of groups that show nobody. */
export type Sold = (typeof sold)[number];
export type OptOutWay = (typeof optOutWays)[number];
type SaleClause = "asksNothing" | "perBrowser" | "lostWithCookies" | "servicesStay" | "noAdsInApps";

export interface Sale extends Declared, Clauses<SaleClause> {
  /** For money. */
  readonly sells: Sold;
  /** Sharing for advertising, which some laws count as a sale. */
  readonly shares?: Declared & {
    readonly with: readonly string[];
    readonly receives: readonly string[];
    /** Where the law counts it as a sale. */
    readonly countsIn: readonly Region[];
  };
  readonly optOut?: Declared & {
    readonly for: readonly Region[];
    readonly by: readonly OptOutWay[];
    /** The words of the link. */
    readonly link?: Localized;
  };
}

/** The link stands on the pages. */
const optOutSeen = { kind: "site-has", what: "opt-out" } as const;

const clauses: Readonly<Record<SaleClause, Clause>> = {
  asksNothing: {
    doc: "Nobody is asked who they are to opt out.",
    mechanism: "sale-optout",
    checks: [optOutSeen],
    article: "Cal. Code Regs. tit. 11, § 7026(d)",
    nl: "U hoeft daarvoor niet te zeggen wie u bent.",
    en: "You need not say who you are for that.",
  },
  perBrowser: {
    doc: "The choice holds for the browser and device it was made in.",
    mechanism: "sale-optout",
    checks: [optOutSeen],
    nl: "Uw keuze geldt voor de browser en het apparaat waarop u haar maakt. Gebruikt u een andere, maak haar daar dan ook.",
    en: "Your choice holds for the browser and device on which you make it. If you use another one, make it there too.",
  },
  lostWithCookies: {
    doc: "Whoever deletes cookies makes the choice again.",
    mechanism: "sale-optout",
    checks: [optOutSeen],
    nl: "Wist u uw cookies, dan maakt u de keuze opnieuw.",
    en: "When you delete your cookies, you make the choice again.",
  },
  servicesStay: {
    doc: "Opting out costs no service.",
    mechanism: "no-retaliation",
    article: "Cal. Civ. Code 1798.125",
    nl: "Onze dienst blijft na die keuze hetzelfde.",
    en: "Our service stays the same after that choice.",
  },
  noAdsInApps: {
    doc: "Apps show no advertising of others.",
    mechanism: "absence-probe",
    nl: "In onze apps staat geen reclame van anderen.",
    en: "Our apps show no advertising of others.",
  },
};

const whole = mapping({
  name: "Sale",
  doc: "Whether data is sold, or shared for advertising, and how people stop that.",
  example:
    "sale:\n  sells: nothing\n  shares: {with: advertising, receives: network.cookie, countsIn: california}\n  optOut: {for: everyone, by: [browser, signal], link: {nl: Verkoop mijn gegevens niet, en: Do not sell my data}}",
  members: {
    sells: need(
      oneOf(sold, "what is sold"),
      "What is sold for money: `nothing`, `aggregates` that show nobody, `personal` data.",
    ),
    shares: may(
      mapping({
        name: "Shared for advertising",
        doc: "What is shared for advertising. Some laws count that as a sale, also without money.",
        members: {
          with: need(list(nameOf("a recipient")), "With whom."),
          receives: need(list(categoryName), "What they get."),
          countsIn: may(list(region), "Where the law counts it as a sale."),
          ...declared,
        },
      }),
      "What is shared for advertising.",
    ),
    optOut: may(
      mapping({
        name: "Opt out of sale",
        doc: "How people stop sale and sharing.",
        members: {
          for: may(list(region), "People where; everyone when left out."),
          by: need(
            list(oneOf(optOutWays, "a way to opt out")),
            "In which ways. `signal`: the browser's Global Privacy Control.",
          ),
          link: may(said, "The words of the link at the bottom of the home page."),
          ...declared,
        },
      }),
      "How people stop sale and sharing.",
    ),
    ...clauseMembers(clauses),
    ...declared,
  },
});

type SaleWritten = Exclude<ReturnType<(typeof whole)["read"]>, undefined>;

const kind = either(
  changed(oneOf(["none"], "whether data is sold"), (_, node, { reader, path }) => ({
    none: { at: reader.at(node), path },
  })),
  whole,
);

export const sale = chapter({
  word: "sale",
  doc: "Whether data is sold or shared for advertising: none, or what and how to stop it.",
  kind,
  resolve: (read, names): Sale =>
    "none" in read ? { cites: [], at: read.none.at, sells: "nothing" } : saleOf(read, names),
  promises,
  problems,
});

function saleOf(read: SaleWritten, names: Names): Sale {
  const { shares, optOut } = read;
  return {
    ...names.declaredBy(read, read.at),
    ...clausesOf(clauses, read, names),
    ...present({
      sells: read.sells,
      shares: shares && {
        with: names.resolveAll("recipient", shares.with),
        receives: names.resolveAll("category", shares.receives),
        countsIn: [...new Set(shares.countsIn ?? [])],
        ...names.declaredBy(shares, shares.at),
      },
      optOut: optOut && {
        for: [...new Set(optOut.for ?? ["everyone"])],
        by: [...new Set(optOut.by)],
        ...present({ link: optOut.link && names.texts(optOut.link) }),
        ...names.declaredBy(optOut, optOut.at),
      },
    }),
  };
}

const soldChecks: Readonly<Record<Sold, PromiseCheck>> = {
  nothing: { kind: "given-only" },
  aggregates: { kind: "carried-out", by: "aggregate-publisher" },
  personal: { kind: "stated" },
};

const soldTexts: Readonly<Record<Sold, Required<Localized>>> = {
  nothing: { nl: "Wij verkopen uw gegevens niet.", en: "We do not sell your data." },
  aggregates: {
    nl: "Wij verkopen uw gegevens niet. Aantallen over groepen, waarin niemand te herkennen is, kunnen wij wel verkopen.",
    en: "We do not sell your data. We may sell counts of groups in which nobody can be recognised.",
  },
  personal: { nl: "Wij verkopen gegevens over u.", en: "We sell data about you." },
};

const wayTexts: Readonly<Record<OptOutWay, Required<Localized>>> = {
  browser: { nl: "met een keuze in uw browser", en: "by a choice in your browser" },
  account: { nl: "in uw account", en: "in your account" },
  form: { nl: "met ons formulier", en: "by our form" },
  "e-mail": { nl: "per e-mail", en: "by e-mail" },
  signal: {
    nl: "met het signaal van uw browser (Global Privacy Control)",
    en: "by the signal of your browser (Global Privacy Control)",
  },
};

function promises(stated: Sale, policy: Policy): readonly PolicyPromise[] {
  const { sells, shares, optOut } = stated;
  const base = { section: "sale" } as const;
  return [
    promise(policy, {
      ...base,
      id: "sale.sells",
      mechanism: sells === "aggregates" ? "aggregate-publisher" : "egress-gate",
      checks: [soldChecks[sells]],
      ...soldTexts[sells],
      from: stated,
    }),
    ...(shares === undefined ? [] : [sharesPromise(shares, policy)]),
    ...(optOut === undefined ? [] : [optOutPromise(optOut, policy)]),
    ...clausePromises(clauses, stated, { prefix: "sale", section: "sale" }, policy),
  ];
}

function sharesPromise(shares: Exclude<Sale["shares"], undefined>, policy: Policy): PolicyPromise {
  const counts = (language: Language) => {
    if (shares.countsIn.length === 0) return "";
    const where = enumerated(
      shares.countsIn.map((each) => regionTitle(each, language)),
      language,
    );
    return language === "nl" ? ` In ${where} noemt de wet dat verkopen.` : ` In ${where}, the law calls that selling.`;
  };
  const aims = policy.recipients.filter(({ name }) => shares.with.includes(name)).flatMap(({ purposes }) => purposes);
  const consenting = !withoutConsent(policy, aims);
  return promise(policy, {
    id: "sale.shares",
    mechanism: "egress-gate",
    section: "sale",
    checks: [{ kind: "given-only", to: shares.with, ...(consenting && { grounds: ["consent"] }) }],
    nl: `Voor advertenties delen wij gegevens met ${partiesText(policy, shares.with, "nl")}${consenting ? ", alleen met uw toestemming" : ""}.${counts("nl")}`,
    en: `For advertising we share data with ${partiesText(policy, shares.with, "en")}${consenting ? ", only with your consent" : ""}.${counts("en")}`,
    article: "Cal. Civ. Code 1798.140(ad), (ah)",
    from: shares,
  });
}

/** In each way that can be seen; an account's no comes through the company's own server. */
function optOutChecks(by: readonly OptOutWay[]): readonly PromiseCheck[] {
  const checks: readonly PromiseCheck[] = [
    ...(by.includes("browser") ? [optOutSeen] : []),
    ...(by.includes("form") || by.includes("e-mail")
      ? [{ kind: "objection-stops", when: "at-once", of: "sale-opt-out" } as const]
      : []),
    ...(by.includes("signal") ? [{ kind: "site-asks", purposes: [] } as const] : []),
  ];
  return checks.length > 0 ? checks : [{ kind: "carried-out", by: "sale-optout" }];
}

function optOutPromise(optOut: Exclude<Sale["optOut"], undefined>, policy: Policy): PolicyPromise {
  const ways = (language: Language) =>
    alternatives(
      optOut.by.map((way) => wayTexts[way][language]),
      language,
    );
  const link = (language: Language) => {
    if (optOut.link === undefined) return "";
    return language === "nl"
      ? ` Onderaan onze website staat daarvoor “${say(optOut.link, "nl")}”.`
      : ` At the bottom of our website stands “${say(optOut.link, "en")}” for that.`;
  };
  return promise(policy, {
    id: "sale.opt-out",
    mechanism: "sale-optout",
    section: "sale",
    checks: optOutChecks(optOut.by),
    nl: `${whoCan(optOut.for, "nl")} verkopen en delen voor advertenties tegenhouden: ${ways("nl")}.${link("nl")}`,
    en: `${whoCan(optOut.for, "en")} stop selling and sharing for advertising: ${ways("en")}.${link("en")}`,
    article: "Cal. Civ. Code 1798.120, 1798.135",
    from: optOut,
  });
}

/** Whether the law of California, to which letting a party use data for itself can be a sale, holds for some of its readers. */
function speaksToCalifornia({ shares, optOut }: Sale, { scope }: Policy): boolean {
  const regions = [
    ...(scope?.residents ?? []).map(({ region: of }) => of),
    ...(scope?.users?.is ?? []),
    ...(shares?.countsIn ?? []),
    ...(optOut?.for ?? []),
  ];
  return regions.includes("california");
}

/** Selling and saying no, sharing and giving no way out (contradictions between promises). */
function problems(stated: Sale, policy: Policy): readonly Problem[] {
  const { shares, optOut, at } = stated;
  const base = { severity: "error" as const, path: "sale" };
  const found: Problem[] = [];
  if (shares !== undefined && shares.countsIn.length > 0 && optOut === undefined)
    found.push({
      ...base,
      code: "sale-without-opt-out",
      message: "Data is shared for advertising where the law counts that as a sale, and nothing says how to stop it.",
      remedy: "Add optOut: {by: [browser, signal]}.",
      at: shares.at,
      article: "Cal. Civ. Code 1798.120(b), 1798.135(a)",
    });
  if (optOut !== undefined && !optOut.by.includes("signal") && (shares !== undefined || stated.sells === "personal"))
    found.push({
      ...base,
      severity: "warning",
      code: "signal-not-honoured",
      message: "People can opt out, and the signal of their browser (Global Privacy Control) is not a way to.",
      remedy: "Add signal to optOut.by.",
      at: optOut.at,
      article: "Cal. Code Regs. tit. 11, § 7025(b)",
    });
  const sharesSilently = policy.recipients.filter(
    ({ name, ownUse, role }) => ownUse !== undefined && role === "controller" && !(shares?.with ?? []).includes(name),
  );
  if (stated.sells === "nothing")
    for (const recipient of sharesSilently)
      found.push({
        ...base,
        severity: "warning",
        code: "no-sale-yet-own-use",
        message: `It is said that nothing is sold, and ${partyName(recipient, "en")} uses data for itself.`,
        remedy: `Name it under sale.shares, or stop giving it data.`,
        at: recipient.at,
        path: `recipients.${recipient.name}.ownUse`,
        article: speaksToCalifornia(stated, policy) ? "Cal. Civ. Code 1798.140(ad)" : "GDPR art. 5(1)(a), 13(1)(e)",
      });
  return found.map((problem) => ({ ...problem, at: problem.at ?? at }));
}
