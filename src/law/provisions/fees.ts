import { amount, entry, medium, type Provision } from "./provision.ts";
import { from, recalled, seen } from "../source.ts";

/** What a request may cost the person, and where it goes next. */
export const fees: readonly Provision[] = [
  entry(
    "fees",
    "eu-gdpr.fee",
    "gratis; anders alleen bij kennelijk ongegronde of buitensporige verzoeken, te bewijzen door de organisatie",
    "free; otherwise only for manifestly unfounded or excessive requests, for the organisation to prove",
    recalled("GDPR art. 12(5)", { note: "Further copies at a reasonable administrative cost (15(3))." }),
  ),
  entry(
    "fees",
    "uk-gdpr.fee",
    "gratis, met dezelfde uitzonderingen",
    "free, with the same exceptions",
    recalled("UK GDPR art. 12(5)"),
  ),
  entry(
    "fees",
    "ch-fadp.fee",
    "gratis; bij onevenredige moeite hoogstens, vooraf gezegd",
    "free; for disproportionate effort at most, told first",
    recalled("FADP art. 25(6); DPO (SR 235.11) art. 19"),
    amount(300, "CHF"),
  ),
  entry(
    "fees",
    "ch-fadp.fee-lapse",
    "het verzoek vervalt als de persoon de kosten niet bevestigt binnen",
    "the request lapses unless the person confirms the fee within",
    recalled("DPO (SR 235.11) art. 19"),
    amount(10, "day"),
  ),
  entry(
    "fees",
    "us-ca-ccpa.free-requests",
    "gratis verzoeken om inzage per twaalf maanden",
    "free requests to know in twelve months",
    recalled("Civ. Code 1798.130(b), 1798.145(h)(3)"),
    amount(2, "times"),
  ),
  entry(
    "fees",
    "us-ca-ccpa.free-requests-period",
    "de periode waarover die verzoeken tellen",
    "the period over which those requests count",
    recalled("Civ. Code 1798.130(b)"),
    amount(12, "month"),
  ),
  entry(
    "fees",
    "us-nv-603a.free-requests",
    "gratis verzoeken over gezondheidsgegevens per jaar",
    "free requests on health data in a year",
    seen("NRS 603A.400-603A.550", from("2024-03-31")),
    amount(2, "times"),
  ),
  entry(
    "fees",
    "ca-pipeda.fee",
    "weinig of niets, en de kosten vooraf gezegd",
    "little or nothing, with the cost told first",
    recalled("PIPEDA s. 8(6)"),
  ),
  entry(
    "fees",
    "ca-qc-law25.fee",
    "gratis; kosten van overschrijven, kopiëren en verzenden vooraf gezegd",
    "free; the cost of transcription, copy and transmission told in advance",
    recalled("CQLR c. P-39.1 s. 33"),
  ),
];

export const remedies: readonly Provision[] = [
  entry(
    "remedies",
    "eu-gdpr.nl-court",
    "in Nederland: naar de rechter binnen zoveel tijd na het antwoord",
    "in the Netherlands: to the court within this time of the answer",
    recalled("UAVG art. 35(2)"),
    amount(6, "week"),
  ),
  entry(
    "remedies",
    "eu-gdpr.dpf-complaint",
    "een deelnemer aan het Data Privacy Framework beantwoordt een klacht binnen",
    "a participant in the Data Privacy Framework answers a complaint within",
    recalled("DPF Principles, supplemental principle 11", medium),
    amount(45, "day"),
  ),
];
