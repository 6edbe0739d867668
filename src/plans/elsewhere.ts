/** What a plan does not reach, as the person is told: places that only a person can look into, or where nobody went. */
import type { Localized } from "#base";
import { isHeldByLaw, type Policy } from "#policy";
import type { Plan } from "./contract.ts";
import { isKeyed } from "./store-keys.ts";

/** A place whose files somebody sends beside the copy. */
export interface Elsewhere {
  readonly title: Localized;
  /** Files of the person by the keys in their rows; absent where no key says how many there are, or whether there are any. */
  readonly files?: number;
}

/** Of a copy: what somebody sends beside it. */
export function elsewhereOf(policy: Policy, { stores }: Pick<Plan, "stores">): readonly Elsewhere[] {
  return stores
    .filter(({ by }) => by === "person")
    .flatMap(({ store: name, keys }) => {
      const store = policy.stores?.find((one) => one.name === name);
      return store === undefined ? [] : [{ title: store.title, ...(keys > 0 && { files: keys }) }];
    });
}

/** Of an erasure: where no step went, as of plans made before stores had steps. */
export function notReachedBy(policy: Policy, { stores, previews }: Pick<Plan, "stores" | "previews">): Elsewhere[] {
  const met = previews.flatMap(({ elsewhere = [] }) => elsewhere);
  return (policy.stores ?? []).flatMap((store) => {
    if (stores.some((one) => one.store === store.name) || isHeldByLaw(store, policy)) return [];
    const files = met.filter((one) => one.store === store.name).reduce((sum, each) => sum + each.files, 0);
    if (!isKeyed(store)) return [{ title: store.title }];
    return files === 0 ? [] : [{ title: store.title, files }];
  });
}
