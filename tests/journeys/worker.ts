/**
 * A worker of its own, for tests that kill it: `node worker.ts` with the addresses in the environment. Says `ready` when it
 * takes jobs. Its clock stands still, so that what it writes does not depend on when it was killed.
 */
import { SetClock } from "../harness/clock.ts";
import { openSampleEngine } from "../harness/engine.ts";

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const { plans, store } = await openSampleEngine({
  urls: { own: variable("GESTAND_TEST_OWN"), shop: variable("GESTAND_TEST_SHOP") },
  clock: new SetClock(variable("GESTAND_TEST_NOW")),
  poolSize: 4,
  // A worker that is stopped inside a transaction must not hold up a test for long.
  idleInTransactionMs: 1_000,
});
plans.serve();
await store.queue.start({ work: true });
process.stdout.write("ready\n");
// Asked to go, it says how much memory it ever had: kilobytes, resident.
process.once("SIGTERM", () => {
  process.stdout.write(`${process.resourceUsage().maxRSS}\n`, () => process.exit(0));
});
