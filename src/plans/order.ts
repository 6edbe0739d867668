/** Which steps a plan has, and which must be done before another begins. What does not depend on each other runs side by side. */
import type { PersonAction, PlanAction, StepKind, StorePreview } from "./contract.ts";

/** The name under which a policy declares Gestand's own database. */
export const ownSystem = "gestand";

export interface PlannedStep {
  readonly kind: StepKind;
  readonly system?: string;
  readonly store?: string;
}

/** A system, and whether its connector can do by itself what the action asks. */
export interface PlannedSystem {
  readonly name: string;
  readonly able: boolean;
}

const changing = { erasure: "erase", rectification: "correct", restriction: "restrict", lifting: "lift" } as const;
const lookedAtAgain = new Set<StepKind>(["erase", "correct"]);

/** Whether it only reads. */
export function isCopy(action: PlanAction): action is "access" | "portability" {
  return action === "access" || action === "portability";
}

/**
 * Systems in the order of the policy, our own database last, because it holds the request that the work is done for; then
 * the stores that the plan concerns. What a connector cannot do, a person does.
 */
export function stepsOf(
  action: PersonAction,
  systems: readonly PlannedSystem[],
  own: string,
  stores: readonly Pick<StorePreview, "store" | "by">[],
): readonly PlannedStep[] {
  const identify = { kind: "identify" } as const;
  const close = { kind: "close" } as const;
  const byPerson = stores.filter(({ by }) => by === "person").map(({ store }) => ({ kind: "do" as const, store }));
  if (isCopy(action)) return [...(stores.length > 0 ? [identify] : []), { kind: "collect" }, ...byPerson, close];
  const kind = changing[action];
  // What our own database holds is the request itself, and keyed digests: nothing to correct or to put out of use.
  const last = action === "erasure" ? systems.filter(({ name }) => name === own) : [];
  const ordered = [...systems.filter(({ name }) => name !== own), ...last];
  const changes = [
    ...ordered.map(({ name, able }): PlannedStep => ({ kind: able ? kind : "do", system: name })),
    ...stores.flatMap(({ store, by }): PlannedStep[] => (by === "connector" ? [{ kind, store }] : [])),
    ...byPerson,
  ];
  const again = changes.flatMap((step): PlannedStep[] =>
    lookedAtAgain.has(step.kind) ? [{ ...step, kind: "verify" }] : [],
  );
  return [identify, ...changes, ...again, close];
}

/** Steps as the record has them. */
interface Placed {
  readonly ordinal: number;
  readonly kind: StepKind;
  readonly system: string | null;
  readonly store: string | null;
}

/**
 * Whether `earlier` must be done before `step` begins. Looking again waits for the change in the same place; in a store also
 * for all systems, because rows that came late may still name something there.
 */
export function waitsFor(step: Placed, earlier: Placed, own: string): boolean {
  if (step.ordinal === earlier.ordinal || earlier.kind === "close") return false;
  if (step.kind === "close") return true;
  if (earlier.kind === "identify") return true;
  const changed = lookedAtAgain.has(earlier.kind);
  if (step.kind === "verify")
    return (
      changed &&
      (step.store === null ? earlier.system === step.system : earlier.store === null || earlier.store === step.store)
    );
  return lookedAtAgain.has(step.kind) && step.system === own && changed && earlier.system !== null;
}
