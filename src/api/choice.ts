/** A visitor's choice, as the script of a site sends it. */
import { z } from "zod";

const random = z.string().regex(/^[A-Za-z0-9_-]{22}$/, "22 characters base64url");

export const choice = z.strictObject({
  event: random,
  visitor: random,
  site: z.string().max(64),
  version: z.int().min(0).max(1_000_000),
  notice: z.string().regex(/^[0-9a-f]{64}$/, "64 hex digits"),
  /** Our signature that this notice is shown on this site. */
  token: z.string().max(64),
  choices: z.record(z.string().max(100), z.boolean()),
  action: z.enum(["accept-all", "reject-all", "save", "withdraw", "signal", "opt-out"]),
  surface: z.enum(["banner", "preferences", "placeholder", "form", "centre", "opt-out", "account"]),
  clientAt: z.iso.datetime(),
  gpc: z.boolean(),
  /** Names of cookies and storage in this browser that the policy does not have. Not part of what is proven. */
  undeclared: z
    .array(z.string().regex(/^[A-Za-z_][\w.-]{0,59}$/))
    .max(20)
    .optional(),
  residue: z.array(z.string().max(200)).max(100).optional(),
});
export type ChoiceSent = z.infer<typeof choice>;

/** A browser in which somebody is signed in with the company: whether it said no to sale, on the word of the company's server. */
export const accountChoice = z.strictObject({ token: z.string().max(4_000), visitor: random, optedOut: z.boolean() });
