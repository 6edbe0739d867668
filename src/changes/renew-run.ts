/** Carries an approved suspension out: each place once in effect, whatever dies in between. */
import { limits, OperationalError, type PlanId } from "#base";
import type { RunningJob } from "#store";
import type { Recorded, Step } from "./renew-since.ts";
import { recordedFor } from "./renew-since.ts";
import { type RenewalsOptions, renewalTables } from "./renew-house.ts";

/** Answers false when it is not its turn: overtaken, ended, or stopped. */
export async function suspend(options: RenewalsOptions, step: Step, job: RunningJob): Promise<boolean> {
  const version = step.line.number;
  const turn = await claim(options, version);
  if (turn === undefined) return false;
  await options.crashPoint?.("started");
  for (const [place, recorded] of recordedFor(step.policy, step.diff.consentFor).entries()) {
    if (job.signal.aborted) return false;
    const rows = await suspendPlace(options, step, { ...turn, place, recorded });
    if (rows === undefined) return false;
    await options.crashPoint?.("place-done");
    await options.store.transact((tx) =>
      renewalTables(tx)
        .updateTable("renewal_place")
        .set({ suspended: rows })
        .where("version", "=", version)
        .where("place", "=", place)
        .execute(),
    );
  }
  return finish(options, version, turn.attempt);
}

interface Turn {
  readonly plan: PlanId;
  readonly attempt: number;
}

async function claim({ store }: RenewalsOptions, version: number): Promise<Turn | undefined> {
  return store.transact(async (tx) => {
    const row = await renewalTables(tx)
      .updateTable("renewal")
      .set((eb) => ({ state: "suspending" as const, attempt: eb("attempt", "+", 1), trouble: null }))
      .where("version", "=", version)
      .where("state", "in", ["approved", "suspending"])
      .returning(["plan_id", "attempt"])
      .executeTakeFirst();
    return row && { plan: row.plan_id, attempt: row.attempt };
  });
}

async function suspendPlace(
  { systems, rowsPerTransaction = limits.rowsPerBatch, crashPoint }: RenewalsOptions,
  { begins, policy }: Step,
  { plan, attempt, place, recorded }: Turn & { readonly place: number; readonly recorded: Recorded },
): Promise<number | undefined> {
  const outcome = await systems.use(recorded.place.system, (system) =>
    system.consents.suspend({
      record: recorded.record,
      before: begins,
      timeZone: policy.timeZone,
      plan,
      step: place,
      attempt,
      rowsPerTransaction,
      ...(crashPoint === undefined ? {} : { crashPoint }),
    }),
  );
  if (outcome.ok) return outcome.value.rows;
  if (outcome.reason === "fenced") return undefined;
  throw new OperationalError("suspension-blocked", outcome.message);
}

/** The end and its evidence are one transaction; only the last attempt writes them. */
function finish({ store, evidence, crashPoint }: RenewalsOptions, version: number, attempt: number): Promise<boolean> {
  return store.transact(async (tx) => {
    const done = await renewalTables(tx)
      .updateTable("renewal")
      .set({ state: "done", finished_at: store.clock.now() })
      .where("version", "=", version)
      .where("attempt", "=", attempt)
      .where("state", "=", "suspending")
      .returning("version")
      .executeTakeFirst();
    if (done === undefined) return false;
    const places = await renewalTables(tx)
      .selectFrom("renewal_place")
      .selectAll()
      .where("version", "=", version)
      .orderBy("place")
      .execute();
    await evidence.append(tx, {
      kind: "consent.suspended",
      about: `policy/${version}`,
      body: {
        version,
        places: places.map(({ consent, system, relation, suspended }) => ({
          consent,
          system,
          table: relation,
          rows: suspended ?? 0,
        })),
      },
    });
    await crashPoint?.("written");
    return true;
  });
}
