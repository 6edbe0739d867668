/** Finished plans as facts for whoever checks afterwards what was done: counts, names of the policy and dates, nothing personal. */
import { type Json, type LocalDate, localDateOf, type PlanId } from "#base";
import type { KeptBecause } from "#connectors";
import type { Evidence } from "#evidence";
import { type Reader, sql } from "#store";
import type { PlanAction, StepFinding } from "./contract.ts";
import type { PlanRow, StepRow } from "./record.ts";
import { tables } from "./tables.ts";

/** One finished plan. */
export interface PlanFact {
  readonly id: PlanId;
  readonly about: string;
  readonly action: PlanAction;
  readonly finishedOn: LocalDate;
  /** The dry run that was approved, per system. */
  readonly approved: readonly SystemFact[];
  /** What was read, erased or restricted in fact, per system. */
  readonly done: readonly SystemFact[];
  /** What the search after an erasure found, and why it stays. */
  readonly residue: readonly {
    readonly system: string;
    readonly table: string;
    readonly column: string;
    readonly rows: number;
    readonly because?: KeptBecause;
  }[];
  /** What came of each store: by its connector, or by a person with a task. */
  readonly stores: readonly StoreFact[];
  /** What the answer itself says, when that was recorded as it was made. Access only. */
  readonly answer?: {
    /** Names of recipients listed in it. */
    readonly recipients?: readonly string[];
    /** Categories for which it holds data or says there is none. */
    readonly categories?: readonly string[];
    /** Data files in a machine-readable format. */
    readonly dataFiles?: number;
  };
}
export interface StoreFact {
  readonly store: string;
  readonly by: "connector" | "person";
  /** Of a connector: things met, read, erased, and found again without a ground. */
  readonly items: number;
  readonly read: number;
  readonly erased: number;
  readonly left: number;
}
export interface SystemFact {
  readonly system: string;
  readonly tables: readonly TableFact[];
  /** Recipients for which the policy's `holdsWhen` found rows. */
  readonly recipients: readonly string[];
}
export interface TableFact {
  readonly table: string;
  readonly rows: number;
  readonly shared: number;
  readonly read: number;
  readonly deleted: number;
  readonly anonymised: number;
  readonly kept: readonly { readonly because: KeptBecause; readonly rows: number }[];
  readonly categories: readonly string[];
}
export interface PlanFacts {
  /** Every plan that is done, oldest first. */
  finished(reader: Reader): Promise<readonly PlanFact[]>;
}

const pageEntries = 1_000;

/** Read from our own tables, and from what the steps wrote into the evidence log. */
export function storedPlanFacts(evidence: Evidence, timeZone: string): PlanFacts {
  return {
    finished: async (reader) => {
      const plans = await finishedPlans(reader);
      const steps = await stepsOf(reader, plans);
      const answers = plans.some(({ action }) => action === "access") ? await answersIn(evidence, reader) : new Map();
      return plans.map((plan) => factOf(plan, steps.get(plan.id) ?? [], timeZone, answers.get(plan.id)));
    },
  };
}

/** What each of these plans does. Plans that do not exist are left out. */
export async function planActions(reader: Reader, ids: readonly PlanId[]): Promise<ReadonlyMap<PlanId, PlanAction>> {
  if (ids.length === 0) return new Map();
  const rows = await tables(reader)
    .selectFrom("plan")
    .select(["id", "action"])
    // One parameter, however many they are.
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  return new Map(rows.map(({ id, action }) => [id, action]));
}

type Finished = Pick<PlanRow, "id" | "about" | "action" | "previews"> & { readonly finished_at: Date };
type FinishedStep = Pick<StepRow, "plan_id" | "kind" | "system" | "store" | "tables" | "residue">;

async function finishedPlans(reader: Reader): Promise<readonly Finished[]> {
  return (
    tables(reader)
      .selectFrom("plan")
      .select(["id", "about", "action", "previews", "finished_at"])
      .where("state", "=", "done")
      // Sweeps are about no person; the room of retention tells of them.
      .where("action", "<>", "retention")
      .where("finished_at", "is not", null)
      .$narrowType<{ finished_at: Date }>()
      .orderBy("finished_at")
      .orderBy("id")
      .execute()
  );
}

