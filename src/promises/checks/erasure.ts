/** Erased stays erased; what the law holds is kept, out of sight, and no longer than its term. */
import type { Problem } from "#base";
import type { GuardCheck } from "#connectors";
import type { PlanFact, SystemFact } from "#plans";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";
import type { Message } from "../words/messages.ts";

/** Searches all identifying columns for what pointed at erased persons, by keyed digest. */
export async function erasureLeavesNothing(run: CheckRun): Promise<CheckOutcome> {
  const erasures = (await run.plans()).filter(({ action }) => action === "erasure");
  const groundless = erasures.filter(({ residue }) => residue.some(({ because }) => because === undefined));
  const facts = { erasures: erasures.length };
  if (groundless.length > 0)
    return broken(said("erasure.groundless", { which: some(groundless.map(({ about }) => about)) }), facts);
  const returned = await run.returned();
  const looked = {
    ...facts,
    watched: returned.erasures,
    valuesLookedAt: returned.valuesLookedAt,
    systems: returned.systemsLookedAt.length,
  };
  if (returned.found.length > 0) {
    const places = [...new Set(returned.found.map(({ system, table, column }) => `${system}.${table}.${column}`))];
    const rowsBack = returned.found.reduce((sum, { rows, grounded }) => sum + rows - grounded, 0);
    return broken(said("erasure.came-back", { places: some(places) }), { ...looked, returned: rowsBack });
  }
  if (erasures.length === 0) return unproven(said("erasure.none"), looked);
  if (returned.erasures === 0) return unproven(said("erasure.none-watched"), looked);
  const [missing] = returned.notLookedAt;
  if (missing !== undefined) return unproven(said("erasure.system-not-looked-at", missing), looked);
  const unsearched = await unsearchedIn(run, returned.systemsLookedAt);
  if (unsearched !== undefined) return unproven(unsearched, looked);
  const { watched, valuesLookedAt, systems } = looked;
  return kept(said("erasure.nothing-left", { watched, valuesLookedAt, systems }), looked);
}

/** Where the mapping does not fit the catalogue, a value may stand in a column that nobody looked at. */
async function unsearchedIn(run: CheckRun, systems: readonly string[]): Promise<Message | undefined> {
  for (const system of systems) {
    const [error] = (await run.inspect(system)).filter(({ severity }) => severity === "error");
    if (error !== undefined) return said("erasure.system-not-searched", { system, why: error.message });
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
    return broken(said("hold.rows-removed", { which: some(fewer.map(({ about }) => about)) }), facts);
  if (concerned.length === 0) return unproven(said("hold.none-met"), facts);
  const lost: string[] = [];
  for (const system of new Set(concerned.flatMap(({ approved }) => approved.map((one) => one.system)))) {
    if (!guards(run, system)) continue;
    const { problems } = await run.guard(system);
    lost.push(...messagesOf(problems.filter(({ code }) => code === "guard-lost-rows")));
  }
  if (lost.length > 0) return broken(said("hold.rows-lost", { which: some(lost) }), facts);
  return kept(said("hold.respected", { concerned: concerned.length, rows }), facts);
}

export async function holdHiddenFromStaff(run: CheckRun, rule: string, system: string): Promise<CheckOutcome> {
  const { policy } = run.options;
  const hold = policy.keep.find(({ name }) => name === rule)?.hold;
  const declared = policy.systems.find(({ name }) => name === system);
  if (hold === undefined || declared === undefined) return broken(said("hold.undeclared"));
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
      said("hold.seen", { which: some([...new Set(seen.map(({ role, relation }) => `${role} in ${relation}`))]) }),
      facts,
    );
  if (!check.installed) return broken(said("hold.guard-missing"), facts);
  if (errors.length > 0) return broken(said("hold.guard-wrong", { which: some(messagesOf(errors), 2) }), facts);
  const readAs = new Set(check.visible.map(({ role }) => role));
  const unread = [...hidden, ...rolesOf(hold.readableBy)].filter((role) => !readAs.has(role));
  if (hidden.length === 0 || unread.length > 0) return unproven(said("hold.not-read", { which: some(unread) }), facts);
  return kept(said("hold.hidden", { roles: readAs.size, heldRows: facts.heldRows }), facts);
}

export async function holdEndsByDate(run: CheckRun, rule: string): Promise<CheckOutcome> {
  const ends = (await run.plans())
    .filter(({ action }) => action === "erasure")
    .flatMap((plan) => holdsIn(plan, rule).map((one) => ({ ...one, about: plan.about })));
  const over = ends.filter(({ untilOn }) => untilOn < run.today);
  const facts = { holds: ends.length, rows: ends.reduce((sum, { rows }) => sum + rows, 0), over: over.length };
  if (over.length > 0) return broken(said("hold.over", { which: some(over.map(({ about }) => about)) }), facts);
  const last = ends
    .map(({ untilOn }) => untilOn)
    .sort()
    .at(-1);
  if (last === undefined) return unproven(said("hold.none-kept"), facts);
  return kept(said("hold.within-term", { rows: facts.rows, lastUntilOn: last }), { ...facts, lastUntilOn: last });
}

function messagesOf(problems: readonly Problem[]): string[] {
  return problems.map(({ message }) => message);
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
