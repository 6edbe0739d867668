/** Every chapter, in the order of the notice. */
import type { Chapter } from "./chapter.ts";
import { businessTransfer } from "./business-transfer.ts";
import { changes } from "./changes.ts";
import { legalDemands } from "./legal-demands.ts";
import { logs } from "./logs.ts";
import { minors } from "./minors.ts";
import { never } from "./never.ts";
import { ephemeral } from "./ephemeral.ts";
import { statistics } from "./statistics.ts";

export const chapters: readonly Chapter[] = [
  logs,
  never,
  ephemeral,
  statistics,
  minors,
  legalDemands,
  businessTransfer,
  changes,
];
