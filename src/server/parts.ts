/** What the server is made of; the app hands it over. */
import type { KeyObject } from "node:crypto";
import type { Clock, LocalDate } from "#base";
import type { Announcements, Renewals, Withdrawals } from "#changes";
import type { Consents } from "#consent";
import type { Evidence } from "#evidence";
import type { Incoming } from "#inbox";
import type { Permissions } from "#permission";
import type { Plans } from "#plans";
import type { Policy } from "#policy";
import type { PromiseBoard } from "#promises";
import type { Recipients } from "#recipients";
import type { Requests } from "#requests";
import type { Retention } from "#retention";
import type { Store } from "#store";
import type { Version, VersionLine, Versions } from "#versions";
import type { Logger } from "./log.ts";
import type { Staff, StaffMember } from "./staff.ts";

/** The published versions, and how this process stands to them. */
export interface Published {
  readonly versions: Versions;
  /** The one this process carries out; none when none was published. */
  readonly carried: VersionLine | undefined;
  /** A version as a policy, the newest asked for kept. Throws OperationalError `version-unreadable`. */
  readonly read: (version: Version) => Policy;
  /** The day it is where the organisation is. */
  readonly today: () => Promise<LocalDate>;
  /** The policy file, as it is now. */
  readonly onDisk: () => Promise<
    | { readonly state: "readable"; readonly policy: Policy; readonly hash: string }
    | { readonly state: "missing" | "wrong" }
  >;
  /** Why the version in force is not carried out, as a code, while the one before it goes on. */
  readonly trouble: () => string | undefined;
}

export interface ServerParts {
  readonly policy: Policy;
  /** SHA-256 of the policy document, hex; published with the notice. */
  readonly policyHash: string;
  /** The address under which persons reach us; decides cookies, links and which forms are ours. */
  readonly publicUrl: URL;
  readonly version: string;
  readonly store: Store;
  readonly requests: Requests;
  readonly incoming: Incoming;
  readonly plans: Plans;
  readonly evidence: Evidence;
  readonly promises: PromiseBoard;
  readonly announcements: Announcements;
  readonly renewals: Renewals;
  readonly withdrawals: Withdrawals;
  readonly retention: Retention;
  readonly recipients: Recipients;
  readonly consents: Consents;
  readonly permissions: Permissions;
  readonly staff: Staff;
  readonly clock: Clock;
  readonly log: Logger;
  /** Bearer token for /metrics; without it only this machine may read them. */
  readonly metricsToken?: string;
  /** Public keys with which the company's own server vouches for people; none: nobody is believed. */
  readonly appKeys?: readonly KeyObject[];
  /** Bearer token with which programs of the organisation say what they disclosed; without it nobody can. */
  readonly disclosuresToken?: string;
  /** Bearer token with which programs of the organisation ask what they may, and say what persons chose. */
  readonly permissionToken?: string;
  /** Number of proxies in front of us whose X-Forwarded-For entry we trust. */
  readonly trustedProxies: number;
  /** Where visitors are asked, beside the origins of the policy. */
  readonly siteOrigins: readonly string[];
  readonly assetsDir: URL;
  /** Whether the notice says of each promise what the last check found. */
  readonly showProof?: boolean;
  readonly published: Published;
}

export interface Env {
  /** Set behind the console's door only. */
  Variables: { member: StaffMember };
  Bindings: { incoming?: { socket?: { remoteAddress?: string } } };
}
