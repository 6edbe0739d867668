/** Every chapter, in the order of the notice. */
import type { Chapter } from "./chapter.ts";
import { businessTransfer } from "./business-transfer.ts";
import { changes } from "./changes.ts";
import { complaints } from "./complaints.ts";
import { contacts } from "./contacts.ts";
import { ephemeral } from "./ephemeral.ts";
import { group } from "./group.ts";
import { legalDemands } from "./legal-demands.ts";
import { logs } from "./logs.ts";
import { messages } from "./messages.ts";
import { minors } from "./minors.ts";
import { never } from "./never.ts";
import { sale } from "./sale.ts";
import { scope } from "./scope.ts";
import { statistics } from "./statistics.ts";
import { transfers } from "./transfers.ts";
import { security } from "./security.ts";

export const chapters: readonly Chapter[] = [
  contacts,
  group,
  scope,
  messages,
  transfers,
  sale,
  logs,
  never,
  ephemeral,
  statistics,
  security,
  complaints,
  minors,
  legalDemands,
  businessTransfer,
  changes,
];
