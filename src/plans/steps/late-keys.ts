/** Rows that came since the stores were asked about may name something there: it is done there as well, or somebody is told. */
import type { ConnectedSystem, StoreKeys, Subject } from "#connectors";
import type { Transaction } from "#store";
import type { PlansOptions } from "../contract.ts";
import { StepStopped } from "../failures.ts";
import { openStores, sealStores } from "../secrets.ts";
import { joined, keyCount, keysIn, storeSubjects } from "../store-keys.ts";
import { type BegunStep, doOnceMore } from "../step-record.ts";

/** What the system says now. Throws StepStopped when it names something in a store that the approved plan does not go into. */
export async function storesNamedLater(
  { policy }: PlansOptions,
  { plan, step }: BegunStep,
  system: ConnectedSystem,
  subject: Subject,
): Promise<readonly StoreKeys[]> {
  if ((policy.stores ?? []).length === 0 || plan.today === null) return [];
  const named = (await keysIn(system, subject, plan.today)) ?? [];
  const planned = new Set(plan.stores.map(({ store }) => store));
  const beyond = named.filter(
    ({ store, keys }) => keys.length > 0 && !planned.has(store) && !step.accepted.includes(store),
  );
  if (beyond.length === 0) return named;
  const [names, differences] = [
    beyond.map(({ store, keys }) => `${store} (${keys.length})`).join(", "),
    beyond.map(({ store, keys }) => ({
      system: system.name,
      table: store,
      what: "rows" as const,
      approved: 0,
      found: keys.length,
    })),
  ];
  throw new StepStopped(
    "beyond-approval",
    `Rows of the person in ${system.name} now name something in stores that the approved plan does not go into: ${names}. ` +
      "Nothing was changed in this system. Look there by hand, then resume.",
    { differences },
  );
}

/** Under the plan's lock. Steps in a store that were done already are done once more where something new is named. */
export async function rememberInStores(
  options: PlansOptions,
  tx: Transaction,
  { plan }: BegunStep,
  named: readonly StoreKeys[],
): Promise<void> {
  const { vault } = options.store;
  const known = await openStores(tx, vault, plan);
  const later = storeSubjects(options.policy, { emails: [], anchors: [] }, named);
  const now = new Map([...known].map(([store, one]) => [store, one.reveal()]));
  const grown: string[] = [];
  for (const [store, before] of now) {
    const both = joined(before, later.get(store) ?? { emails: [], keys: [], values: {} });
    if (keyCount(both) > keyCount(before)) grown.push(store);
    now.set(store, both);
  }
  if (now.size > 0) await sealStores(tx, vault, plan, now);
  if (grown.length > 0) await doOnceMore(options, tx, plan, grown);
}
