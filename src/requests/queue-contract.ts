/** The queue of staff, as it is asked for and shown. */
import type { LocalDate, RequestId } from "#base";
import type { RequestKind, RequestNeed, RequestState } from "#policy";
import type { ClockStands } from "./clock-contract.ts";

export interface QueueLine {
  readonly id: RequestId;
  readonly reference: string;
  readonly kind: RequestKind;
  readonly state: RequestState;
  readonly receivedOn: LocalDate;
  readonly dueOn: LocalDate;
  /** Negative when late. */
  readonly daysLeft: number;
  /** The law lets the clock stand while the person is waited for; `dueOn` is as if what was asked came today. */
  readonly clockStands?: ClockStands;
  /** A law asks that receipt is acknowledged by this day, and it was not yet. */
  readonly acknowledgeBy?: LocalDate;
  /** The due date passed without an answer. */
  readonly overdue: boolean;
  readonly needs: RequestNeed;
}

/** Which part of the queue. */
export interface QueueRange {
  readonly limit: number;
  /** The reference of the line before. */
  readonly after?: string;
  /** Only what waits for staff. */
  readonly needing?: boolean;
  /** Only what is past its due date without an answer. */
  readonly overdue?: boolean;
}

export interface QueueCounts {
  readonly open: number;
  readonly needing: number;
  readonly overdue: number;
  readonly byState: ReadonlyMap<RequestState, number>;
}
