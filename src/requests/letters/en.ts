import { capital, dateText, enumerated, type Localized, say } from "#base";
import type { RefusalReason, RequestKind } from "../contract.ts";
import type { Erased, KeptRows } from "../kept.ts";
import { type Authority, type Frame, type Letters, paragraphs } from "./letter.ts";

const asked: Record<RequestKind, string> = {
  access: "a copy of your data",
  erasure: "the erasure of your data",
  leaving: "the end of your account and the erasure of your data",
};

const refusals: Record<RefusalReason, string> = {
  "no-data-found": "We have searched, and we hold no data about you under this e-mail address.",
  "identity-not-shown": "We could not establish that you are the person concerned (GDPR art. 12(6)).",
  "unfounded-or-excessive": "Your request is manifestly unfounded, or is made too often (GDPR art. 12(5)).",
  "rights-of-others": "Doing this would harm the rights of other people (GDPR art. 15(4)).",
  "legal-obligation": "The law obliges us to keep this data (GDPR art. 17(3)).",
  "not-our-customer":
    "We hold this data on behalf of another company. That company decides on your request, so please ask them.",
};

/** The same for whoever is known to a customer of ours alone and for whoever is not known at all. */
function referred(customers: readonly Localized[]): string {
  const those = enumerated([...new Set(customers.map((one) => say(one, "en")))], "en");
  return `We hold no data about you under this e-mail address that we decide about ourselves. We also use data for ${those}, on their instructions. Whether they have data about you, only they may tell you. If you are in touch with one of them, ask them.`;
}

function dueReason({ due, promisedDays }: Frame): string {
  switch (due.because) {
    case "promised-days":
      return promisedDays === undefined
        ? "We promised this."
        : `We promise an answer within ${promisedDays} days. That is earlier than the month the law allows (${due.article}).`;
    case "legal-month":
      return `The law gives us one month (${due.article}).`;
    case "extension":
      return `We have extended the term once, as the law allows (${due.article}).`;
  }
}

function dueLine(frame: Frame): string {
  return `You will have our answer by ${dateText(frame.due.on, "en")}. ${dueReason(frame)}`;
}

function opening(frame: Frame): string {
  return `On ${dateText(frame.receivedOn, "en")} you asked ${frame.organisation} for ${asked[frame.kind]}.`;
}

function close(frame: Frame, ...parts: readonly (string | undefined)[]): string {
  return paragraphs(
    "Dear Sir or Madam,",
    ...parts,
    `Any questions? Write to ${frame.contact} and mention your reference: ${frame.reference}.`,
    `Kind regards,\n${frame.organisation}`,
  );
}

function remedy(authority: Authority): string {
  return `Do you disagree? You can complain to the supervisory authority: ${authority.name}, ${authority.site}. You can also go to court.`;
}

function keptLine({ system, rows, because }: KeptRows): string {
  const what = `- ${say(system, "en")}: ${rows} ${rows === 1 ? "row" : "rows"}`;
  switch (because.kind) {
    case "hold":
      return `${what}. The law obliges us to keep these until ${dateText(because.untilOn, "en")}${because.law === undefined ? "" : `: ${say(because.law.title, "en")} (${because.law.article})`}.`;
    case "shared":
      return `${what}. These are about somebody else as well.`;
    case "declared-keep":
      return `${what}. These stay, as our privacy notice says.`;
  }
}

/** Nothing that the erasure did not reach may seem to be gone. */
function elsewhereText(elsewhere: NonNullable<Erased["elsewhere"]>): string | undefined {
  if (elsewhere.length === 0) return undefined;
  const lines = elsewhere.map(({ title, files }) => {
    const place = `- ${capital(say(title, "en"))}`;
    if (files === undefined) return `${place}: we do not know whether anything of yours is there.`;
    return `${place}: ${files} ${files === 1 ? "file" : "files"}.`;
  });
  return `This is about our databases. These places are not among them. What is yours there, a member of our staff has to erase by hand:\n${lines.join("\n")}\nDo ask us whether that was done.`;
}

