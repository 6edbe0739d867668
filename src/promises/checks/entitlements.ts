/** Nobody is treated otherwise for using a right: what the policy names as entitlements, before and after each request. */
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export async function entitlementsUnchanged(run: CheckRun): Promise<CheckOutcome> {
  const entries = await run.entries("request.entitlements-compared");
  const which = (found: typeof entries) => some(found.map(({ about = "" }) => about));
  const changed = entries.filter(({ body }) => typeof body["changed"] === "number" && body["changed"] > 0);
  const unread = entries.filter(({ body }) => body["unread"] === true);
  const rows = entries.reduce((sum, { body }) => sum + (typeof body["rows"] === "number" ? body["rows"] : 0), 0);
  const facts = { compared: entries.length, rows, changed: changed.length, unread: unread.length };
  if (changed.length > 0) return broken(said("entitlements.changed", { which: which(changed) }), facts);
  if (unread.length > 0) return unproven(said("entitlements.unread", { which: which(unread) }), facts);
  if (rows > 0) return kept(said("entitlements.unchanged", facts), facts);
  const { systems } = run.options.policy;
  const named = systems.some(({ tables }) => tables.some(({ entitles = [] }) => entitles.length > 0));
  return unproven(said(named ? "entitlements.none-compared" : "entitlements.none-declared"), facts);
}
