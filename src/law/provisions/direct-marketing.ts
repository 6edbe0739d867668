import { amount, entry, type Provision } from "./provision.ts";
import { recalled, seen } from "../source.ts";

/** Stopping direct marketing, telling who got data for it, and asking again. */
export const directMarketing: readonly Provision[] = [
  entry(
    "direct-marketing",
    "eu-gdpr.objection-to-marketing",
    "stoppen met reclame zodra iemand bezwaar maakt, ook met automatische middelen",
    "stop direct marketing as soon as a person objects, also by automated means",
    recalled("GDPR art. 21(2)-(3), 21(5)"),
    amount(0, "day"),
  ),
  entry(
    "direct-marketing",
    "us-ca-shine-the-light.elsewhere",
    "uiterste termijn als het verzoek niet naar het aangewezen adres ging",
    "outer limit when the request was not sent to the designated contact",
    seen("Civ. Code 1798.83"),
    amount(150, "day"),
  ),
  entry(
    "direct-marketing",
    "us-ca-shine-the-light.frequency",
    "gratis per kalenderjaar",
    "free in a calendar year",
    seen("Civ. Code 1798.83"),
    amount(1, "times"),
  ),
  entry(
    "direct-marketing",
    "us-ca-shine-the-light.alternative",
    "of: een keuze aanbieden die niets kost, en dat in het beleid zeggen",
    "or: a stated choice that costs nothing to use",
    seen("Civ. Code 1798.83(c)(2)"),
  ),
  entry(
    "direct-marketing",
    "us-ca-shine-the-light.penalty",
    "boete per overtreding",
    "penalty for a violation",
    seen("Civ. Code 1798.84"),
    amount(500, "USD"),
  ),
  entry(
    "direct-marketing",
    "us-ca-shine-the-light.wilful-penalty",
    "boete per opzettelijke overtreding",
    "penalty for a wilful violation",
    seen("Civ. Code 1798.84"),
    amount(3_000, "USD"),
  ),
  entry(
    "direct-marketing",
    "us-ca-ccpa.ask-again",
    "pas weer om toestemming voor verkoop vragen na",
    "ask for consent to a sale again only after",
    recalled("Civ. Code 1798.135(c)(4)"),
    amount(12, "month"),
  ),
];
