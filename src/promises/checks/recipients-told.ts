/** Whether those who have data of a person heard what was done with them, and did it too (GDPR art. 19). */
import type { PassedAct } from "#recipients";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export async function recipientsTold(run: CheckRun, act: PassedAct): Promise<CheckOutcome> {
  const { recipients, store } = run.options;
  if (recipients === undefined) return unproven(said("recipients.nobody-tells"));
  const passed = (await recipients.facts(store.reader)).filter((fact) => fact.act === act);
  const about = (which: typeof passed) => ({ which: some([...new Set(which.map((fact) => fact.about))]) });
  const late = passed.filter(({ overdue }) => overdue);
  const unable = passed.filter(({ answer }) => answer === "cannot");
  const waiting = passed.filter(({ state }) => state !== "answered");
  const facts = { told: passed.length, waiting: waiting.length, late: late.length, unable: unable.length };
  if (late.length > 0) return broken(said("recipients.late", about(late)), facts);
  if (unable.length > 0) return broken(said("recipients.unable", about(unable)), facts);
  if (passed.length === 0) return unproven(said("recipients.none-yet"), facts);
  return kept(said("recipients.told", { told: passed.length, waiting: waiting.length }), facts);
}
