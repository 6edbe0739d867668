/** Tasks for a person, and the board of what waits for whom. */
import { assert, Personal, type PlanId, refuse, type Result, succeed } from "#base";
import type { Cipher, Reader, Transaction } from "#store";
import type {
  FinishTaskRefusal,
  PlansOptions,
  Task,
  TaskDetail,
  TaskFacts,
  TaskFinished,
  Waiting,
} from "./contract.ts";
import { lockPlan, type PlanRow, stepRows } from "./record.ts";
import type { Read } from "./rows.ts";
import { openCorrections, openStores, openSubject } from "./secrets.ts";
import { recordDone } from "./step-record.ts";
import { type PlanTaskTable, tables } from "./tables.ts";

const longestNote = 2_000;
/** Who does these sees the next. */
const mostTasks = 500;

type TaskRow = Read<PlanTaskTable> & { about: string; system: string | null; store: string | null };

/** All that are open, the one due first in front. */
export function openTasks(reader: Reader): Promise<readonly Task[]> {
  return readTasks(reader);
}

export async function readTasks(reader: Reader, plan?: PlanId): Promise<readonly Task[]> {
  const query = selectTasks(reader)
    .orderBy("plan_task.due_on")
    .orderBy("plan_task.since")
    .orderBy("plan.about")
    .orderBy("plan_task.ordinal");
  const rows = await (plan === undefined
    ? query.where("plan_task.done_at", "is", null).limit(mostTasks)
    : query.where("plan_task.plan_id", "=", plan)
  ).execute();
  return rows.map(taskOf);
}

export async function openTasksAbout(
  reader: Reader,
  references: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (references.length === 0) return new Map();
  const rows = await tables(reader)
    .selectFrom("plan_task")
    .innerJoin("plan", "plan.id", "plan_task.plan_id")
    .select(["plan.about", (eb) => eb.fn.countAll<number>().as("tasks")])
    .where("plan_task.done_at", "is", null)
    .where("plan.about", "in", references)
    .groupBy("plan.about")
    .execute();
  return new Map(rows.map(({ about, tasks }) => [about, tasks]));
}

export async function readTask(options: PlansOptions, reader: Reader, id: string): Promise<TaskDetail | undefined> {
  const row = await selectTasks(reader).where("plan_task.id", "=", id).executeTakeFirst();
  if (row === undefined) return undefined;
  const plan = await tables(reader).selectFrom("plan").selectAll().where("id", "=", row.plan_id).executeTakeFirst();
  assert(plan !== undefined, "a task without a plan");
  const cipher = plan.key_id === null ? undefined : await options.store.vault.cipher(reader, plan.key_id);
  const ended = plan.state === "done" || plan.state === "abandoned";
  const note = cipher && row.note && Buffer.from(cipher.open(row.note, noteContext(id))).toString("utf8");
  return {
    ...taskOf(row),
    ...(cipher !== undefined && !ended && { facts: await factsOf(options, reader, plan, row) }),
    ...(typeof note === "string" && { note: new Personal(note) }),
  };
}

function selectTasks(reader: Reader) {
  return tables(reader)
    .selectFrom("plan_task")
    .innerJoin("plan", "plan.id", "plan_task.plan_id")
    .innerJoin("plan_step", (join) =>
      join.onRef("plan_step.plan_id", "=", "plan_task.plan_id").onRef("plan_step.ordinal", "=", "plan_task.ordinal"),
    )
    .selectAll("plan_task")
    .select(["plan.about", "plan_step.system", "plan_step.store"]);
}

function taskOf(row: TaskRow): Task {
  const { done_at: at, done_by: by, outcome } = row;
  return {
    id: row.id,
    plan: row.plan_id,
    about: row.about,
    act: row.act,
    ...(row.system !== null && { system: row.system }),
    ...(row.store !== null && { store: row.store }),
    since: row.since,
    dueOn: row.due_on,
    ...(at !== null && by !== null && outcome !== null && { done: { at, by, outcome } }),
  };
}

/** What the systems said of the store, and who the person is in the system. */
async function factsOf(
  { store }: PlansOptions,
  reader: Reader,
  plan: PlanRow,
  row: TaskRow,
): Promise<Personal<TaskFacts>> {
  const { emails, anchors } = (await openSubject(reader, store.vault, plan)).reveal();
  const known = row.store === null ? undefined : (await openStores(reader, store.vault, plan)).get(row.store)?.reveal();
  return new Personal({
    emails,
    anchors: anchors.filter(({ system }) => system === row.system),
    keys: known?.keys ?? [],
    values: known?.values ?? {},
    corrections: (await openCorrections(reader, store.vault, plan)).reveal(),
  });
}

