/** What every part of this room is handed: the rooms below it and the policy. Passed explicitly; there are no singletons. */
import type { Evidence } from "#evidence";
import { localDateOf, type LocalDate, type Personal, type RequestId, type StaffId } from "#base";
import type { UploadOptions } from "#connectors";
import type { Mail } from "#mail";
import type { Plans } from "#plans";
import type { Policy } from "#policy";
import type { Reader, Store, Transaction } from "#store";
import type { Links } from "./contract.ts";

/** A use of data that ended because the person said so: at once, or by an objection that staff agreed with. */
export interface StoppedUse {
  readonly request: RequestId;
  /** Its reference. */
  readonly about: string;
  readonly purposes: readonly string[];
  readonly email: Personal<string>;
  /** Of an objection only, which looks the person up first; absent when nobody looked. */
  readonly found?: boolean;
}

export interface House {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly mail: Mail;
  readonly plans: Plans;
  readonly policy: Policy;
  readonly links: Links;
  /** How uploads leave; to the public internet alone when left out. */
  readonly uploads?: UploadOptions;
  /** Told in the transaction in which it ends, so that systems and others stop too. */
  readonly onStopped?: (tx: Transaction, stopped: StoppedUse) => Promise<void>;
  /** Names of members of staff for the history; who is unknown or gone may be left out. */
  readonly staffNames: (reader: Reader, ids: readonly StaffId[]) => Promise<ReadonlyMap<StaffId, string>>;
}

/** Does the work for all of them, whatever happens to one; then throws the first failure. One bad request stops no other. */
export async function forAll<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) await work(item).catch((failure: unknown) => failures.push(failure));
  if (failures.length > 0) throw failures[0];
}

/** The calendar day it is where the organisation is. */
export function today(house: House): LocalDate {
  return localDateOf(house.store.clock.now(), house.policy.timeZone);
}
