/** What every letter in English is made of. */
import { alternatives, dateText, enumerated, type Localized, say } from "#base";
import { type Confidence, isConfirmed } from "#law";
import type { HandOverEnd } from "../hand-over-contract.ts";
import type { FileRefusal } from "../message-contract.ts";
import type { RefusalReason, RequestKind } from "../contract.ts";
import { articleOf, type Authority, authorityLine, type Frame, paragraphs } from "./letter.ts";

export const asked: Record<RequestKind, string> = {
  access: "a copy of your data",
  erasure: "the erasure of your data",
  leaving: "the end of your account and the erasure of your data",
  rectification: "the correction of your data",
  restriction: "your data to be stored only",
  lifting: "your data to be used again",
  portability: "a file with the data you gave yourself",
  objection: "an end to something you object to",
  "marketing-objection": "no more marketing",
  "withdraw-consent": "an end to something you consented to",
  "sale-opt-out": "your data not to be sold or shared for advertising",
  "automated-decision": "a human to look again at a decision made by a computer",
  complaint: "an answer to your complaint",
  "under-age-report": "the account of a child to be closed",
};

export const refusals: Record<RefusalReason, string> = {
  "no-data-found": "We have searched, and we hold no data about you under this e-mail address.",
  "identity-not-shown": "We could not establish that you are the person concerned (GDPR art. 12(6)).",
  "unfounded-or-excessive": "Your request is manifestly unfounded, or is made too often (GDPR art. 12(5)).",
  "rights-of-others": "Doing this would harm the rights of other people (GDPR art. 15(4)).",
  "legal-obligation": "The law obliges us to keep this data (GDPR art. 17(3)).",
  "not-our-customer":
    "We hold this data on behalf of another company. That company decides on your request, so please ask them.",
  "data-is-right": "We have looked into it. The data is correct (GDPR art. 16).",
  "no-ground-to-restrict": "None of the reasons for which the law prescribes this applies here (GDPR art. 18(1)).",
  "compelling-grounds": "We have compelling grounds to go on, which override your interests (GDPR art. 21(1)).",
  "legal-claims": "We need this data for legal claims.",
  "decision-stands": "A human has looked again, also at what you wrote. The decision stays as it was.",
  "complaint-unfounded": "We have looked into your complaint and do not agree.",
  "of-age":
    "We have looked into it. The person is old enough, or nothing shows that they are not. We use the data again, as before.",
};

/** The same for whoever is known to a customer of ours alone and for whoever is not known at all. */
export function referred(customers: readonly Localized[]): string {
  const those = enumerated([...new Set(customers.map((one) => say(one, "en")))], "en");
  return `We hold no data about you under this e-mail address that we decide about ourselves. We also use data for ${those}, on their instructions. Whether they have data about you, only they may tell you. If you are in touch with one of them, ask them.`;
}

/** Minutes while they are few, else days. */
export function codeTime(minutes: number): string {
  return minutes < 24 * 60 ? `${minutes} minutes` : `${Math.floor(minutes / (24 * 60))} days`;
}

type HandedOver = Record<
  HandOverEnd["state"],
  { readonly subject: (frame: Frame) => string; readonly text: (host: string) => string }
>;

const notSent = (frame: Frame) => `Your copy of request ${frame.reference} at ${frame.organisation} was not sent on`;

export const handedOver: HandedOver = {
  done: {
    subject: (frame) => `Your copy of request ${frame.reference} at ${frame.organisation} was sent on`,
    text: (host) => `We sent your copy to ${host}, as you asked. The other side says that it has all of it.`,
  },
  refused: { subject: notSent, text: (host) => `We did not send your copy to ${host}. This is the reason:` },
  failed: {
    subject: notSent,
    text: (host) =>
      `We could not send your copy to ${host}: the other side did not take it. Perhaps the address is wrong.`,
  },
  expired: { subject: notSent, text: (host) => `We could not send your copy to ${host} before it had to be deleted.` },
};

export function handedOverFacts(how: HandOverEnd): readonly string[] {
  if (how.state === "done")
    return [
      `This proves what was sent:\n- ${how.sizeBytes} bytes\n- SHA-256 ${how.sha256}\n- answer of the other side: ${how.status}`,
    ];
  const own =
    "You have your own copy, or get it when it is ready. You can also give us another address, as long as the copy is there.";
  return how.state === "refused" ? [how.explanation, own] : [own];
}

export const filesBecause: Record<FileRefusal, string> = {
  type: "this kind of file cannot be read by us",
  size: "the file is too large",
  count: "there were too many files",
};

function dueReason({ due, promisedDays }: Frame): string {
  switch (due.because) {
    case "promised-days":
      return promisedDays === undefined
        ? "We promised this."
        : `We promise an answer within ${promisedDays} days. That is earlier than the law asks of us (${articleOf(due, "en")}).`;
    case "legal-month":
      return `The law gives us one month (${articleOf(due, "en")}).`;
    case "legal-term":
      return `That day follows from the law (${articleOf(due, "en")}).`;
    case "extension":
      return `We have extended the term once, as the law allows (${articleOf(due, "en")}).`;
  }
}

export function dueLine(frame: Frame): string {
  return `You will have our answer by ${dateText(frame.due.on, "en")}. ${dueReason(frame)}`;
}

export function opening(frame: Frame): string {
  if (frame.kind === "under-age-report")
    return `On ${dateText(frame.receivedOn, "en")} somebody told ${frame.organisation} that the person behind this e-mail address is too young, so that this data must be erased.`;
  const on = dateText(frame.receivedOn, "en");
  if (frame.asked?.reads === "person")
    return `On ${on} ${frame.asked.name} asked ${frame.organisation} for you for ${asked[frame.kind]}.`;
  const forOther =
    frame.asked === undefined
      ? ""
      : " You did so for somebody else. Where this letter speaks of your data, it is theirs that is meant.";
  return `On ${on} you asked ${frame.organisation} for ${asked[frame.kind]}.${forOther}`;
}

export function close(frame: Frame, ...parts: readonly (string | undefined)[]): string {
  return paragraphs(
    "Dear Sir or Madam,",
    ...parts,
    `Any questions? Write to ${frame.contact} and mention your reference: ${frame.reference}.`,
    `Kind regards,\n${frame.organisation}`,
  );
}

/** For those whose law asks for it: that it came in, how we make sure who asks, and when the answer comes. */
export function acknowledged({ article, confidence }: { article: string; confidence: Confidence }): string {
  return `With this letter we confirm that we received your request (${articleOf({ article, unconfirmed: !isConfirmed({ confidence }) }, "en")}). We look whether the address that you confirmed is on file with us. Only where we doubt who asks do we ask you for something more.`;
}

export const clockStands =
  "Until we have this from you, the term for our answer stands still. When it has come, the page shows the new date.";

export function remedy(authority: Authority): string {
  return [
    `Do you disagree? You can complain to the supervisory authority: ${authorityLine(authority, "en")}. You can also go to court.`,
    ...afterwards(authority),
  ].join(" ");
}

function afterwards({ bodies = [], referred: puts, arbitration }: Authority): readonly string[] {
  const named = bodies.map(({ party, site }) => (site === undefined ? party : `${party} (${site})`));
  return [
    ...(named.length === 0 ? [] : [`You can also go to ${alternatives(named, "en")}.`]),
    ...(puts === true ? ["A complaint that we cannot solve together we put to it ourselves."] : []),
    ...(arbitration === true ? ["If that does not solve it, you can ask for a binding decision of arbitrators."] : []),
  ];
}
