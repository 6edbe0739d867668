/** Which part of the queue of open requests. */
import { z } from "zod";

const yes = z.stringbool().default(false);

export const queueQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  after: z.string().max(40).optional().describe("The reference of the last line of the page before"),
  needing: yes.describe("Only what waits for staff"),
  overdue: yes.describe("Only what is past its due date without an answer"),
});
