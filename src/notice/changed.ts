import type { LocalDate } from "#base";
import type { ChangeForPersons } from "#policy";
import type { Changed } from "./document.ts";

/** What a notice says of the version before it, in force from `since`. Nothing where only our systems are described otherwise. */
export function changedSince(since: LocalDate, { public: shown }: ChangeForPersons): Changed | undefined {
  if (shown.length === 0) return undefined;
  return { since, differences: shown.filter((one) => one.class !== "editorial") };
}
