import { addPeriod, type LocalDate, type Period } from "#base";
import { promisedNotice } from "../decisions/notice-time.ts";
import type { Policy } from "../model.ts";
import type { Difference, PolicyDiff } from "./contract.ts";
import { diffPolicies } from "./diff-policies.ts";
import { isInternal } from "./internal.ts";

/** What a version means for persons, compared with the one that they lived under until it holds. */
export interface ChangeForPersons {
  /** Everything that differs but the first day: every version has its own, and it stands beside each already. */
  readonly diff: PolicyDiff;
  /** More than editorial, and about somebody's data: of these the persons concerned are told. */
  readonly concerning: readonly Difference[];
  /** What anybody may read of it, words included: without how our systems are described, as far as that concerns nobody. */
  readonly public: readonly Difference[];
  /** How long before its first day the version before promised that people hear of it; absent when it promised nothing. */
  readonly notice?: Period;
}

/** The day by which people must have been told of it; none when nothing was promised, or when it concerns nobody. */
export function tellByOf({ diff, notice }: ChangeForPersons, effectiveOn: LocalDate): LocalDate | undefined {
  if (notice === undefined || diff.persons.length === 0) return undefined;
  return addPeriod(effectiveOn, { ...notice, amount: -notice.amount });
}

/** The one answer for whoever publishes, tells, asks consent again or shows what differs. */
export function changeForPersons(before: Policy, after: Policy): ChangeForPersons {
  const diff = diffPolicies({ ...before, inForceOn: after.inForceOn }, after);
  const notice = promisedNotice(before, diff);
  return {
    diff,
    concerning: diff.differences.filter((one) => one.class !== "editorial" && one.persons.length > 0),
    public: diff.differences.filter((one) => !isInternal(one)),
    ...(notice === undefined ? {} : { notice }),
  };
}
