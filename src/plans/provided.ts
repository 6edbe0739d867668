/** What goes into a copy to take along: what the policy says that the person provided (GDPR art. 20). */
import type { OnlyTable } from "#connectors";
import { type Policy, portable } from "#policy";
import type { PlanAction } from "./contract.ts";

/** Of one system; `undefined` when everything goes in. */
export function onlyOf(policy: Policy, action: PlanAction, system: string): readonly OnlyTable[] | undefined {
  return action === "portability" ? portable(policy).tables.filter((table) => table.system === system) : undefined;
}
