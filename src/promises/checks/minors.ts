/** Children below the age of the service: what was said of them counted at once. */
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

const report = "under-age-report";

/** One transaction takes the report in and stops everything, so both stand at the same instant. */
export async function minorsFound(run: CheckRun): Promise<CheckOutcome> {
  const counted = (await run.entries("request.verified")).filter(({ body }) => body["kind"] === report);
  const stops = new Map((await run.entries("stop.begun")).map(({ about, at }) => [about, at.getTime()]));
  const late = counted.filter(({ about, at }) => (stops.get(about) ?? Number.POSITIVE_INFINITY) > at.getTime());
  const erased = (await run.entries("request.closed")).filter(
    ({ body }) => body["kind"] === report && body["outcome"] === "erased",
  ).length;
  const facts = { reports: counted.length, erased };
  if (late.length > 0) return broken(said("minors.late", { which: some(late.map(({ about = "" }) => about)) }), facts);
  if (counted.length === 0) return unproven(said("minors.none"), facts);
  return kept(said("minors.at-once", facts), facts);
}
