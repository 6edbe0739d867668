/** Was everybody whom a new version concerns told in time? */
import { localDateOf } from "#base";
import type { Told } from "#changes";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Counted by the day that the version before promised; a version that it promised nothing for is left out. */
export async function changesTold(run: CheckRun): Promise<CheckOutcome> {
  const { announcements, policy, store } = run.options;
  if (announcements === undefined) return unproven(said("changes.not-looked-at"));
  const versions = (await announcements.told(store.reader)).filter(({ announcement }) => announcement.tellBy);
  if (versions.length === 0) return unproven(said("changes.none-yet"));
  const facts = { versions: versions.length };
  const late = versions.filter((one) => toldOn(one, policy.timeZone) > dueOn(one) && run.today > dueOn(one));
  if (late.length > 0) return broken(said("changes.late", { which: numbers(late) }), { ...facts, late: late.length });
  const open = versions.filter(({ announcement: { state } }) => state !== "done");
  if (open.length > 0)
    return unproven(said("changes.under-way", { which: numbers(open), dueOn: dueOn(open.at(-1)) }), facts);
  const unreached = versions.reduce((sum, one) => sum + unreachedBy(one), 0);
  if (unreached > 0) return unproven(said("changes.unreached", { persons: unreached }), { ...facts, unreached });
  const letters = versions.reduce((sum, { announcement }) => sum + announcement.sent, 0);
  return kept(said("changes.told", { versions: versions.length, letters }), { ...facts, letters });
}

const never = "9999-12-31";

/** The day on which the last letter was answered for. */
function toldOn({ announcement: { finishedAt, state } }: Told, timeZone: string): string {
  if (state !== "done" || finishedAt === undefined) return never;
  return localDateOf(finishedAt, timeZone);
}

function dueOn(told: Told | undefined): string {
  return told?.announcement.tellBy ?? never;
}

/** By mail; whether they were told in another way nobody has said. */
function unreachedBy({ announcement: { failed, concerned } }: Told): number {
  return failed + concerned.reduce((sum, { withoutAddress }) => sum + withoutAddress, 0);
}

function numbers(told: readonly Told[]) {
  return some(told.map(({ version }) => String(version)));
}