/** Two who tick it off at once: one wins. The evidence says who, when and what came of it, and nothing of the person. */
export async function finishTask(
  options: PlansOptions,
  tx: Transaction,
  id: string,
  how: TaskFinished,
): Promise<Result<Task, FinishTaskRefusal>> {
  const known = await selectTasks(tx).where("plan_task.id", "=", id).executeTakeFirst();
  const plan = known && (await lockPlan(tx, known.plan_id));
  const row = plan && (await selectTasks(tx).where("plan_task.id", "=", id).executeTakeFirst());
  if (plan === undefined || row === undefined)
    return refuse("unknown-task", "There is no such task. Nothing was changed.");
  if (row.done_at !== null)
    return refuse("already-done", "Somebody ticked this task off already. Nothing was changed.");
  const step = (await stepRows(tx, plan.id)).find(({ ordinal }) => ordinal === row.ordinal);
  if (step?.state !== "pending" || step.round !== row.round)
    return refuse("plan-ended", "The work that this task belongs to has ended. Nothing was changed.");
  const note = how.note?.reveal().trim() ?? "";
  if (note.length > longestNote)
    return refuse("note-too-long", `Write at most ${longestNote} characters. Nothing was changed.`);
  const cipher = note === "" || plan.key_id === null ? undefined : await options.store.vault.cipher(tx, plan.key_id);
  const done = {
    done_at: options.store.clock.now(),
    done_by: how.by,
    outcome: how.outcome,
    note: cipher === undefined ? null : sealedNote(cipher, id, note),
  };
  await tables(tx).updateTable("plan_task").set(done).where("id", "=", id).execute();
  const facts = { act: row.act, outcome: how.outcome, by: how.by, dueOn: row.due_on };
  await recordDone(options, tx, { plan, step }, { tables: [], facts });
  return succeed(taskOf({ ...row, ...done }));
}

function sealedNote(cipher: Cipher, id: string, note: string): Uint8Array {
  return cipher.seal(Buffer.from(note), noteContext(id));
}

function noteContext(id: string): string {
  return `plan-task/${id}/note`;
}

/** Steps that wait since some moment, of plans that have not ended: the longest waiting first, at most 500. */
export async function readWaiting(reader: Reader): Promise<readonly Waiting[]> {
  const rows = await tables(reader)
    .selectFrom("plan_step")
    .innerJoin("plan", "plan.id", "plan_step.plan_id")
    .leftJoin("plan_task", (join) =>
      join
        .onRef("plan_task.plan_id", "=", "plan_step.plan_id")
        .onRef("plan_task.ordinal", "=", "plan_step.ordinal")
        .onRef("plan_task.round", "=", "plan_step.round"),
    )
    .select([
      "plan_step.plan_id",
      "plan_step.ordinal",
      "plan_step.system",
      "plan_step.store",
      "plan_step.state",
      "plan_step.attempt",
      "plan_step.waiting_since",
      "plan_step.not_before",
      "plan_step.error_message",
      "plan.about",
      "plan_task.id as task",
      "plan_task.due_on",
    ])
    .where("plan.action", "<>", "retention")
    .where("plan_step.waiting_since", "is not", null)
    .$narrowType<{ waiting_since: Date }>()
    .where("plan_step.state", "in", ["waiting", "running", "pending"])
    .orderBy("plan_step.waiting_since")
    .orderBy("plan_step.plan_id")
    .orderBy("plan_step.ordinal")
    .limit(mostTasks)
    .execute();
  return rows.map((row) => ({
    plan: row.plan_id,
    about: row.about,
    ordinal: row.ordinal,
    ...(row.system !== null && { system: row.system }),
    ...(row.store !== null && { store: row.store }),
    since: row.waiting_since,
    because: becauseOf(row),
  }));
}

function becauseOf(row: {
  task: string | null;
  due_on: Task["dueOn"] | null;
  not_before: Date | null;
  error_message: string | null;
  attempt: number;
}): Waiting["because"] {
  if (row.task !== null && row.due_on !== null) return { kind: "task", task: row.task, dueOn: row.due_on };
  if (row.error_message === null && row.not_before !== null) return { kind: "pending", askedAgainAt: row.not_before };
  return { kind: "unreachable", message: row.error_message ?? "", attempt: row.attempt };
}
