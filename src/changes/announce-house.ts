/** What the parts of an announcement are handed. */
import { parseUuid } from "#base";
import type { Evidence } from "#evidence";
import type { Mail } from "#mail";
import type { SystemPool } from "#plans";
import type { Policy } from "#policy";
import type { Reader, Store } from "#store";
import type { Version, Versions } from "#versions";
import type { PersonalLinks } from "./contract.ts";

/** Places at which a test may let the process die; nothing happens there in production. */
export const announceCrashPoints = [
  "gather-read",
  "gather-written",
  "gather-committed",
  "gather-ended",
  "post-written",
  "post-committed",
  "finish-written",
] as const;
export type AnnounceCrashPoint = (typeof announceCrashPoints)[number];

export interface AnnouncementsOptions {
  readonly store: Store;
  readonly evidence: Evidence;
  readonly mail: Mail;
  readonly versions: Versions;
  /** A version as the policy it was. Throws OperationalError `version-unreadable`. */
  readonly policyOf: (version: Version) => Policy;
  /** The policy that is carried out: how the systems are mapped now. */
  readonly policy: Policy;
  readonly systems: SystemPool;
  /** Where the privacy centre is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
  /** Letters handed over in a minute, so that a mail server is not flooded. Default `usualLettersPerMinute`. */
  readonly lettersPerMinute?: number;
  readonly personalLinks?: PersonalLinks;
  /** Of digests of addresses those whose person is restricted (GDPR art. 18): nobody writes to them of itself. */
  readonly restrictedAmong?: (reader: Reader, digests: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly crashPoint?: (name: AnnounceCrashPoint) => Promise<void> | void;
}

/** Ten in a second: a hundred thousand in three hours, and no mail server of a company stumbles over it. */
export const usualLettersPerMinute = 600;

/** The log names staff by their id and nobody by a name. */
export function staff(by: string): { readonly staff?: string } {
  const id = parseUuid<"staff">(by);
  return id === undefined ? {} : { staff: id };
}
