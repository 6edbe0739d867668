/** Finished plans as sets of facts, read from the tables that migrations/0004_plans.sql makes and from the evidence log. */
import { type Json, localDateOf, type PlanId } from "#base";
import type { Preview, ResidueFinding } from "#connectors";
import type { Evidence } from "#evidence";
import type { StepFinding, StepKind } from "#plans";
import { type Reader, sql } from "#store";
import type { PlanFact, PlanFacts, SystemFact } from "../contract.ts";

interface Row {
  id: PlanId;
  about: string;
  action: PlanFact["action"];
  finished_at: Date;
  previews: readonly Preview[];
  steps: readonly StoredStep[];
}
interface StoredStep {
  readonly kind: StepKind;
  readonly system: string | null;
  readonly tables: readonly StepFinding[];
  readonly residue: readonly ResidueFinding[];
  readonly evidence_index: number | null;
}

const pageEntries = 1_000;

export function storedPlanFacts(evidence: Evidence, timeZone: string): PlanFacts {
  return {
    finished: async (reader) => {
      const { rows } = await sql<Row>`
        select p.id, p.about, p.action, p.finished_at, p.previews, s.steps
        from plan p
        join lateral (
          select jsonb_agg(jsonb_build_object('kind', kind, 'system', system, 'tables', tables, 'residue', residue,
            'evidence_index', evidence_index) order by ordinal) as steps
          from plan_step where plan_id = p.id
        ) s on true
        where p.state = 'done' and p.finished_at is not null
        order by p.finished_at, p.id
      `.execute(reader.db);
      const answers = rows.some((row) => row.action === "access") ? await answersIn(evidence, reader) : new Map();
      return rows.map((row) => factOf(row, timeZone, answers.get(row.id)));
    },
  };
}

function factOf(row: Row, timeZone: string, answer: PlanFact["answer"]): PlanFact {
  return {
    id: row.id,
    about: row.about,
    action: row.action,
    finishedOn: localDateOf(row.finished_at, timeZone),
    approved: row.previews.map(({ system, tables, recipients }) => ({ system, tables, recipients })),
    done: doneIn(row.steps),
    residue: row.steps.flatMap((step) =>
      step.kind === "verify" ? step.residue.map((found) => ({ ...found, system: step.system ?? "" })) : [],
    ),
    ...(answer === undefined ? {} : { answer }),
  };
}

function doneIn(steps: readonly StoredStep[]): SystemFact[] {
  const bySystem = new Map<string, StepFinding[]>();
  for (const step of steps) {
    if (step.kind !== "collect" && step.kind !== "erase") continue;
    for (const finding of step.tables) {
      const system = finding.system ?? step.system ?? "";
      bySystem.set(system, [...(bySystem.get(system) ?? []), finding]);
    }
  }
  return [...bySystem].map(([system, tables]) => ({ system, tables, recipients: [] }));
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
