/** By which right data may leave the EEA (GDPR ch. V): adequacy decisions, safeguards, and what goes with them. */
import type { LocalDate } from "#base";
import { isEea } from "./countries.ts";
import { type Cited, from, inForceOn, lawAsOf, recalled, seen, through, type Titled } from "./source.ts";

export interface Adequacy extends Cited {
  /** ISO 3166-1 alpha-2; `EPO` for the European Patent Organisation. */
  readonly country: string;
  /** When the decision covers only some recipients: which ones. A policy must then say that its recipient is one. */
  readonly onlyFor?: string;
}

const commission = "Commission adequacy decision under GDPR art. 45";

/** Countries with an adequacy decision. A partial one (`onlyFor`) does not cover a recipient by its country alone. */
export const adequacies: readonly Adequacy[] = [
  ...["AD", "AR", "CH", "FO", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"].map(
    (country): Adequacy => ({ country, ...recalled(commission) }),
  ),
  {
    country: "BR",
    ...seen(commission, {
      ...from("2026-01-31"),
      confidence: "medium",
      note: "Adopted in January 2026; the day is not verified, so its last day is taken.",
    }),
  },
  {
    country: "GB",
    ...seen(commission, { ...through("2031-12-27"), confidence: "medium", note: "Renewed on 19 December 2025." }),
  },
  { country: "CA", onlyFor: "commercial organisations under PIPEDA", ...recalled(commission) },
  {
    country: "US",
    onlyFor: "organisations on the Data Privacy Framework list",
    ...seen("Commission Implementing Decision (EU) 2023/1795", {
      ...from("2023-07-10"),
      note: "Upheld by the General Court (T-553/23, 3 September 2025); the appeal C-703/25 P is pending as far as known. Name another safeguard to fall back on.",
    }),
  },
  { country: "EPO", onlyFor: "the European Patent Organisation", ...seen(commission, from("2025-07-15")) },
];

/** Ways to make a transfer lawful, as a policy writes them. */
export type Safeguard = "adequacy" | "dpf" | "scc" | "bcr" | "code-of-conduct" | "certification" | "derogation";

export const safeguards: Readonly<Record<Safeguard, Titled & Cited>> = {
  adequacy: {
    nl: "een adequaatheidsbesluit van de Europese Commissie",
    en: "an adequacy decision of the European Commission",
    ...recalled("GDPR art. 45"),
  },
  dpf: {
    nl: "deelname aan het EU-VS Data Privacy Framework",
    en: "participation in the EU-US Data Privacy Framework",
    ...seen("GDPR art. 45; Commission Implementing Decision (EU) 2023/1795", from("2023-07-10")),
  },
  scc: {
    nl: "standaardcontractbepalingen van de Europese Commissie",
    en: "standard contractual clauses of the European Commission",
    ...seen("GDPR art. 46(2)(c); Commission Implementing Decision (EU) 2021/914", {
      ...from("2021-06-27"),
      note: "Not for importers that are themselves subject to the GDPR (recital 7).",
    }),
  },
  bcr: {
    nl: "bindende bedrijfsvoorschriften",
    en: "binding corporate rules",
    ...recalled("GDPR art. 46(2)(b), 47"),
  },
  "code-of-conduct": {
    nl: "een goedgekeurde gedragscode",
    en: "an approved code of conduct",
    ...recalled("GDPR art. 46(2)(e)"),
  },
  certification: {
    nl: "een goedgekeurde certificering",
    en: "an approved certification",
    ...recalled("GDPR art. 46(2)(f)"),
  },
  derogation: {
    nl: "een uitzondering voor bijzondere gevallen",
    en: "a derogation for specific situations",
    ...recalled("GDPR art. 49(1)", { note: "Accepting a policy is no explicit consent to a transfer." }),
  },
};

/** How data may go to a recipient in this country. */
export type TransferGround =
  | { readonly kind: "inside-eea" }
  | { readonly kind: "adequacy"; readonly decision: Adequacy }
  /** Only some recipients there are covered: the safeguard must say so, or be another one. */
  | { readonly kind: "partial-adequacy"; readonly decision: Adequacy }
  | { readonly kind: "needs-safeguard" };

