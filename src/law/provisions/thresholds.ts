import { amount, entry, medium, type Provision } from "./provision.ts";
import { from, recalled, seen, through } from "../source.ts";

/** Whom a law binds: below or above which size. */
export const thresholds: readonly Provision[] = [
  entry(
    "whom-it-binds",
    "us-ca-ccpa.revenue",
    "jaaromzet boven",
    "annual revenue above",
    seen("Civ. Code 1798.140(d)(1)(A), 1798.199.95(d)", {
      ...from("2025-01-01"),
      ...through("2026-12-31"),
      note: "Indexed again on 1 January 2027, and every odd January after that.",
    }),
    amount(26_625_000, "USD"),
  ),
  entry(
    "whom-it-binds",
    "us-ca-ccpa.volume",
    "gegevens gekocht, verkocht of gedeeld van zoveel consumenten of huishoudens per jaar, of meer",
    "data bought, sold or shared of this many consumers or households a year, or more",
    seen("Civ. Code 1798.140(d)(1)(B)"),
    amount(100_000, "persons"),
  ),
  entry(
    "whom-it-binds",
    "us-ca-ccpa.share",
    "dit deel van de omzet, of meer, uit verkopen of delen",
    "this share of revenue, or more, from selling or sharing",
    recalled("Civ. Code 1798.140(d)(1)(C)"),
    amount(50, "percent"),
  ),
  entry(
    "whom-it-binds",
    "us-ca-shine-the-light.small",
    "uitgezonderd: minder werknemers dan",
    "exempt: fewer employees than",
    seen("Civ. Code 1798.83"),
    amount(20, "persons"),
  ),
  entry(
    "whom-it-binds",
    "eu-gdpr.record-exemption",
    "geen register nodig bij minder medewerkers dan dit, als de verwerking incidenteel is",
    "no record needed with fewer staff than this, where processing is occasional",
    recalled("GDPR art. 30(5)", {
      ...medium,
      note: "Rarely usable: processing data of customers is not occasional. A proposal of 2025 would change it.",
    }),
    amount(250, "persons"),
  ),
];
