/** What programs of the company ask and say about what persons allowed. */
import { z } from "zod";

const person = z
  .string()
  .min(1)
  .max(254)
  .describe("An e-mail address in any spelling, or what else you know the person by");
const name = z.string().min(1).max(63);

export const maySent = z.object({
  asks: z
    .array(z.union([z.strictObject({ person, purpose: name }), z.strictObject({ person, message: name })]))
    .min(1)
    .max(1_000),
});

const verdict = z.object({
  allowed: z.boolean(),
  because: z.string().describe("A code: why, or why not"),
});
export const mayAnswered = z.object({ answers: z.array(verdict).describe("In the order of the asks") });

export const answersSent = z.object({ persons: z.array(person).min(1).max(500) });
export const answersGiven = z.object({
  answers: z
    .array(
      z.object({
        person: z.string().describe("A keyed digest, by which changes name the person"),
        purposes: z.record(z.string(), verdict),
        messages: z.record(z.string(), verdict),
      }),
    )
    .describe("In the order of the persons"),
});

export const changesQuery = z.object({ cursor: z.string().max(100).optional().describe("Of the answer before") });
export const changesGiven = z.object({
  cursor: z.string(),
  persons: z.union([z.literal("all"), z.array(z.string())]).describe("Whose answers to look up anew, as keyed digests"),
});

export const choicesSent = z.object({
  choices: z
    .array(
      z.strictObject({
        person,
        act: z.enum(["given", "customer", "withdrawn"]),
        about: z
          .string()
          .max(80)
          .describe("purpose:<name>, message:<name>, marketing or optional, by the names of the policy"),
        channel: z.enum(["web", "phone", "paper"]),
        at: z.iso.datetime({ offset: true }).optional().describe("When the person chose; now when left out"),
        evidence: z
          .string()
          .max(300)
          .optional()
          .describe("What shows it, without personal data; needed for phone and paper"),
        id: z.string().min(1).max(200).optional().describe("Yours: sent again with the same one it changes nothing"),
      }),
    )
    .min(1)
    .max(500),
});
export const choicesRecorded = z.object({ recorded: z.number(), already: z.number() });

const language = z.enum(["nl", "en"]).describe("Of the pages that the links lead to; one that the policy has");

export const contactsSent = z.object({
  message: name.describe("A message of the policy"),
  language,
  persons: z.array(person).min(1).max(500),
});
export const contactsGiven = z.object({
  contacts: z
    .array(
      verdict.extend({
        preferences: z.string().describe("Where this person chooses what they get; put it into the mail"),
        unsubscribe: z
          .string()
          .optional()
          .describe("For List-Unsubscribe, with List-Unsubscribe-Post: List-Unsubscribe=One-Click (RFC 8058)"),
        unsubscribeMail: z
          .string()
          .optional()
          .describe(
            "Second in List-Unsubscribe, for programs that write a letter (RFC 2369); when a mailbox is watched",
          ),
      }),
    )
    .describe("In the order of the persons"),
});

export const signUpSent = z.object({
  email: z.email().max(254),
  purposes: z.array(name).min(1).max(20),
  language,
  parent: z
    .email()
    .max(254)
    .optional()
    .describe(
      "Of whoever has parental responsibility, who then gets the link and confirms for the child (GDPR art. 8(1))",
    ),
});
export const signUpTaken = z.object({ accepted: z.literal(true) });

/** Whose choices: as the browser has it. */
export const visitorSent = z.object({ visitor: z.string().regex(/^[\w-]{22}$/u) });
