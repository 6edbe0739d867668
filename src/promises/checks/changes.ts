/** Was everybody whom a new version concerns told in time? */
import { localDateOf } from "#base";
import { personsToldOtherwise, type Told } from "#changes";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Counted by the day that the version before promised; a version that it promised nothing for is left out. */
export async function changesTold(run: CheckRun): Promise<CheckOutcome> {
  const { announcements, policy, store } = run.options;
  if (announcements === undefined) return unproven(said("changes.not-looked-at"));
  const all = await announcements.told(store.reader);
  const versions = all.filter(({ announcement }) => announcement.tellBy);
  const unknown = all.filter(({ unreadable, announcement: { state } }) => unreadable === true && state === "none");
  if (versions.length + unknown.length === 0) return unproven(said("changes.none-yet"));
  const facts = { versions: versions.length };
  const late = versions.filter((one) => toldOn(one, policy.timeZone) > dueOn(one) && run.today > dueOn(one));
  if (late.length > 0) return broken(said("changes.late", { which: numbers(late) }), { ...facts, late: late.length });
  const open = versions.filter(({ announcement: { state } }) => state !== "done");
  if (open.length > 0)
    return unproven(said("changes.under-way", { which: numbers(open), dueOn: dueOn(open.at(-1)) }), facts);
  if (unknown.length > 0) return unproven(said("changes.unreadable", { which: numbers(unknown) }), facts);
  const unreached = versions.reduce((sum, one) => sum + unreachedBy(one), 0);
  if (unreached > 0) return unproven(said("changes.unreached", { persons: unreached }), { ...facts, unreached });
  const letters = versions.reduce((sum, { announcement }) => sum + announcement.sent, 0);
  const persons = versions.reduce((sum, { announcement }) => sum + personsToldOtherwise(announcement.toldOtherwise), 0);
  const counted = { versions: versions.length, letters };
  return persons === 0
    ? kept(said("changes.told", counted), { ...facts, letters })
    : kept(said("changes.told-otherwise", { ...counted, persons }), { ...facts, letters, persons });
}

const never = "9999-12-31";

/** The day on which the last letter was answered for, and the last of those whom mail did not reach was told otherwise. */
function toldOn({ announcement }: Told, timeZone: string): string {
  const { finishedAt, state, unreached, toldOtherwise } = announcement;
  if (state !== "done" || finishedAt === undefined) return never;
  const mailed = localDateOf(finishedAt, timeZone);
  const lines = toldOtherwise.filter(({ undone }) => !undone).toSorted((a, b) => (a.on < b.on ? -1 : 1));
  // Nobody says on which day those were told of whom nothing is recorded.
  const last =
    unreached === 0 ? undefined : lines.find((_, at) => personsToldOtherwise(lines.slice(0, at + 1)) >= unreached);
  return last !== undefined && last.on > mailed ? last.on : mailed;
}

function dueOn(told: Told | undefined): string {
  return told?.announcement.tellBy ?? never;
}

/** Neither by mail nor, as far as staff recorded, in another way. */
function unreachedBy({ announcement: { unreached, toldOtherwise } }: Told): number {
  return Math.max(0, unreached - personsToldOtherwise(toldOtherwise));
}

function numbers(told: readonly Told[]) {
  return some(told.map(({ version }) => String(version)));
}
