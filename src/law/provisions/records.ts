import { amount, entry, medium, type Provision } from "./provision.ts";
import { recalled, seen } from "../source.ts";

/** What is kept of requests and breaches, and how long. */
export const records: readonly Provision[] = [
  entry(
    "records",
    "us-ca-ccpa.request-record",
    "van elk verzoek bewaren: datum, aard, wijze, datum en aard van het antwoord, grond van een afwijzing; minstens",
    "kept of each request: date, nature, manner, date and nature of the answer, ground of a denial; at least",
    seen("11 CCR 7101", { note: "For no other purpose." }),
    amount(24, "month"),
  ),
  entry(
    "records",
    "eu-gdpr.request-record",
    "van een verzoek: wat nodig is om verantwoording af te leggen; de wet noemt geen termijn",
    "of a request: what accountability needs; no period in law",
    recalled("GDPR art. 5(2), 12(2), 12(5), 12(6), 24", { note: "Choose a period and put it in the policy." }),
  ),
  entry(
    "records",
    "eu-gdpr.breach-register",
    "van elk datalek: feiten, gevolgen, maatregelen; de wet noemt geen termijn",
    "of every breach: facts, effects, remedial action; no period in law",
    recalled("GDPR art. 33(5)"),
  ),
  entry(
    "records",
    "uk-gdpr.breach-register",
    "van elk datalek: feiten, gevolgen, maatregelen",
    "of every breach: facts, effects, remedial action",
    recalled("UK GDPR art. 33(5)"),
  ),
  entry(
    "records",
    "ch-fadp.breach-register",
    "van elk gemeld datalek, minstens",
    "of every reported breach, at least",
    recalled("DPO (SR 235.11) art. 15(4)", medium),
    amount(2, "year"),
  ),
  entry(
    "records",
    "ca-pipeda.breach-register",
    "van elk datalek, na de dag waarop het werd vastgesteld",
    "of every breach, from the day it was determined",
    recalled("PIPEDA s. 10.3; Breach of Security Safeguards Regulations s. 6"),
    amount(24, "month"),
  ),
  entry(
    "records",
    "ca-qc-law25.breach-register",
    "van elk incident, minstens",
    "of every incident, at least",
    recalled("CQLR c. P-39.1 s. 3.8; Regulation respecting confidentiality incidents", medium),
    amount(5, "year"),
  ),
  entry(
    "records",
    "ca-pipeda.refused-data",
    "gegevens waarvan inzage werd geweigerd, tot alle wegen zijn bewandeld",
    "data to which access was refused, until every recourse is exhausted",
    recalled("PIPEDA s. 8(8)"),
  ),
];