/** By plan, in their order. What is done does not change any more, so that no snapshot of both is needed. */
async function stepsOf(reader: Reader, plans: readonly Finished[]): Promise<Map<PlanId, FinishedStep[]>> {
  const byPlan = new Map<PlanId, FinishedStep[]>(plans.map(({ id }) => [id, []]));
  if (plans.length === 0) return byPlan;
  const steps = await tables(reader)
    .selectFrom("plan_step")
    .innerJoin("plan", "plan.id", "plan_step.plan_id")
    .select([
      "plan_step.plan_id",
      "plan_step.kind",
      "plan_step.system",
      "plan_step.store",
      "plan_step.tables",
      "plan_step.residue",
    ])
    .where("plan.state", "=", "done")
    .orderBy("plan_step.plan_id")
    .orderBy("plan_step.ordinal")
    .execute();
  for (const step of steps) byPlan.get(step.plan_id)?.push(step);
  return byPlan;
}

function factOf(
  plan: Finished,
  steps: readonly FinishedStep[],
  timeZone: string,
  answer: PlanFact["answer"],
): PlanFact {
  return {
    id: plan.id,
    about: plan.about,
    action: plan.action,
    finishedOn: localDateOf(plan.finished_at, timeZone),
    approved: plan.previews.map(({ system, tables: found, recipients }) => ({ system, tables: found, recipients })),
    done: doneIn(steps),
    residue: steps.flatMap((step) =>
      step.kind === "verify" && step.store === null
        ? step.residue.map((found) => ({ ...found, system: step.system ?? "" }))
        : [],
    ),
    stores: storesIn(steps),
    ...(answer === undefined ? {} : { answer }),
  };
}

function storesIn(steps: readonly FinishedStep[]): StoreFact[] {
  const none = { items: 0, read: 0, erased: 0, left: 0 };
  const byPerson = steps.flatMap(({ kind, store }) =>
    kind === "do" && store !== null ? [{ ...none, store, by: "person" as const }] : [],
  );
  const findings = steps.flatMap(({ tables: found }) => found.filter(({ store }) => store !== undefined));
  const byConnector = findings.map(({ store = "", rows, read, deleted }) => ({
    store,
    by: "connector" as const,
    items: rows,
    read,
    erased: deleted,
    left: steps
      .filter((step) => step.kind === "verify" && step.store === store)
      .flatMap(({ residue }) => residue.filter(({ because }) => because === undefined))
      .reduce((sum, { rows: found }) => sum + found, 0),
  }));
  return [...byConnector, ...byPerson];
}

function doneIn(steps: readonly FinishedStep[]): SystemFact[] {
  const bySystem = new Map<string, StepFinding[]>();
  for (const step of steps) {
    if (step.kind !== "collect" && step.kind !== "erase" && step.kind !== "restrict") continue;
    for (const finding of step.tables) {
      if (finding.store !== undefined) continue;
      const system = finding.system ?? step.system ?? "";
      bySystem.set(system, [...(bySystem.get(system) ?? []), finding]);
    }
  }
  return [...bySystem].map(([system, found]) => ({ system, tables: found, recipients: [] }));
}

/** What the step that made an answer wrote down about it: `recipients`, `categories` (names of the policy), `dataFiles`. */
async function answersIn(evidence: Evidence, reader: Reader): Promise<Map<PlanId, NonNullable<PlanFact["answer"]>>> {
  const found = new Map<PlanId, NonNullable<PlanFact["answer"]>>();
  for (let from = 0; ; ) {
    const page = await evidence.entries(reader, { from, limit: pageEntries, kind: "step.done" });
    for (const { body } of page) {
      const { plan, of, dataFiles } = body;
      if (of !== "collect" || typeof plan !== "string") continue;
      const recipients = names(body["recipients"]);
      const categories = names(body["categories"]);
      found.set(plan as PlanId, {
        ...(recipients === undefined ? {} : { recipients }),
        ...(categories === undefined ? {} : { categories }),
        ...(typeof dataFiles === "number" ? { dataFiles } : {}),
      });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageEntries) return found;
    from = last.index + 1;
  }
}

function names(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}
