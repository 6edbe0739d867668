/** Published versions of the policy, and since when a consent counts. */
import { z } from "zod";
import { day, instant } from "./moments.ts";

/** Of the policy. `skipped`: another version of the same first day took its place before it could hold. */
export const version = z.object({
  number: z.number().int().min(1),
  effectiveOn: day.describe("The first day on which it holds"),
  until: day.optional().describe("Its last day; absent while no later version is known"),
  state: z.enum(["in-force", "past", "to-come", "skipped"]),
  hash: z.string().describe("SHA-256 of the texts, hex"),
  publishedAt: instant,
  publishedBy: z.string(),
  logIndex: z.number().int().describe("Its entry in the evidence log"),
});
export type VersionView = z.infer<typeof version>;

export const versionWithTexts = version.extend({
  readable: z.boolean().describe("Whether this Gestand can read it; another one may have published it"),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  despite: z.string().optional().describe("Why it began sooner than the policy before it promised"),
});
export type VersionWithTexts = z.infer<typeof versionWithTexts>;

/** A consent that was given earlier than `givenFrom` does not count any more. */
export const consentSince = z.object({
  purpose: z.string(),
  title: z.record(z.string(), z.string()),
  version: z.number().int().describe("The last version that needed fresh consent, or the first one with this purpose"),
  since: day.describe("Its first day"),
  givenFrom: instant
    .optional()
    .describe("A consent counts when it was given then or later; absent when all of them do"),
});
export type ConsentSinceView = z.infer<typeof consentSince>;
