/** What every part of this room is handed. */
import { normaliseEmail, type Personal } from "#base";
import type { Evidence } from "#evidence";
import type { ConsentFrom, Policy, StandingStop } from "#policy";
import type { Reader, Store, Transaction } from "#store";

export interface PermissionsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly policy: Policy;
  /** Of the version that is carried out; 0 where none was published. */
  readonly version: number;
  /** SHA-256 of the policy document, hex. */
  readonly policyHash: string;
  /** By which all our tables know a person. */
  readonly personDigest: (address: string) => string;
  /** What these persons had stopped by requests, by digest. */
  readonly stops: (reader: Reader, persons: readonly string[]) => Promise<ReadonlyMap<string, readonly StandingStop[]>>;
  /** In the transaction that records it: somebody withdrew, and the company's own rows still say yes. */
  readonly onWithdrawn?: (
    tx: Transaction,
    withdrawn: { readonly purposes: readonly string[]; readonly email: Personal<string> },
  ) => Promise<void>;
  /** From when consent to each purpose counts. */
  readonly consentFrom: (reader: Reader) => Promise<ConsentFrom>;
}

/** An address in any spelling, or a number or name by which the company knows somebody, which is taken as it is. */
export function digestOf({ personDigest }: Pick<PermissionsOptions, "personDigest">, person: string): string {
  return personDigest(person.includes("@") ? normaliseEmail(person) : person.trim().normalize("NFC"));
}