/** The ground on a day, or on the day of the tables: a decision that has not begun or has lapsed is none. */
export function transferGround(country: string, on: LocalDate = lawAsOf): TransferGround {
  if (isEea(country)) return { kind: "inside-eea" };
  const decision = adequacies.find((adequacy) => adequacy.country === country && inForceOn(adequacy, on));
  if (decision === undefined) return { kind: "needs-safeguard" };
  return { kind: decision.onlyFor === undefined ? "adequacy" : "partial-adequacy", decision };
}

/** Who sends and who receives decides which module of the standard contractual clauses is signed. */
export interface ClauseModule extends Cited {
  readonly number: 1 | 2 | 3 | 4;
  readonly from: "controller" | "processor";
  readonly to: "controller" | "processor";
}

const clauses = seen("Commission Implementing Decision (EU) 2021/914", from("2021-06-27"));

export const clauseModules: readonly ClauseModule[] = [
  { number: 1, from: "controller", to: "controller", ...clauses },
  { number: 2, from: "controller", to: "processor", ...clauses },
  { number: 3, from: "processor", to: "processor", ...clauses },
  { number: 4, from: "processor", to: "controller", ...clauses },
];

/** What must be filled in before the clauses are complete. */
export const clauseParts: readonly string[] = [
  "Annex I.A (parties)",
  "Annex I.B (description)",
  "Annex I.C (competent authority)",
  "Annex II (measures)",
  "Annex III (sub-processors, with specific authorisation)",
  "clause 7 (docking, optional)",
  "clause 9 (sub-processors: option and period)",
  "clause 11 (redress, optional)",
  "clause 14 (transfer impact assessment)",
  "clauses 17 and 18 (law and courts)",
];

/** The Data Privacy Framework and the tools of other countries, which the list of safeguards of a policy does not hold. */
export interface TransferTool extends Cited, Titled {
  readonly id: string;
  readonly place: string;
  readonly site?: string;
}

export const transferTools: readonly TransferTool[] = [
  {
    id: "dpf.eu-us",
    place: "US",
    nl: "EU-VS Data Privacy Framework; deelname moet actief zijn en het soort gegevens dekken",
    en: "EU-US Data Privacy Framework; participation must be active and cover the type of data",
    site: "https://www.dataprivacyframework.gov/",
    ...seen("Commission Implementing Decision (EU) 2023/1795", from("2023-07-10")),
  },
  {
    id: "dpf.uk",
    place: "GB",
    nl: "uitbreiding van het Data Privacy Framework naar het Verenigd Koninkrijk",
    en: "UK extension to the Data Privacy Framework",
    ...seen("The Data Protection (Adequacy) (United States of America) Regulations 2023", from("2023-10-12")),
  },
  {
    id: "dpf.swiss-us",
    place: "CH",
    nl: "Zwitsers-Amerikaans Data Privacy Framework",
    en: "Swiss-US Data Privacy Framework",
    ...seen("Data Protection Ordinance (SR 235.11) Annex 1", from("2024-09-15")),
  },
  {
    id: "idta",
    place: "GB",
    nl: "International Data Transfer Agreement of het Addendum bij de standaardcontractbepalingen",
    en: "International Data Transfer Agreement, or the Addendum to the standard contractual clauses",
    ...seen("UK GDPR art. 46(2)(d); DPA 2018 s. 119A"),
  },
  {
    id: "scc.swiss",
    place: "CH",
    nl: "standaardcontractbepalingen met de aanpassingen van de FDPIC",
    en: "standard contractual clauses with the adaptations of the FDPIC",
    ...seen("FADP art. 16(2)(d)", from("2023-09-01")),
  },
  {
    id: "pia.quebec",
    place: "CA-QC",
    nl: "een privacytoets vóór doorgifte buiten Québec",
    en: "a privacy impact assessment before communicating data outside Quebec",
    ...recalled("CQLR c. P-39.1 s. 17"),
  },
];
