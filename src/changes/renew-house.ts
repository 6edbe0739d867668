/** What the parts of a renewal are handed, and its tables as migrations/0014_renewals.sql makes them. */
import type { PlanId } from "#base";
import type { SuspendCrashPoint } from "#connectors";
import type { Evidence } from "#evidence";
import type { SystemPool } from "#plans";
import type { Policy } from "#policy";
import type { KeyId, Reader, Store } from "#store";
import type { Version, Versions } from "#versions";

/** Places at which a test may let the process die; nothing happens there in production. */
export const renewCrashPoints = ["started", "place-done", "written", "renewed"] as const;
export type RenewCrashPoint = (typeof renewCrashPoints)[number];

export interface RenewalsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly versions: Versions;
  /** A version as the policy it was. Throws OperationalError `version-unreadable`. */
  readonly policyOf: (version: Version) => Policy;
  /** The policy that is carried out. */
  readonly policy: Policy;
  readonly systems: SystemPool;
  /** Where the privacy centre is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
  /** Rows that stop counting in one transaction. Default `limits.rowsPerBatch`. */
  readonly rowsPerTransaction?: number;
  readonly crashPoint?: (name: RenewCrashPoint | SuspendCrashPoint) => Promise<void> | void;
}

export type RenewalTables = {
  renewal: {
    version: number;
    state: "approved" | "suspending" | "stopped" | "done";
    plan_id: PlanId;
    attempt: number;
    approved_at: Date;
    approved_by: string;
    trouble: string | null;
    finished_at: Date | null;
  };
  renewal_place: {
    version: number;
    place: number;
    consent: string;
    system: string;
    relation: string;
    counted: number;
    suspended: number | null;
  };
  renewal_key: { version: number; key_id: KeyId };
  renewal_link: {
    id: string;
    version: number;
    addressee_digest: string;
    token_hash: string;
    sealed: Buffer | null;
    expires_at: Date;
    answer: Readonly<Record<string, "yes" | "no">> | null;
    answered_at: Date | null;
    applied_at: Date | null;
    rows: number | null;
  };
};

export function renewalTables(reader: Reader) {
  return reader.db.withTables<RenewalTables>();
}
