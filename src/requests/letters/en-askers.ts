/** Letters about a request that somebody makes for somebody else, in English. */
import { dateText } from "#base";
import type { Asker } from "#policy";
import { asked, clockStands, close, dueLine, opening } from "./en-words.ts";
import type { Frame, Letters } from "./letter.ts";

const toShow: Record<Asker, string> = {
  agent: "a letter in which this person lets you ask this, signed and with a date",
  parent: "something that shows that you are the parent or guardian, such as an extract from a register",
};

const holdsCopy = ({ kind }: Frame) => kind === "access" || kind === "portability";

/** Said of the copy only where there is one, or where values are seen. */
function mayYouHaveIt(frame: Frame): string | undefined {
  if (!holdsCopy(frame) && frame.kind !== "rectification") return undefined;
  return "May you see the data of this person yourself? Then it must say so. Otherwise the data goes to the person.";
}

export const askers: Pick<
  Letters,
  "followForOther" | "askMandate" | "askedForYou" | "doneForOther" | "givenToAsker" | "stoppedByPerson"
> = {
  followForOther: (frame, { link, as, stands }) => ({
    subject: `We need something from you for request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} You confirmed your e-mail address.`,
      `First we want to be certain that you may ask this. Please send us one file on this page: ${toShow[as]}. We delete the file as soon as we have decided:\n${link}`,
      mayYouHaveIt(frame),
      "When we know this person, we write to them as well. They can also say themselves that it is right. Then you need not send anything.",
      "On the page you also see how it stands. You can withdraw the request there. Keep this link and do not share it.",
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askMandate: (frame, { link, as, stands }) => ({
    subject: `We still need something from you for request ${frame.reference} at ${frame.organisation}`,
    text: close(
      frame,
      `${opening(frame)} We are not certain yet that you may ask this.`,
      `Please send us one file on this page: ${toShow[as]}. We delete the file as soon as we have decided:\n${link}`,
      mayYouHaveIt(frame),
      stands ? clockStands : dueLine(frame),
    ),
  }),
  askedForYou: (frame, { link, as, address }) => ({
    subject: `Somebody asks ${frame.organisation} something for you (${frame.reference})`,
    text: close(
      frame,
      `${frame.asked?.name ?? ""} (${address}) asked ${frame.organisation} on ${dateText(frame.receivedOn, "en")}, ${as === "agent" ? "on your behalf" : "as your parent or guardian"}, for ${asked[frame.kind]}.`,
      `Is it right? Or do you not want it? Say so on this page:\n${link}`,
      "We do nothing before it is clear that they may ask this. Do not share this link with anybody.",
    ),
  }),
  doneForOther: (frame) => ({
    subject: `Request ${frame.reference} at ${frame.organisation} was answered`,
    text: close(
      frame,
      `${opening(frame)} We answered this. ${holdsCopy(frame) ? "The answer holds data of that person, so we gave it to them and not to you." : "What exactly we did we wrote to the person."}`,
    ),
  }),
  givenToAsker: (frame) => ({
    subject: `${frame.organisation} answered a request that was made for you (${frame.reference})`,
    text: close(
      frame,
      `${opening(frame)} We gave the answer to ${frame.asked?.name ?? "whoever asked"}, because that is allowed.`,
      "Is that not right? Then please tell us at once.",
    ),
  }),
  stoppedByPerson: (frame) => ({
    subject: `Request ${frame.reference} at ${frame.organisation} was stopped`,
    text: close(
      frame,
      `${opening(frame)} The person whose data it is told us that they do not want this. So we stopped. You get nothing more from us, and we delete what you sent us.`,
    ),
  }),
};
