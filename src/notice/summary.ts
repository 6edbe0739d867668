/** The first layer of the notice: five answers for who reads no further, each from facts, each leading to its section. */
import { say } from "#base";
import { authority, regimeFor, retentionDuty } from "#law";
import { leavesEea, type NoticeSection } from "#policy";
import type { SummaryPoint } from "./document.ts";
import { contactName, controllerName, listed, type Writing } from "./phrases.ts";

/** More than these and the summary is no longer one. */
const mostPurposes = 6;

/** Only what leads to a section that the notice has. */
export function summaryOf(writing: Writing, sections: ReadonlySet<NoticeSection>): readonly SummaryPoint[] {
  return [
    who(writing),
    ...purposes(writing),
    parties(writing),
    ...terms(writing),
    rights(writing),
    contact(writing),
  ].filter(({ section }) => sections.has(section));
}

function who(writing: Writing): SummaryPoint {
  const { summary } = writing.words;
  return { section: "who-we-are", question: summary.who, answer: summary.controller(controllerName(writing)) };
}

function purposes({ policy, language, words }: Writing): readonly SummaryPoint[] {
  const titles = [...new Set(policy.purposes.map(({ title }) => say(title, language)))];
  if (titles.length === 0) return [];
  const named = titles.slice(0, titles.length > mostPurposes ? mostPurposes - 1 : mostPurposes);
  const more = titles.length - named.length;
  const answer = words.summary.purposes(listed([...named, ...(more === 0 ? [] : [words.summary.more(more)])], words));
  return [{ section: "purposes", question: words.summary.what, answer }];
}

function parties({ policy, words }: Writing): SummaryPoint {
  const { recipients } = policy;
  const abroad = recipients.filter((recipient) => leavesEea(recipient)).length;
  const answer = recipients.length === 0 ? words.recipients.none : words.summary.parties(recipients.length, abroad);
  return { section: "recipients", question: words.summary.withWhom, answer };
}

/** The relationship and what the law wants kept longest are what people ask about; the table has the rest. */
function terms(writing: Writing): readonly SummaryPoint[] {
  const { policy, words, language } = writing;
  if (policy.keep.length === 0) return [];
  const relationship = policy.keep.find(({ until }) => until.kind === "relationship-ends");
  const duties = policy.keep.flatMap(({ until }) => {
    const duty = until.kind === "law" ? retentionDuty(until.duty) : undefined;
    return duty === undefined
      ? []
      : [{ title: say(duty.title, language), years: duty.spans.map(({ years }) => years) }];
  });
  const longest = duties.toSorted((a, b) => Math.max(...b.years) - Math.max(...a.years))[0];
  const parts = [
    words.summary.terms(policy.keep.length),
    ...(relationship === undefined ? [] : [words.summary.relationship]),
    ...(longest === undefined ? [] : [words.summary.law(longest.title, Math.max(...longest.years))]),
  ];
  return [{ section: "retention", question: words.summary.howLong, answer: parts.join(" ") }];
}

function rights({ policy, words }: Writing): SummaryPoint {
  const { answerWithinDays, leavingErases } = policy.rights;
  const regime = regimeFor(policy.organisation.country);
  const answer = [
    words.summary.rights,
    answerWithinDays === undefined
      ? words.summary.answerWithin(words.period(regime.answer))
      : words.summary.answerWithin(words.period({ amount: answerWithinDays, unit: "day" })),
    ...(leavingErases ? [words.summary.leaving] : []),
  ].join(" ");
  return { section: "rights", question: words.summary.whatCanI, answer };
}

function contact(writing: Writing): SummaryPoint {
  const { policy, words } = writing;
  const { email } = policy.organisation.contact;
  const supervisor = authority(policy.organisation.authority);
  const answer = [
    words.summary.reach(contactName(writing)),
    ...(supervisor === undefined ? [] : [words.summary.authority(supervisor.name)]),
  ].join(" ");
  return { section: "who-we-are", question: words.summary.contact, answer, links: [email] };
}
