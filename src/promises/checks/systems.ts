/** The data map against the real systems, and the record against itself. */
import { broken, type CheckOutcome, kept, said, some, unproven } from "../outcome.ts";
import type { CheckRun } from "../run.ts";

export async function mappingComplete(run: CheckRun, system: string, table?: string): Promise<CheckOutcome> {
  const declared = run.options.policy.systems.find(({ name }) => name === system);
  if (declared === undefined) return broken(said("system.unknown"));
  const path = `systems.${system}.tables.${table ?? ""}`;
  const problems = (await run.inspect(system)).filter(
    (problem) => problem.severity === "error" && (table === undefined || isOf(problem.path, path)),
  );
  const tables = declared.tables.filter(({ name }) => table === undefined || name === table);
  const columns = tables.reduce((sum, one) => sum + one.columns.length + one.notPersonal.length, 0);
  const facts = { tables: tables.length, columns, problems: problems.length };
  const which = some(
    problems.map(({ message }) => message),
    2,
  );
  return problems.length > 0
    ? broken(said("map.wrong", { system, problems: problems.length, which }), facts)
    : kept(said("map.complete", { system, tables: tables.length }), facts);
}

/** An empty log proves nothing: whoever removed everything would have one, too. */
export async function evidenceIntact(run: CheckRun): Promise<CheckOutcome> {
  const check = await run.log();
  const facts = { entries: check.size, ...(check.brokenAt === undefined ? {} : { brokenAt: check.brokenAt }) };
  if (!check.ok) return broken(said("log.broken", { brokenAt: check.brokenAt ?? 0, why: check.message }), facts);
  return check.size === 0 ? unproven(said("log.empty"), facts) : kept(said("log.intact", facts), facts);
}

function isOf(path: string | undefined, table: string): boolean {
  return path === table || path?.startsWith(`${table}.`) === true;
}
