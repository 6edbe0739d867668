/** Puts the engine together. */
import type { Located } from "#connectors";
import type { KnownAs } from "#policy";
import { dropAnswer, openAnswer } from "./answer/spool.ts";
import type { Plans, PlansOptions } from "./contract.ts";
import { abandonPlan, approvePlan, prepareAgain, resumePlan, stopPlan } from "./decide.ts";
import { entitlementsOf } from "./entitlements.ts";
import { ownValues } from "./own-values.ts";
import { createPlan, createSweep, gaveUpPreparing, handlePrepare, prepareQueue } from "./prepare.ts";
import { loadPlan } from "./record.ts";
import { remindOfTasks } from "./remind.ts";
import { gaveUpStep, handleStep } from "./run-step.ts";
import { stepQueue } from "./step-record.ts";
import { finishTask, openTasksAbout, readTask, readTasks, readWaiting } from "./tasks.ts";

const remindQueue = "plan.remind";

/** With ten minutes between two tries: about three days that a system may be down before somebody must decide. */
const stepTries = 450;

export function createPlans(options: PlansOptions): Plans {
  return {
    locate: (emails, known = []) => locate(options, emails, known),
    ownValues: (subject, categories) => ownValues(options, subject, categories),
    entitlements: (subject) => entitlementsOf(options, subject),
    prepare: (tx, order) => createPlan(options, tx, order),
    prepareSweep: (tx, order) => createSweep(options, tx, order),
    stop: stopPlan,
    prepareAgain: (tx, plan) => prepareAgain(options, tx, plan),
    approve: (tx, plan, hash, by) => approvePlan(options, tx, plan, hash, by),
    abandon: (tx, plan) => abandonPlan(options, tx, plan),
    resume: (tx, plan) => resumePlan(options, tx, plan),
    get: loadPlan,
    tasks: readTasks,
    openTasksAbout,
    task: (reader, id) => readTask(options, reader, id),
    finishTask: (tx, id, how) => finishTask(options, tx, id, how),
    waiting: readWaiting,
    openAnswer: (reader, plan) => openAnswer(options, reader, plan),
    dropAnswer,
    serve: () => {
      const { queue } = options.store;
      queue.serve(remindQueue, {}, () => remindOfTasks(options));
      queue.schedule(remindQueue, "20 6 * * *", options.policy.timeZone);
      queue.serve(prepareQueue, { gaveUp: (job, error) => gaveUpPreparing(options, job, error) }, (job) =>
        handlePrepare(options, job),
      );
      queue.serve(
        stepQueue,
        { concurrency: 4, tries: stepTries, gaveUp: (job, error) => gaveUpStep(options, job, error) },
        (job) => handleStep(options, job),
      );
    },
  };
}

async function locate(
  options: PlansOptions,
  emails: readonly string[],
  known: readonly KnownAs[],
): Promise<ReadonlyMap<string, Located>> {
  const { systems } = options;
  const found = await Promise.all(
    systems.names.map(
      async (name) => [name, await systems.use(name, (system) => system.locate(emails, known))] as const,
    ),
  );
  return new Map(found);
}
