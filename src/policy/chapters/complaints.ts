/** Where a person can complain, beside the authority of the organisation: with us first, with bodies, with other authorities (GDPR art. 77). */
import { alternatives, type Language, type Localized, type Period, periodText } from "#base";
import { authorities, authority, countryName } from "#law";
import { promise } from "../compile/draft.ts";
import { list, mapping, may, named, need } from "../grammar/collections.ts";
import { country, oneOf, period, text, website, word } from "../grammar/values.ts";
import type { Region } from "../regions.ts";
import { checkOwnName, declared, region } from "../language/words.ts";
import type { Declared, Policy } from "../model.ts";
import type { PolicyPromise } from "../promises.ts";
import { present } from "../resolve/present.ts";
import { chapter } from "./chapter.ts";
import { type Clause, clauseMembers, clausePromises, type Clauses, clausesOf } from "./clauses.ts";
import { eachEntry, whoCan } from "./phrases.ts";

const moments = ["at-once", "unanswered", "dissatisfied"] as const;

/** When a body takes a complaint: at once, when we did not answer in time, when our answer does not satisfy. */
export type ComplaintMoment = (typeof moments)[number];
type ComplaintClause = "usFirst" | "referred" | "free" | "arbitration" | "directory";

export interface Complaints extends Declared, Clauses<ComplaintClause> {
  readonly answerWithin?: Declared & { readonly period: Period };
  /** Other authorities that people in some regions can go to. */
  readonly authorities: readonly ComplaintAuthority[];
  readonly bodies: readonly ComplaintBody[];
}

export interface ComplaintAuthority extends Declared {
  readonly name: string;
  readonly title: string;
  readonly site?: string;
  readonly for: readonly Region[];
}

export interface ComplaintBody extends Declared {
  readonly name: string;
  readonly party: string;
  readonly country?: string;
  readonly site?: string;
  readonly for: readonly Region[];
  readonly when: readonly ComplaintMoment[];
}

const clauses: Readonly<Record<ComplaintClause, Clause>> = {
  usFirst: {
    doc: "People are asked to tell you first.",
    mechanism: "escalation-desk",
    checks: [{ kind: "intake", right: "complaint" }],
    nl: "Vertel het eerst aan ons; dan proberen wij het op te lossen. Dat hoeft niet.",
    en: "Tell us first; we then try to solve it. You need not.",
  },
  referred: {
    doc: "A complaint that you cannot solve goes on to a body below.",
    mechanism: "escalation-desk",
    checks: [{ kind: "complaints-referred" }],
    nl: "Komen wij er samen niet uit, dan leggen wij de klacht voor aan een onafhankelijke instantie.",
    en: "If we cannot solve it together, we put the complaint to an independent body.",
  },
  free: {
    doc: "Complaining costs the person nothing.",
    mechanism: "escalation-desk",
    checks: [{ kind: "intake", right: "complaint" }],
    nl: "Klagen kost u niets.",
    en: "Complaining costs you nothing.",
  },
  arbitration: {
    doc: "In the end the person can ask for binding arbitration.",
    mechanism: "escalation-desk",
    checks: [{ kind: "complaint-route-shown" }],
    nl: "Lost dat het niet op, dan kunt u om een bindende uitspraak van arbiters vragen.",
    en: "If that does not solve it, you can ask for a binding decision of arbitrators.",
  },
  directory: {
    doc: "The authorities of all countries can be found from the notice.",
    mechanism: "complaint-directory",
    article: "GDPR art. 77(1)",
    checks: [{ kind: "complaint-route-shown" }],
    nl: "U kunt ook klagen bij de toezichthouder van het land waar u woont of werkt.",
    en: "You can also complain to the authority of the country where you live or work.",
  },
};

const kind = mapping({
  name: "Complaints",
  doc: "Where people can complain, beside the authority of the organisation.",
  example:
    "complaints:\n  usFirst: {}\n  answerWithin: {period: 45 days}\n  bodies:\n    disputes: {party: Example Dispute Body, country: US, site: 'https://disputes.example', when: [unanswered, dissatisfied]}",
  members: {
    answerWithin: may(
      mapping({
        name: "Complaint answered within",
        doc: "Within which time a complaint is answered.",
        members: { period: need(period, "How long after it was received."), ...declared },
      }),
      "Within which time a complaint is answered.",
    ),
    authorities: may(
      named({
        what: "an authority",
        check: checkOwnName,
        kind: mapping({
          name: "Other authority",
          doc: "An authority that people in some regions can go to: one that Gestand knows by id, or by name and site.",
          members: {
            id: may(
              word("the id of a supervisory authority, such as nl.ap", "id of an authority", {
                enum: authorities.map((each) => each.id),
              }),
              "An authority that is known.",
            ),
            title: may(text, "Its name, when it is not known by id."),
            site: may(website, "Its site, when it is not known by id."),
            for: may(list(region), "People where can go to it; everyone when left out."),
            ...declared,
          },
        }),
      }),
      "Other authorities.",
    ),
    bodies: may(
      named({
        what: "a body",
        check: checkOwnName,
        kind: mapping({
          name: "Dispute body",
          doc: "An independent body that takes complaints.",
          members: {
            party: need(text, "Its name."),
            country: may(country, "Where it is."),
            site: may(website, "Where a complaint is made."),
            for: may(list(region), "People where can go to it; everyone when left out."),
            when: may(list(oneOf(moments, "a moment to go to it")), "When; at once when left out."),
            ...declared,
          },
        }),
      }),
      "Independent bodies that take complaints.",
    ),
    ...clauseMembers(clauses),
    ...declared,
  },
});

