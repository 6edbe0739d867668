/** Every chapter, in the order of the notice. */
import type { Chapter } from "./chapter.ts";
import { channels } from "./channels.ts";
import { consents } from "./consents.ts";
import { onBehalf } from "./on-behalf.ts";
import { sources } from "./sources.ts";
import { forms } from "./forms.ts";
import { publicContent } from "./public-content.ts";
import { precedence } from "./precedence.ts";
import { businessTransfer } from "./business-transfer.ts";
import { changes } from "./changes.ts";
import { complaints } from "./complaints.ts";
import { contacts } from "./contacts.ts";
import { ephemeral } from "./ephemeral.ts";
import { group } from "./group.ts";
import { leftOut } from "./left-out.ts";
import { legalDemands } from "./legal-demands.ts";
import { logs } from "./logs.ts";
import { messages } from "./messages.ts";
import { minors } from "./minors.ts";
import { never } from "./never.ts";
import { sale } from "./sale.ts";
import { scope } from "./scope.ts";
import { statistics } from "./statistics.ts";
import { stores } from "./stores.ts";
import { transfers } from "./transfers.ts";
import { security } from "./security.ts";
import { staff } from "./staff.ts";
import { houseText } from "./house-text.ts";
import { identities } from "./identities.ts";
import { incidents } from "./incidents.ts";
import { automatedDecisions } from "./automated-decisions.ts";
import { moderation } from "./moderation.ts";
import { website } from "./website/website.ts";

export const chapters: readonly Chapter[] = [
  contacts,
  group,
  scope,
  precedence,
  sources,
  forms,
  consents,
  messages,
  publicContent,
  onBehalf,
  identities,
  transfers,
  sale,
  logs,
  stores,
  never,
  ephemeral,
  statistics,
  automatedDecisions,
  moderation,
  security,
  staff,
  incidents,
  complaints,
  channels,
  minors,
  website,
  legalDemands,
  businessTransfer,
  changes,
  houseText,
  leftOut,
];
