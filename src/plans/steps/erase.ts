/** Erases in one system, after looking once more whether it is still what was approved. */
import { assert, limits, type LocalDate } from "#base";
import type { ConnectedSystem, EraseOrder, Identifiers, Preview, Subject } from "#connectors";
import type { PlansOptions } from "../contract.ts";
import { actionsBeyond, differences, tablesBeyond } from "../differences.ts";
import { StepStopped, stopOnDrift, Superseded } from "../failures.ts";
import { openIdentifiers, openSubject, sealIdentifiers } from "../secrets.ts";
import { type BegunStep, lockStep, placeOf, type StepResult } from "../step-record.ts";
import { approvedTables } from "./approved.ts";
import { rememberInStores, storesNamedLater } from "./late-keys.ts";
import { progressOf } from "./progress.ts";
import { refused, stepNumber } from "./refused.ts";

export async function erase(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { store, systems } = options;
  const { plan, step } = begun;
  assert(step.system !== null && plan.today !== null, "an erasure without a system or a day");
  const name = step.system;
  const today = plan.today;
  const approved = approvedTables(plan.previews, name);
  const subject = (await openSubject(store.reader, store.vault, plan)).reveal();
  const outcome = await systems.use(name, async (system) => {
    stopOnDrift(name, await system.inspect());
    const now = await stopBeyondApproval(system, begun, { name, approved, subject, today });
    await rememberWhatCame(options, begun, system, subject, now);
    return system.erase(orderOf(options, begun, subject, today));
  });
  if (outcome.ok)
    return { tables: outcome.value.tables, differences: differences(name, approved, outcome.value.tables) };
  throw await refused(options, begun, name, outcome);
}

/** Small erasures are rehearsed once more; for large ones that would double the work, so their rows are only counted. */
async function stopBeyondApproval(
  system: ConnectedSystem,
  { step }: BegunStep,
  of: { name: string; approved: Preview["tables"]; subject: Subject; today: LocalDate },
): Promise<Preview> {
  const total = of.approved.reduce((sum, { rows }) => sum + rows, 0);
  const small = total <= limits.rowsPerTransaction && system.abilities.rehearsal;
  const now = await system.preview(small ? "erasure" : "access", of.subject, of.today);
  if (small) stopOnDrift(of.name, now.problems);
  const beyond = (small ? actionsBeyond : tablesBeyond)(of.name, of.approved, now.tables, step.accepted);
  if (beyond.length === 0) return now;
  const named = beyond.map(({ table, what, found }) => `${table} (${what}: ${found})`).join(", ");
  throw new StepStopped(
    "beyond-approval",
    `In ${of.name} there is now data of the person where none was approved to change: ${named}. ` +
      "Nothing was changed in this system. Resume to erase this as well.",
    { differences: beyond },
  );
}

/**
 * Rows that came since the values were gathered, or are left for a further round, are looked for afterwards as well: what
 * they say and what may refer to them is gathered before they go, too.
 */
async function rememberWhatCame(
  options: PlansOptions,
  begun: BegunStep,
  system: ConnectedSystem,
  subject: Subject,
  now: Preview,
): Promise<void> {
  const { store } = options;
  const { plan, step } = begun;
  const sealed = await openIdentifiers(store.reader, store.vault, plan);
  const known = sealed.get(system.name)?.reveal();
  assert(known !== undefined, "a system is erased in that was never asked how it knows the person");
  const ownRows = new Map(now.tables.map(({ table, rows, shared }) => [table, rows - shared]));
  const cameLater = (known.formerKeys ?? []).some(({ table, rows }) => (ownRows.get(table) ?? 0) > rows);
  const more = step.round > 1 || cameLater ? await system.identifiers(subject) : undefined;
  const named = await storesNamedLater(options, begun, system, subject);
  if (more === undefined && named.length === 0) return;
  await store.transact(async (tx) => {
    // Other steps may be remembering at the same time.
    if ((await lockStep(tx, begun)) === undefined) throw new Superseded("a later attempt is at work");
    if (more !== undefined) {
      const all = new Map(
        [...(await openIdentifiers(tx, store.vault, plan))].map(([name, one]) => [name, one.reveal()]),
      );
      await sealIdentifiers(tx, store.vault, plan, all.set(system.name, both(known, more)));
    }
    await rememberInStores(options, tx, begun, named);
  });
}

function both(known: Identifiers, more: Identifiers): Identifiers {
  const values = new Map([...more.values, ...known.values].map((one) => [`${one.category} ${one.value}`, one]));
  return {
    values: [...values.values()],
    subject: more.subject,
    formerKeys: [...(known.formerKeys ?? []), ...(more.formerKeys ?? [])],
  };
}

function orderOf(options: PlansOptions, begun: BegunStep, subject: Subject, today: LocalDate): EraseOrder {
  const { plan, step } = begun;
  const { crashPoint } = options;
  return {
    plan: plan.id,
    step: stepNumber(step),
    attempt: step.attempt,
    subject,
    today,
    rowsPerTransaction: limits.rowsPerTransaction,
    onProgress: progressOf(options, begun),
    ...(crashPoint === undefined ? {} : { crashPoint: (at) => crashPoint(at, placeOf(begun)) }),
  };
}
