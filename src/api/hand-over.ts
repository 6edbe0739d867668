/** A copy that goes to another controller on request. */
import { z } from "zod";
import { instant } from "./moments.ts";

export const handOver = z.object({
  state: z.enum(["asked", "released", "refused", "done", "failed", "expired"]),
  host: z.string().optional().describe("Of the address; absent once the key of the request was destroyed"),
  sizeBytes: z.number().int().optional(),
  sha256: z.string().optional().describe("Hex, of everything that was sent"),
  endedAt: instant.optional(),
});

/** For staff: how the upload goes. */
export const handOverTries = z.object({
  attempts: z.number().int(),
  status: z.number().int().optional().describe("The last answer of the other side (HTTP)"),
  failure: z.string().optional(),
});

/** Where the copy is to go as well. */
export const handOverAsked = z.object({ address: z.string().max(2_000) });
