/** Copies that were given: all of the person's rows, by category, with the recipients, readable by machines. */
import type { PlanFact, TableFact } from "#plans";
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";
import type { CopyPart } from "../words/messages.ts";

/** Every row that the approved search found was read into the copy, or withheld by a rule with its reason. */
export async function answerComplete(run: CheckRun): Promise<CheckOutcome> {
  const answers = await answersOf(run);
  const short = answers.filter((plan) => shortfalls(plan).length > 0);
  const rows = answers
    .flatMap(({ done }) => done.flatMap(({ tables }) => tables))
    .reduce((sum, one) => sum + one.read, 0);
  const facts = { answers: answers.length, rows };
  if (short.length > 0) {
    const tables = short.flatMap((plan) => shortfalls(plan));
    const which = some(short.map(({ about }) => about));
    return broken(said("copy.lacks-rows", { which, places: some([...new Set(tables)]) }), facts);
  }
  if (rows === 0) return unproven(said("copy.none"), facts);
  return kept(said("copy.complete", facts), facts);
}

export async function answerHasCategories(run: CheckRun): Promise<CheckOutcome> {
  return recorded(run, "categories", categoriesRead, (plan) => {
    const listed = new Set(plan.answer?.categories?.map(top));
    return categoriesRead(plan).every((category) => listed.has(top(category)));
  });
}

export async function answerListsRecipients(run: CheckRun): Promise<CheckOutcome> {
  return recorded(run, "recipients", recipientsFound, (plan) => {
    const listed = new Set(plan.answer?.recipients);
    return recipientsFound(plan).every((recipient) => listed.has(recipient));
  });
}

export async function machineReadable(run: CheckRun): Promise<CheckOutcome> {
  return recorded(run, "dataFiles", categoriesRead, (plan) => (plan.answer?.dataFiles ?? 0) > 0);
}

/** Recipients of which the approved dry run found that they have data of the person. */
function recipientsFound(plan: PlanFact): readonly string[] {
  return plan.approved.flatMap(({ recipients }) => recipients);
}

/** Categories met in the rows that were read into the copy. */
function categoriesRead(plan: PlanFact): readonly string[] {
  return plan.done.flatMap(({ tables }) => tables.flatMap((table) => (table.read > 0 ? table.categories : [])));
}

/** A copy that had nothing to say shows nothing: only copies with something `due` in them are looked at. */
async function recorded(
  run: CheckRun,
  part: CopyPart,
  due: (plan: PlanFact) => readonly string[],
  holds: (plan: PlanFact) => boolean,
): Promise<CheckOutcome> {
  const answers = (await answersOf(run)).filter((plan) => due(plan).length > 0);
  const known = answers.filter(({ answer }) => answer?.[part] !== undefined);
  const wrong = known.filter((plan) => !holds(plan));
  const facts = { answers: answers.length, recorded: known.length };
  if (wrong.length > 0)
    return broken(said("copy.lacks", { part, which: some(wrong.map(({ about }) => about)) }), facts);
  if (known.length === 0)
    return unproven(said(answers.length === 0 ? "copy.none-due" : "copy.not-recorded", { part }), facts);
  return kept(said("copy.has", { part, recorded: known.length }), facts);
}

async function answersOf(run: CheckRun): Promise<readonly PlanFact[]> {
  return (await run.plans()).filter(({ action }) => action === "access");
}

/** Tables with fewer rows in the copy than there were. */
function shortfalls(plan: PlanFact): string[] {
  const done = new Map(plan.done.map(({ system, tables }) => [system, new Map(tables.map((one) => [one.table, one]))]));
  const unread = plan.approved.flatMap(({ system, tables }) =>
    tables
      .filter(({ table, rows }) => rows > 0 && done.get(system)?.get(table) === undefined)
      .map(({ table }) => `${system}.${table}`),
  );
  const partly = plan.done.flatMap(({ system, tables }) =>
    tables.filter((one) => one.read + withheld(one) < one.rows).map(({ table }) => `${system}.${table}`),
  );
  return [...unread, ...partly];
}

function withheld({ kept: left }: TableFact): number {
  return left.reduce((sum, { rows }) => sum + rows, 0);
}

function top(category: string): string {
  return category.split(".")[0] ?? category;
}
