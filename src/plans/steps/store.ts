/** Erases and corrects in one store, asks again what was pending there, and looks again. */
import { assert, Personal } from "#base";
import type { Transaction } from "#store";
import type { ConnectedStore, StoreFinding, StoreOrder, StoreOutcome, StoreSubject } from "#connectors";
import type { PlansOptions, StepFinding } from "../contract.ts";
import { differences } from "../differences.ts";
import { StepStopped, stopOnDrift } from "../failures.ts";
import { storeIsAble } from "../look-stores.ts";
import { openCorrections, openStores } from "../secrets.ts";
import { type BegunStep, noteCounted, placeOf, type StepResult } from "../step-record.ts";
import { nothingElse } from "./correct.ts";
import { progressOf } from "./progress.ts";
import { lacking, refused, stepNumber } from "./refused.ts";

export function changeInStore(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  const { step } = begun;
  const { ticket } = step;
  return inStore(options, begun, async (store, subject) => {
    const [before] = step.tables;
    if (ticket !== null && before !== undefined)
      return resultOf(begun, before, await settledNow(options, begun, store));
    stopOnDrift(store.name, await store.inspect());
    if (!storeIsAble(begun.plan.action, store.abilities)) throw lacking(store.name, step.kind);
    const counted = before ?? countedAs(options, store.name, await store.find(subject));
    if (before === undefined) await noteCounted(options, begun, counted);
    const order = orderOf(options, begun, subject);
    const outcome =
      step.kind === "correct"
        ? await store.correct(order, await correctionsOf(options, begun))
        : await store.erase(order);
    if (!outcome.ok) throw await refused(options, begun, store.name, outcome);
    return {
      ...resultOf(begun, counted, outcome.value),
      record: (tx) => toldStore(options, tx, begun, store.name, subject),
    };
  });
}

/** Once per plan and store, however often it is asked. */
export async function toldStore(
  { onStoreTold }: PlansOptions,
  tx: Transaction,
  { plan }: BegunStep,
  store: string,
  subject: StoreSubject,
): Promise<void> {
  const { id, action } = plan;
  await onStoreTold?.(tx, { plan: id, action, store, subject: new Personal(subject) });
}

/** Never asked before the moment that the store named: a job that comes too early only waits on. */
async function settledNow(options: PlansOptions, { step }: BegunStep, store: ConnectedStore): Promise<StoreOutcome> {
  const { ticket, not_before: notBefore } = step;
  assert(ticket !== null && notBefore !== null, "a store is asked again without a ticket");
  if (options.store.clock.now() >= notBefore) return store.settled(ticket);
  return { erased: 0, corrected: 0, kept: [], pending: { ticket, notBefore } };
}

export function verifyInStore(options: PlansOptions, begun: BegunStep): Promise<StepResult> {
  return inStore(options, begun, async (store, subject) => {
    stopOnDrift(store.name, await store.inspect());
    if (begun.plan.action === "rectification") return correctedAgain(options, begun, store, subject);
    const residue = await store.residue(subject);
    const left = residue.filter(({ because }) => because === undefined);
    if (left.length === 0) return { tables: [], residue, facts: { searched: subject.keys.length } };
    const where = left.map(({ column, rows }) => `${column} (${rows})`).join(", ");
    throw new StepStopped(
      "residue",
      `Something of the person is left in the store ${store.name} without a ground to keep it: ${where}. ` +
        "The plan is not done. Resume to erase there once more, or remove it by hand and resume.",
      { residue },
    );
  });
}

/** Looking again after a correction is correcting once more, and finding nothing to do. */
async function correctedAgain(
  options: PlansOptions,
  begun: BegunStep,
  store: ConnectedStore,
  subject: StoreSubject,
): Promise<StepResult> {
  const outcome = await store.correct(orderOf(options, begun, subject), await correctionsOf(options, begun));
  if (!outcome.ok) throw await refused(options, begun, store.name, outcome);
  if (outcome.value.corrected === 0) return { tables: [] };
  throw new StepStopped(
    "not-corrected",
    `In the store ${store.name} ${outcome.value.corrected} things were still as they had been before the correction. ` +
      "They were corrected now. Resume to look once more.",
  );
}

async function inStore(
  options: PlansOptions,
  { plan, step }: BegunStep,
  work: (store: ConnectedStore, subject: StoreSubject) => Promise<StepResult>,
): Promise<StepResult> {
  const name = step.store;
  assert(name !== null, "a step in a store without a store");
  const { reader, vault } = options.store;
  const subject = (await openStores(reader, vault, plan)).get(name)?.reveal();
  assert(subject !== undefined, "a step in a store that nobody asked the systems about");
  if (options.stores?.names.includes(name) !== true) throw lacking(name, step.kind);
  return options.stores.use(name, (store) => work(store, subject));
}

function countedAs({ policy }: PlansOptions, name: string, { items, kept }: StoreFinding): StepFinding {
  const categories = policy.stores?.find((store) => store.name === name)?.holds ?? [];
  const keptRows = kept.map(({ because, items: rows }) => ({ because, rows }));
  return { ...nothingElse, store: name, table: name, rows: items, kept: keptRows, categories };
}

/** Of what was counted before the first try, whatever tries it took: what is not kept was erased, and is looked for again. */
function resultOf({ plan, step }: BegunStep, counted: StepFinding, outcome: StoreOutcome): StepResult {
  const said = outcome.kept.map(({ because, items: rows }) => ({ because, rows }));
  // A store that is asked again need not know any more what stayed.
  const kept = said.length > 0 ? said : counted.kept;
  const keptRows = kept.reduce((sum, { rows }) => sum + rows, 0);
  const deleted = step.kind === "erase" ? Math.max(0, counted.rows - keptRows) : 0;
  const finding: StepFinding = { ...counted, kept, deleted };
  const approved = plan.stores.find(({ store }) => store === counted.table)?.finding;
  return {
    tables: [finding],
    // Of a store that was down nobody approved a count.
    differences:
      approved === undefined ? [] : differences(counted.table, [{ ...finding, rows: approved.items }], [finding]),
    ...(outcome.pending !== undefined && { pending: outcome.pending }),
  };
}

async function correctionsOf({ store }: PlansOptions, { plan }: BegunStep) {
  return (await openCorrections(store.reader, store.vault, plan)).reveal();
}

function orderOf(options: PlansOptions, begun: BegunStep, subject: StoreSubject): StoreOrder {
  const { plan, step } = begun;
  const { crashPoint } = options;
  return {
    plan: plan.id,
    step: stepNumber(step),
    attempt: step.attempt,
    subject,
    onProgress: progressOf(options, begun),
    ...(crashPoint === undefined ? {} : { crashPoint: (at) => crashPoint(at, placeOf(begun)) }),
  };
}
