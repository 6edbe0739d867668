/** Somebody else says that data is of a child below the age of the service (GDPR art. 8): only stored at once, and erased when it is so. */
import { erasure } from "./erasure.ts";
import type { RequestKindRules } from "./rules.ts";

export const underAgeReport: RequestKindRules = { ...erasure, kind: "under-age-report", saidByOthers: true };
