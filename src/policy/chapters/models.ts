/** The subjects a policy may have a chapter about, by the word at the top of the document. */
import type { BusinessTransfer } from "./business-transfer.ts";
import type { Changes } from "./changes.ts";
import type { LegalDemands } from "./legal-demands.ts";
import type { Log } from "./logs.ts";
import type { Minors } from "./minors.ts";
import type { Never } from "./never.ts";
import type { Ephemeral } from "./ephemeral.ts";
import type { Statistic } from "./statistics.ts";

export type * from "./business-transfer.ts";
export type * from "./changes.ts";
export type * from "./legal-demands.ts";
export type * from "./logs.ts";
export type * from "./minors.ts";
export type * from "./never.ts";
export type * from "./ephemeral.ts";
export type * from "./statistics.ts";

export interface Chapters {
  readonly businessTransfer: BusinessTransfer;
  readonly changes: Changes;
  readonly legalDemands: LegalDemands;
  readonly logs: readonly Log[];
  readonly minors: Minors;
  readonly never: readonly Never[];
  readonly ephemeral: readonly Ephemeral[];
  readonly statistics: readonly Statistic[];
}
