/** Tells watchers how far a step is, now and then and at its end. */
import type { PlansOptions } from "../contract.ts";
import { type BegunStep, noteProgress } from "../step-record.ts";

const progressEveryMs = 500;

export function progressOf(options: PlansOptions, begun: BegunStep): (done: number, total: number) => void {
  let told = 0;
  let telling: Promise<void> = Promise.resolve();
  return (done, total) => {
    const now = performance.now();
    if (now - told < progressEveryMs && done < total) return;
    told = now;
    telling = writeAfter(telling, () => noteProgress(options, begun, done, total));
  };
}

/** Progress that cannot be written is not worth failing for. */
async function writeAfter(before: Promise<void>, write: () => Promise<void>): Promise<void> {
  await before;
  try {
    await write();
  } catch {
    // The next one may be written.
  }
}
