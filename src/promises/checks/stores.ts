/** Places that are no database: whether a connector reaches them, or whether somebody did there what a right asked. */
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export async function storeReached(run: CheckRun, store: string, right?: "access" | "erasure"): Promise<CheckOutcome> {
  const declared = run.options.policy.stores?.find(({ name }) => name === store);
  if (declared === undefined) return broken(said("store.unknown"));
  if (declared.reach !== undefined) {
    if (run.options.stores?.names.includes(store) !== true) return unproven(said("store.no-connector"));
    const errors = (await run.inspectStore(store)).filter(({ severity }) => severity === "error");
    const which = some(
      errors.map(({ message }) => message),
      2,
    );
    if (errors.length > 0) return broken(said("store.wrong", { problems: errors.length, which }));
  }
  if (right === undefined) return kept(said("store.reached", { plans: 0, items: 0 }));
  return declared.reach === undefined ? doneByPersons(run, store, right) : doneByConnector(run, store, right);
}

async function doneByConnector(run: CheckRun, store: string, right: "access" | "erasure"): Promise<CheckOutcome> {
  const late = await lateTasks(run, store);
  if (late !== undefined) return late;
  const plans = (await run.plans()).filter(({ action }) => action === right);
  const met = plans.flatMap(({ about, stores }) =>
    stores.filter((one) => one.store === store).map((one) => ({ ...one, about })),
  );
  const left = met.filter((one) => one.left > 0);
  if (left.length > 0) return broken(said("store.left", { which: some(left.map(({ about }) => about)) }));
  const items = met.reduce((sum, one) => sum + (right === "access" ? one.read : one.erased), 0);
  const facts = { plans: met.length, items };
  return kept(said("store.reached", facts), facts);
}

/** A task that is not due yet is neither kept nor broken. */
async function doneByPersons(run: CheckRun, store: string, right: "access" | "erasure"): Promise<CheckOutcome> {
  const late = await lateTasks(run, store);
  if (late !== undefined) return late;
  const plans = (await run.plans()).filter(({ action }) => action === right);
  const tasks = plans.filter(({ stores }) => stores.some((one) => one.store === store && one.by === "person")).length;
  return tasks === 0 ? unproven(said("store.none-yet")) : kept(said("store.by-person", { tasks }), { tasks });
}

async function lateTasks(run: CheckRun, store: string): Promise<CheckOutcome | undefined> {
  const late = (await run.tasks()).filter((task) => task.store === store && task.dueOn < run.today);
  return late.length === 0
    ? undefined
    : broken(said("store.task-late", { which: some(late.map(({ about }) => about)) }), { late: late.length });
}

/** Whoever works for the organisation and has data of the person was asked for it too: in a store that the policy says they run. */
export async function processorsAnswered(run: CheckRun, action: "access" | "portability"): Promise<CheckOutcome> {
  const { recipients, stores = [] } = run.options.policy;
  const processors = new Set(recipients.flatMap(({ name, role }) => (role === "processor" ? [name] : [])));
  const met = (await run.plans())
    .filter((plan) => plan.action === action)
    .flatMap((plan) => {
      const holding = new Set(plan.approved.flatMap((system) => system.recipients));
      const asked = stores.filter(({ name }) => plan.stores.some(({ store }) => store === name));
      return [...holding]
        .filter((name) => processors.has(name))
        .map((name) => ({ name, asked: asked.some(({ by }) => by === name) }));
    });
  const unasked = [...new Set(met.flatMap(({ name, asked }) => (asked ? [] : [name])))];
  const facts = { met: met.length, unasked: unasked.length };
  if (unasked.length > 0) return unproven(said("processors.not-asked", { which: some(unasked) }), facts);
  if (met.length === 0) return unproven(said("processors.none-met"), facts);
  return kept(said("processors.asked", { met: met.length }), facts);
}
