import type { Titled } from "./source.ts";

/**
 * What a person can ask, under one name in every law: the Californian "right to know" is `access`, "delete" is `erasure`,
 * "correct" is `rectification`.
 */
export type Right =
  | "access"
  | "rectification"
  | "erasure"
  | "restriction"
  | "portability"
  | "objection"
  | "objection-to-marketing"
  | "automated-decision"
  | "withdraw-consent"
  | "complaint"
  | "opt-out-of-sale-or-sharing"
  | "limit-sensitive-data"
  | "opt-out-of-sale"
  | "marketing-disclosure"
  | "no-retaliation"
  | "de-indexing"
  | "health-data";

/** A right with its usual name, and its term in the Data Privacy Vocabulary 2.3 where one exists. */
export interface RightName extends Titled {
  readonly dpv?: `eu-gdpr:${string}`;
}

export const rightNames: Readonly<Record<Right, RightName>> = {
  access: { nl: "inzage", en: "access", dpv: "eu-gdpr:A15" },
  rectification: { nl: "verbetering", en: "rectification", dpv: "eu-gdpr:A16" },
  erasure: { nl: "verwijdering", en: "erasure", dpv: "eu-gdpr:A17" },
  restriction: { nl: "beperking", en: "restriction", dpv: "eu-gdpr:A18" },
  portability: { nl: "overdraagbaarheid", en: "portability", dpv: "eu-gdpr:A20" },
  objection: { nl: "bezwaar", en: "objection", dpv: "eu-gdpr:A21" },
  "objection-to-marketing": { nl: "bezwaar tegen reclame", en: "objection to direct marketing", dpv: "eu-gdpr:A21" },
  "automated-decision": {
    nl: "geen besluit door alleen een computer",
    en: "no decision by a computer alone",
    dpv: "eu-gdpr:A22",
  },
  "withdraw-consent": { nl: "toestemming intrekken", en: "withdrawal of consent", dpv: "eu-gdpr:A7-3" },
  complaint: { nl: "klacht", en: "complaint", dpv: "eu-gdpr:A77" },
  "opt-out-of-sale-or-sharing": { nl: "niet verkopen of delen", en: "opt-out of sale or sharing" },
  "limit-sensitive-data": { nl: "gevoelige gegevens beperken", en: "limit the use of sensitive data" },
  "opt-out-of-sale": { nl: "niet verkopen", en: "opt-out of sale" },
  "marketing-disclosure": { nl: "wie gegevens voor reclame kreeg", en: "who got data for direct marketing" },
  "no-retaliation": { nl: "geen nadeel van een verzoek", en: "no retaliation" },
  "de-indexing": { nl: "verwijdering uit zoekresultaten", en: "de-indexing" },
  "health-data": { nl: "gezondheidsgegevens van consumenten", en: "consumer health data" },
};
