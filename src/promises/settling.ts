/** The moment in which another version came into force, and not every process carries it out yet. */
import { localDateOf, startOfDay } from "#base";
import type { PromiseCheckKind } from "#policy";
import { inForceAmong } from "#versions";
import type { CheckOutcome } from "./outcome.ts";
import type { CheckRun } from "./run.ts";

/** Processes look every five seconds, and open a successor before they follow. */
export const settleMs = 60_000;

/** What is held against the published pages, which may come from a process with another version than the one that checks. */
const ofPages: ReadonlySet<PromiseCheckKind> = new Set([
  "notice-shows",
  "notice-complete",
  "one-version-in-force",
  "versions-readable",
  "intake",
  "law-applied",
  "complaint-route-shown",
]);

export interface Answered {
  readonly kind: PromiseCheckKind;
  readonly outcome: CheckOutcome;
}

/** Whether this would be said of two versions at once, should one have come into force meanwhile. */
export function isDoubtful({ kind, outcome }: Answered): boolean {
  return outcome.status === "broken" && ofPages.has(kind);
}

/** Asked when the checks are done: whether another version came into force during them, or shortly before. */
export async function isSettling({ options, now }: CheckRun): Promise<boolean> {
  const { versions, store, policy } = options;
  const lines = await versions.all(store.reader);
  const line = inForceAmong(lines, localDateOf(store.clock.now(), policy.timeZone));
  // Before the first there was no other.
  if (line === undefined || line.number === 1) return false;
  const began = Math.max(startOfDay(line.effectiveOn, policy.timeZone).getTime(), line.publishedAt.getTime());
  return began > now.getTime() - settleMs;
}
