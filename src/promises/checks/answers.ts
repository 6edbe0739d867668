/** Copies that were given: all of the person's rows, by category, with the recipients, readable by machines. */
import type { PlanFact, TableFact } from "#plans";
import { broken, type CheckOutcome, count, kept, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

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
    return broken(
      `A copy lacks rows (${some(short.map(({ about }) => about))}): ${some([...new Set(tables)])}.`,
      facts,
    );
  }
  if (rows === 0) return unproven("No copy with data of a person was made yet.", facts);
  return kept(`${count(answers.length, "copy", "copies")} held every row that was found: ${rows} in all.`, facts);
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
  what: "categories" | "recipients" | "dataFiles",
  due: (plan: PlanFact) => readonly string[],
  holds: (plan: PlanFact) => boolean,
): Promise<CheckOutcome> {
  const words = { categories: "categories", recipients: "recipients", dataFiles: "machine-readable files" }[what];
  const answers = (await answersOf(run)).filter((plan) => due(plan).length > 0);
  const known = answers.filter(({ answer }) => answer?.[what] !== undefined);
  const wrong = known.filter((plan) => !holds(plan));
  const facts = { answers: answers.length, recorded: known.length };
  if (wrong.length > 0) return broken(`A copy lacks ${words}: ${some(wrong.map(({ about }) => about))}.`, facts);
  if (known.length === 0)
    return unproven(
      answers.length === 0
        ? `No copy was made yet that should have ${words}.`
        : `What the copies say about ${words} was not recorded.`,
      facts,
    );
  return kept(`${count(known.length, "copy", "copies")} looked at; each has its ${words}.`, facts);
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