export const complaints = chapter({
  word: "complaints",
  doc: "Where people can complain, beside the authority of the organisation.",
  kind,
  resolve: (read, names): Complaints => ({
    ...names.declaredBy(read, read.at),
    ...clausesOf(clauses, read, names),
    ...present({
      answerWithin: read.answerWithin && {
        period: read.answerWithin.period,
        ...names.declaredBy(read.answerWithin, read.answerWithin.at),
      },
    }),
    authorities: eachEntry(read.authorities, (value, name): ComplaintAuthority => {
      const known = value.id === undefined ? undefined : authority(value.id.text);
      if (value.id !== undefined && known === undefined)
        names.unknown(
          "authority",
          "an authority",
          value.id,
          authorities.map((each) => each.id),
        );
      if (value.id === undefined && value.title === undefined)
        names.report(name.at, name.path, {
          code: "missing-word",
          message: `"${name.text}" says neither which authority it is nor what it is called.`,
          remedy: 'Add "id": be.gba, or "title" and "site".',
        });
      return {
        ...names.declaredBy(value, name.at),
        ...present({
          name: name.text,
          title: value.title ?? known?.name ?? name.text,
          site: value.site ?? known?.complaintPage,
          for: value.for ?? ["everyone"],
        }),
      };
    }),
    bodies: eachEntry(
      read.bodies,
      (value, name): ComplaintBody => ({
        ...names.declaredBy(value, name.at),
        ...present({
          name: name.text,
          party: value.party,
          country: value.country,
          site: value.site,
          for: value.for ?? ["everyone"],
          when: value.when ?? (["at-once"] as const),
        }),
      }),
    ),
  }),
  promises,
});

const momentTexts: Readonly<Record<Exclude<ComplaintMoment, "at-once">, Required<Localized>>> = {
  unanswered: { nl: "als wij niet op tijd antwoorden", en: "when we do not answer in time" },
  dissatisfied: { nl: "als u niet tevreden bent met ons antwoord", en: "when our answer does not satisfy you" },
};

/** Behind a name: where it is, and where a complaint is made. */
function bracketed(...parts: readonly (string | undefined)[]): string {
  const known = parts.filter((part) => part !== undefined);
  return known.length === 0 ? "" : ` (${known.join(", ")})`;
}

function promises(stated: Complaints, policy: Policy): readonly PolicyPromise[] {
  const { answerWithin } = stated;
  const base = { section: "complaints" } as const;
  return [
    ...(answerWithin === undefined
      ? []
      : [
          promise(policy, {
            ...base,
            id: "complaints.answer-within",
            mechanism: "escalation-desk",
            checks: [{ kind: "complaints-answered" }],
            nl: `Op een klacht krijgt u binnen ${periodText(answerWithin.period, "nl")} antwoord.`,
            en: `You get an answer to a complaint within ${periodText(answerWithin.period, "en")}.`,
            from: answerWithin,
          }),
        ]),
    ...stated.authorities.map((each) =>
      promise(policy, {
        ...base,
        id: `complaints.authorities.${each.name}`,
        mechanism: "complaint-directory",
        checks: [],
        nl: `${whoCan(each.for, "nl")} ook klagen bij deze toezichthouder: ${each.title}${bracketed(each.site)}.`,
        en: `${whoCan(each.for, "en")} also complain to this authority: ${each.title}${bracketed(each.site)}.`,
        about: each.name,
        article: "GDPR art. 77(1)",
        from: each,
      }),
    ),
    ...stated.bodies.map((body) => {
      const conditions = body.when.filter((moment) => moment !== "at-once");
      const when = (language: Language) =>
        conditions.length < body.when.length
          ? ""
          : ` ${language === "nl" ? "Dat kan" : "You can do that"} ${alternatives(
              conditions.map((moment) => momentTexts[moment][language]),
              language,
            )}.`;
      const where = (language: Language) =>
        bracketed(body.country === undefined ? undefined : countryName(body.country, language), body.site);
      return promise(policy, {
        ...base,
        id: `complaints.bodies.${body.name}`,
        mechanism: "escalation-desk",
        checks: [],
        nl: `${whoCan(body.for, "nl")} terecht bij ${body.party}${where("nl")}.${when("nl")}`,
        en: `${whoCan(body.for, "en")} go to ${body.party}${where("en")}.${when("en")}`,
        about: body.name,
        from: body,
      });
    }),
    ...clausePromises(clauses, stated, { prefix: "complaints", section: "complaints" }, policy),
  ];
}
