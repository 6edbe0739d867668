/** The subjects a policy may have a chapter about, by the word at the top of the document. */
import type { BusinessTransfer } from "./business-transfer.ts";
import type { Changes } from "./changes.ts";
import type { Complaints } from "./complaints.ts";
import type { ContactPoint } from "./contacts.ts";
import type { Ephemeral } from "./ephemeral.ts";
import type { GroupMember } from "./group.ts";
import type { LegalDemands } from "./legal-demands.ts";
import type { Log } from "./logs.ts";
import type { Message } from "./messages.ts";
import type { Minors } from "./minors.ts";
import type { Never } from "./never.ts";
import type { Sale } from "./sale.ts";
import type { Scope } from "./scope.ts";
import type { Statistic } from "./statistics.ts";
import type { Transfers } from "./transfers.ts";
import type { Measure } from "./security.ts";

export type * from "./business-transfer.ts";
export type * from "./changes.ts";
export type * from "./complaints.ts";
export type * from "./contacts.ts";
export type * from "./ephemeral.ts";
export type * from "./group.ts";
export type * from "./legal-demands.ts";
export type * from "./logs.ts";
export type * from "./messages.ts";
export type * from "./minors.ts";
export type * from "./never.ts";
export type * from "./sale.ts";
export type * from "./scope.ts";
export type * from "./statistics.ts";
export type * from "./transfers.ts";
export type * from "./security.ts";

export interface Chapters {
  readonly scope: Scope;
  readonly businessTransfer: BusinessTransfer;
  readonly changes: Changes;
  readonly complaints: Complaints;
  readonly contacts: readonly ContactPoint[];
  readonly ephemeral: readonly Ephemeral[];
  readonly group: readonly GroupMember[];
  readonly legalDemands: LegalDemands;
  readonly logs: readonly Log[];
  readonly messages: readonly Message[];
  readonly minors: Minors;
  readonly never: readonly Never[];
  readonly sale: Sale;
  readonly statistics: readonly Statistic[];
  readonly transfers: Transfers;
  readonly security: readonly Measure[];
}
