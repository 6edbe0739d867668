/** What the company's own app sends and gets. */
import { z } from "zod";
import { submission } from "./views.ts";

/** By the company's own app; who asks, the token says. */
export const appSubmission = submission.omit({ email: true, knownEmail: true, knownAs: true, forOther: true });
export const appSubmitted = z.object({
  reference: z.string(),
  followToken: z.string().optional().describe("The way to the page of the request; absent once its key was destroyed"),
  again: z.boolean().describe("The same Idempotency-Key was sent before; nothing was made anew"),
});
