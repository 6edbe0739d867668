/** Days and instants, as everything that leaves the server writes them. */
import { z } from "zod";

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .describe("Calendar day, YYYY-MM-DD");
export const instant = z.iso.datetime().describe("Instant, ISO 8601 in UTC");
