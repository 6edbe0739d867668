/** Letters that came about a request. */
import { z } from "zod";
import { instant } from "./moments.ts";

/** A letter as staff see it, with what came along. */
export const requestMessage = z.object({
  id: z.string(),
  receivedAt: instant,
  from: z.string().describe("The address that it says it is from"),
  subject: z.string(),
  text: z.string(),
  shortened: z.boolean().describe("More was written than is kept"),
  fromElsewhere: z.boolean().describe("From another address than the one who asked"),
  files: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      mediaType: z.string().describe("What its bytes show"),
      sizeBytes: z.number().int(),
      deletedAt: instant.optional(),
    }),
  ),
  refused: z.array(z.object({ name: z.string(), because: z.enum(["type", "size", "count"]) })),
});
export type RequestMessage = z.infer<typeof requestMessage>;
