/** What is to be corrected, as it leaves and enters the server. Only for eyes that may see the values. */
import { z } from "zod";

export const ownValue = z.object({ category: z.string(), value: z.string() });
export type OwnValueView = z.infer<typeof ownValue>;
export const proposal = z.object({
  corrections: z
    .array(z.object({ category: z.string(), from: z.string().max(500), to: z.string().max(500) }))
    .min(1)
    .max(50),
});

/** What staff decided about one of them. */
export const decision = z.object({
  category: z.string(),
  accepted: z.boolean().optional(),
  reason: z.string().optional(),
});
export const decidedCorrection = decision.extend({ from: z.string(), to: z.string() });
