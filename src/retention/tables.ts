/** This room's tables, as migrations 0073 and 0074 make them. */
import type { LocalDate, PlanId, StaffId } from "#base";
import type { Reader, Transaction } from "#store";
import type { SweepAsks, SweepState } from "./contract.ts";

export type RetentionTables = {
  retention_count: {
    system: string;
    relation: string;
    rule: string;
    counted_at: Date;
    rows: number;
    over: readonly number[];
    unknown: number;
    excused: number;
    oldest: LocalDate | null;
    leaves: string | null;
  };
  retention_sweep: {
    plan_id: PlanId;
    system: string;
    relation: string;
    rule: string;
    rule_digest: string;
    rows: number;
    state: SweepState;
    asks: SweepAsks | null;
    /** Rows that were deleted or anonymised. */
    taken: number | null;
    made_at: Date;
    ended_at: Date | null;
  };
  retention_approved: {
    system: string;
    relation: string;
    rule_digest: string;
    approved_at: Date;
    approved_by: StaffId;
  };
};

export const openStates = ["looking", "waiting", "running", "failed"] as const;

export async function setSweep(
  tx: Transaction,
  { plan_id }: Pick<RetentionTables["retention_sweep"], "plan_id">,
  change: Partial<RetentionTables["retention_sweep"]>,
): Promise<void> {
  await tables(tx).updateTable("retention_sweep").set(change).where("plan_id", "=", plan_id).execute();
}

export function tables(reader: Reader) {
  return reader.db.withTables<RetentionTables>();
}
