/** To whom data was given, as programs of the organisation say it, and the report of a year. */
import { z } from "zod";

export const disclosureSent = z.strictObject({
  /** What the sender calls it. Sending it again adds nothing. */
  id: z.string().min(1).max(200),
  email: z.string().max(254),
  recipient: z.string().max(100),
  purpose: z.string().max(100).optional(),
  categories: z.array(z.string().max(100)).min(1).max(100),
  on: z.iso.date(),
  ground: z
    .enum([
      "consent",
      "contract",
      "legal-obligation",
      "vital-interests",
      "public-task",
      "legitimate-interest",
      "instruction",
      "request",
    ])
    .optional(),
});
export type DisclosureSent = z.infer<typeof disclosureSent>;

export const disclosuresSent = z.strictObject({ disclosures: z.array(disclosureSent).min(1).max(2_000) });

export const disclosuresRecorded = z.object({
  recorded: z.int(),
  already: z.int(),
  /** Of those recorded now, what the policy did not allow on that day. */
  notAllowed: z.int(),
});

export const disclosureReport = z.object({
  year: z.int(),
  disclosures: z.int(),
  recipients: z.array(z.object({ recipient: z.string(), disclosures: z.int(), persons: z.int() })),
  lines: z.array(
    z.object({
      recipient: z.string(),
      purpose: z.string().nullable(),
      ground: z.string(),
      disclosures: z.int(),
      persons: z.int(),
      erasedSince: z.int(),
      notAllowed: z.int(),
    }),
  ),
  demands: z.array(z.object({ party: z.string(), answered: z.int(), notTold: z.int() })),
});
