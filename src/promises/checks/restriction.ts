/** Who is restricted is stored and nothing else: tried by reading as each role and by changing, in every system. */
import type { GuardCheck } from "#connectors";
import { ownSystem } from "#plans";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

interface Looked {
  readonly system: string;
  readonly guard: GuardCheck["restricted"];
}

export async function restrictionKept(run: CheckRun): Promise<CheckOutcome> {
  const systems = run.options.policy.systems.filter(
    ({ name, tables }) => name !== ownSystem && tables.some(({ person }) => person.length > 0),
  );
  if (systems.length === 0) return unproven(said("restriction.none"));
  const looked: Looked[] = [];
  for (const { name, connector } of systems)
    looked.push({ system: name, guard: connector === "postgres" ? (await run.guard(name)).restricted : undefined });
  return (await gone(run, looked)) ?? outcomeOf(looked);
}

/** Nothing is on the list of a system that has rows of somebody who is restricted: its backup was restored, or somebody emptied it. */
async function gone(run: CheckRun, looked: readonly Looked[]): Promise<CheckOutcome | undefined> {
  const standing = await run.restrictions();
  if (standing.size === 0) return undefined;
  const done = (await run.plans()).filter(({ id }) => standing.has(id)).flatMap((plan) => plan.done);
  const empty = looked.flatMap(({ system, guard }) => {
    const restricted = done.some(
      (one) => one.system === system && one.tables.some(({ rows, shared }) => rows > shared),
    );
    return guard?.installed === true && restricted && rowsOf(guard.visible) === 0 ? [system] : [];
  });
  if (empty.length === 0) return undefined;
  return broken(said("restriction.gone", { which: some(empty) }), { restrictions: standing.size });
}

function outcomeOf(looked: readonly Looked[]): CheckOutcome {
  const guarded = looked.flatMap(({ system, guard }) => (guard === undefined ? [] : [{ system, ...guard }]));
  const lines = guarded.flatMap(({ visible }) => visible);
  const seen = lines.filter(({ visibleRows }) => visibleRows > 0);
  const errors = guarded.flatMap(({ installed, problems }) =>
    installed ? problems.filter(({ severity }) => severity === "error") : [],
  );
  const roles = new Set(guarded.flatMap(({ system, visible }) => visible.map(({ role }) => `${system} ${role}`))).size;
  const facts = {
    systems: guarded.length,
    roles,
    restrictedRows: guarded.reduce((sum, { visible }) => sum + rowsOf(visible), 0),
    seen: seen.reduce((sum, { visibleRows }) => sum + visibleRows, 0),
  };
  if (seen.length > 0) {
    const places = [...new Set(seen.map(({ role, relation }) => `${role} in ${relation}`))];
    return broken(said("restriction.seen", { which: some(places) }), facts);
  }
  if (errors.length > 0)
    return broken(
      said("restriction.changes", {
        which: some(
          errors.map(({ message }) => message),
          2,
        ),
      }),
      facts,
    );
  const missing = guarded.filter(({ installed }) => !installed).map(({ system }) => system);
  if (missing.length > 0) return unproven(said("restriction.no-guard", { which: some(missing) }), facts);
  const byHand = looked.filter(({ guard }) => guard === undefined).map(({ system }) => system);
  if (byHand.length > 0) return unproven(said("restriction.by-hand", { which: some(byHand) }), facts);
  return kept(said("restriction.kept", facts), facts);
}

/** Of each relation once, whatever the number of roles that looked. */
function rowsOf(visible: GuardCheck["visible"]): number {
  const byRelation = new Map(visible.map(({ relation, heldRows }) => [relation, heldRows]));
  return [...byRelation.values()].reduce((sum, rows) => sum + rows, 0);
}
