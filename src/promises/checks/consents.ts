/** Do consents count only as far as they were given, and for as long as they may? */
import { heldBack } from "#notice";
import { purposesOnlyParentsGive } from "#policy";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";
import { siteAsks } from "./site.ts";

/** A worker ends a withdrawal in seconds; a system that was down is asked again every hour. */
const hoursToEnd = 24;

/** Counted in the rows themselves: who said yes must be known to have done so (GDPR art. 7(1)), and who said no is out. */
export async function consentGiven(run: CheckRun, name: string): Promise<CheckOutcome> {
  const { policy, systems } = run.options;
  const consent = (policy.consents ?? []).find((each) => each.name === name);
  if (consent === undefined) return unproven(said("consent.nowhere"));
  const withdrawn = await withdrawnInForce(run, consent.purposes);
  if (withdrawn !== undefined && withdrawn > 0)
    return broken(said("consent.withdrawn-in-force", { persons: withdrawn }), { withdrawn });
  if (consent.recorded.length === 0) {
    const onSite = heldBack(policy).map(({ purpose }) => purpose);
    return consent.purposes.every((purpose) => onSite.includes(purpose))
      ? siteAsks(run, consent.purposes)
      : unproven(said("consent.nowhere"));
  }
  const counted = await Promise.all(
    consent.recorded.map(async (record) => {
      const rows = await systems.use(record.system, ({ consents }) =>
        consents.count(record, { before: new Date(0), timeZone: policy.timeZone }),
      );
      return { ...rows, table: `${record.system}.${record.table}` };
    }),
  );
  const unknown = counted.filter(({ older }) => older > 0);
  const rows = unknown.reduce((sum, { older }) => sum + older, 0);
  const inForce = counted.reduce((sum, each) => sum + each.inForce, 0);
  const facts = { inForce, unknown: rows };
  if (rows > 0)
    return broken(said("consent.unknown-moment", { rows, which: some(unknown.map(({ table }) => table)) }), facts);
  if (inForce === 0) return unproven(said("consent.nobody"), facts);
  return withdrawn === undefined
    ? unproven(said("consent.not-looked-at"), facts)
    : kept(said("consent.given", { inForce }), facts);
}

/** How many withdrawals of these purposes should have reached the company's rows and have not; undefined when nobody can say. */
export async function withdrawnInForce(run: CheckRun, purposes: readonly string[]): Promise<number | undefined> {
  const { withdrawals, store } = run.options;
  const waiting = await withdrawals?.waiting(store.reader);
  const until = new Date(run.now.getTime() - hoursToEnd * 3_600_000);
  return waiting?.filter((each) => each.since <= until && each.purposes.some((one) => purposes.includes(one))).length;
}

/** Counted where it is kept: lines of persons, and months of browsers. */
export async function proofEnds(run: CheckRun, name: string): Promise<CheckOutcome> {
  const consent = (run.options.policy.consents ?? []).find((each) => each.name === name);
  const found = consent && (await run.options.proof?.(consent.purposes));
  if (found === undefined) return unproven(said("consent.not-looked-at"));
  if (found.overdue > 0) return broken(said("consent.proof-overdue", { overdue: found.overdue }), { ...found });
  const { lines, months } = found;
  return lines + months === 0
    ? unproven(said("consent.proof-none"), { ...found })
    : kept(said("consent.proof-ends", { lines, months }), { ...found });
}

/** Does any consent count that was given before it had to be given again? In the rows, whoever approved what. */
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

/** A yes of a child counts with a parent's (GDPR art. 8(1)): so far as the policy asks nobody else, none came without. */
export async function parentsAsked(run: CheckRun): Promise<CheckOutcome> {
  const { parents, policy, store } = run.options;
  if (parents === undefined) return unproven(said("parents.not-looked-at"));
  const { confirmed, alone } = await parents(store.reader, purposesOnlyParentsGive(policy));
  const facts = { confirmed, alone };
  if (alone > 0) return broken(said("parents.alone", { alone }), facts);
  if (confirmed === 0) return unproven(said("parents.none"), facts);
  return kept(said("parents.confirmed", { confirmed }), facts);
}