export const en: Letters = {
  code: (frame, { code, link, minutes }) => ({
    subject: `Your code for request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} With this code you confirm that this is your e-mail address:`,
      `    ${code}`,
      `Enter the code within ${minutes} minutes on this page:\n${link}`,
      "You did not ask for this? Then you need not do anything. Without the code nothing happens. Give the code to nobody.",
      dueLine(frame),
    ),
  }),
  follow: (frame, { link }) => ({
    subject: `We are handling your request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} You confirmed your e-mail address. A member of staff is now looking at your request.`,
      `On this page you see how it stands. You can also withdraw your request there. Keep this link and do not share it:\n${link}`,
      dueLine(frame),
    ),
  }),
  askIdentity: (frame, { link }) => ({
    subject: `We need something from you for request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Before we go on we want to be certain that it is you, so that nobody else gets your data.`,
      `Please send us one file that shows it on this page, such as an old order confirmation. Do not send a copy of your passport. We delete the file as soon as we have decided:\n${link}`,
      dueLine(frame),
    ),
  }),
  askedFromElsewhere: (frame) => ({
    subject: `Somebody asked ${frame.organisation} something about this address (${frame.reference})`,
    text: close(
      frame,
      `On ${dateText(frame.receivedOn, "en")} somebody asked ${frame.organisation} from another e-mail address for ${frame.kind === "access" ? "a copy of the data" : "the erasure of the data"} that belongs to this address.`,
      "We do nothing before that person has shown who they are.",
      "Was it you? Then you need not do anything. Was it not you? Then please tell us at once.",
    ),
  }),
  answeredElsewhere: (frame) => ({
    subject: `A request about this address was carried out by ${frame.organisation} (${frame.reference})`,
    text: close(
      frame,
      `On ${dateText(frame.receivedOn, "en")} we received a request from another e-mail address about the data that belongs to this address. That person has shown who they are, so we carried the request out.`,
      "Was it not you? Then please tell us at once.",
    ),
  }),
  leftAlone: (frame) => ({
    subject: `Nothing was done with the data behind this address (${frame.organisation}, ${frame.reference})`,
    text: close(
      frame,
      `We wrote to you that on ${dateText(frame.receivedOn, "en")} somebody asked from another e-mail address about the data that belongs to this address.`,
      "We have done nothing with that data. Nobody was given it and nothing was erased. You need not do anything.",
    ),
  }),
  extended: (frame, { reason }) => ({
    subject: `We need more time for request ${frame.reference} at ${frame.organisation}`,
    text: close(frame, `${opening(frame)} We need more time. This is the reason:`, reason, dueLine(frame)),
  }),
  refused: (frame, { reason, explanation, authority, customers = [] }) => ({
    subject: `Answer to your request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} ${reason === "no-data-found" ? "This is our answer:" : "We do not carry out your request. This is the reason:"}`,
      ...(reason === "no-data-found" && customers.length > 0 ? [referred(customers)] : [refusals[reason], explanation]),
      remedy(authority),
    ),
  }),
  withdrawn: (frame) => ({
    subject: `Your request ${frame.reference} at ${frame.organisation} was withdrawn`,
    text: close(
      frame,
      `${opening(frame)} You withdrew this request. We stop here and delete what you gave us for it. You may always make a new request.`,
    ),
  }),
  answer: (frame, { link, expiresAt }) => ({
    subject: `Your copy is ready: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Your copy is ready. You can fetch it here:\n${link}`,
      `The link works once, until ${expiresAt}. After that we delete the copy. Share the link with nobody.`,
    ),
  }),
  answerAgain: (frame, { link, expiresAt, follow }) => ({
    subject: `A new link to your copy: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Your copy is ready, but an earlier e-mail about it did not reach you. You can fetch it here:\n${link}`,
      `The link works once, until ${expiresAt}. After that we delete the copy. An earlier link no longer works. Share the link with nobody.`,
      follow === undefined ? undefined : `On this page you see how your request stands:\n${follow}`,
    ),
  }),
  answerExpired: (frame, { authority }) => ({
    subject: `The link of request ${frame.reference} at ${frame.organisation} has expired`,
    text: close(
      frame,
      `${opening(frame)} Your copy was ready but was not fetched. The link has expired and we deleted the copy.`,
      "Would you still like the copy? Then please make a new request. It is free of charge.",
      remedy(authority),
    ),
  }),
  erased: (frame, { rows, kept, elsewhere = [], authority }) => ({
    subject: `Your request ${frame.reference} at ${frame.organisation} was carried out`,
    text: close(
      frame,
      `${opening(frame)} We have done so. We erased or anonymised ${rows} ${rows === 1 ? "row" : "rows"} of your data. Then we searched again and found nothing that should have gone.`,
      kept.length === 0
        ? `Nothing was kept${elsewhere.length === 0 ? "" : " in our databases"}.`
        : `This was kept:\n${kept.map(keptLine).join("\n")}`,
      elsewhereText(elsewhere),
      "We also delete this e-mail address from our register of requests, so this is our last e-mail. On the page of your request you find a proof that we handled it. It holds no data about you.",
      remedy(authority),
    ),
  }),
};
