/** What a person does because no connector can, and what the house waits for. Nothing personal outside `Personal`. */
import type { LocalDate, Personal, PlanId, StaffId } from "#base";
import type { Anchor, Correction, FilledKey, KnownValue } from "#connectors";

export type TaskAct = "hand-over" | "erase" | "correct" | "restrict" | "lift";

export interface Task {
  readonly id: string;
  readonly plan: PlanId;
  /** The request's reference. */
  readonly about: string;
  readonly act: TaskAct;
  /** Where: a system or a store of the policy. */
  readonly system?: string;
  readonly store?: string;
  readonly since: Date;
  /** Before the request's own date. */
  readonly dueOn: LocalDate;
  readonly done?: { readonly by: StaffId; readonly at: Date; readonly outcome: TaskOutcome };
}
export type TaskOutcome = "done" | "nothing-found";

/** By what the place knows the person, and what is to be written there. Shown to staff, on the page of the task only. */
export interface TaskFacts {
  readonly emails: readonly string[];
  /** Rows that are this person, in the system. */
  readonly anchors: readonly Anchor[];
  readonly keys: readonly FilledKey[];
  readonly values: Readonly<Record<string, readonly KnownValue[]>>;
  readonly corrections: readonly Correction[];
}
export interface TaskDetail extends Task {
  /** Absent once the plan ended and forgot them. */
  readonly facts?: Personal<TaskFacts>;
  /** Absent when none was written, and once the request's key was destroyed. */
  readonly note?: Personal<string>;
}
export interface TaskFinished {
  readonly by: StaffId;
  readonly outcome: TaskOutcome;
  /** How it can be shown that it was done; sealed under the request's key. At most 2,000 characters. */
  readonly note?: Personal<string>;
}
export type FinishTaskRefusal = {
  readonly reason: "unknown-task" | "already-done" | "plan-ended" | "note-too-long";
  readonly message: string;
};

/** One thing that a request waits for. */
export interface Waiting {
  readonly plan: PlanId;
  readonly about: string;
  readonly ordinal: number;
  readonly system?: string;
  readonly store?: string;
  readonly since: Date;
  readonly because:
    | { readonly kind: "task"; readonly task: string; readonly dueOn: LocalDate }
    | { readonly kind: "pending"; readonly askedAgainAt: Date }
    | { readonly kind: "unreachable"; readonly message: string; readonly attempt: number };
}
