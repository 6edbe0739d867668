/**
 * Turns "answer this person" and "erase this person" into ordered steps over systems, shows them before anything happens,
 * freezes what was approved and runs each step exactly once in effect, across crashes. It never decides whether a request
 * is granted and never learns the words of one kind of request.
 */
export type * from "./contract.ts";
export { planCrashPoints } from "./contract.ts";
export { type ZipEntry, zipStream } from "./answer/zip.ts";
export { createPlans } from "./create.ts";
export { type Elsewhere, notReachedBy } from "./elsewhere.ts";
export {
  type PlanFact,
  type PlanFacts,
  planActions,
  storedPlanFacts,
  type StoreFact,
  type SystemFact,
  type TableFact,
} from "./facts.ts";
export { ownSystem } from "./order.ts";
export { openTasks } from "./tasks.ts";
export { createStorePool, createSystemPool, type StorePoolOptions, type SystemPoolOptions } from "./system-pool.ts";
