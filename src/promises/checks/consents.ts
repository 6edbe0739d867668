/** Does any consent count that was given before it had to be given again? */
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Counted in the rows themselves, whoever approved what; from the first day of the version on. */
export async function consentRenewed(run: CheckRun): Promise<CheckOutcome> {
  const { renewals, store } = run.options;
  if (renewals === undefined) return unproven(said("consent.not-looked-at"));
  const needed = (await renewals.since(store.reader)).filter(({ givenFrom }) => givenFrom !== undefined);
  if (needed.length === 0) return unproven(said("consent.none-yet"));
  const older = await renewals.overdue();
  const rows = older.reduce((sum, place) => sum + place.older, 0);
  const facts = { purposes: needed.length, rows };
  const places = [...new Set(older.map(({ system, table }) => `${system}.${table}`))];
  if (rows > 0) return broken(said("consent.older", { rows, which: some(places) }), facts);
  return kept(said("consent.renewed", { purposes: needed.length }), facts);
}
