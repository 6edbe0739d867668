/** Letters about rights other than a copy and erasure, in English. */
import { dateText } from "#base";
import { asked, close, opening, remedy } from "./en-words.ts";
import type { CorrectedFact, Letters } from "./letter.ts";

type Rights = Pick<
  Letters,
  | "upheldWithCopy"
  | "upheld"
  | "stopped"
  | "childReported"
  | "corrected"
  | "restricted"
  | "lifting"
  | "lifted"
  | "joined"
  | "addressChanging"
>;

function listed(purposes: readonly string[]): string | undefined {
  return purposes.length === 0 ? undefined : `It is about:\n${purposes.map((one) => `- ${one}`).join("\n")}`;
}

function factLine({ title, accepted, reason = "" }: CorrectedFact): string {
  return accepted ? `- ${title}: corrected` : `- ${title}: not corrected. ${reason}`;
}

export const rights: Rights = {
  upheldWithCopy: (frame, { link, expiresAt }) => ({
    subject: `We agree with you: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} We agree with you and stop it for good. First you get a copy of your data. You can fetch it here:\n${link}`,
      `The link works once, until ${expiresAt}. After that we delete the copy. Share the link with nobody.`,
    ),
  }),
  upheld: (frame, { explanation, purposes }) => ({
    subject: `We agree with you: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} We agree with you. This is our answer:`,
      explanation,
      purposes.length === 0 ? undefined : `We stop it for good. ${listed(purposes)}`,
    ),
  }),
  stopped: (frame, { purposes, follow }) => ({
    subject: `Done: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} That holds from now on. You need not do anything else.`,
      listed(purposes),
      "Messages that are already on their way can still reach you. It costs you nothing, and it changes nothing about what else you have with us.",
      follow === undefined ? undefined : `On this page you find a proof:\n${follow}`,
    ),
  }),
  childReported: (frame) => ({
    subject: `We only store the data that is known under this e-mail address for now (${frame.organisation}, ${frame.reference})`,
    text: close(
      frame,
      `${opening(frame)} Until we have looked into it, we store this data and do nothing else with it. A member of our staff decides.`,
      "Is it not so? Then write to us. We put it right.",
    ),
  }),
  corrected: (frame, { corrections, authority }) => ({
    subject: `Your data was corrected: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} We have done so, everywhere the fact was written:`,
      corrections.map(factLine).join("\n"),
      "You did not ask for this? Then please tell us at once.",
      corrections.some(({ accepted }) => !accepted) ? remedy(authority) : undefined,
    ),
  }),
  restricted: (frame, { lift, authority }) => ({
    subject: `We only store your data now: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} That is what we do from now on. We do not use it, until you say that we may again.`,
      `May we again? You ask for that here:\n${lift}`,
      remedy(authority),
    ),
  }),
  lifting: (frame) => ({
    subject: `We are about to use your data again: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} We will do so now, and write to you when it is done.`,
      "Did you not ask for this? Then let us know at once.",
    ),
  }),
  lifted: (frame) => ({
    subject: `We use your data again: request ${frame.reference} at ${frame.organisation}`,
    text: close(frame, `${opening(frame)} From now on we do, as our privacy notice says.`),
  }),
  joined: (frame, { first, link }) => ({
    subject: `You asked this already: request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} You had asked for that before, with reference ${first}. We answer both at once, no later than we wrote to you about the first.`,
      `On this page you see how it stands:\n${link}`,
    ),
  }),
  addressChanging: (frame, { link }) => ({
    subject: `Somebody wants to replace this e-mail address (${frame.organisation}, ${frame.reference})`,
    text: close(
      frame,
      `On ${dateText(frame.receivedOn, "en")} somebody asked ${frame.organisation} for ${asked[frame.kind]}. This e-mail address would be replaced by another one.`,
      "Was it you? Then you need not do anything.",
      `Was it not you? Then open this page and press the button. It will not go ahead, or we give nothing more to the new address:\n${link}`,
    ),
  }),
};
