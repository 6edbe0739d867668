import type { Period } from "#base";
import type { PolicyDiff } from "../diff/contract.ts";
import type { Policy } from "../model.ts";

/**
 * How long before it holds people hear of this change, as the policy before it promised them: those whose data it
 * concerns, or everybody when it is material. Absent when that policy promised nothing, or words alone differ.
 */
export function promisedNotice(before: Policy, diff: PolicyDiff): Period | undefined {
  const { changes } = before;
  if (changes === undefined || diff.class === undefined || diff.class === "editorial") return undefined;
  const told = changes.material !== undefined || (changes.affected !== undefined && diff.persons.length > 0);
  return told ? changes.before : undefined;
}
