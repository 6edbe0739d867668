/** Which law holds for a request and how its clock stands, as it leaves the server; and what enters about it. */
import { z } from "zod";
import { isResidence } from "#policy";
import { day } from "./moments.ts";

export const residence = z
  .string()
  .refine(isResidence, "This is not a place of the list")
  .describe("Where you live, so that the law of that place counts: NL, GB, US-CA. A country, or US-CA, US-NV, CA-QC");

export const complaintsTo = z
  .object({
    name: z.string(),
    site: z.string(),
    unconfirmed: z.boolean().optional(),
    bodies: z
      .array(z.object({ party: z.string(), site: z.string().optional() }))
      .readonly()
      .optional()
      .describe("Independent bodies that take a complaint now"),
    referred: z.boolean().optional().describe("What cannot be solved is put to one of these bodies"),
    arbitration: z.boolean().optional().describe("Binding arbitration can be asked for in the end"),
  })
  .describe("The authority where this person can complain");

export const clockStands = z
  .object({ since: day, waitsFor: z.enum(["identity", "clarification"]) })
  .describe("The law lets the clock stand while the person is waited for; the due date is as if it came today");

export const clarification = z.object({ question: z.string(), answer: z.string().optional() });
export const clarified = z.object({ answer: z.string().trim().min(1).max(5_000) });

const cited = z.object({ article: z.string(), unconfirmed: z.boolean() });
const pause = z.object({ stops: z.boolean(), articles: z.array(cited) });

export const lawOfRequest = z.object({
  regimes: z.array(z.string()).describe("The laws that hold, as they did at receipt"),
  residence: z.string().optional(),
  acknowledge: cited.extend({ by: day }).optional().describe("A law asks that receipt is acknowledged by then"),
  acknowledgedOn: day.optional(),
  extension: cited
    .extend({ on: day, tellBy: day })
    .optional()
    .describe("How far it can be extended; absent where a law allows none, and once it was"),
  pauses: z.object({ identity: pause, clarification: pause }),
  waits: z
    .array(
      z.object({
        waitsFor: z.enum(["identity", "clarification"]),
        askedOn: day,
        answeredOn: day.optional(),
        stood: z.boolean().describe("The law let the clock stand for it"),
      }),
    )
    .describe("Stretches of waiting for the person"),
  granted: z.object({ byPolicy: z.boolean(), byLaw: z.array(z.string()) }),
});
export type LawOfRequestView = z.infer<typeof lawOfRequest>;
