/** Letters to customers for whom data is used, in English. */
import type { RequestKind } from "../contract.ts";
import type { Letters } from "./letter.ts";
import { close } from "./en-words.ts";

const wants: Partial<Record<RequestKind, string>> = {
  access: "wants to see their data",
  portability: "wants to take their data along",
  erasure: "wants their data erased",
  leaving: "wants their data erased",
  rectification: "wants their data corrected",
  restriction: "wants their data not to be used for a while",
  objection: "objects to the use of their data",
};

export const customers: Pick<Letters, "customerAsked" | "instructedCopy" | "instructedErasure"> = {
  customerAsked: (frame, { link, task, customer }) => ({
    subject: `Somebody asks about data that we use for you: ${frame.reference}`,
    text: close(
      frame,
      `Somebody ${wants[frame.kind] ?? "wants to use a right"}. It is about data that we use for ${customer ?? "you"}: ${task}. You decide about it, not we.`,
      `This page shows who it is and what we can do for you:\n${link}`,
      "You are responsible for the answer yourself. There usually is a month for it (GDPR article 12(3)). We did not tell this person whether we keep anything for you.",
      "Share the link with nobody. It shows an e-mail address of this person.",
    ),
  }),
  instructedCopy: (frame, { link, expiresAt }) => ({
    subject: `The copy that you asked for is ready: ${frame.reference}`,
    text: close(
      frame,
      `You asked us for a copy of the data of a person that we use for you. Fetch it here:\n${link}`,
      `The link works once, until ${expiresAt}. After that we erase the copy. Share the link with nobody.`,
    ),
  }),
  instructedErasure: (frame, { rows, kept }) => ({
    subject: `Erased, as you asked: ${frame.reference}`,
    text: close(
      frame,
      `You asked us to erase the data of a person that we use for you. That is done: ${rows} ${rows === 1 ? "row" : "rows"}.`,
      kept.length === 0 ? undefined : `What we must keep is left: ${kept.reduce((sum, one) => sum + one.rows, 0)}.`,
    ),
  }),
};
