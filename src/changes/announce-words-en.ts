import type { LetterWords } from "./announce-letter.ts";

export const en: LetterWords = {
  subject: ({ organisation, on, past }) =>
    past
      ? `The privacy notice of ${organisation} changed on ${on}`
      : `The privacy notice of ${organisation} changes on ${on}`,
  paragraphs: ({ organisation, contact, on, past, changes, more, read, ask, consent, consentAt }) => [
    "Dear sir or madam,",
    `This e-mail is from ${organisation}. We have data about you. Our privacy notice says what we do with it. That notice ${past ? `changed on ${on}` : `changes on ${on}`}.`,
    `This is what ${past ? "changed" : "changes"} for you:`,
    changes.map((change) => `- ${change}`).join("\n"),
    more === 0
      ? undefined
      : `There ${more === 1 ? "is 1 other change" : `are ${more} other changes`}. You can read them behind the link below.`,
    `You can read the new privacy notice here:\n${read}`,
    consent.length === 0
      ? undefined
      : `You may have given us consent for: ${consent.join("; ")}. Because this changes, we ask for your consent again. Without it we do not do this.${consentAt === undefined ? "" : ` You can tell us your choice here:\n${consentAt}`}`,
    `Do you disagree? You can ask for your data, or have it erased. You do that here:\n${ask}`,
    `We send this e-mail because we have to tell you this. It is not advertising.${consent.length === 0 ? " You do not have to do anything." : ""}`,
    `Do you have a question? Write to ${contact}.`,
    `Kind regards,\n${organisation}`,
  ],
};
