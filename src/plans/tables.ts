/** This room's tables, as migrations/0004_plans.sql makes them. */
import type { LocalDate, PlanId, Problem, StaffId } from "#base";
import type { Preview, ResidueFinding } from "#connectors";
import type { ColumnType, KeyId, Reader } from "#store";
import type {
  Difference,
  PlanAction,
  PlanState,
  StepFinding,
  StepKind,
  StepState,
  StorePreview,
  TaskAct,
  TaskOutcome,
} from "./contract.ts";

/** Read as values, written as JSON text: the driver would take a list for an array of PostgreSQL. */
type Stored<T> = ColumnType<T, string | undefined, string>;

export type PlanTable = {
  id: PlanId;
  about: string;
  action: PlanAction;
  state: PlanState;
  /** Absent where a plan is about no person. */
  key_id: KeyId | null;
  subject_digest: string;
  system: ColumnType<string | null, string | null | undefined, never>;
  relation: ColumnType<string | null, string | null | undefined, never>;
  stop_asked: ColumnType<boolean, boolean | undefined, boolean>;
  hash: string | null;
  policy_hash: string | null;
  today: LocalDate | null;
  previews: Stored<readonly Preview[]>;
  problems: Stored<readonly Problem[]>;
  stores: Stored<readonly StorePreview[]>;
  due_on: LocalDate | null;
  run: ColumnType<number, number | undefined, number>;
  created_at: Date;
  approved_at: Date | null;
  approved_by: StaffId | null;
  finished_at: Date | null;
};

export type PlanStepTable = {
  plan_id: PlanId;
  ordinal: number;
  kind: StepKind;
  system: string | null;
  store: ColumnType<string | null, string | null | undefined, string | null>;
  state: ColumnType<StepState, StepState | undefined, StepState>;
  attempt: ColumnType<number, number | undefined, number>;
  round: ColumnType<number, number | undefined, number>;
  sent_run: ColumnType<number, number | undefined, number>;
  progress_done: number | null;
  progress_total: number | null;
  tables: Stored<readonly StepFinding[]>;
  residue: Stored<readonly ResidueFinding[]>;
  differences: Stored<readonly Difference[]>;
  accepted: Stored<readonly string[]>;
  error_message: string | null;
  error_retryable: boolean | null;
  waiting_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
  ticket: ColumnType<string | null, string | null | undefined, string | null>;
  not_before: ColumnType<Date | null, Date | null | undefined, Date | null>;
  evidence_index: number | null;
  finished_at: Date | null;
};

export type PlanSecretTable = {
  plan_id: PlanId;
  kind: "subject" | "identifiers" | "corrections" | "store";
  /** The place that it is of: a system, or a store for the kind `store`; empty for all. */
  system: string;
  sealed: Uint8Array;
};

export type PlanTaskTable = {
  id: string;
  plan_id: PlanId;
  ordinal: number;
  round: number;
  act: TaskAct;
  since: Date;
  due_on: LocalDate;
  reminded_at: Date | null;
  done_at: Date | null;
  done_by: StaffId | null;
  outcome: TaskOutcome | null;
  note: Uint8Array | null;
};

export type AnswerTable = {
  id: string;
  plan_id: PlanId;
  key_id: KeyId;
  size_bytes: number | null;
  chunks: number | null;
  created_at: Date;
  finished_at: Date | null;
};

export type AnswerChunkTable = {
  answer_id: string;
  ordinal: number;
  sealed: Uint8Array;
};

type PlanTables = {
  plan: PlanTable;
  plan_step: PlanStepTable;
  plan_secret: PlanSecretTable;
  plan_task: PlanTaskTable;
  answer: AnswerTable;
  answer_chunk: AnswerChunkTable;
};

export function tables(reader: Reader) {
  return reader.db.withTables<PlanTables>();
}
