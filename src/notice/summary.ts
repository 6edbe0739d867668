/** The first layer of the notice: five answers for who reads no further, each from facts, each leading to its section. */
import { periodText, say } from "#base";
import { authority, regimeFor, retentionDuty, spansRunning } from "#law";
import { answerTermText, leavesEea, type NoticeSection, partyName } from "#policy";
import type { SummaryPoint } from "./document.ts";
import { contactName, controllerName, shortened, type Writing } from "./phrases.ts";

/** More than these and the summary is no longer one. */
const mostPurposes = 6;
const mostParties = 5;

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
  const answer = words.summary.purposes(shortened(titles, mostPurposes, words.summary.more, language));
  return [{ section: "purposes", question: words.summary.what, answer }];
}

function parties({ policy, language, words }: Writing): SummaryPoint {
  const { summary } = words;
  const names = [...new Set(policy.recipients.map((recipient) => partyName(recipient, language)))];
  const abroad = new Set(policy.recipients.filter(leavesEea).map((recipient) => partyName(recipient, language)));
  const answer =
    names.length === 0
      ? words.recipients.none
      : `${summary.parties(shortened(names, mostParties, summary.moreParties, language))} ${summary.abroad(names.length, abroad.size)}`;
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
      : [{ title: say(duty.title, language), years: spansRunning(duty, policy.inForceOn).map(({ years }) => years) }];
  });
  const longest = duties.toSorted((a, b) => Math.max(...b.years) - Math.max(...a.years))[0];
  const parts = [
    words.summary.terms(policy.keep.length),
    ...(relationship === undefined ? [] : [words.summary.relationship]),
    ...(longest === undefined ? [] : [words.summary.law(longest.title, Math.max(...longest.years))]),
  ];
  return [{ section: "retention", question: words.summary.howLong, answer: parts.join(" ") }];
}

function rights({ policy, language, words }: Writing): SummaryPoint {
  const { answerWithinDays, leavingErases } = policy.rights;
  const regime = regimeFor(policy.organisation.country);
  const answer = [
    words.summary.rights,
    answerWithinDays === undefined
      ? words.summary.answerWithin(answerTermText(policy, regime.answer, language))
      : words.summary.answerWithin(periodText({ amount: answerWithinDays, unit: "day" }, language)),
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
