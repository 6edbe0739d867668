/** Gathers every value that points at the person, before anything takes away the way to find them. */
import { assert } from "#base";
import type { Identifiers, StoreKeys } from "#connectors";
import type { PlansOptions } from "../contract.ts";
import { isCopy } from "../order.ts";
import { openSubject, sealIdentifiers, sealStores } from "../secrets.ts";
import { forCopy, keyCount, keysIn, storeSubjects } from "../store-keys.ts";
import type { BegunStep, StepResult } from "../step-record.ts";

export async function identify(options: PlansOptions, { plan }: BegunStep): Promise<StepResult> {
  const { store, systems, policy } = options;
  const { today, action } = plan;
  assert(today !== null, "a plan runs that was never looked at");
  const subject = (await openSubject(store.reader, store.vault, plan)).reveal();
  const found = new Map<string, Identifiers>();
  const keys: StoreKeys[] = [];
  for (const name of systems.names)
    await systems.use(name, async (system) => {
      // Whoever hears of a change must be told of whom, and by then what pointed at them may be gone.
      if (action !== "access" && action !== "portability") found.set(name, await system.identifiers(subject));
      if (plan.stores.length > 0) keys.push(...((await keysIn(system, subject, today)) ?? []));
    });
  const all = storeSubjects(policy, subject, keys);
  const stores = isCopy(action) ? forCopy(all) : all;
  const identifiers = [...found.values()].reduce((sum, { values }) => sum + values.length, 0);
  const named = [...stores.values()].reduce((sum, one) => sum + keyCount(one), 0);
  return {
    tables: [],
    facts: { identifiers, ...(plan.stores.length > 0 && { storeKeys: named }) },
    record: async (tx) => {
      await sealIdentifiers(tx, store.vault, plan, found);
      if (plan.stores.length > 0) await sealStores(tx, store.vault, plan, stores);
    },
  };
}
