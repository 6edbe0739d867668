/** Who asks for somebody else, on the wire. */
import { z } from "zod";
import { askers } from "#policy";
import { instant } from "./moments.ts";

export const forOther = z
  .object({
    as: z.enum(askers).describe("With a mandate, or as parent or guardian of a child"),
    name: z.string().trim().min(2).max(80).describe("As you call yourself; the person reads it"),
    email: z
      .string()
      .trim()
      .max(254)
      .regex(/^[^\s@<>"]+@[^\s@<>"]+$/)
      .describe("Of the person whose data it is"),
  })
  .describe("When you ask for somebody else; `email` is yours then, and `knownEmail` is left out");

export const askedAs = z.enum(askers).describe("You ask this for somebody else");

/** As staff see it. */
export const asker = z
  .object({
    as: z.enum(askers),
    name: z.string().optional(),
    confirmedAt: instant.optional().describe("The person said that it is right"),
    stoppedAt: instant.optional().describe("The person said that it is not, when it had begun"),
    givesAnswer: z.boolean().describe("Whoever asks may be given what the answer holds"),
  })
  .describe("Somebody asks for somebody else");
