import type { Period } from "#base";
import type { PolicyDiff } from "../diff/contract.ts";
import { isInternal } from "../diff/internal.ts";
import type { Policy } from "../model.ts";

/**
 * How long before it holds people hear of this change, as the policy before it promised them: those whose data it
 * concerns, or everybody when it is material. Absent when that policy promised nothing, and when only words differ or how
 * our systems are described, which concerns nobody and no notice shows: a column that was added is to be declared at once.
 */
export function promisedNotice(before: Policy, { differences }: PolicyDiff): Period | undefined {
  const { changes } = before;
  if (changes === undefined) return undefined;
  const weighty = differences.filter((difference) => difference.class !== "editorial" && !isInternal(difference));
  const concerned = weighty.some(({ persons }) => persons.length > 0);
  const told = (changes.material !== undefined && weighty.length > 0) || (changes.affected !== undefined && concerned);
  return told ? changes.before : undefined;
}
