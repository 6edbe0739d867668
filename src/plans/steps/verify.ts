/** Looks again: nothing of the person is left, or each thing that is has its ground. Otherwise the plan does not end. */
import { assert } from "#base";
import type { Preview, ResidueFinding, TableFinding } from "#connectors";
import type { Policy } from "#policy";
import type { Difference, PlansOptions } from "../contract.ts";
import { StepStopped, stopOnDrift } from "../failures.ts";
import { openIdentifiers, openSubject } from "../secrets.ts";
import type { BegunStep, StepResult } from "../step-record.ts";
import { correct } from "./correct.ts";
import { verifyInStore } from "./store.ts";

export async function verify(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { store, systems, policy } = options;
  const { plan, step } = begun;
  if (step.store !== null) return verifyInStore(options, begun);
  if (plan.action === "rectification") return correctedAgain(options, begun);
  assert(step.system !== null && plan.today !== null, "a search without a system or a day");
  const name = step.system;
  const today = plan.today;
  const subject = (await openSubject(store.reader, store.vault, plan)).reveal();
  // Each system's own: what stands in another may well be somebody else's there, and only the system could tell.
  const identifiers = (await openIdentifiers(store.reader, store.vault, plan)).get(name)?.reveal();
  assert(identifiers !== undefined, "a system that is searched was never asked how it knows the person");
  const found = await systems.use(name, async (system) => {
    stopOnDrift(name, await system.inspect());
    return {
      residue: await system.residue(identifiers, "mapped"),
      // A rehearsal, not a count: it says of each row that is left why it is, by the rules of the policy.
      left: await system.preview("erasure", subject, today),
    };
  });
  const unexplained = found.residue.filter(({ because }) => because === undefined);
  const owned = ownedStill(policy, found.left);
  if (unexplained.length > 0 || owned.length > 0) throw residueLeft(name, unexplained, owned, found);
  return {
    tables: found.left.tables.filter(({ rows }) => rows > 0),
    residue: found.residue,
    facts: { searched: identifiers.values.length },
  };
}

/** Looking again after a correction is correcting once more, and finding nothing to do. */
async function correctedAgain(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const again = await correct(options, begun);
  const left = again.tables.filter(({ rows }) => rows > 0);
  if (left.length === 0) return { tables: [] };
  throw new StepStopped(
    "not-corrected",
    `In ${begun.step.system ?? ""} there were rows that were still as they had been before the correction: ` +
      `${left.map(({ table, rows }) => `${table} (${rows})`).join(", ")}. They were corrected now. Resume to look once more.`,
  );
}

/** Rows that the policy would still delete or anonymise. */
function ownedStill(policy: Policy, left: Preview): Difference[] {
  return left.tables.flatMap((finding) => {
    const found = finding.deleted + (mayStayAnonymous(policy, left.system, finding) ? 0 : finding.anonymised);
    return found === 0
      ? []
      : [{ system: left.system, table: finding.table, what: "rows" as const, approved: 0, found }];
  });
}

/** The row that was the person stays where the policy has it anonymised, and is still found by its key; its values are searched. */
function mayStayAnonymous(policy: Policy, system: string, finding: TableFinding): boolean {
  const table = policy.systems.find(({ name }) => name === system)?.tables.find(({ name }) => name === finding.table);
  return table?.erase === "anonymise" && table.person.some(({ kind }) => kind === "is");
}

function residueLeft(
  system: string,
  residue: readonly ResidueFinding[],
  owned: readonly Difference[],
  found: { residue: readonly ResidueFinding[]; left: Preview },
): StepStopped {
  const named = [
    ...residue.map(({ table, column, rows }) => `${table}.${column} (${rows})`),
    ...owned.map(({ table, found: rows }) => `${table} (${rows} rows of the person)`),
  ];
  return new StepStopped(
    "residue",
    `Something of the person is left in ${system} without a ground to keep it: ${named.join(", ")}. ` +
      "The plan is not done. Resume to erase there once more, or remove it by hand and resume.",
    { tables: found.left.tables, residue: found.residue, differences: owned },
  );
}
