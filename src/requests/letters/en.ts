import { capital, dateText, say } from "#base";
import type { RequestKind } from "../contract.ts";
import type { Erased, KeptRows } from "../kept.ts";
import { askers } from "./en-askers.ts";
import { customers } from "./en-customers.ts";
import { rights } from "./en-rights.ts";
import {
  acknowledged,
  clockStands,
  close,
  codeTime,
  dueLine,
  filesBecause,
  handedOver,
  handedOverFacts,
  opening,
  referred,
  refusals,
  remedy,
} from "./en-words.ts";
import type { Letters } from "./letter.ts";

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

/** Of data that is perhaps somebody else's. */
const aboutThis: Partial<Record<RequestKind, string>> = {
  access: "a copy of the data",
  portability: "a copy of the data",
  erasure: "the erasure of the data",
  leaving: "the erasure of the data",
  rectification: "a change of the data",
};

export const en: Letters = {
  ...rights,
  ...customers,
  ...askers,
  code: (frame, { code, link, minutes }) => ({
    subject: `Your code for request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} With this code you confirm that this is your e-mail address:`,
      `    ${code}`,
      `Enter the code within ${codeTime(minutes)} on this page:\n${link}`,
      "You did not ask for this? Then you need not do anything. Without the code nothing happens. Give the code to nobody.",
      dueLine(frame),
    ),
  }),
  follow: (frame, { link, proposes, acknowledges }) => ({
    subject: `We are handling your request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} You confirmed your e-mail address. ${proposes ? "As soon as we have found you, the page below shows your data. There you write what is wrong." : "A member of staff is now looking at your request."}`,
      acknowledges === undefined ? undefined : acknowledged(acknowledges),
      `On this page you see how it stands. You can also withdraw your request there. Keep this link and do not share it:\n${link}`,
      dueLine(frame),
    ),
  }),
  askIdentity: (frame, { link, stands }) => ({
    subject: `We need something from you for request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} Before we go on we want to be certain that it is you, so that nobody else gets your data.`,
      `Please send us one file that shows it on this page, such as an old order confirmation. Do not send a copy of your passport. We delete the file as soon as we have decided:\n${link}`,
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askClarification: (frame, { question, link, stands }) => ({
    subject: `We have a question about request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} We want to do exactly what you mean. That is why we ask you this:`,
      question,
      `You answer on this page:\n${link}`,
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askedFromElsewhere: (frame) => ({
    subject: `Somebody asked ${frame.organisation} something about this address (${frame.reference})`,
    text: close(
      frame,
      `On ${dateText(frame.receivedOn, "en")} somebody asked ${frame.organisation} from another e-mail address for ${aboutThis[frame.kind] ?? "something to be done with the data"} that belongs to this address.`,
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
  extended: (frame, { reason, authority }) => ({
    subject: `We need more time for request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} We need more time. This is the reason:`,
      reason,
      dueLine(frame),
      remedy(authority),
    ),
  }),
  refused: (frame, { reason, explanation, authority, customers = [] }) => ({
    subject: `Answer to your request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} ${reason === "no-data-found" ? "This is our answer:" : frame.kind === "under-age-report" ? "We do not do that. This is the reason:" : "We do not carry out your request. This is the reason:"}`,
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
  handedOver: (frame, { host, how }) => ({
    subject: handedOver[how.state].subject(frame),
    text: close(frame, opening(frame), handedOver[how.state].text(host), ...handedOverFacts(how)),
  }),
  filesRefused: (frame, { files }) => ({
    subject: `Some files with request ${frame.reference} at ${frame.organisation} were not kept`,
    text: close(
      frame,
      `We have your message. These files came with it, and we did not keep them:\n${files.map(({ name, because }) => `- ${name}: ${filesBecause[because]}`).join("\n")}`,
      "You need not do anything. If a file matters for your request, you may send it in another form, such as PDF or a photo.",
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
      // The page is that of whoever asked.
      `We also delete this e-mail address from our register of requests, so this is our last e-mail.${frame.asked?.reads === "person" ? "" : " On the page of your request you find a proof that we handled it. It holds no data about you."}`,
      remedy(authority),
    ),
  }),
};
