/** Every chapter, in the order of the notice. */
import type { Chapter } from "./chapter.ts";
import { businessTransfer } from "./business-transfer.ts";
import { changes } from "./changes.ts";
import { legalDemands } from "./legal-demands.ts";
import { minors } from "./minors.ts";

export const chapters: readonly Chapter[] = [minors, legalDemands, businessTransfer, changes];
