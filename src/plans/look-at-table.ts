/** The dry run of a sweep: what would go, what stays and why, and nothing of any person. */
import { assert, type LocalDate, OperationalError, type Problem } from "#base";
import type { ConnectedSystem, Preview, SweepPreview } from "#connectors";
import type { PlansOptions } from "./contract.ts";
import type { PlannedStep } from "./order.ts";
import type { PlanRow } from "./record.ts";

export interface TableSeen {
  readonly previews: readonly Preview[];
  readonly problems: readonly Problem[];
  readonly steps: readonly PlannedStep[];
}

export async function lookAtTable({ systems }: PlansOptions, row: PlanRow, today: LocalDate): Promise<TableSeen> {
  const { system: name, relation: table } = row;
  assert(name !== null && table !== null, "a sweep of no table");
  const steps = [{ kind: "sweep", system: name }] as const;
  const path = `systems.${name}.tables.${table}`;
  try {
    return await systems.use(name, async (system) => {
      const problems = await problemsOf(system, path);
      const seen = await system.sweepPreview(table, today);
      return { steps, previews: [asPreview(name, seen)], problems: [...problems, ...whyRowsStay(seen, path)] };
    });
  } catch (error) {
    if (!(error instanceof OperationalError) || error.code !== "sweep-impossible") throw error;
    const { code, message } = error;
    return { steps, previews: [], problems: [{ code, severity: "error", message, remedy: "", path }] };
  }
}

/** Errors of the mapping of one table; what others of the system lack is no reason to keep its rows. */
export async function problemsOf(system: Pick<ConnectedSystem, "inspect">, path: string): Promise<readonly Problem[]> {
  const found = await system.inspect();
  return found.filter((one) => one.severity === "error" && (one.path === path || one.path?.startsWith(`${path}.`)));
}

/** Reading it all costs nothing worth saying of a table with fewer rows. */
const largeTableRows = 100_000;

/** Rows to which others lead may go as well, when those have gone. */
function asPreview(system: string, { table, does, free, referredTo }: SweepPreview): Preview {
  const none = { shared: 0, read: 0, kept: [], categories: [] };
  const [deleted, anonymised] = does === "delete" ? [free, 0] : [0, free];
  return {
    system,
    tables: [{ ...none, table, rows: free + referredTo, deleted, anonymised }],
    problems: [],
    recipients: [],
  };
}

function whyRowsStay(
  { table, rows, held, restricted, referredTo, referring, indexed }: SweepPreview,
  path: string,
): Problem[] {
  const note = (code: string, message: string, remedy: string): Problem => ({
    code,
    severity: "note",
    message,
    remedy,
    path,
  });
  return [
    ...(held === 0
      ? []
      : [note("sweep-held", `${held} rows of ${table} are held by law for longer.`, "They go on the day after that.")]),
    ...(restricted === 0
      ? []
      : [
          note(
            "sweep-restricted",
            `${restricted} rows of ${table} are restricted at the wish of their person (GDPR art. 18).`,
            "They go when the restriction is lifted.",
          ),
        ]),
    ...(referredTo === 0
      ? []
      : [
          note(
            "sweep-referred-to",
            `Rows of ${referring.join(", ")} still lead to ${referredTo} rows of ${table}, which therefore stay.`,
            `Give ${referring.join(", ")} a term that ends no later.`,
          ),
        ]),
    ...(indexed || rows < largeTableRows
      ? []
      : [
          note(
            "sweep-unindexed",
            `No index finds rows of ${table} by the day on which their term starts, so each sweep reads the whole table.`,
            "For a large table, make an index on that column.",
          ),
        ]),
  ];
}
