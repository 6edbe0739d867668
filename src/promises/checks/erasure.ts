/** Erased stays erased; what the law holds is kept, out of sight, and no longer than its term. */
import type { GuardCheck } from "#connectors";
import type { PlanFact, SystemFact } from "#plans";
import { broken, type CheckOutcome, count, kept, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

/** Searches all identifying columns for what pointed at erased persons, by keyed digest. */
export async function erasureLeavesNothing(run: CheckRun): Promise<CheckOutcome> {
  const erasures = (await run.plans()).filter(({ action }) => action === "erasure");
  const groundless = erasures.filter(({ residue }) => residue.some(({ because }) => because === undefined));
  const facts = { erasures: erasures.length };
  if (groundless.length > 0)
    return broken(
      `An erasure ended with data left and no ground for it: ${some(groundless.map(({ about }) => about))}.`,
      facts,
    );
  const returned = await run.returned();
  const looked = {
    ...facts,
    watched: returned.erasures,
    valuesLookedAt: returned.valuesLookedAt,
    systems: returned.systemsLookedAt.length,
  };
  if (returned.found.length > 0) {
    const places = [...new Set(returned.found.map(({ system, table, column }) => `${system}.${table}.${column}`))];
    return broken(
      `What pointed at an erased person is there again, in ${some(places)}. Find out how it came back; if the person is a customer again, end the watch.`,
      { ...looked, returned: returned.found.reduce((sum, { rows, grounded }) => sum + rows - grounded, 0) },
    );
  }
  if (erasures.length === 0) return unproven("Nobody was erased yet.", looked);
  if (returned.erasures === 0)
    return unproven("No erased person is under watch, so nothing could be searched again.", looked);
  const [missing] = returned.notLookedAt;
  if (missing !== undefined) return unproven(`${missing.system} was not looked at. ${missing.why}`, looked);
  const unsearched = await unsearchedIn(run, returned.systemsLookedAt);
  if (unsearched !== undefined) return unproven(unsearched, looked);
  return kept(
    `${count(returned.erasures, "erased person", "erased persons")} searched again among ${returned.valuesLookedAt} values of ${count(returned.systemsLookedAt.length, "system")}: nothing without a ground.`,
    looked,
  );
}

/** Where the mapping does not fit the catalogue, a value may stand in a column that nobody looked at. */
async function unsearchedIn(run: CheckRun, systems: readonly string[]): Promise<string | undefined> {
  for (const system of systems) {
    const [error] = (await run.inspect(system)).filter(({ severity }) => severity === "error");
    if (error !== undefined) return `Parts of ${system} could not be searched. ${error.message}`;
  }
  return undefined;
}

/** What the dry run said the law holds was still there when the erasure was done, and still is. */
export async function holdRespected(run: CheckRun, rule: string): Promise<CheckOutcome> {
  const erasures = (await run.plans()).filter(({ action }) => action === "erasure");
  const concerned = erasures.filter(({ approved }) => heldBy(approved, rule) > 0);
  const fewer = concerned.filter(({ approved, done }) => heldBy(done, rule) < heldBy(approved, rule));
  const rows = concerned.reduce((sum, { done }) => sum + heldBy(done, rule), 0);
  const facts = { erasures: erasures.length, concerned: concerned.length, rows };
  if (fewer.length > 0)
    return broken(`An erasure removed rows that are held: ${some(fewer.map(({ about }) => about))}.`, facts);
  if (concerned.length === 0) return unproven("No erasure met rows that this rule holds.", facts);
  const lost: string[] = [];
  for (const system of new Set(concerned.flatMap(({ approved }) => approved.map((one) => one.system)))) {
    if (!guards(run, system)) continue;
    const { problems } = await run.guard(system);
    lost.push(...problems.filter(({ code }) => code === "guard-lost-rows").map(({ message }) => message));
  }
  if (lost.length > 0) return broken(some(lost), facts);
  return kept(`${count(concerned.length, "erasure")} left ${count(rows, "held row")} where they are.`, facts);
}

export async function holdHiddenFromStaff(run: CheckRun, rule: string, system: string): Promise<CheckOutcome> {
  const { policy } = run.options;
  const hold = policy.keep.find(({ name }) => name === rule)?.hold;
  const declared = policy.systems.find(({ name }) => name === system);
  if (hold === undefined || declared === undefined) return broken("The policy has no such hold in this system.");
  const rolesOf = (names: readonly string[]) => names.flatMap((name) => declared.roles[name] ?? []);
  const check = await run.guard(system);
  const hidden = rolesOf(hold.hiddenFrom);
  const seen = check.visible.filter(({ role, visibleRows }) => hidden.includes(role) && visibleRows > 0);
  const errors = check.problems.filter(({ severity }) => severity === "error");
  const facts = {
    installed: check.installed,
    roles: hidden.length,
    heldRows: heldRows(check),
    seenByStaff: seen.reduce((sum, one) => sum + one.visibleRows, 0),
  };
  if (seen.length > 0)
    return broken(
      `Staff can read held rows: ${some([...new Set(seen.map(({ role, relation }) => `${role} in ${relation}`))])}.`,
      facts,
    );
  if (!check.installed) return broken("The guard that hides held rows is not whole. Run `gestand guard`.", facts);
  if (errors.length > 0)
    return broken(
      some(
        errors.map(({ message }) => message),
        2,
      ),
      facts,
    );
  const readAs = new Set(check.visible.map(({ role }) => role));
  const unread = [...hidden, ...rolesOf(hold.readableBy)].filter((role) => !readAs.has(role));
  if (hidden.length === 0 || unread.length > 0)
    return unproven(`Nobody could read as ${some(unread) || "staff"}.`, facts);
  return kept(
    `Read as ${count(readAs.size, "role")}: staff see none of ${count(facts.heldRows, "held row")}, audit sees them.`,
    facts,
  );
}

export async function holdEndsByDate(run: CheckRun, rule: string): Promise<CheckOutcome> {
  const ends = (await run.plans())
    .filter(({ action }) => action === "erasure")
    .flatMap((plan) => holdsIn(plan, rule).map((one) => ({ ...one, about: plan.about })));
  const over = ends.filter(({ untilOn }) => untilOn < run.today);
  const facts = { holds: ends.length, rows: ends.reduce((sum, { rows }) => sum + rows, 0), over: over.length };
  if (over.length > 0)
    return broken(
      `Rows are held although their term is over, and nothing recorded that they went: ${some(over.map(({ about }) => about))}.`,
      facts,
    );
  const last = ends
    .map(({ untilOn }) => untilOn)
    .sort()
    .at(-1);
  if (last === undefined) return unproven("Nothing is held by this rule for an erased person yet.", facts);
  return kept(`${count(facts.rows, "row")} held for erased persons, all within the term; the last ends on ${last}.`, {
    ...facts,
    lastUntilOn: last,
  });
}

function guards(run: CheckRun, system: string): boolean {
  const tables = run.options.policy.systems.find(({ name }) => name === system)?.tables ?? [];
  const held = new Set(run.options.policy.keep.filter(({ hold }) => hold !== undefined).map(({ name }) => name));
  return tables.some(({ keep }) => keep !== undefined && held.has(keep.rule));
}

function heldBy(systems: readonly SystemFact[], rule: string): number {
  return systems
    .flatMap(({ tables }) => tables.flatMap((table) => table.kept))
    .filter(({ because }) => because.kind === "hold" && because.rule === rule)
    .reduce((sum, { rows }) => sum + rows, 0);
}

function holdsIn({ done }: PlanFact, rule: string): { untilOn: string; rows: number }[] {
  return done
    .flatMap(({ tables }) => tables.flatMap((table) => table.kept))
    .flatMap(({ because, rows }) =>
      because.kind === "hold" && because.rule === rule && rows > 0 ? [{ untilOn: because.untilOn, rows }] : [],
    );
}

/** Per relation once, whatever the number of roles that looked. */
function heldRows({ visible }: GuardCheck): number {
  const byRelation = new Map(visible.map(({ relation, heldRows: rows }) => [relation, rows]));
  return Math.max(0, ...byRelation.values());
}
