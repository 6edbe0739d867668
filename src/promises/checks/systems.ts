/** The data map against the real systems, and the record against itself. */
import { broken, type CheckOutcome, count, kept, some } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export async function mappingComplete(run: CheckRun, system: string, table?: string): Promise<CheckOutcome> {
  const declared = run.options.policy.systems.find(({ name }) => name === system);
  if (declared === undefined) return broken("The policy has no such system.");
  const path = `systems.${system}.tables.${table ?? ""}`;
  const problems = (await run.inspect(system)).filter(
    (problem) => problem.severity === "error" && (table === undefined || isOf(problem.path, path)),
  );
  const tables = declared.tables.filter(({ name }) => table === undefined || name === table);
  const columns = tables.reduce((sum, one) => sum + one.columns.length + one.notPersonal.length, 0);
  const facts = { tables: tables.length, columns, problems: problems.length };
  return problems.length > 0
    ? broken(
        some(
          problems.map(({ message }) => message),
          2,
        ),
        facts,
      )
    : kept(
        `The catalogue of ${system} was compared with the policy: ${count(tables.length, "table")}, nothing undeclared.`,
        facts,
      );
}

export async function evidenceIntact(run: CheckRun): Promise<CheckOutcome> {
  const check = await run.log();
  const facts = { entries: check.size, ...(check.brokenAt === undefined ? {} : { brokenAt: check.brokenAt }) };
  return check.ok ? kept(check.message, facts) : broken(check.message, facts);
}

function isOf(path: string | undefined, table: string): boolean {
  return path === table || path?.startsWith(`${table}.`) === true;
}
